//! Applications: every page from the first word to what was decided, and the assessor's side.

use accolade_issuing::applications::Prior;
use accolade_issuing::awards::EvidenceContent;
use accolade_storage::types::{ApplicationState, EvidenceKind};

use super::{at, desk, drawing, layout, layout_of_somebody, rendered, text};
use crate::pages::applying::fields::Errors;
use crate::pages::applying::view::{BadgeLine, LookView, PointView, SaidView, ShownView};
use crate::pages::applying::{
    Asking, BeginPage, Closed, EarlierTry, EvidencePage, OwnPage, SeenView,
};
use crate::pages::assessing::{
    AskForm, AskedPage, AskedPerson, DemandForm, DeskLine, EverywherePage, JudgePoint, JudgeView,
    LookForm, NextLine, OnePage, QueueLine, QueuePage, RulePage, StateTab, Told, WaitingLine,
    WayForm,
};
use crate::pages::gallery::Rendered;
use crate::pages::layout::Place;
use crate::pages::parts::{EvidenceView, Shot, Tone};
use crate::pages::results::{Choice, ResultField};
use crate::pages::text::Rich;
use crate::pages::words::When;

const HERE: &str = "/applications/kP3xQ7";
const ONE: &str = "/desk/applications/0199a7e2-4c1b-7d30-9f52-6b8e0a41c7d3";
const RULE: &str = "Your own look and two peers, or one assessor.";

pub(super) fn all() -> Vec<Rendered> {
    let mut pages = beginnings();
    pages.extend(own_pages());
    pages.extend(forms());
    pages.extend(desks());
    pages
}

fn badge() -> BadgeLine {
    BadgeLine {
        name: "Data Storyteller".into(),
        href: "/badges/0199a7e2".into(),
        src: drawing("second-try.svg"),
        issuer: "Kestrel Hill School".into(),
        palette: "cobalt",
    }
}

fn beginnings() -> Vec<Rendered> {
    let begin = || BeginPage {
        layout: layout(Place::Badges),
        badge: badge(),
        nominates: false,
        here: "/badges/0199a7e2/apply".into(),
        other: "/badges/0199a7e2/nominate".into(),
        points: points_of_badge(),
        rule: RULE.into(),
        mail: true,
        name: "Malik Jefferson".into(),
        email: String::new(),
        show_name: true,
        by_name: String::new(),
        by_email: String::new(),
        reason: String::new(),
        errors: Errors::default(),
    };
    let wrong = BeginPage {
        nominates: true,
        here: "/badges/0199a7e2/nominate".into(),
        other: "/badges/0199a7e2/apply".into(),
        email: "malik@".into(),
        errors: Errors::sample(&[
            ("/email", "This is not an e-mail address."),
            ("/nominator/reason", "This is needed."),
        ]),
        ..begin()
    };
    vec![
        rendered("apply", &begin()),
        rendered("nominate-wrong", &wrong),
    ]
}

