//! The desk: with and without organisations, a district in numbers, a new school, the log.

use accolade_issuing::overview::Month;
use jiff::civil::date;

use super::{Rendered, at, layout_of_somebody, link, rendered, text};
use crate::pages::desk::audit::{AuditPage, AuditRow};
use crate::pages::desk::chart::Chart;
use crate::pages::desk::deeds;
use crate::pages::desk::entry::{AskerLine, EntryPage, roles};
use crate::pages::desk::frame::{DeskHead, Tab};
use crate::pages::desk::home::{DeskPage, WaitingLine};
use crate::pages::desk::map::{MapCell, MapRow, MapView};
use crate::pages::desk::overview::{BigNumber, DraftLine, OverviewPage};
use crate::pages::faults::Choice;
use crate::pages::issuers::{Face, IssuerCard};
use crate::pages::layout::Place;
use crate::pages::words::When;

pub(super) fn all() -> Vec<Rendered> {
    vec![
        rendered("desk", &desk(true)),
        rendered("desk-empty", &desk(false)),
        rendered("desk-asking", &asking(true)),
        rendered("desk-asking-nobody", &asking(false)),
        rendered("desk-overview", &district()),
        rendered("desk-overview-new", &new_school()),
        rendered("desk-audit", &log(true)),
        rendered("desk-audit-empty", &log(false)),
    ]
}

fn desk(working: bool) -> DeskPage {
    let card = |slug: &str, name: &str, kind: &str, line: &str| IssuerCard {
        href: format!("/desk/{slug}"),
        name: name.into(),
        kind: kind.into(),
        line: line.into(),
        foot: "8 badges, 212 awards".into(),
        face: Face {
            src: None,
            letters: "KH".into(),
            palette: "cobalt",
        },
    };
    let organisations = vec![
        card(
            "kestrel-hill",
            "Kestrel Hill School",
            "School",
            "You are a steward",
        ),
        card("class-7b", "Class 7b", "Classroom", "You are an owner"),
    ];
    let waiting = vec![
        WaitingLine {
            number: "9".into(),
            words: "applications wait for a decision".into(),
            href: "/desk/kestrel-hill".into(),
        },
        WaitingLine {
            number: "1".into(),
            words: "draft has all its approvals and can be published".into(),
            href: "/desk/kestrel-hill".into(),
        },
    ];
    DeskPage {
        layout: layout_of_somebody(Place::Desk),
        name: "Ines Carvalho".into(),
        waiting: if working { waiting } else { Vec::new() },
        organisations: if working { organisations } else { Vec::new() },
        may_found: working,
        has_asked: false,
        one_queue: working,
    }
}

fn asking(anybody: bool) -> EntryPage {
    let asker = |account: &str, name: &str, email: Option<&str>, work: Option<&str>| AskerLine {
        account: account.into(),
        name: name.into(),
        email: email.map(str::to_owned),
        work: work.map(str::to_owned),
        since: When::day(at("2026-11-20T09:30:00Z")),
    };
    let askers = vec![
        asker(
            "a1",
            "Ruth Adeyemi",
            Some("ruth.adeyemi@harbourstreet.example"),
            Some("Drew “River Keeper” for 28 people."),
        ),
        asker("a2", "Tom", None, None),
    ];
    EntryPage {
        layout: layout_of_somebody(Place::Desk),
        askers: if anybody { askers } else { Vec::new() },
        organisations: Choice::of(&[("k", "Kestrel Hill School"), ("h", "Harbour Street")], ""),
        roles: roles(),
    }
}

pub(super) fn head(current: &str) -> DeskHead {
    let tabs = [
        ("", "Overview"),
        ("/applications", "Applications"),
        ("/members", "People"),
        ("/settings", "Settings"),
        ("/awards", "Awards"),
        ("/batches", "Batches"),
        ("/audit", "Log"),
    ];
    DeskHead {
        name: "Kestrel Hill School".into(),
        above: Some(link("/desk/alder-bay", "Alder Bay School District")),
        tabs: tabs
            .iter()
            .map(|(path, words)| Tab {
                href: format!("/desk/kestrel-hill{path}"),
                words,
                current: *words == current,
            })
            .collect(),
    }
}

fn chart(awards: [i64; 12]) -> Chart {
    let months: Vec<Month> = (0..12)
        .zip(awards)
        .map(|(place, awards): (i16, i64)| Month {
            first: date(
                2025 + (place + 11) / 12,
                i8::try_from((place + 11) % 12 + 1).unwrap(),
                1,
            ),
            awards,
        })
        .collect();
    Chart::of(&months)
}

