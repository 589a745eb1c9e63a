//! The letters around applications.

use accolade_issuing::mail::Letter;

use super::super::{Block, Message};
use super::{button, words};

/// The message that a letter around an application becomes; none if it is another letter.
pub(super) fn message(letter: &Letter, site: &str) -> Option<Message> {
    let (subject, blocks, reason) = parts(letter)?;
    Some(Message {
        subject,
        blocks,
        reason,
        site: site.to_owned(),
    })
}

fn parts(letter: &Letter) -> Option<(String, Vec<Block>, String)> {
    Some(match letter {
        Letter::ApplicationBegun { name, badge, issuer, nominator: Some(by), nomination, link } => (
            format!("{by} proposes you for “{badge}”"),
            [
                vec![hello(name), words(format!("{by} thinks that this badge of {issuer} is yours to earn.")), Block::Touch(badge.clone())],
                quote(nomination.as_ref(), by),
                vec![
                    button("Show what you did", link),
                    words("Nothing is sent before you say so. If you would rather not, do nothing."),
                ],
            ]
            .concat(),
            format!("You get this because {by} typed your address. The link is yours alone: keep it to yourself."),
        ),
        Letter::ApplicationBegun { name, badge, issuer, link, .. } => (
            format!("Your way back to “{badge}”"),
            vec![
                hello(name),
                words(format!("You have begun to apply for a badge of {issuer}.")),
                Block::Touch(badge.clone()),
                button("Go on", link),
                words("What you write is kept as you go. Nothing is sent before you say so."),
            ],
            "You get this because somebody typed your address to apply for a badge. The link is yours alone: keep it \
             to yourself. If that was not you, do nothing."
                .to_owned(),
        ),
        Letter::ApplicationReceived { name, badge, issuer, link } => (
            format!("“{badge}”: we have your work"),
            vec![
                hello(name),
                words(format!("{issuer} has everything you sent for this badge. Somebody looks at it, point by point.")),
                Block::Touch(badge.clone()),
                words("You hear from us as soon as it is decided. Until then you can see how it stands:"),
                button("How it stands", link),
            ],
            mine(),
        ),
        Letter::ApplicationReturned { name, badge, by, reason, open, link } => (
            format!("“{badge}”: {} not there yet", points(open.len())),
            [
                vec![
                    hello(name),
                    words(format!("{} not there yet. Everything you sent is kept.", capital(&points(open.len())))),
                ],
                if open.is_empty() { Vec::new() } else { vec![Block::List(open.clone())] },
                quote(reason.as_ref(), by),
                vec![button("Try again", link), words("The second try counts just as much as the first.")],
            ]
            .concat(),
            mine(),
        ),
        Letter::ApplicationAccepted { name, badge, issuer, by, reason, link } => (
            format!("“{badge}” is yours"),
            [
                vec![hello(name), words(format!("{by} has looked at your work, and {issuer} gives you the badge.")), Block::Touch(badge.clone())],
                quote(reason.as_ref(), by),
                vec![button("It’s mine", link)],
            ]
            .concat(),
            mine(),
        ),
        Letter::ApplicationDeclined { name, badge, issuer, reason, link } => (
            format!("“{badge}”: not this time"),
            [
                vec![hello(name), words(format!("{issuer} has decided not to give you this badge for what you sent."))],
                quote(reason.as_ref(), issuer),
                vec![words("Your work stays yours. You can read it here:"), button("What you sent", link)],
            ]
            .concat(),
            mine(),
        ),
        Letter::ReviewAsked { name, applicant, badge, issuer, by_earner, days, link } => {
            let who = if *by_earner { applicant } else { issuer };
            (
                format!("{who} asks you to look at “{badge}”"),
                vec![
                    words(name.as_ref().map_or_else(|| "Hello,".to_owned(), |name| format!("Hello {name},"))),
                    words(format!("{applicant} wants to earn a badge of {issuer}, and your look counts.")),
                    Block::Touch(badge.clone()),
                    button("Look at the work", link),
                    words(format!(
                        "You need no account. You go through a few points and say for each whether it is there. The link is good for {days} days."
                    )),
                ],
                format!("You get this because {who} typed your address. The link is yours alone: whoever has it speaks in your name."),
            )
        }
        _ => return None,
    })
}

fn hello(name: &str) -> Block {
    words(format!("Hello {name},"))
}

fn quote(said: Option<&String>, by: &str) -> Vec<Block> {
    said.map(|said| Block::Quote {
        words: said.clone(),
        by: Some(by.to_owned()),
    })
    .into_iter()
    .collect()
}

/// "one point is", "3 points are"
fn points(open: usize) -> String {
    match open {
        0 => "something is".to_owned(),
        1 => "one point is".to_owned(),
        more => format!("{more} points are"),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().to_string() + letters.as_str(),
        None => String::new(),
    }
}

fn mine() -> String {
    "You get this because you applied for a badge with this address.".to_owned()
}
