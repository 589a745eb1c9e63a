//! Awarding: the form, a batch in each of its states, class lists, the list of awards, one award.

use accolade_storage::types::Mailing;

use super::desk::head;
use super::{Rendered, at, drawing, layout_of_somebody, link, rendered, text};
use crate::pages::awarding::Badge;
use crate::pages::awarding::batch::{BatchPage, ColumnView, Counts, Stage, UndoLeft};
use crate::pages::awarding::list::{BatchLine, BatchesPage, RosterLine};
use crate::pages::awarding::one::{AwardingPage, OneForm};
use crate::pages::awarding::rows::RowLine;
use crate::pages::awarding::slips::{AwardSlip, SlipsPage};
use crate::pages::awards_list::Wish;
use crate::pages::awards_list::before::PastWording;
use crate::pages::awards_list::history::Event;
use crate::pages::awards_list::list::{AwardLine, AwardsPage, Found};
use crate::pages::awards_list::one::{AwardDeskPage, CorrectionForm};
use crate::pages::layout::Place;
use crate::pages::qr::QrCode;
use crate::pages::results::{Choice, ResultField};
use crate::pages::words::When;

pub(super) fn all() -> Vec<Rendered> {
    vec![
        rendered("award-form", &form(OneForm::default(), None)),
        rendered(
            "award-form-wrong",
            &form(
                wrong(),
                text("There is nobody in it. Put one person on a line."),
            ),
        ),
        rendered("batch-look", &batch(Stage::Look)),
        rendered("batch-scheduled", &batch(Stage::Scheduled)),
        rendered("batch-running", &batch(Stage::Running)),
        rendered("batch-paused", &batch(Stage::Paused)),
        rendered("batch-done", &batch(Stage::Done)),
        rendered("batch-cancelled", &batch(Stage::Cancelled)),
        rendered("batch-undone", &batch(Stage::Undone)),
        rendered("batch-slips", &slips(true)),
        rendered("batch-slips-none", &slips(false)),
        rendered("batches", &batches(true)),
        rendered("batches-empty", &batches(false)),
        rendered("awards-list", &awards(true)),
        rendered("awards-list-empty", &awards(false)),
        rendered("award-desk", &award("Good", "valid")),
        rendered("award-desk-withdrawn", &award("Withdrawn", "withdrawn")),
    ]
}

fn badge() -> Badge {
    Badge {
        name: "Second Try".into(),
        src: drawing("second-try.svg"),
        issuer: "Kestrel Hill School".into(),
        desk: "/desk/kestrel-hill".into(),
    }
}

fn moment() -> When {
    When::moment(at("2026-11-22T14:22:00Z"))
}

fn reached(said: &str, error: Option<&str>) -> ResultField {
    let choice = |word: &str| Choice {
        value: word.to_lowercase(),
        words: word.to_owned(),
        chosen: word.to_lowercase() == said,
    };
    ResultField {
        name: "result-level".into(),
        label: "Level reached".into(),
        hint: String::new(),
        choices: ["Secure", "Leading"].map(choice).into(),
        typed: said.into(),
        error: error.map(str::to_owned),
    }
}

fn wrong() -> OneForm {
    OneForm {
        name: "Farah Haddad".into(),
        email: "farah.haddad@kestrelhill".into(),
        narrative: "Her bridge broke, she found out why, and the next one stood.".into(),
        evidence: "log.example/7".into(),
        mail: true,
        held: true,
        hide_name: false,
        results: vec![reached("secure", None)],
        errors: vec![
            ("email", "This is not an e-mail address.".into()),
            ("evidence", "This is not a web address.".into()),
        ],
    }
}

fn form(one: OneForm, people_error: Option<String>) -> AwardingPage {
    AwardingPage {
        layout: layout_of_somebody(Place::Desk),
        badge: badge(),
        here: "/desk/badges/0199a7e2/award".into(),
        one,
        people: String::new(),
        people_error,
        rosters: vec![("0199a7e3".into(), "Year 8 science, room 14 (28)".into())],
        can_mail: true,
    }
}

fn row(number: i32, name: &str, word: &'static str, tone: &'static str) -> RowLine {
    RowLine {
        number,
        name: name.into(),
        email: format!(
            "{}@kestrelhill.example",
            name.to_lowercase().replace(' ', ".")
        ),
        narrative: String::new(),
        evidence: String::new(),
        results: Vec::new(),
        word,
        tone,
        note: None,
        problems: Vec::new(),
        suggestion: None,
    }
}

