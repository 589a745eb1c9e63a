//! What letters about claiming say.

use accolade_issuing::mail::Letter;
use jiff::Timestamp;

use super::{Block, Message, button, words};
use crate::pages::words::day;

/// The message that a letter about claiming becomes; the other letters have their own.
pub(super) fn message(letter: &Letter, site: &str) -> Message {
    let (subject, blocks, reason) = match letter {
        Letter::AlreadyYours {
            badge,
            issuer,
            given,
            link,
        } => already_yours(badge, issuer, *given, link),
        Letter::NotThisTime {
            name,
            badge,
            giver,
            reason,
        } => not_this_time(name, badge, giver, reason.as_deref()),
        Letter::StillWaiting {
            name,
            badge,
            issuer,
            given,
            link,
        } => still_waiting(name.as_deref(), badge, issuer, *given, link),
        Letter::EndsSoon {
            name,
            badge,
            issuer,
            until,
            link,
        } => ends_soon(name.as_deref(), badge, issuer, *until, link),
        Letter::WebhookSilent { url, issuer, link } => webhook_silent(url, issuer, link),
        _ => (String::new(), Vec::new(), String::new()),
    };
    Message {
        subject,
        blocks,
        reason,
        site: site.to_owned(),
    }
}

type Parts = (String, Vec<Block>, String);

fn already_yours(badge: &str, issuer: &str, given: Timestamp, link: &str) -> Parts {
    let blocks = vec![
        words("Hello,"),
        words(format!(
            "this badge was asked for with your address once more. You have it since {}:",
            day(given)
        )),
        Block::Touch(badge.to_owned()),
        button("Open my badge", link),
        words("Everybody gets it once, so nothing was changed."),
    ];
    let reason = format!(
        "You get this because somebody typed your address to claim a badge of {issuer}. If that was not you, do nothing."
    );
    (format!("You have “{badge}” already"), blocks, reason)
}

fn not_this_time(name: &str, badge: &str, giver: &str, reason: Option<&str>) -> Parts {
    let mut blocks = vec![
        words(format!("Hello {name},")),
        words(format!(
            "{giver} looked at your claim and has not given you this badge this time:"
        )),
        Block::Touch(badge.to_owned()),
    ];
    match reason {
        Some(reason) => blocks.push(Block::Quote {
            words: reason.to_owned(),
            by: Some(giver.to_owned()),
        }),
        None => blocks.push(words(format!("Ask {giver} what is still missing."))),
    }
    let reason = "You get this because you claimed a badge with this address.".to_owned();
    (format!("Not this time: “{badge}”"), blocks, reason)
}

fn still_waiting(
    name: Option<&str>,
    badge: &str,
    issuer: &str,
    given: Timestamp,
    link: &str,
) -> Parts {
    let blocks = vec![
        words(name.map_or_else(|| "Hello,".to_owned(), |name| format!("Hello {name},"))),
        words(format!(
            "{issuer} gave you a badge on {}. It still waits for you.",
            day(given)
        )),
        Block::Touch(badge.to_owned()),
        button("It’s mine", link),
        words("It is yours without an account. We remind you once and not again."),
    ];
    let reason = format!("You get this because {issuer} gave a badge to this address.");
    (format!("“{badge}” still waits for you"), blocks, reason)
}

fn ends_soon(name: Option<&str>, badge: &str, issuer: &str, until: Timestamp, link: &str) -> Parts {
    let blocks = vec![
        words(name.map_or_else(|| "Hello,".to_owned(), |name| format!("Hello {name},"))),
        words(format!("this badge of yours ends on {}:", day(until))),
        Block::Touch(badge.to_owned()),
        words(format!(
            "Ask {issuer} how to renew it. Until then it counts as before, and afterwards its page still says that you earned it."
        )),
        button("Open my badge", link),
    ];
    let reason = format!("You get this because {issuer} gave a badge to this address.");
    (format!("“{badge}” ends on {}", day(until)), blocks, reason)
}

fn webhook_silent(url: &str, issuer: &str, link: &str) -> Parts {
    let blocks = vec![
        words("Hello,"),
        words(format!(
            "for three days nothing that happened at {issuer} could be told to this address:"
        )),
        Block::Quote {
            words: url.to_owned(),
            by: None,
        },
        words(
            "So it is told nothing more. What it missed is kept for 30 days: mend the receiver, switch the webhook on again, and send the messages once more.",
        ),
        button("Look at the webhook", link),
    ];
    let reason = format!("You get this because you made this webhook for {issuer}.");
    (
        format!("A webhook of {issuer} was switched off"),
        blocks,
        reason,
    )
}
