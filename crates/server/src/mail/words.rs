//! What each letter says: one arm a letter. Short, warm, exact; the name of the person and of the badge come first.

mod applications;
mod reviews;

use accolade_issuing::mail::Letter;

use super::{Block, Message};

mod claims;

/// The message that a letter becomes.
pub(crate) fn message(letter: &Letter, site: &str) -> Message {
    match letter {
        Letter::SignIn {
            code,
            link,
            minutes,
        } => sign_in(site, code, link, *minutes),
        Letter::Awarded {
            name,
            badge,
            issuer,
            note,
            link,
        } => awarded(site, name.as_deref(), badge, issuer, note.as_deref(), link),
        Letter::ApplicationBegun { .. }
        | Letter::ApplicationReceived { .. }
        | Letter::ApplicationReturned { .. }
        | Letter::ApplicationAccepted { .. }
        | Letter::ApplicationDeclined { .. }
        | Letter::ReviewAsked { .. } => {
            applications::message(letter, site).expect("these are the letters around applications")
        }
        Letter::AlreadyYours { .. }
        | Letter::NotThisTime { .. }
        | Letter::StillWaiting { .. }
        | Letter::EndsSoon { .. }
        | Letter::WebhookSilent { .. } => claims::message(letter, site),
        Letter::DraftReviewAsked { .. } => {
            reviews::message(letter, site).expect("this is the letter around reviews")
        }
    }
}

fn sign_in(site: &str, code: &str, link: &str, minutes: u32) -> Message {
    Message {
        subject: format!("{code} is your code for {site}"),
        blocks: vec![
            words(format!(
                "Type this code on the page where you asked for it. It is good for {minutes} minutes."
            )),
            Block::Code(code.to_owned()),
            words("Or come in from here:"),
            button("Sign in", link),
        ],
        reason: "You get this because somebody typed your address to sign in. If that was not you, do nothing: \
                 without this letter nobody gets in."
            .to_owned(),
        site: site.to_owned(),
    }
}

fn awarded(
    site: &str,
    name: Option<&str>,
    badge: &str,
    issuer: &str,
    note: Option<&str>,
    link: &str,
) -> Message {
    let mut blocks = vec![
        words(name.map_or_else(|| "Hello,".to_owned(), |name| format!("Hello {name},"))),
        words(format!("{issuer} has given you a badge.")),
        Block::Touch(badge.to_owned()),
    ];
    blocks.extend(note.map(|note| Block::Quote {
        words: note.to_owned(),
        by: Some(issuer.to_owned()),
    }));
    blocks.push(button("It’s mine", link));
    blocks.push(words(
        "It is yours without an account. The page shows what it is for, and lets you keep it, share it and print it.",
    ));
    Message {
        subject: format!("{issuer} gave you “{badge}”"),
        blocks,
        reason: format!("You get this because {issuer} gave a badge to this address."),
        site: site.to_owned(),
    }
}

fn words(words: impl Into<String>) -> Block {
    Block::Words(words.into())
}

fn button(words: &str, href: &str) -> Block {
    Block::Button {
        words: words.to_owned(),
        href: href.to_owned(),
    }
}
