//! The desk's side of claiming, and webhooks.

use super::claiming::offered;
use super::{Rendered, at, layout_of_somebody, link, rendered, text};
use crate::pages::claim_links::{
    CardRow, CardsPage, ClaimRow, LinkForm, LinkRow, ListPage, NewPage, Reminders, ScreenPage,
    ShowPage, Slip, WaitingRow,
};
use crate::pages::claiming::Faults;
use crate::pages::desk::frame::{DeskHead, Tab};
use crate::pages::layout::Place;
use crate::pages::qr::QrCode;
use crate::pages::webhooks::{HookForm, HookRow, MessageRow, WebhookPage, WebhooksPage};
use crate::pages::words::When;

pub(super) fn all() -> Vec<Rendered> {
    vec![
        rendered("desk-claims", &list(true)),
        rendered("desk-claims-empty", &list(false)),
        rendered("desk-claims-new", &new()),
        rendered("desk-claim", &code()),
        rendered("desk-claim-cards", &cards()),
        rendered("desk-claim-screen", &screen()),
        rendered("desk-cards-8", &sheet(8)),
        rendered("desk-cards-12", &sheet(12)),
        rendered("desk-cards-24", &sheet(24)),
        rendered("desk-webhooks", &webhooks()),
        rendered("desk-webhook", &webhook()),
    ]
}

fn head(current: &'static str) -> DeskHead {
    let tab = |href: &str, words: &'static str| Tab {
        href: href.into(),
        words,
        current: words == current,
    };
    DeskHead {
        name: "Kestrel Hill School".into(),
        above: Some(link("/desk/alder-bay", "Alder Bay School District")),
        tabs: vec![
            tab("/desk/kestrel-hill", "Overview"),
            tab("/desk/kestrel-hill/claims", "Claim codes"),
            tab("/desk/kestrel-hill/webhooks", "Webhooks"),
            tab("/desk/kestrel-hill/audit", "Log"),
        ],
    }
}

fn moment() -> When {
    When::moment(at("2026-11-22T09:30:00Z"))
}

fn qr() -> Option<QrCode> {
    QrCode::draw("https://badges.alderbay.example/claim/R7K2M9TD")
}

fn list(full: bool) -> ListPage {
    let row = |title: &str, code: &str, taken: &str, waiting, tone, now: &str| LinkRow {
        href: "/desk/claims/0199a7e2".into(),
        title: title.into(),
        code: code.into(),
        badge: "Night Sky Observer".into(),
        taken: taken.into(),
        waiting,
        tone,
        now: now.into(),
    };
    ListPage {
        layout: layout_of_somebody(Place::Desk),
        head: head("Claim codes"),
        links: if full {
            vec![
                row(
                    "Friday at the observatory",
                    "R7K2-M9TD",
                    "17 of 28",
                    3,
                    "valid",
                    "Open",
                ),
                row("Class 7b", "cards", "9", 0, "valid", "Open"),
                row(
                    "Open day",
                    "4HXA-0V9K",
                    "120 of 120",
                    0,
                    "expired",
                    "Used up on 3 November 2026",
                ),
            ]
        } else {
            Vec::new()
        },
        next: full.then(|| "/desk/kestrel-hill/claims?after=0199a7e2".into()),
        badges: if full {
            vec![
                link("/desk/badges/0199a7e2/claims", "Night Sky Observer"),
                link("/desk/badges/0199a7e3/claims", "Second Try"),
            ]
        } else {
            Vec::new()
        },
        reminders: full.then(|| Reminders {
            action: "/desk/kestrel-hill/reminders".into(),
            unclaimed: "7".into(),
            expiring: String::new(),
        }),
    }
}

fn new() -> NewPage {
    let mut faults = Faults::default();
    faults.add(
        "/allowed/0",
        "“not an address” is neither an address nor a domain such as school.example.",
    );
    faults.add("/seats", "Write a number, or nothing.");
    NewPage {
        layout: layout_of_somebody(Place::Desk),
        head: head("Claim codes"),
        badge: "Night Sky Observer".into(),
        action: "/desk/badges/0199a7e2/claims".into(),
        form: LinkForm {
            who: "list".into(),
            allowed: "not an address".into(),
            seats: "many".into(),
            question: "What will you remember?".into(),
            giver: "Ms Carvalho".into(),
            ..LinkForm::default()
        },
        faults,
    }
}

fn code() -> ShowPage {
    ShowPage {
        layout: layout_of_somebody(Place::Desk),
        head: head("Claim codes"),
        here: "/desk/claims/0199a7e2".into(),
        title: "Friday at the observatory".into(),
        giver: "Ms Carvalho".into(),
        badge: link("/badges/0199a7e2", "Night Sky Observer"),
        tone: "valid",
        now: "Open".into(),
        is_open: true,
        is_closed: false,
        taken: "17".into(),
        counted: "of 28 claimed".into(),
        code: text("R7K2-M9TD"),
        address: format!("{}/claim/R7K2M9TD", super::SITE),
        qr: qr(),
        waiting_in_all: "300".into(),
        more_waiting: true,
        waiting: ["Amara <b>Okafor</b>", "Leo Marsh"]
            .map(|name| WaitingRow {
                id: "0199a7e2-4c1b-7d30-8a51-6f0b8f3f2c11".into(),
                name: name.into(),
                email: text("amara@pupils.example"),
                answer: text("That Cassiopeia turns and Polaris doesn’t."),
                when: moment(),
            })
            .to_vec(),
        claimed: ["Mia Lind", "Jonas Weber", "Efe Demir"]
            .map(|name| ClaimRow {
                name: name.into(),
                href: "/awards/0199a7e2".into(),
                when: moment(),
            })
            .to_vec(),
        more_claimed: true,
        cards: Vec::new(),
        form: LinkForm::default(),
        faults: Faults::default(),
    }
}

