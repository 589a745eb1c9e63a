//! The letter about what waits at somebody's desk.

use accolade_issuing::mail::WaitingThing;

use super::{button, link, words};
use crate::mail::{Block, Message};
use crate::pages::desk::waits;
use crate::pages::words::thousands;

pub(super) fn message(
    site: &str,
    name: &str,
    things: &[WaitingThing],
    desk: &str,
    stop: &str,
) -> Message {
    let lines: Vec<String> = things.iter().map(line).collect();
    let subject = match lines.as_slice() {
        [only] => only.clone(),
        _ => {
            let number = things.iter().map(|thing| thing.number).sum();
            format!("{} things wait for you", thousands(number))
        }
    };
    Message {
        subject,
        blocks: vec![
            words(format!("Hello {name},")),
            words("this waits for you:"),
            Block::List(lines),
            button("Open your desk", desk),
            words(
                "You get such a letter when something new waits, at most once a day, and once a week while it still \
                 does.",
            ),
            link("No more of these letters", stop),
        ],
        reason: "You get this because you look after badges here. Your account page can switch these letters off, \
                 and on again."
            .to_owned(),
        site: site.to_owned(),
    }
}

/// "3 applications wait for a decision at Kestrel Hill School"
fn line(thing: &WaitingThing) -> String {
    let WaitingThing {
        kind,
        number,
        issuer,
    } = thing;
    let wait = waits::words(*kind, *number);
    format!("{} {wait} at {issuer}", thousands(*number))
}