fn broken() -> Vec<RowLine> {
    let field = |field: &str, message: &str| (field.to_owned(), message.to_owned());
    vec![
        RowLine {
            email: "farah.haddad@kestrelhill".into(),
            problems: vec![field("email", "This is not an e-mail address.")],
            suggestion: text("farah.haddad@kestrelhill.example"),
            ..row(10, "Farah Haddad", "Needs a look", "expired")
        },
        RowLine {
            evidence: "ftp://work".into(),
            results: vec![reached("", Some("One of Secure, Leading."))],
            narrative: "Long words".into(),
            problems: vec![
                field("name", "At most 200 characters; this has 214."),
                field("evidence", "Only http and https addresses are allowed."),
                field("narrative", "Control characters are not allowed."),
            ],
            ..row(25, "Ada Brennan", "Needs a look", "expired")
        },
    ]
}

fn batch(stage: Stage) -> BatchPage {
    let look = stage == Stage::Look;
    let done = matches!(stage, Stage::Done | Stage::Cancelled | Stage::Undone);
    let word = if done { "Awarded" } else { "Ready" };
    let mut rows = vec![
        row(1, "Ada Brennan", word, "valid"),
        row(2, "Aisha Rahman", word, "valid"),
        row(3, "Björn Halvorsen", word, "valid"),
        row(4, "Zoë van Dijk", "Left out", "unknown"),
    ];
    rows[1].note = Some("Holds this badge already");
    BatchPage {
        layout: layout_of_somebody(Place::Desk),
        badge: badge(),
        here: "/desk/batches/0199a7e4".into(),
        awards: "/desk/kestrel-hill/awards?batch=0199a7e4".into(),
        title: "year-8.csv".into(),
        stage,
        refresh: (stage == Stage::Running).then_some(2),
        counts: Counts {
            total: 28,
            ready: if done { 0 } else { 14 },
            broken: 2,
            twins: u64::from(look),
            awarded: if look { 0 } else { 12 },
            failed: 0,
            skipped: 1,
        },
        by_name: if stage == Stage::Done { 3 } else { 0 },
        columns: if look { columns() } else { Vec::new() },
        broken: if look || stage == Stage::Paused || done {
            broken()
        } else {
            Vec::new()
        },
        rows,
        next: text("/desk/batches/0199a7e4?after=100#rows"),
        narrative: "Your bridge broke, you found out why, and the next one stood.".into(),
        note: String::new(),
        errors: vec![(
            "note".into(),
            "At most 2000 characters; this has 2001.".into(),
        )],
        mailing: Mailing::Later,
        award_twins: false,
        can_mail: true,
        starts: Some(moment()),
        list_name: String::new(),
        starts_at: String::new(),
        undo: (stage == Stage::Done).then(|| UndoLeft {
            words: "for another 14 minutes".into(),
            until: When::hour(at("2026-11-22T14:22:00Z")),
        }),
        problem: text("the badge class is archived"),
    }
}

fn slips(some: bool) -> SlipsPage {
    let slip = |name: Option<&str>| AwardSlip {
        qr: QrCode::draw("https://badges.alderbay.example/awards/0199a7e5/mine/kP3x"),
        name: name.map(str::to_owned),
    };
    SlipsPage {
        layout: layout_of_somebody(Place::Desk),
        badge: badge(),
        back: "/desk/batches/0199a7e4".into(),
        host: "badges.alderbay.example".into(),
        per: 12,
        choices: vec![(8, false), (12, true)],
        slips: match some {
            true => vec![
                slip(Some("Mia Carter")),
                slip(Some("Zoë van Dijk")),
                slip(None),
            ],
            false => Vec::new(),
        },
        next: some.then(|| "/desk/batches/0199a7e4/slips?after=480".into()),
    }
}

fn columns() -> Vec<ColumnView> {
    ["Name", "E-mail"]
        .into_iter()
        .enumerate()
        .map(|(number, title)| ColumnView {
            number,
            label: format!("Column {}, “{title}”", number + 1),
            options: vec![
                ("name".into(), "is the name".into(), number == 0),
                ("email".into(), "is the e-mail address".into(), number == 1),
                ("ignored".into(), "leave it out".into(), false),
            ],
        })
        .collect()
}

