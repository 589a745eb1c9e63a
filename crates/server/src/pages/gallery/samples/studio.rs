//! The studio: new, with everything chosen and much wrong, with a picture of one's own; who gets it; who gives it.

use accolade_issuing::drawing::{Recipe, STARTERS};
use accolade_issuing::sketches::SketchContent;
use accolade_issuing::violations::Violations;

use super::{layout, picture, rendered, text};
use crate::pages::{
    gallery::Rendered,
    layout::Place,
    studio::{
        BadgeHead, StudioPage,
        award::AwardPage,
        recipients::RecipientsPage,
        view::{Choice, StudioView},
    },
    words::When,
};

pub(super) fn all() -> Vec<Rendered> {
    vec![
        studio("studio", &SketchContent::default(), "", None),
        studio("studio-faults", &wrong(), "music", None),
        studio("studio-own-picture", &own_picture(), "zzz", None),
        studio("studio-of-a-badge", &drawn(), "", Some(head())),
        recipients("studio-recipients", None),
        recipients(
            "studio-recipients-nobody",
            text("There is nobody in it yet."),
        ),
        award("studio-award", false),
        award("studio-award-refused", true),
        uninvited(),
        asked(),
    ]
}

fn drawn() -> SketchContent {
    SketchContent {
        recipe: STARTERS[0].recipe(),
        name: "Second Try".into(),
        description: "For those who tried again.".into(),
        criteria: "Try.\nLook what went wrong.\nTry again.".into(),
        ..SketchContent::default()
    }
}

fn wrong() -> SketchContent {
    SketchContent {
        recipe: Recipe {
            ribbon: "A ribbon with far too many words on it".into(),
            above: "学校".into(),
            ..STARTERS[2].recipe()
        },
        ..SketchContent::default()
    }
}

fn own_picture() -> SketchContent {
    SketchContent {
        upload: Some([7; 32].into()),
        alt: String::new(),
        ..drawn()
    }
}

fn head() -> BadgeHead {
    BadgeHead {
        id: "01931b4e-8a00-7000-8000-000000000001".parse().unwrap(),
        name: "Second Try".into(),
        revision: 3,
        back: "/badges/0199a7e2".into(),
        upload: None,
    }
}

fn studio(name: &str, content: &SketchContent, find: &str, badge: Option<BadgeHead>) -> Rendered {
    let mut faults = if content.name.is_empty() && find.is_empty() {
        Violations::default()
    } else {
        content.check()
    };
    if find == "zzz" {
        faults.add("/picture", "too_large", "The picture is larger than 10 MB.");
    }
    let page = StudioPage {
        by_invitation: true,
        layout: layout(Place::Elsewhere).with_script("studio.js"),
        view: StudioView::of(content, find, faults),
        kept: Some(When::moment("2026-11-22T13:58:00Z".parse().unwrap())),
        badge,
    };
    rendered(name, &page)
}

fn recipients(name: &str, error: Option<String>) -> Rendered {
    let page = RecipientsPage {
        layout: layout(Place::Elsewhere),
        name: "Second Try".into(),
        picture: picture("lagoon", false),
        recipients: "Mia Okafor, mia@kestrelhill.example\nBen".into(),
        error,
    };
    rendered(name, &page)
}

fn award_page() -> AwardPage {
    AwardPage {
        layout: layout(Place::Elsewhere),
        sketch: "0199a7e6".into(),
        name: "Second Try".into(),
        picture: picture("lagoon", false),
        people: 28,
        heads: "28 people: 25 with an address, 3 by name alone".into(),
        issuers: Vec::new(),
        may_found: true,
        chose_new: false,
        organisation: String::new(),
        organisation_fault: None,
        website: String::new(),
        website_fault: None,
        contact: None,
        contact_fault: None,
        other_faults: Vec::new(),
        email: "ines.carvalho@kestrelhill.example".into(),
        has_asked: false,
    }
}

fn award(name: &str, refused: bool) -> Rendered {
    let mut page = award_page();
    page.issuers = ["Kestrel Hill School", "Class 7b"]
        .into_iter()
        .map(|name| Choice {
            word: name.to_lowercase().replace(' ', "-"),
            label: name.to_owned(),
            checked: !refused && name == "Class 7b",
        })
        .collect();
    if refused {
        page.chose_new = true;
        page.organisation_fault = text("This is needed.");
        page.website_fault = text("This is not a complete web address.");
        page.contact = text("ines at kestrelhill");
        page.contact_fault = text("This is not an e-mail address.");
        page.other_faults = vec![
            "There is already a badge called “Second Try”. Add a word that tells them apart."
                .into(),
        ];
    }
    rendered(name, &page)
}

fn uninvited() -> Rendered {
    let page = AwardPage {
        people: 0,
        may_found: false,
        ..award_page()
    };
    rendered("studio-award-uninvited", &page)
}

fn asked() -> Rendered {
    let page = AwardPage {
        may_found: false,
        has_asked: true,
        ..award_page()
    };
    rendered("studio-award-asked", &page)
}
