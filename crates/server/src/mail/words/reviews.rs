//! Letters around the review of a badge before it is published.

use accolade_issuing::mail::Letter;

use super::{button, words};
use crate::mail::{Block, Message};

/// The message of a letter around reviews; none for other letters.
pub(super) fn message(letter: &Letter, site: &str) -> Option<Message> {
    let Letter::DraftReviewAsked {
        name,
        badge,
        issuer,
        note,
        until,
        link,
    } = letter
    else {
        return None;
    };
    let mut blocks = vec![
        words(format!("Hello {name},")),
        words(format!(
            "{issuer} wants to give a new badge, and asks for your word before it does."
        )),
        Block::Touch(badge.clone()),
    ];
    blocks.extend(note.as_ref().map(|note| Block::Quote {
        words: note.clone(),
        by: Some(issuer.clone()),
    }));
    blocks.push(button("Look at it", link));
    let until = match until {
        Some(day) => format!(" Your answer counts until {day}."),
        None => String::new(),
    };
    blocks.push(words(format!(
        "You need no account. Remark on any part, then say yes or not so.{until}"
    )));
    Some(Message {
        subject: format!("{issuer} asks for your word on “{badge}”"),
        blocks,
        reason: format!(
            "You get this because {issuer} named you as somebody whose word counts. The link is yours alone: \
             please do not pass it on."
        ),
        site: site.to_owned(),
    })
}
