use super::{at, layout, layout_of_somebody, link, rendered, text};
use crate::pages::{
    account::{
        AccountPage, IdentityRow, KeyRow, ScopeChoice, SessionRow, TokenRow,
        addresses::{AddressCodePage, MergePage},
    },
    faults::Faults,
    gallery::Rendered,
    layout::Place,
    letters::StopPage,
    sign_in::{CodePage, LinkPage, SignInPage, StalePage},
    words::When,
};

pub(super) fn all() -> Vec<Rendered> {
    let wrong = CodePage {
        error: text("That is not the code in the letter. You have 3 more tries."),
        ..code()
    };
    let unreadable = SignInPage {
        email: "ines@".into(),
        error: text("This is not a whole e-mail address. It should look like name@school.example."),
        ..sign_in()
    };
    vec![
        rendered("sign-in", &sign_in()),
        rendered("sign-in-unreadable", &unreadable),
        rendered("sign-in-code", &code()),
        rendered("sign-in-code-wrong", &wrong),
        rendered("sign-in-link", &by_link()),
        rendered(
            "sign-in-stale",
            &StalePage {
                layout: layout(Place::Elsewhere),
            },
        ),
        rendered("account", &account()),
        rendered("account-merge", &merge()),
        rendered("letters-stop", &stop(false)),
        rendered("letters-stopped", &stop(true)),
        rendered(
            "account-code",
            &AddressCodePage {
                layout: layout_of_somebody(Place::Elsewhere),
                ticket: "A".repeat(43),
                error: text("That is not the code in the letter. You have 3 more tries."),
            },
        ),
    ]
}

fn sign_in() -> SignInPage {
    SignInPage {
        layout: layout(Place::Elsewhere),
        email: String::new(),
        error: None,
        to: "/desk".into(),
        providers: vec![link("/sign-in/with/google?to=%2Fdesk", "Google")],
        challenge: "AAAA".into(),
        site_host: "badges.alderbay.example".into(),
        trouble: text("This passkey belongs to no account here."),
        has_mail: false,
    }
}

fn code() -> CodePage {
    CodePage {
        layout: layout(Place::Elsewhere),
        email: "ines@kestrelhill.example".into(),
        ticket: "A".repeat(43),
        error: None,
    }
}

fn by_link() -> LinkPage {
    LinkPage {
        layout: layout(Place::Elsewhere),
        email: "ines@kestrelhill.example".into(),
        action: "/sign-in/link/AAAA".into(),
        from_studio: true,
        sketch: Some("Second Try".into()),
    }
}

fn account() -> AccountPage {
    let day = || When::day(at("2026-11-06T09:30:00Z"));
    let identity = |value: &str, is_proved| IdentityRow {
        kind: "email".into(),
        value: value.into(),
        words: value.into(),
        is_proved,
    };
    AccountPage {
        layout: layout_of_somebody(Place::Elsewhere),
        person: "Ines Carvalho".into(),
        identities: vec![
            identity("ines@kestrelhill.example", true),
            identity("ines@home.example", false),
        ],
        sessions: vec![SessionRow {
            id: "one".into(),
            browser: "Firefox on Linux".into(),
            network: "192.0.2.0/24".into(),
            seen: day(),
            is_this: true,
        }],
        passkeys: vec![KeyRow {
            id: "one".into(),
            name: "My phone".into(),
            added: day(),
            used: Some(day()),
        }],
        tokens: vec![TokenRow {
            id: "one".into(),
            name: "The gradebook".into(),
            scopes: "awards:write".into(),
            used: Some(day()),
            ends: Some(day()),
        }],
        scopes: vec![ScopeChoice {
            word: "awards:write",
            means: "award, withdraw, put on hold",
        }],
        providers: vec![link("/sign-in/with/google?to=%2Faccount", "Google")],
        challenge: "AAAA".into(),
        site_host: "badges.alderbay.example".into(),
        handle: "AAAA".into(),
        new_token: text("acc_AAAA"),
        letters: Some(true),
        faults: Faults::one("email", "This is not an e-mail address."),
    }
}

fn stop(is_done: bool) -> StopPage {
    StopPage {
        layout: layout(Place::Elsewhere),
        action: "/letters/one/AAAA".into(),
        is_done,
    }
}

fn merge() -> MergePage {
    MergePage {
        layout: layout_of_somebody(Place::Elsewhere),
        ticket: "A".repeat(43),
        code: "402913".into(),
        name: "Ines C.".into(),
        moves: vec![
            "The address ines@home.example".into(),
            "The role of owner at Class 7b".into(),
        ],
    }
}
