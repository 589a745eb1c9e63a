//! Founding, settings, people, invitations, the first start.

use super::desk::head;
use super::{Rendered, at, layout, layout_of_somebody, link, rendered, text};
use crate::pages::faults::{Choice, Faults};
use crate::pages::layout::Place;
use crate::pages::organisations::{
    KINDS, ProfileForm,
    invitation::InvitationPage,
    members::{InvitationRow, InviteForm, MemberRow, MembersPage},
    new::NewIssuerPage,
    review_policy::ReviewCard,
    settings::SettingsPage,
};
use crate::pages::setup::{SetupForm, SetupPage};
use crate::pages::words::When;

pub(super) fn all() -> Vec<Rendered> {
    let wrong_words = SetupPage {
        form: SetupForm {
            name: "Marit".into(),
            email: "marit".into(),
            slug: "Kestrel Hill".into(),
            ..SetupForm::default()
        },
        faults: Faults::one(
            "slug",
            "Use a to z, 0 to 9 and single hyphens between them.",
        ),
        ..setup()
    };
    vec![
        rendered("setup", &setup()),
        rendered("setup-wrong", &wrong_words),
        rendered("new-issuer", &new_issuer(None)),
        rendered(
            "new-issuer-below",
            &new_issuer(Some("Alder Bay School District")),
        ),
        rendered("settings", &settings(false)),
        rendered("settings-archived", &settings(true)),
        rendered("members", &members(true)),
        rendered("members-viewer", &members(false)),
        rendered(
            "invitation",
            &invitation(None, text("ines@kestrelhill.example")),
        ),
        rendered("invitation-link", &invitation(None, None)),
        rendered(
            "invitation-signed-in",
            &invitation(text("Ines Carvalho"), None),
        ),
    ]
}

fn setup() -> SetupPage {
    SetupPage {
        layout: layout(Place::Elsewhere),
        action: "/setup/AAAA".into(),
        form: SetupForm::default(),
        kinds: Choice::of(KINDS, "school"),
        faults: Faults::default(),
    }
}

fn new_issuer(above: Option<&str>) -> NewIssuerPage {
    NewIssuerPage {
        layout: layout_of_somebody(Place::Desk),
        above: above.map(|name| link("/desk/alder-bay", name)),
        below: "alder-bay".into(),
        form: ProfileForm::default(),
        kinds: Choice::of(KINDS, "classroom"),
        palettes: Choice::of(&[("lagoon", "Lagoon: blue-green")], "lagoon"),
        faults: Faults::one("name", "This is needed."),
    }
}

fn settings(archived: bool) -> SettingsPage {
    SettingsPage {
        layout: layout_of_somebody(Place::Desk),
        head: head("Settings"),
        slug: "kestrel-hill".into(),
        reviews: if archived {
            ReviewCard::default()
        } else {
            ReviewCard {
                needed: "1".into(),
                holds: Some("2 people must approve".into()),
                above: Some("Alder Bay School District".into()),
            }
        },
        form: ProfileForm {
            name: "Kestrel Hill School".into(),
            slug: "kestrel-hill".into(),
            description: "A school on a hill above the bay.".into(),
            url: "https://kestrelhill.example".into(),
            email: "office@kestrelhill.example".into(),
            ..ProfileForm::default()
        },
        kinds: Choice::of(KINDS, "school"),
        palettes: Choice::of(&[("cobalt", "Cobalt: blue")], "cobalt"),
        places: Choice::of(
            &[
                ("", "By itself, below no other"),
                ("alder-bay", "Below Alder Bay School District"),
            ],
            "alder-bay",
        ),
        may_archive: true,
        is_archived: archived,
        may_found: !archived,
        faults: Faults::default(),
    }
}

fn members(may_manage: bool) -> MembersPage {
    let roles = || {
        Choice::of(
            &[("owner", "Owner: everything, also who else may")],
            "owner",
        )
    };
    let member = |account: &str, name: &str, role, from: Option<&str>, is_reader| MemberRow {
        account: account.into(),
        name: name.into(),
        email: format!("{account}@kestrelhill.example"),
        role,
        since: When::day(at("2026-09-01T08:00:00Z")),
        from: from.map(|name| link("/desk/alder-bay/members", name)),
        is_reader,
        roles: roles(),
    };
    MembersPage {
        layout: layout_of_somebody(Place::Desk),
        head: head("People"),
        slug: "kestrel-hill".into(),
        members: vec![
            member("one", "Ines Carvalho", "Owner", None, true),
            member("two", "Daniel Brandt", "Issuer", None, false),
            member(
                "three",
                "Marit Solheim",
                "Steward",
                Some("Alder Bay School District"),
                false,
            ),
        ],
        invitations: vec![InvitationRow {
            id: "four".into(),
            whom: "A link for 9 more".into(),
            role: "Assessor",
            until: When::day(at("2026-12-06T08:00:00Z")),
        }],
        may_manage,
        has_mail: true,
        new_link: text("https://badges.alderbay.example/invitation/AAAA").filter(|_| may_manage),
        form: InviteForm {
            how: "mail".into(),
            days: "14".into(),
            seats: "10".into(),
            ..InviteForm::default()
        },
        roles: roles(),
        faults: Faults::default(),
    }
}

fn invitation(reader: Option<String>, email: Option<String>) -> InvitationPage {
    InvitationPage {
        layout: layout(Place::Elsewhere),
        action: "/invitation/AAAA".into(),
        issuer: "Kestrel Hill School".into(),
        inviter: text("Marit Solheim"),
        role: "assessor".into(),
        does: "you look at what people hand in and decide",
        email,
        reader,
        sign_in: "/sign-in?to=%2Finvitation%2FAAAA".into(),
    }
}
