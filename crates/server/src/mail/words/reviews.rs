//! Letters around the review of a badge before it is published.

use accolade_issuing::mail::Letter;

use super::{button, link, words};
use crate::mail::{Block, Message};

/// The message of a letter around reviews; none for other letters.
pub(super) fn message(letter: &Letter, site: &str) -> Option<Message> {
    let (subject, blocks, reason) = match letter {
        Letter::DraftReviewAsked {
            name,
            badge,
            issuer,
            note,
            until,
            link,
        } => asked(
            name,
            badge,
            issuer,
            (note.as_deref(), until.as_deref()),
            link,
        ),
        Letter::DraftObjected {
            name,
            badge,
            issuer,
            reviewer,
            words,
            link,
        } => objected(name, badge, issuer, (reviewer, words.as_deref()), link),
        Letter::DraftApproved {
            name,
            badge,
            issuer,
            approved,
            objected,
            may_publish,
            link,
        } => {
            let said = Said {
                approved: *approved,
                objected: *objected,
                may_publish: *may_publish,
            };
            approved_by_enough(name, badge, issuer, &said, link)
        }
        Letter::DraftPublished {
            name,
            badge,
            issuer,
            link,
            endorse,
        } => published(name, badge, issuer, link, endorse),
        _ => return None,
    };
    Some(Message {
        subject,
        blocks,
        reason,
        site: site.to_owned(),
    })
}

type Parts = (String, Vec<Block>, String);

fn asked(
    name: &str,
    badge: &str,
    issuer: &str,
    (note, until): (Option<&str>, Option<&str>),
    link: &str,
) -> Parts {
    let mut blocks = vec![
        words(format!("Hello {name},")),
        words(format!(
            "{issuer} wants to give a new badge, and asks for your word before it does."
        )),
        Block::Touch(badge.to_owned()),
    ];
    blocks.extend(note.map(|note| Block::Quote {
        words: note.to_owned(),
        by: Some(issuer.to_owned()),
    }));
    blocks.push(button("Look at it", link));
    let until = match until {
        Some(day) => format!(" Your answer counts until {day}."),
        None => String::new(),
    };
    blocks.push(words(format!(
        "You need no account. Remark on any part, then say yes or not so.{until}"
    )));
    (
        format!("{issuer} asks for your word on “{badge}”"),
        blocks,
        format!(
            "You get this because {issuer} named you as somebody whose word counts. The link is yours alone: \
             please do not pass it on."
        ),
    )
}

fn objected(
    name: &str,
    badge: &str,
    issuer: &str,
    (reviewer, said): (&str, Option<&str>),
    link: &str,
) -> Parts {
    let mut blocks = vec![
        words(format!("Hello {name},")),
        words(format!(
            "{reviewer} looked at this badge of {issuer} and says: not so."
        )),
        Block::Touch(badge.to_owned()),
    ];
    blocks.extend(said.map(|said| Block::Quote {
        words: said.to_owned(),
        by: Some(reviewer.to_owned()),
    }));
    blocks.push(words(
        "Change the draft and send it again, or publish it as it is with a reason that is kept.",
    ));
    blocks.push(button("See what everybody said", link));
    (format!("{reviewer} objects to “{badge}”"), blocks, asker())
}

/// How a round stands, and what the reader may do about it.
struct Said {
    approved: usize,
    objected: usize,
    may_publish: bool,
}

fn approved_by_enough(name: &str, badge: &str, issuer: &str, said: &Said, link: &str) -> Parts {
    let people = match said.approved {
        1 => "One person has".to_owned(),
        many => format!("{many} people have"),
    };
    let against = match said.objected {
        0 => "",
        1 => " One objects: read why before you go on.",
        _ => " Some object: read why before you go on.",
    };
    let next = if said.may_publish {
        "You can publish it now."
    } else {
        "A steward can publish it now, and sees it on their desk."
    };
    let blocks = vec![
        words(format!("Hello {name},")),
        words(format!(
            "{people} said yes to this badge of {issuer}, and that is enough.{against}"
        )),
        Block::Touch(badge.to_owned()),
        words(next),
        button("See what everybody said", link),
    ];
    (
        format!("Enough have said yes to “{badge}”"),
        blocks,
        asker(),
    )
}

fn published(name: &str, badge: &str, issuer: &str, page: &str, endorse: &str) -> Parts {
    let blocks = vec![
        words(format!("Hello {name},")),
        words(format!(
            "you said yes to this badge of {issuer}. It is published, and can be earned from now on."
        )),
        Block::Touch(badge.to_owned()),
        button("See the badge", page),
        words(
            "Do you look after another organisation here? It can say over its own signature what this badge is worth.",
        ),
        link("Endorse it for your organisation", endorse),
    ];
    (
        format!("“{badge}” is published"),
        blocks,
        format!("You get this because {issuer} asked for your word on this badge."),
    )
}

fn asker() -> String {
    "You get this because you asked others for their word on this badge.".to_owned()
}
