//! Review of a draft on both sides, the library, frameworks of skills.

use accolade_issuing::review_requests::NewReviewer;
use accolade_issuing::violations::Violations;
use uuid::Uuid;

use super::editing::{content, head};
use super::{at, card, layout, layout_of_somebody, link, picture, rendered, text};
use crate::pages::badges::view;
use crate::pages::editor::Errors;
use crate::pages::endorsing::{EndorsePage, Said};
use crate::pages::frameworks::{FrameworkLine, FrameworksPage, ItemLine};
use crate::pages::gallery::Rendered;
use crate::pages::layout::{Layout, Place};
use crate::pages::library::{LibraryPage, RemixPage, Shelved};
use crate::pages::reviewing::answering::{AnswerPage, Point};
use crate::pages::reviewing::asking::{AskForm, ReviewPage, Round};
use crate::pages::reviewing::{Remark, Voice};
use crate::pages::text::Rich;
use crate::pages::words::When;

pub(super) fn all() -> Vec<Rendered> {
    vec![
        asking("review-asked", false),
        asking("review-new", true),
        answering("review-answer", true),
        answering("review-over", false),
        library("library", false),
        library("library-empty", true),
        remix(),
        endorsing("library-endorse", false),
        endorsing("library-endorsed", true),
        frameworks("frameworks", false),
        frameworks("frameworks-empty", true),
    ]
}

fn frame() -> Layout {
    Layout {
        flash: None,
        ..layout_of_somebody(Place::Desk)
    }
}

fn voice(name: &str, word: &'static str, tone: &'static str, words: Option<&str>) -> Voice {
    Voice {
        name: name.into(),
        role: text("head of science"),
        initials: "RV".into(),
        word,
        tone,
        when: words.map(|_| When::day(at("2026-09-03T10:00:00Z"))),
        words: words.map(str::to_owned),
        remarks: words
            .map(|_| Remark {
                on: "Point 2: Gather at least 30 data points yourself, fairly".into(),
                body: "Thirty is many for a ten-year-old.".into(),
            })
            .into_iter()
            .collect(),
        public: words.is_some(),
        email: text("rosa@port.example"),
        by_hand: words.is_some(),
        renewed: words
            .is_none()
            .then(|| When::day(at("2026-09-04T10:00:00Z"))),
        renew: text("/desk/badges/0199a7e2/review/0199a7e3/link"),
    }
}

fn asking(name: &str, first: bool) -> Rendered {
    let round = Round {
        number: 1,
        state: "Open",
        open: true,
        reached: true,
        same_text: false,
        line: "1 of the 1 that are needed have approved it.".into(),
        asked: When::day(at("2026-09-01T10:00:00Z")),
        deadline: Some(When::moment(at("2026-09-15T10:00:00Z"))),
        reason: text("Term begins on Monday."),
        voices: vec![
            voice(
                "Dr Rosa Venkat",
                "Approved",
                "valid",
                Some("I would be glad to see it."),
            ),
            voice("Paul Kern", "Has not answered", "unknown", None),
        ],
    };
    let person = |name: &str| NewReviewer {
        name: name.into(),
        role: text("head of science"),
        email: None,
    };
    let page = ReviewPage {
        layout: frame(),
        title: "Data Storyteller".into(),
        badge: link("/desk/badges/0199a7e2", "Data Storyteller"),
        rounds: if first { vec![] } else { vec![round] },
        can_ask: true,
        missing: usize::from(first),
        edit: "/desk/badges/0199a7e2/edit".into(),
        action: "/desk/badges/0199a7e2/review".into(),
        withdraw: "/desk/badges/0199a7e2/review/withdraw".into(),
        publish: "/desk/badges/0199a7e2".into(),
        form: AskForm {
            people: vec![person("Dr Rosa Venkat"), person("")],
            quorum: "1".into(),
            deadline: String::new(),
            message: "Are thirty points too many?".into(),
        },
        errors: Errors(if first {
            Violations::one("/reviewers/1/name", "required", "This is needed.")
        } else {
            Violations::default()
        }),
        links: if first {
            vec![]
        } else {
            vec![(
                "Dr Rosa Venkat".into(),
                "https://badges.alderbay.example/review/kP3xq9".into(),
            )]
        },
        mail: true,
    };
    rendered(name, &page)
}

