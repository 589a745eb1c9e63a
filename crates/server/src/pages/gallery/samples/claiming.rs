use super::{layout, link, picture, rendered, text};
use crate::pages::claiming::{
    AskForm, AskPage, CodePage, DonePage, Faults, Keep, KeepFile, Offered, ShutPage,
};
use crate::pages::gallery::Rendered;
use crate::pages::layout::Place;
use crate::pages::qr::QrCode;

pub(super) fn all() -> Vec<Rendered> {
    vec![
        code(None),
        code(Some(
            "No badge waits behind that code. Look at it once more, sign by sign, or ask whoever gave it to you.",
        )),
        ask(),
        ask_again(),
        shut(),
        done(),
        mailed(),
        mine(),
    ]
}

pub(super) fn offered(off: bool) -> Offered {
    Offered {
        name: "Night Sky Observer".into(),
        claim: "Finds north by the stars and keeps a sky diary for a month.".into(),
        picture: picture("night", off),
        issuer: "Kestrel Hill School".into(),
        giver: "Ms Carvalho".into(),
    }
}

fn code(fault: Option<&'static str>) -> Rendered {
    let page = CodePage {
        layout: layout(Place::Elsewhere),
        typed: fault.map(|_| "R7K2-M9TD".to_owned()).unwrap_or_default(),
        fault,
    };
    rendered(
        if fault.is_some() {
            "claim-code-unknown"
        } else {
            "claim-code"
        },
        &page,
    )
}

fn ask_page(form: AskForm, faults: Faults) -> AskPage {
    AskPage {
        layout: layout(Place::Elsewhere),
        badge: offered(false),
        for_whom: None,
        action: "/claim/R7K2M9TD".into(),
        once: "n0nce".into(),
        form,
        faults,
        email_needed: false,
        email_hint: "The badge is sent there, so that you find it again. Without one you get a link and a QR code to keep.".into(),
        question: text("What will you remember?"),
        answer_needed: true,
        public: "The badge gets a page of its own. Whoever has its link can read which badge it is, who gave it, on which day, and what you chose above. Kestrel Hill School keeps what you write here.".into(),
    }
}

fn ask() -> Rendered {
    rendered("claim", &ask_page(AskForm::default(), Faults::default()))
}

fn ask_again() -> Rendered {
    let form = AskForm {
        name: "Amara <b>Okafor</b> née Nwosu-Featherstonehaugh".into(),
        email: "amara@kestrelhill".into(),
        share: "yes".into(),
        ..AskForm::default()
    };
    let mut faults = Faults::default();
    faults.add("/email", "This is not an e-mail address.");
    faults.add(
        "/answer",
        "Write a sentence: the answer belongs to the badge.",
    );
    faults.add(
        "/names",
        "Choose one of the two. Nothing is decided for you.",
    );
    let page = AskPage {
        for_whom: text("Amara"),
        email_needed: true,
        ..ask_page(form, faults)
    };
    rendered("claim-again", &page)
}

fn shut() -> Rendered {
    let page = ShutPage {
        layout: layout(Place::Elsewhere),
        badge: offered(true),
        headline: "That code was used up on 3 November 2026.".into(),
        line: "Ask Ms Carvalho for a new one.".into(),
        onward: Some(link("/awards/0199a7e2", "Open the badge")),
    };
    rendered("claim-used-up", &page)
}

fn keep() -> Keep {
    let address = format!(
        "{}/awards/0199a7e2-4c1b-7d30-8a51-6f0b8f3f2c11",
        super::SITE
    );
    let file = |ending: &str, words, note| KeepFile {
        href: format!("/awards/0199a7e2.{ending}"),
        words,
        note,
        save: true,
    };
    Keep {
        code: QrCode::draw(&address),
        address,
        note: "This link is the key to your badge. Take a picture of the code, send the link to yourself, or print this page.".into(),
        files: vec![
            file("png", "Save the picture", "PNG. The proof is inside: it can be checked anywhere."),
            file("json", "Save the proof", "A file for wallets and other badge collections."),
        ],
    }
}

fn done_page() -> DonePage {
    DonePage {
        layout: layout(Place::Elsewhere).with_script("print.js"),
        badge: offered(false),
        headline: "It’s yours, Leo Marsh.".into(),
        line: "Kestrel Hill School gave you Night Sky Observer on 22 November 2026.".into(),
        more: None,
        take: None,
        open: text("/awards/0199a7e2"),
        keep: Some(keep()),
    }
}

fn done() -> Rendered {
    rendered("claim-done", &done_page())
}

fn mailed() -> Rendered {
    let page = DonePage {
        more: text(
            "We sent it to a…@pupils.example. The letter opens your badge, on this phone and on any other.",
        ),
        open: None,
        keep: None,
        ..done_page()
    };
    rendered("claim-mailed", &page)
}

fn mine() -> Rendered {
    let page = DonePage {
        headline: "Night Sky Observer".into(),
        line: "Finds north by the stars and keeps a sky diary for a month.".into(),
        more: text("Kestrel Hill School gave this to Leo Marsh on 22 November 2026."),
        take: text("/awards/0199a7e2/mine/kP3x"),
        open: None,
        keep: None,
        ..done_page()
    };
    rendered("claim-mine", &page)
}
