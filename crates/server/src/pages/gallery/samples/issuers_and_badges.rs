use super::{at, card, drawing, layout, link, picture, rendered, text};
use crate::pages::badges::around::{self, Around, Voucher};
use crate::pages::{
    badges::{ApplyView, BadgePage, BadgesPage, LicenceView, ResultView, VersionView},
    gallery::Rendered,
    issuers::{Face, IssuerCard, IssuerFamily, IssuerPage, IssuersPage, MachineAddress},
    layout::Place,
    parts::{AlignmentView, CriteriaView, CriterionView, Fact},
    text::Rich,
    words::When,
};

pub(super) fn all() -> Vec<Rendered> {
    vec![issuers(), issuer(), badges(), empty_badges(), badge()]
}

fn face(letters: &str, palette: &'static str) -> Face {
    Face {
        src: None,
        letters: letters.into(),
        palette,
    }
}

fn issuer_card(name: &str, kind: &str, face: Face) -> IssuerCard {
    IssuerCard {
        href: "/issuers/kestrel-hill".into(),
        name: name.into(),
        kind: kind.into(),
        line: "Four hundred pupils between the hill and the harbour, from Reception to Year 6."
            .into(),
        foot: "8 badges, 212 awards".into(),
        face,
    }
}

fn issuers() -> Rendered {
    let pictured = Face {
        src: Some(drawing("lead-learner.svg")),
        ..face("HS", "clay")
    };
    let page = IssuersPage {
        layout: layout(Place::Issuers),
        families: vec![
            IssuerFamily {
                head: issuer_card(
                    "Alder Bay School District",
                    "District",
                    face("AB", "cobalt"),
                ),
                members: vec![
                    issuer_card("Kestrel Hill School", "School", face("KH", "lagoon")),
                    issuer_card("Harbour Street School", "School", pictured),
                ],
            },
            IssuerFamily {
                head: issuer_card("Bay Chess Club", "Club", face("BC", "night")),
                members: Vec::new(),
            },
        ],
    };
    rendered("issuers", &page)
}

fn issuer() -> Rendered {
    let page = IssuerPage {
        layout: layout(Place::Issuers),
        canonical: format!("{}/issuers/kestrel-hill", super::SITE),
        name: "Kestrel Hill School".into(),
        over: "A school of".into(),
        parent: Some(link("/issuers/alder-bay", "Alder Bay School District")),
        description: Rich::from_markdown("Four hundred pupils between the hill and the harbour."),
        summary: "Four hundred pupils between the hill and the harbour.".into(),
        face: face("KH", "lagoon"),
        facts: vec![
            Fact::new("Badges", "8 badges").noting("212 awards so far"),
            Fact::new("Website", "kestrelhill.example").leading_to("https://kestrelhill.example/"),
            Fact::new("E-mail", "office@kestrelhill.example")
                .leading_to("mailto:office@kestrelhill.example"),
        ],
        badges: vec![
            card(
                "Second Try",
                "Finds out why a first attempt failed, and tries again.",
            ),
            card("Good Question", "Asks what nobody could answer at once."),
            card("Clear Speaker", "Is heard at the back, and remembered."),
        ],
        children: vec![issuer_card("Class 4B", "Classroom", face("4B", "marigold"))],
        machine: vec![
            MachineAddress {
                what: "Name in signed documents",
                value: "did:web:badges.alderbay.example:issuers:kestrel-hill".into(),
                href: None,
            },
            MachineAddress {
                what: "Keys",
                value: format!("{}/issuers/kestrel-hill/did.json", super::SITE),
                href: text("/issuers/kestrel-hill/did.json"),
            },
        ],
    };
    rendered("issuer", &page)
}

fn badges() -> Rendered {
    let line =
        "Finds out why a first attempt failed, changes one thing on purpose, and tries again.";
    let names = [
        "Second Try",
        "Good Question",
        "Clear Speaker",
        "Night Sky Observer",
        "River Keeper",
    ];
    let page = BadgesPage {
        layout: layout(Place::Badges),
        badges: names.into_iter().map(|name| card(name, line)).collect(),
        next: text("/badges?after=0199a7e2"),
        later: true,
    };
    rendered("badges", &page)
}

fn empty_badges() -> Rendered {
    let page = BadgesPage {
        layout: layout(Place::Badges),
        badges: Vec::new(),
        next: None,
        later: false,
    };
    rendered("badges-none", &page)
}