fn batches(some: bool) -> BatchesPage {
    let line = |badge: &str, words: &str, state, tone| BatchLine {
        href: "/desk/batches/0199a7e4".into(),
        badge: badge.into(),
        title: "Pasted".into(),
        when: moment(),
        words: words.into(),
        state,
        tone,
    };
    let lines = vec![
        line("Second Try", "212 of 400 awarded", "Under way", "valid"),
        line("Curious Reader", "28 rows", "Not started", "unknown"),
        line(
            "Bridge Builder",
            "26 of 28 awarded",
            "Taken back",
            "withdrawn",
        ),
    ];
    let lists = vec![RosterLine {
        id: "0199a7e3".into(),
        name: "Year 8 science, room 14".into(),
        words: "28 people".into(),
    }];
    BatchesPage {
        layout: layout_of_somebody(Place::Desk),
        head: head("Batches"),
        here: "/desk/kestrel-hill/batches".into(),
        batches: if some { lines } else { Vec::new() },
        next: some.then(|| "/desk/kestrel-hill/batches?after=1".into()),
        rosters: if some { lists } else { Vec::new() },
        list: if some { "0199a7e3" } else { "" }.into(),
        name: "7b".into(),
        people: String::new(),
        errors: vec![("people".into(), "Put one person on a line.".into())],
    }
}

fn awards(some: bool) -> AwardsPage {
    let line = |who: &str, state, tone, claimed| AwardLine {
        id: "0199a7e5".into(),
        href: "/desk/awards/0199a7e5".into(),
        who: who.into(),
        badge: "Second Try".into(),
        when: When::day(at("2026-11-22T14:22:00Z")),
        state,
        tone,
        claimed,
    };
    let rows = vec![
        line("Amara Okafor", "Good", "valid", true),
        line("jonas@pupils.example", "On hold", "expired", false),
        line("Name not shown", "Withdrawn", "withdrawn", false),
    ];
    AwardsPage {
        layout: layout_of_somebody(Place::Desk),
        head: head("Awards"),
        here: "/desk/kestrel-hill/awards".into(),
        query: if some { "q=o" } else { "" }.into(),
        wish: Wish {
            batch: if some { "0199a7e4" } else { "" }.into(),
            ..Wish::default()
        },
        badges: vec![("0199a7e2".into(), "Second Try".into())],
        rows: if some { rows } else { Vec::new() },
        next: some.then(|| "/desk/kestrel-hill/awards?after=1".into()),
        found: if some {
            Found::Many(312)
        } else {
            Found::TooMany
        },
        may_change: true,
        can_mail: true,
    }
}

fn award(state: &'static str, tone: &'static str) -> AwardDeskPage {
    let stands = state == "Good";
    let event = |what: &str| Event {
        when: moment(),
        who: "Ines Carvalho".into(),
        what: what.into(),
    };
    AwardDeskPage {
        layout: layout_of_somebody(Place::Desk),
        badge: badge(),
        here: "/desk/awards/0199a7e5".into(),
        public: "/awards/0199a7e5".into(),
        who: "Amara Okafor".into(),
        email: text("amara@pupils.kestrelhill.example"),
        state,
        tone,
        reason: (!stands).then(|| "Given to the wrong person".into()),
        given: moment(),
        corrected: Some(moment()),
        claimed: stands.then(moment),
        batch: text("/desk/batches/0199a7e4"),
        replaces: Some(link(
            "/desk/awards/1",
            "Given anew in the place of an earlier award",
        )),
        replaced_by: (!stands).then(|| link("/desk/awards/2", "Another award stands in its place")),
        events: vec![event("Corrected: her name has one t"), event("Given")],
        earlier: text("1 earlier wording"),
        wordings: vec![PastWording {
            until: When::moment(at("2026-11-23T09:12:00Z")),
            parts: vec![
                ("Name", "Amara Okafro".into()),
                ("Good until", "no end".into()),
            ],
            href: "/desk/awards/one/before/1".into(),
        }],
        stands,
        held: false,
        suspendable: true,
        may_change: true,
        can_mail: true,
        form: CorrectionForm {
            name: "Amara Okafor".into(),
            email: "amara@pupils".into(),
            show_name: true,
            open: true,
            results: vec![reached("", Some("One of Secure, Leading."))],
            errors: vec![("email", "This is not an e-mail address.".into())],
            ..CorrectionForm::default()
        },
        reason_typed: String::new(),
        reason_error: text("Say why: the reason is shown with the award."),
        anew_error: text("Say why: the reason is shown with the award."),
    }
}
