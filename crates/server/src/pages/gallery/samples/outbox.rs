//! The outbox: empty, full, and a letter with every kind of block.

use super::{at, layout, rendered, text};
use crate::mail::Block;
use crate::pages::gallery::Rendered;
use crate::pages::layout::Place;
use crate::pages::outbox::{LetterLine, LetterPage, OutboxPage};
use crate::pages::words::When;

pub(super) fn all() -> Vec<Rendered> {
    vec![
        list("outbox", letters()),
        list("outbox-empty", Vec::new()),
        letter(),
    ]
}

fn list(name: &str, letters: Vec<LetterLine>) -> Rendered {
    let page = OutboxPage {
        layout: layout(Place::Elsewhere),
        letters,
    };
    rendered(name, &page)
}

fn letters() -> Vec<LetterLine> {
    let line = |subject: &str, state: Option<String>| LetterLine {
        href: "/outbox/019363d6-0000-7000-8000-000000000001".into(),
        to: "amara.okafor@kestrelhill.example".into(),
        subject: subject.into(),
        when: When::moment(at("2026-11-22T10:04:00Z")),
        state,
    };
    vec![
        line(
            "Kestrel Hill School gave you “Good question”",
            text("Leaves 22 November 2026 at 10:19 UTC"),
        ),
        line("402913 is your code for Alder Bay School District", None),
    ]
}

fn letter() -> Rendered {
    let page = LetterPage {
        layout: layout(Place::Elsewhere),
        to: "amara.okafor@kestrelhill.example".into(),
        subject: "Kestrel Hill School gave you “Good question”".into(),
        when: When::moment(at("2026-11-22T10:04:00Z")),
        blocks: vec![
            Block::Words("Hello Amara,".into()),
            Block::Touch("Good question".into()),
            Block::Code("402913".into()),
            Block::Quote {
                words: "You made us all think.".into(),
                by: text("Ms Carvalho"),
            },
            Block::List(vec!["It is yours.".into(), "It stays yours.".into()]),
            Block::Button {
                words: "It’s mine".into(),
                href: "https://badges.alderbay.example/".into(),
            },
        ],
        reason: "You get this because Kestrel Hill School gave a badge to this address.".into(),
    };
    rendered("outbox-letter", &page)
}