fn cards() -> ShowPage {
    let card = |number, name: Option<&str>, used: Option<&str>, fate: &str| CardRow {
        number,
        code: "R7K2-M9TD".into(),
        name: name.map(str::to_owned),
        used: used.map(|words| link("/awards/0199a7e2", words)),
        fate: fate.into(),
        withdraw: (fate == "Not used yet")
            .then(|| format!("0199a7e2-4c1b-7d30-8a51-00000000000{number}")),
    };
    ShowPage {
        title: "Class 7b".into(),
        counted: "of 3 claimed".into(),
        taken: "1".into(),
        code: None,
        qr: None,
        address: String::new(),
        waiting_in_all: "0".into(),
        more_waiting: false,
        waiting: Vec::new(),
        claimed: Vec::new(),
        more_claimed: false,
        cards: vec![
            card(
                1,
                Some("Maria Nowak"),
                Some("Maria Nowak, 22 November 2026"),
                "",
            ),
            card(2, Some("Leo Marsh"), None, "Not used yet"),
            card(3, None, None, "Withdrawn on 21 November 2026"),
        ],
        ..code()
    }
}

fn screen() -> ScreenPage {
    ScreenPage {
        layout: layout_of_somebody(Place::Desk).with_script("counter.js"),
        badge: offered(false),
        here: "/desk/claims/0199a7e2".into(),
        code: "R7K2-M9TD".into(),
        qr: qr(),
        host: "badges.alderbay.example/claim".into(),
        counted: "17 of 28 claimed".into(),
        state: None,
        names: "Amara, Leo, Mia, Jonas, Efe".into(),
    }
}

fn sheet(per: u32) -> CardsPage {
    let slip = |name: Option<&str>| Slip {
        qr: qr(),
        code: "R7K2-M9TD".into(),
        name: name.map(str::to_owned),
    };
    let names = [
        Some("Maria Nowak"),
        None,
        Some("Bartholomew Featherstonehaugh-Nwosu"),
    ];
    CardsPage {
        layout: layout_of_somebody(Place::Desk).with_script("print.js"),
        badge: offered(false),
        here: "/desk/claims/0199a7e2".into(),
        host: "badges.alderbay.example/claim".into(),
        per,
        choices: [8, 12, 24].map(|choice| (choice, choice == per)).to_vec(),
        cards: (0..28).map(|number| slip(names[number % 3])).collect(),
    }
}

fn hook(url: &str, tone: &'static str, now: &str) -> HookRow {
    HookRow {
        href: "/desk/webhooks/0199a7e2".into(),
        url: url.into(),
        events: "A badge was given, A badge was withdrawn; also below".into(),
        tone,
        now: now.into(),
    }
}

fn webhooks() -> WebhooksPage {
    let mut faults = Faults::default();
    faults.add(
        "/url",
        "Nothing is sent there: not asked: private addresses are not fetched.",
    );
    WebhooksPage {
        layout: layout_of_somebody(Place::Desk),
        head: head("Webhooks"),
        here: "/desk/kestrel-hill/webhooks".into(),
        hooks: vec![
            hook(
                "https://register.alderbay.example/hooks/accolade",
                "valid",
                "On",
            ),
            hook(
                "https://old.example/hook",
                "withdrawn",
                "Off: silent since 3 November 2026",
            ),
        ],
        form: HookForm {
            url: "https://10.0.0.1/".into(),
            events: vec!["awarded".into()],
            below: "yes".into(),
        },
        faults,
    }
}

fn webhook() -> WebhookPage {
    let message = |event: &str, tone, state, answer: &str| MessageRow {
        id: "0199a7e2-4c1b-7d30-8a51-6f0b8f3f2c11".into(),
        when: moment(),
        event: event.into(),
        body: "{\"type\":\"awarded\",\"data\":{\"award\":{\"id\":\"0199a7e2\"}}}".into(),
        tone,
        state,
        answer: answer.into(),
    };
    WebhookPage {
        layout: layout_of_somebody(Place::Desk),
        head: head("Webhooks"),
        here: "/desk/webhooks/0199a7e2".into(),
        hook: hook(
            "https://register.alderbay.example/hooks/accolade",
            "valid",
            "On",
        ),
        is_active: true,
        secret: text("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"),
        messages: vec![
            message("A test", "valid", "Taken", "204 "),
            message(
                "A badge was given",
                "expired",
                "Tried again later",
                "503 <h1>busy</h1>",
            ),
            message(
                "A badge was given",
                "withdrawn",
                "Given up",
                "no connection could be made",
            ),
        ],
        next: text("/desk/webhooks/0199a7e2?after=0199a7e2"),
    }
}