fn answering(name: &str, open: bool) -> Rendered {
    let content = content();
    let page = AnswerPage {
        layout: layout(Place::Elsewhere),
        issuer: "Kestrel Hill School".into(),
        badge: content.name.clone(),
        person: "Dr Rosa Venkat".into(),
        message: text("Are thirty points too many?"),
        picture: Some(picture("cobalt", false)),
        claim: content.claim.clone(),
        description: Rich::from_markdown(&content.description),
        narrative: Some(Rich::from_markdown(&content.criteria.narrative)),
        points: content
            .criteria
            .items
            .iter()
            .map(|item| Point {
                id: item.id.clone(),
                text: item.text.clone(),
                hint: item.hint.clone(),
                optional: !item.required,
                typed: if item.required {
                    String::new()
                } else {
                    "On stage counts too?".into()
                },
            })
            .collect(),
        alignments: view::alignments(&content),
        facts: vec![
            ("For", "Ages 11 to 16".into()),
            ("Good for", "2 years".into()),
        ],
        action: "/review/kP3xq9".into(),
        open,
        over: "The badge is published.",
        deadline: Some(When::moment(at("2026-09-15T10:00:00Z"))),
        approved: true,
        objected: false,
        words: "I would be glad to see it.".into(),
        public: true,
        quote: true,
        on_picture: String::new(),
        on_words: String::new(),
        kept: vec![("The picture".into(), "The star is hard to see.".into())],
        answered: (!open).then(|| When::day(at("2026-09-03T10:00:00Z"))),
        errors: Errors(if open {
            Violations::one("/answer", "required", "Say yes or not so.")
        } else {
            Violations::default()
        }),
    };
    rendered(name, &page)
}

fn library(name: &str, empty: bool) -> Rendered {
    let shelved = |title: &str, licence: &str, remix| Shelved {
        card: card(title, "Asks what nobody could answer at once."),
        licence: licence.into(),
        languages: "en, cy".into(),
        remix,
    };
    let page = LibraryPage {
        layout: layout(Place::Badges),
        found: if empty {
            vec![]
        } else {
            vec![
                shelved(
                    "Good Question",
                    "CC BY 4.0",
                    text("/library/0199a7e2/remix"),
                ),
                shelved("River Keeper", "CC BY-ND 4.0", None),
                shelved(
                    "Clear Speaker",
                    "CC BY-SA 4.0",
                    text("/library/0199a7e3/remix"),
                ),
            ]
        },
        next: (!empty).then(|| "/library?after=0199a7e2".into()),
        q: if empty {
            "zeppelin".into()
        } else {
            String::new()
        },
        licence: "CC BY 4.0".into(),
        language: String::new(),
        tag: "science".into(),
        licences: vec!["CC BY 4.0", "CC BY-SA 4.0"],
        searched: empty,
    };
    rendered(name, &page)
}

fn remix() -> Rendered {
    let page = RemixPage {
        layout: frame(),
        name: "Good Question".into(),
        issuer: "Kestrel Hill School".into(),
        licence: "CC BY-SA 4.0".into(),
        stays: true,
        badge: "/badges/0199a7e2".into(),
        action: "/library/0199a7e2/remix".into(),
        places: vec![(Uuid::from_u128(9).into(), "Northgate Primary".into())],
    };
    rendered("library-remix", &page)
}

fn endorsing(name: &str, done: bool) -> Rendered {
    let said = Said {
        id: Uuid::from_u128(7).to_string(),
        who: "Northgate Primary".into(),
        words: "Who has this asks until the answer is clear.".into(),
        when: When::day(at("2026-09-03T10:00:00Z")),
        signed: "/endorsements/0199a7e4".into(),
    };
    let place = (Uuid::from_u128(9).to_string(), "Brandt Bakery".into(), true);
    let page = EndorsePage {
        layout: frame(),
        name: "Good Question".into(),
        issuer: "Kestrel Hill School".into(),
        badge: "/badges/0199a7e2".into(),
        picture: picture("heather", false),
        action: "/library/0199a7e2/endorse".into(),
        places: if done { Vec::new() } else { vec![place] },
        comment: String::new(),
        said: if done { vec![said] } else { Vec::new() },
        errors: Errors(if done {
            Violations::default()
        } else {
            Violations::one("/comment", "required", "This is needed.")
        }),
    };
    rendered(name, &page)
}

fn frameworks(name: &str, empty: bool) -> Rendered {
    let line = FrameworkLine {
        name: "Northern Skills Frame".into(),
        href: text("https://frame.alderbay.example/"),
        line: "8 items, CASE, Alder Bay School District, CC BY 4.0".into(),
        when: When::day(at("2026-09-03T10:00:00Z")),
        remove: text("/desk/kestrel-hill/frameworks/0199a7e2/remove"),
    };
    let item = ItemLine {
        name: "Chooses a fitting display".into(),
        code: text("MA-4.3"),
        href: "https://frame.alderbay.example/ma-4-3".into(),
        framework: "Northern Skills Frame".into(),
        description: text("Draws the table or chart that lets the question be answered."),
    };
    let page = FrameworksPage {
        layout: frame(),
        head: head(),
        issuer: link("/desk/kestrel-hill/badges", "Kestrel Hill School"),
        frameworks: if empty { vec![] } else { vec![line] },
        may: true,
        action: "/desk/kestrel-hill/frameworks".into(),
        q: if empty {
            String::new()
        } else {
            "display".into()
        },
        found: if empty { vec![] } else { vec![item] },
        called: String::new(),
        errors: Errors(if empty {
            Violations::one("/file", "refused", "The file is not text in UTF-8.")
        } else {
            Violations::default()
        }),
    };
    rendered(name, &page)
}