fn points_of_badge() -> Vec<String> {
    [
        "Ask a question that numbers can answer",
        "Gather at least 30 data points yourself, fairly",
        "Choose one chart and say why this one",
        "Tell the story in two minutes",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn shown(position: i32, view: EvidenceView) -> ShownView {
    ShownView {
        position,
        id: format!("0199a7e2-0000-7000-8000-00000000000{position}"),
        view,
        kept: position == 1,
        private: position == 3,
    }
}

fn work() -> Vec<Vec<ShownView>> {
    let question = EvidenceView::Words {
        title: text("My question"),
        text: Rich::from_markdown(
            "Do people really throw more food away on Fridays, or does it only look that way because the bins are emptied on Thursday?",
        ),
    };
    let chart = EvidenceView::Picture {
        title: text("The chart I chose"),
        shot: Shot {
            src: drawing("curious-reader.svg"),
            alt: "Bars for five weekdays; Friday is the tallest.".into(),
            caption: text("Kilograms in the canteen bins, mean of six weeks."),
        },
        note: None,
    };
    let film = EvidenceView::Link {
        title: "Fish Friday, 2 minutes".into(),
        href: "https://films.example/fish-friday".into(),
        host: "films.example".into(),
        note: None,
    };
    vec![
        vec![shown(1, question)],
        Vec::new(),
        vec![shown(2, chart)],
        vec![shown(3, film)],
    ]
}

fn said(tone: Tone, word: &'static str, comment: Option<&str>) -> SaidView {
    SaidView {
        tone,
        word,
        comment: comment.map(str::to_owned),
    }
}

fn points(decided: bool) -> Vec<PointView> {
    let not_yet = || {
        said(
            Tone::Expired,
            "Not yet",
            Some("Add the chart you decided against, with one line on why."),
        )
    };
    points_of_badge()
        .into_iter()
        .zip(work())
        .zip(1..)
        .map(|((text_of, shown), number)| PointView {
            number,
            id: format!("p{number}"),
            text: text_of,
            hint: (number == 2).then(|| "A table, with how and when you counted.".into()),
            optional: number == 4,
            demands: if number == 3 {
                vec!["At least one picture".into()]
            } else {
                Vec::new()
            },
            shown,
            said: decided.then(|| {
                if number == 3 {
                    not_yet()
                } else {
                    said(Tone::Valid, "It is there", None)
                }
            }),
            own: "met",
            error: None,
        })
        .collect()
}

fn prior() -> Vec<Prior> {
    [
        ("River Keeper", Some(true)),
        ("Night Sky Observer", Some(false)),
        ("First Aid", None),
    ]
    .map(|(name, held)| Prior {
        name: name.into(),
        url: "/badges/0199a7e2".into(),
        held,
    })
    .into()
}

fn own() -> OwnPage {
    OwnPage {
        layout: layout(Place::Elsewhere),
        here: HERE.into(),
        badge: badge(),
        attempt: "First try".into(),
        tried_before: false,
        state: ApplicationState::Draft,
        name: "Malik Jefferson".into(),
        nominated: None,
        words: "I weighed the canteen bins for six weeks.".into(),
        show_name: true,
        points: points(false),
        rest: Vec::new(),
        rule: RULE.into(),
        prior: prior(),
        own_look: true,
        seen: SeenView::default(),
        lacking: Vec::new(),
        asking: None,
        closed: None,
        earlier: Vec::new(),
        then_and_now: None,
        errors: Errors::default(),
    }
}

fn own_pages() -> Vec<Rendered> {
    let mut missing = OwnPage {
        nominated: Some(("Ruth Okonjo".into(), "His talk changed the canteen.".into())),
        ..own()
    };
    missing.with_errors(Errors::sample(&[(
        "/criteria/p2",
        "At least one file is needed here.",
    )]));
    let waiting = OwnPage {
        state: ApplicationState::Submitted,
        seen: SeenView {
            submitted: Some(When::day(at("2026-11-20T09:00:00Z"))),
            looked: vec![("Noor Hassan".into(), "asked by the earner")],
            taken: true,
        },
        lacking: vec!["Still to look: one peer.".into()],
        asking: Some(Asking {
            asked: vec![("Noor Hassan".into(), true), ("Yuki Tanaka".into(), false)],
            by_hand: true,
            name: "Malik".into(),
            email: "malik@example.org".into(),
        }),
        errors: Errors::sample(&[(
            "/email",
            "That is your own address. Ask somebody else to look.",
        )]),
        ..own()
    };
    let closed = |reason: Option<&str>, award: Option<&str>, open| {
        Some(Closed {
            by: "Ines Carvalho".into(),
            when: Some(When::day(at("2026-11-21T12:00:00Z"))),
            reason: reason.map(str::to_owned),
            award: award.map(str::to_owned),
            open,
        })
    };
    let returned = OwnPage {
        state: ApplicationState::Returned,
        points: points(true),
        closed: closed(Some("A strong story. One thing is missing."), None, 1),
        ..own()
    };
    let again = OwnPage {
        attempt: "Second try".into(),
        tried_before: true,
        points: points(true),
        earlier: vec![EarlierTry {
            attempt: "First try".into(),
            when: Some(When::day(at("2026-11-21T12:00:00Z"))),
            look: Some(look(Tone::Expired)),
            reason: text("A strong story. One thing is missing."),
        }],
        ..own()
    };
    let accepted = OwnPage {
        state: ApplicationState::Accepted,
        attempt: "Second try".into(),
        tried_before: true,
        points: points(false),
        closed: closed(
            Some("The cook changed the menu."),
            Some("/awards/0199a7e2"),
            0,
        ),
        then_and_now: Some(true),
        ..own()
    };
    let declined = OwnPage {
        state: ApplicationState::Declined,
        closed: closed(Some("This badge is for pupils of the district."), None, 0),
        ..own()
    };
    let withdrawn = OwnPage {
        state: ApplicationState::Withdrawn,
        ..own()
    };
    vec![
        rendered("application", &own()),
        rendered("application-missing", &missing),
        rendered("application-waiting", &waiting),
        rendered("application-returned", &returned),
        rendered("application-again", &again),
        rendered("application-accepted", &accepted),
        rendered("application-declined", &declined),
        rendered("application-withdrawn", &withdrawn),
    ]
}

fn forms() -> Vec<Rendered> {
    let form = |kind, film| EvidencePage {
        layout: layout(Place::Elsewhere),
        here: format!("{HERE}/add?for=p1&kind=text"),
        back: format!("{HERE}#point-p1"),
        badge: badge(),
        point: Some((
            "Ask a question that numbers can answer".into(),
            text("Show the question and why you care about it."),
        )),
        kind,
        film,
        changes: false,
        content: EvidenceContent::default(),
        private: false,
        present: None,
        second_present: None,
        errors: Errors::default(),
    };
    let refused = EvidencePage {
        errors: Errors::sample(&[("/file", "The file is not what it claims to be: image/png.")]),
        ..form(EvidenceKind::Picture, false)
    };
    let pair = EvidencePage {
        changes: true,
        present: text("/files/aa"),
        second_present: text("/files/bb"),
        private: true,
        ..form(EvidenceKind::Pair, false)
    };
    vec![
        rendered("evidence-words", &form(EvidenceKind::Text, false)),
        rendered("evidence-film", &form(EvidenceKind::Link, true)),
        rendered("evidence-picture-refused", &refused),
        rendered("evidence-pair", &pair),
        rendered("evidence-file", &form(EvidenceKind::File, false)),
        rendered("evidence-word", &form(EvidenceKind::Testimonial, false)),
    ]
}

fn look(tone: Tone) -> LookView {
    LookView {
        name: "Noor Hassan".into(),
        role: "asked by the earner",
        word: if tone == Tone::Valid {
            "Everything is there"
        } else {
            "Not yet"
        },
        tone,
        comment: text("He makes the cook the hero."),
        points: vec![(
            "Choose one chart and say why this one".into(),
            said(
                tone,
                "Not yet",
                Some("I would have liked the chart he threw away."),
            ),
        )],
        holds: true,
    }
}

fn judge() -> JudgeView {
    let points = points_of_badge().into_iter().zip(1..);
    JudgeView {
        points: points
            .map(|(text, number)| JudgePoint {
                number,
                id: format!("p{number}"),
                text,
                hint: None,
                optional: number == 4,
                shown: "One piece, beside this.".into(),
                found: if number == 3 { "not_yet" } else { "met" }.into(),
                comment: if number == 3 {
                    "Add the chart you decided against.".into()
                } else {
                    String::new()
                },
                levels: if number == 3 {
                    vec![
                        ("secure".into(), "Secure".into(), "Fits the question".into()),
                        ("leading".into(), "Leading".into(), String::new()),
                    ]
                } else {
                    Vec::new()
                },
                level: "secure".into(),
                error: None,
            })
            .collect(),
        results: vec![
            ResultField {
                name: "result-depth".into(),
                label: "Depth".into(),
                hint: String::new(),
                choices: ["Secure", "Leading"]
                    .map(|word| Choice {
                        value: word.into(),
                        words: word.into(),
                        chosen: word == "Leading",
                    })
                    .into(),
                typed: String::new(),
                error: None,
            },
            ResultField {
                name: "result-score".into(),
                label: "Score".into(),
                hint: "From 0 to 100.".into(),
                choices: Vec::new(),
                typed: "101".into(),
                error: Some("The value lies outside the bounds of this result.".into()),
            },
        ],
        comment: String::new(),
    }
}

fn one() -> OnePage {
    let line = |name: &str, badge: &str, age: &str, current| NextLine {
        href: ONE.into(),
        name: name.into(),
        badge: badge.into(),
        age: age.into(),
        current,
    };
    OnePage {
        layout: layout_of_somebody(Place::Desk),
        id: "0199a7e2-4c1b-7d30-9f52-6b8e0a41c7d3".into(),
        here: ONE.into(),
        queue: "/desk/kestrel-hill/applications".into(),
        waiting: vec![
            line("Sofia Lindgren", "River Keeper", "2 days", false),
            line("Malik Jefferson", "Data Storyteller", "2 days", true),
            line("Yuki Tanaka", "Second Try", "20 hours", false),
        ],
        badge: badge(),
        name: "Malik Jefferson".into(),
        attempt: "Second try".into(),
        tried_before: true,
        nominated: Some(("Ruth Okonjo".into(), "His talk changed the canteen.".into())),
        submitted: Some(When::day(at("2026-11-20T09:00:00Z"))),
        state: ApplicationState::Submitted,
        words: "I weighed the canteen bins for six weeks.".into(),
        points: points(true),
        rest: Vec::new(),
        looks: vec![look(Tone::Expired)],
        checks: vec![
            (true, "At least one picture for “Choose one chart”".into()),
            (false, "A quiz score of at least 80".into()),
        ],
        rule: RULE.into(),
        prior: prior(),
        lacking: vec!["Still to look: one assessor.".into()],
        ready: false,
        judge: judge(),
        reason: String::new(),
        revision: 4,
        decides: true,
        taken: Some(("Ines Carvalho".into(), true)),
        comments: vec![(
            "0199a7e2-0000-7000-8000-000000000001".into(),
            "Say why you chose this one.".into(),
        )],
        asking: AskForm {
            asked: vec![
                AskedPerson {
                    link: "1".into(),
                    name: "Dr Rosa Venkat".into(),
                    has_looked: false,
                    is_closed: false,
                    address: text("https://badges.alderbay.example/assess/kP3x"),
                },
                AskedPerson {
                    link: "2".into(),
                    name: "Noor Hassan".into(),
                    has_looked: true,
                    is_closed: false,
                    address: None,
                },
            ],
            ..AskForm::default()
        },
        told: None,
        meanwhile: None,
        errors: Errors::default(),
    }
}

fn desks() -> Vec<Rendered> {
    let line = |name: &str, tone, state, taken: bool| QueueLine {
        id: name.replace(' ', "-"),
        href: ONE.into(),
        name: name.into(),
        badge: "Data Storyteller".into(),
        attempt: taken.then(|| "Second try".into()),
        age: "2 days".into(),
        tone,
        state,
        taken,
    };
    let tab = |words, count, current| StateTab {
        words,
        count,
        href: "/desk/kestrel-hill/applications".into(),
        current,
    };
    let ready = vec![
        line("Sofia Lindgren", Tone::Valid, "Ready", false),
        line("Henrik Moe", Tone::Valid, "Ready", false),
        line("Zainab Yusuf", Tone::Valid, "Ready", true),
    ];
    let queue = || QueuePage {
        layout: layout_of_somebody(Place::Desk),
        head: desk::head("Applications"),
        here: "/desk/kestrel-hill/applications".into(),
        waiting: 9,
        oldest: Some(When::day(at("2026-11-20T09:00:00Z"))),
        tabs: vec![
            tab("Waiting for you", 9, true),
            tab("Sent back", 2, false),
            tab("Accepted", 31, false),
        ],
        badges: vec![
            ("1".into(), "Data Storyteller".into()),
            ("2".into(), "River Keeper".into()),
        ],
        badge: "1".into(),
        state: String::new(),
        age: "7".into(),
        ready: ready.clone(),
        lines: vec![
            line("Malik Jefferson", Tone::Unknown, "Waits", true),
            line("Sofia Lindgren", Tone::Valid, "Ready", false),
            line("Oliver Pryce", Tone::Unknown, "Waits", false),
        ],
        next: text("/desk/kestrel-hill/applications"),
        first: Some(ONE.into()),
    };
    let empty = QueuePage {
        waiting: 0,
        oldest: None,
        ready: Vec::new(),
        lines: Vec::new(),
        next: None,
        first: None,
        badge: String::new(),
        age: String::new(),
        badges: Vec::new(),
        ..queue()
    };
    let late = OnePage {
        state: ApplicationState::Accepted,
        told: Some(Told {
            word: "Accepted",
            by: "Ruth Okonjo".into(),
            when: Some(When::moment(at("2026-11-21T12:00:00Z"))),
            reason: text("The cook changed the menu."),
            award: text("/awards/0199a7e2"),
        }),
        meanwhile: text("Somebody else was faster. What you wrote is still here."),
        ..one()
    };
    let holder = OnePage {
        decides: false,
        waiting: Vec::new(),
        ready: true,
        ..one()
    };
    let everywhere = || EverywherePage {
        layout: layout_of_somebody(Place::Desk),
        waiting: 11,
        desks: vec![
            desk_line("Kestrel Hill School", 9),
            desk_line("Harbour Street School", 2),
        ],
        lines: vec![
            waiting_line("Malik Jefferson", "Kestrel Hill School", true),
            waiting_line("Sofia Lindgren", "Harbour Street School", false),
        ],
    };
    let nobody = EverywherePage {
        waiting: 0,
        desks: Vec::new(),
        lines: Vec::new(),
        ..everywhere()
    };
    vec![
        rendered("queue-everywhere", &everywhere()),
        rendered("queue-everywhere-empty", &nobody),
        rendered("queue", &queue()),
        rendered("queue-empty", &empty),
        rendered("assess", &one()),
        rendered("assess-late", &late),
        rendered("assess-holder", &holder),
        rendered("assess-asked", &asked()),
        rendered("assessment-rule", &rule()),
    ]
}

fn desk_line(name: &str, count: i64) -> DeskLine {
    DeskLine {
        name: name.into(),
        href: "/desk/kestrel-hill/applications".into(),
        count,
    }
}

fn waiting_line(name: &str, issuer: &str, ready: bool) -> WaitingLine {
    WaitingLine {
        href: ONE.into(),
        name: name.into(),
        badge: "Data Storyteller".into(),
        attempt: ready.then(|| "Second try".into()),
        issuer: issuer.into(),
        age: "2 days".into(),
        ready,
    }
}

fn asked() -> AskedPage {
    AskedPage {
        layout: layout(Place::Elsewhere),
        here: "/assess/kP3x".into(),
        badge: badge(),
        applicant: "Malik Jefferson".into(),
        by_earner: true,
        until: When::day(at("2026-12-20T09:00:00Z")),
        open: true,
        looked: false,
        words: "I weighed the canteen bins for six weeks.".into(),
        points: points(false),
        rest: Vec::new(),
        judge: judge(),
        name: "Noor Hassan".into(),
        errors: Errors::default(),
    }
}

fn rule() -> RulePage {
    let look = |kind, words, count| LookForm {
        kind,
        words,
        count,
        most: 5,
    };
    let way = |number, error: Option<&str>| WayForm {
        number,
        looks: vec![
            look("assessor", "Assessors of yours", 1),
            look("peer", "Peers, asked by the earner", 2),
            look("holder", "People who hold the badge chosen below", 0),
        ],
        holding: "1".into(),
        error: error.map(str::to_owned),
    };
    let demands = points_of_badge().into_iter().zip(1..);
    RulePage {
        layout: layout_of_somebody(Place::Desk),
        here: "/desk/badges/0199a7e2-4c1b-7d30-9f52-6b8e0a41c7d3/assessment".into(),
        badge: "Data Storyteller".into(),
        badge_page: "/desk/badges/0199a7e2-4c1b-7d30-9f52-6b8e0a41c7d3".into(),
        has_mail: false,
        published: true,
        open: true,
        ways: vec![
            way(1, None),
            way(2, Some("Say which badge these people must hold.")),
            way(3, None),
        ],
        points: demands
            .map(|(text, number)| DemandForm {
                id: format!("p{number}"),
                text,
                least: 1,
                kind: "picture".into(),
            })
            .collect(),
        badges: vec![("1".into(), "Data Storyteller".into())],
        quiz: "80".into(),
        words: RULE.into(),
        errors: Errors::default(),
    }
}
