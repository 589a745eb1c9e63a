//! Sample values for every page: long names, missing names, empty lists, every kind of evidence.

mod applications;
mod awarding;
mod awards;
mod claim_links;
mod claiming;
mod desk;
mod editing;
mod issuers_and_badges;
mod organisations;
mod outbox;
mod reference;
mod reviewing;
mod signing_in;
mod studio;
mod verify;

use askama::Template;
use jiff::Timestamp;
use uuid::Uuid;

use super::Rendered;
use crate::auth::{AccountLine, Flash, Tone, Visitor};
use crate::pages::{
    assets,
    home::{self, HomePage},
    layout::{Layout, Place},
    parts::{BadgeCard, CheckView, Link, Mark, Picture},
    problem::ProblemPage,
    studio::view::starters,
};

/// The public address of the sample site.
pub(super) const SITE: &str = "https://badges.alderbay.example";

pub(super) fn all() -> Vec<Rendered> {
    let mut pages = vec![home(false), home(true), problem()];
    pages.extend(issuers_and_badges::all());
    pages.extend(applications::all());
    pages.extend(awarding::all());
    pages.extend(awards::all());
    pages.extend(claiming::all());
    pages.extend(claim_links::all());
    pages.extend(verify::all());
    pages.extend(outbox::all());
    pages.extend(desk::all());
    pages.extend(organisations::all());
    pages.extend(reference::all());
    pages.extend(studio::all());
    pages.extend(editing::all());
    pages.extend(reviewing::all());
    pages.extend(signing_in::all());
    pages
}

fn rendered(name: &str, page: &impl Template) -> Rendered {
    Rendered {
        name: name.to_owned(),
        html: page.render().unwrap(),
    }
}

fn layout(place: Place) -> Layout {
    Layout::new("Alder Bay School District", place)
}

/// The frame of somebody who signed in and did something just now.
fn layout_of_somebody(place: Place) -> Layout {
    let account = AccountLine {
        id: Uuid::from_u128(7).into(),
        name: "Ines Carvalho".into(),
        email: "ines@kestrelhill.example".into(),
    };
    let flash = Flash {
        tone: Tone::Good,
        text: "Saved.".into(),
        link: Some(("/account".into(), "Your account".into())),
    };
    let visitor = Visitor::sample(Some(account), Some(flash));
    Layout {
        site: "Alder Bay School District".into(),
        ..Layout::of_visitor(&visitor, place)
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn text(words: &str) -> Option<String> {
    Some(words.to_owned())
}

fn link(href: &str, words: &str) -> Link {
    Link {
        href: href.to_owned(),
        words: words.to_owned(),
    }
}

fn drawing(name: &str) -> String {
    assets::address(name).to_owned()
}

fn picture(palette: &'static str, off: bool) -> Picture {
    Picture {
        src: drawing("second-try.svg"),
        alt:
            "A bowl mended with gold seams, with a young plant growing from it. Ribbon: Second Try."
                .into(),
        palette,
        off,
    }
}

fn card(name: &str, line: &str) -> BadgeCard {
    BadgeCard {
        href: "/badges/0199a7e2".into(),
        name: name.into(),
        line: line.into(),
        foot: "Kestrel Hill School, held by 312".into(),
        src: drawing("curious-reader.svg"),
    }
}

fn check(mark: Mark, title: &str, sentence: &str, code: &str) -> CheckView {
    CheckView {
        mark,
        title: title.into(),
        sentence: sentence.into(),
        detail: String::new(),
        code: code.into(),
        times: 1,
    }
}

fn home(empty: bool) -> Rendered {
    let badge = |name: &str, src: &str| BadgeCard {
        src: drawing(src),
        ..card(name, "")
    };
    let family = [
        badge("Second Try", "second-try.svg"),
        badge("Lead Learner", "lead-learner.svg"),
        badge("Curious Reader", "curious-reader.svg"),
    ];
    let page = HomePage {
        by_invitation: true,
        layout: layout(Place::Elsewhere),
        family: if empty {
            Vec::new()
        } else {
            [family.clone(), family.clone()].concat()
        },
        starters: starters(),
        numbers: "Three issuers, 12 badges and 31,806 awards".into(),
        examples: home::examples(),
    };
    rendered(if empty { "home-new" } else { "home" }, &page)
}

fn problem() -> Rendered {
    let page = ProblemPage {
        layout: layout(Place::Elsewhere),
        status: 404,
        slug: "not-found".into(),
        title: "There is nothing here".into(),
        line: "The address may have lost a piece on its way. Awards and badges keep their address for good, so it is worth asking for it once more.".into(),
        detail: None,
        onward: vec![link("/verify", "Check a badge"), link("/badges", "See the badges")],
        request_id: text("0199a7e2-4c1b-7d30"),
    };
    rendered("problem", &page)
}