fn district() -> OverviewPage {
    let columns = [
        "Resilience",
        "Teamwork",
        "Data",
        "Making",
        "Speaking",
        "Reading",
        "Environment",
    ];
    let row = |name: &str, numbers: [i64; 7]| MapRow {
        name: name.into(),
        href: "/desk/kestrel-hill".into(),
        cells: numbers
            .iter()
            .zip(columns)
            .map(|(number, column)| {
                let (words, level) = match number {
                    0 => ("none".to_owned(), "0"),
                    1..5 => ("under 5".to_owned(), "few"),
                    5..30 => (number.to_string(), "1"),
                    30..60 => (number.to_string(), "2"),
                    60..100 => (number.to_string(), "3"),
                    100..150 => (number.to_string(), "4"),
                    _ => (number.to_string(), "5"),
                };
                MapCell {
                    label: format!("{name}, {column}: {words} people"),
                    words,
                    level,
                }
            })
            .collect(),
    };
    let number = |number: &str, words: &str| BigNumber {
        number: number.into(),
        words: words.into(),
    };
    OverviewPage {
        layout: layout_of_somebody(Place::Desk),
        head: head("Overview"),
        since: "1 December 2025".into(),
        numbers: vec![
            number("3,402", "awards to 1,918 people in twelve months"),
            number("61%", "of awards show evidence"),
            number("78%", "of awards sent by mail were taken by their earners"),
            number("12", "applications wait for a decision"),
        ],
        drafts: vec![
            draft("Night Sky Observer", "Mill Lane Primary", 2, None),
            draft("Peer Mediator", "St Brannoc’s", 1, text("One objection")),
        ],
        chart: chart([96, 154, 171, 203, 188, 260, 341, 75, 12, 190, 287, 318]),
        by: "skill",
        here: "/desk/kestrel-hill".into(),
        map: MapView {
            columns: columns.map(str::to_owned).to_vec(),
            rows: vec![
                row("Alder Bay High", [212, 148, 96, 61, 88, 40, 33]),
                row("Kestrel Hill School", [187, 121, 143, 74, 52, 66, 29]),
                row("Northgate Primary", [38, 176, 3, 45, 39, 203, 52]),
                row("Mill Lane Primary", [17, 68, 0, 34, 21, 94, 88]),
            ],
            left_out: text("The 12 skills with the most people are shown, 3 more are not."),
            insight: text(
                "Harbour Street School and Kestrel Hill School complement each other: one is strong in Making, the other in Data.",
            ),
        },
    }
}

fn draft(name: &str, issuer: &str, approved: usize, objections: Option<String>) -> DraftLine {
    DraftLine {
        name: name.into(),
        issuer: issuer.into(),
        href: "/desk/kestrel-hill".into(),
        approved,
        quorum: 3,
        until: objections
            .is_none()
            .then(|| When::day(at("2026-12-01T00:00:00Z"))),
        objections,
    }
}

fn new_school() -> OverviewPage {
    OverviewPage {
        numbers: vec![BigNumber {
            number: "0".into(),
            words: "awards to 0 people in twelve months".into(),
        }],
        drafts: Vec::new(),
        chart: chart([0; 12]),
        by: "badge",
        map: MapView {
            columns: Vec::new(),
            rows: Vec::new(),
            left_out: None,
            insight: None,
        },
        ..district()
    }
}

fn log(full: bool) -> AuditPage {
    let row = |who: &str, what: &str, subject: &str, href: Option<String>, detail: &str| AuditRow {
        when: When::moment(at("2026-11-22T10:04:00Z")),
        who: who.into(),
        what: what.into(),
        kind: subject.into(),
        name: href.as_ref().map(|_| "“Good question” for Mia".to_owned()),
        id: "0199".into(),
        place: "Kestrel Hill School".into(),
        action: "award.made".into(),
        href,
        more: deeds::particulars(detail),
        detail: detail.into(),
    };
    let rows = vec![
        row(
            "Ines Carvalho",
            "Gave a badge",
            "award",
            text("/desk/kestrel-hill"),
            r#"{"version":2}"#,
        ),
        row(
            "The operator, by command",
            "Changed the signing key",
            "signing key",
            None,
            "{}",
        ),
    ];
    AuditPage {
        layout: layout_of_somebody(Place::Desk),
        head: head("Log"),
        here: "/desk/kestrel-hill/audit".into(),
        topics: vec![("awards", "Awards"), ("badges", "Badges")],
        topic: "awards".into(),
        people: vec![("0199".into(), "Ines Carvalho".into())],
        who: "0199".into(),
        has_below: true,
        below: full,
        from: "2026-11-01".into(),
        until: if full {
            String::new()
        } else {
            "2026-31-12".into()
        },
        error: (!full).then(|| "“2026-31-12” is not a day. Write it as 2026-11-22.".to_owned()),
        rows: if full { rows } else { Vec::new() },
        next: text("/desk/kestrel-hill/audit?topic=awards&after=1"),
        csv: "/desk/kestrel-hill/audit.csv?topic=awards".into(),
        json: "/desk/kestrel-hill/audit.json?topic=awards".into(),
    }
}