fn badge() -> Rendered {
    let skill = |name: &str, code: Option<&str>| AlignmentView {
        name: name.into(),
        href: text("https://skills.example/MA-4.1"),
        framework: text("Northern Skills Frame"),
        code: code.map(str::to_owned),
    };
    let version = |number, day: &str, current| VersionView {
        number,
        when: When::day(at(day)),
        href: format!("/badges/0199a7e2/versions/{number}"),
        current,
    };
    let page = BadgePage {
        layout: layout(Place::Badges),
        canonical: format!("{}/badges/0199a7e2", super::SITE),
        apply: Some(ApplyView {
            href: "/badges/0199a7e2/apply".into(),
            nominate: text("/badges/0199a7e2/nominate"),
            rule: "Your own look and two peers, or one assessor.".into(),
        }),
        name: "Data Storyteller".into(),
        issuer: link("/issuers/alder-bay", "Alder Bay School District"),
        level: text("level 2 of 3"),
        picture: picture("cobalt", false),
        claim: "Finds a question that numbers can answer, gathers them fairly, and tells what they say."
            .into(),
        description: Rich::from_markdown(
            "You ask a question, count, draw, and tell the story.\n\nAlone or in a pair.",
        ),
        facts: vec![
            Fact::new("Time it takes", "About 12 hours"),
            Fact::new("Good for", "No end date"),
            Fact::new("Held by", "486 people"),
            Fact::new("Kind", "Badge"),
        ],
        criteria: criteria(),
        results: vec![ResultView {
            name: "Level reached".into(),
            values: "Emerging, secure, leading".into(),
        }],
        alignments: vec![
            skill("Collects and organises data", Some("MA-4.1")),
            skill("Speaks to an audience", None),
        ],
        around: around(),
        tags: vec!["statistics".into(), "storytelling".into()],
        licence: Some(LicenceView {
            name: "CC BY 4.0".into(),
            href: text("https://creativecommons.org/licenses/by/4.0/"),
            attribution: text("Alder Bay School District"),
        }),
        versions: vec![
            version(3, "2026-09-14T08:00:00Z", true),
            version(2, "2026-03-02T08:00:00Z", false),
            version(1, "2025-09-01T08:00:00Z", false),
        ],
        closed: text("This badge is no longer given. Awards that were made stay true."),
    };
    rendered("badge", &page)
}

/// Four points, one of them optional.
pub(super) fn criteria() -> CriteriaView {
    let item = |text: &str, hint: Option<&str>, optional| CriterionView {
        text: text.into(),
        hint: hint.map(str::to_owned),
        optional,
    };
    let cause = "Names one cause and how it was found";
    CriteriaView {
        items: vec![
            item(
                "Shows a first attempt that did not work, and says so plainly",
                None,
                false,
            ),
            item(cause, Some("A film, a drawing or a measurement."), false),
            item("Changes one thing on purpose", None, false),
            item("Tries again and compares the two", None, true),
        ],
        narrative: Some(Rich::from_markdown(
            "Anything that can fail may be tried: a bridge, a poem, a *soufflé*.",
        )),
    }
}

fn around() -> Around {
    let voucher =
        |name: &str, role: Option<&str>, words: Option<&str>, signed: Option<&str>| Voucher {
            initials: crate::pages::words::initials(name),
            name: name.into(),
            role: role.map(str::to_owned),
            when: When::day(at("2026-09-03T10:00:00Z")),
            words: words.map(str::to_owned),
            by_hand: false,
            signed: signed.map(str::to_owned),
        };
    let language = |tag: &str, href: &str, current| around::LanguageLink {
        tag: tag.into(),
        href: href.into(),
        current,
    };
    Around {
        vouchers: vec![
            voucher(
                "Rosa Venkat",
                Some("statistician, Alder Bay Port Authority"),
                None,
                None,
            ),
            voucher(
                "Harbour Museum",
                None,
                Some("Its holders may use our archive."),
                Some("/endorsements/0199a7e2"),
            ),
        ],
        languages: vec![
            language("en", "/badges/0199a7e2/versions/3", true),
            language("cy", "/badges/0199a7e2/versions/3/cy", false),
        ],
        language: "en".into(),
        before: vec![link("/badges/0199a7e3", "Good Question")],
        beside: vec![(
            "is the next level of".into(),
            link("/badges/0199a7e4", "Curious Counter"),
        )],
        from: Some(around::Origin {
            badge: link("/badges/0199a7e5/versions/2", "Number Teller"),
            issuer: "Northgate Primary".into(),
            licence: text("CC BY 4.0"),
        }),
        remixes: vec![link(
            "/badges/0199a7e6",
            "River Storyteller of Kestrel Hill School",
        )],
        remix: text("/library/0199a7e2/remix"),
        endorse: "/library/0199a7e2/endorse".into(),
    }
}
