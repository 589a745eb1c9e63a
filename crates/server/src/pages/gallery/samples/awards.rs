use super::{at, check, issuers_and_badges::criteria, layout, link, picture, rendered, text};
use crate::pages::{
    awards::{AwardPage, Fall, Fallen, Preview, Share, TriesView},
    gallery::Rendered,
    layout::Place,
    parts::{
        AlignmentView, CheckView, CompareAnswer, CompareView, Download, DownloadIcon, Evidence,
        EvidenceView, Fact, Happening, Mark, Shot, Sign, Tone, VerdictView,
    },
    qr::QrCode,
    text::Rich,
    words::When,
};

pub(super) fn all() -> Vec<Rendered> {
    vec![
        rendered("award", &award()),
        rendered("award-compared", &compared(CompareAnswer::Different)),
        rendered("award-same", &compared(CompareAnswer::Same)),
        rendered("award-unreadable", &compared(CompareAnswer::Unreadable)),
        rendered("award-expired", &expired()),
        rendered("award-withdrawn", &fallen(Fall::Withdrawn)),
        rendered("award-suspended", &fallen(Fall::Suspended)),
        rendered("award-nameless", &nameless()),
    ]
}

const ADDRESS: &str = "https://badges.alderbay.example/awards/0199a7e2-4c1b-7d30-9f52-6b8e0a41c7d3";

fn tries() -> TriesView {
    let words = |position, words: &str| Evidence {
        position,
        view: EvidenceView::Words {
            title: None,
            text: Rich::from_markdown(words),
        },
    };
    TriesView {
        first: Some(When::day(at("2026-10-14T09:00:00Z"))),
        last: Some(When::day(at("2026-11-02T09:00:00Z"))),
        then: vec![words(1_001, "I was sure the glue was bad.")],
        now: vec![words(90, "The joint twisted before anything snapped.")],
        line: "The second try, 19 days later.".into(),
    }
}

fn verdict(tone: Tone, sign: Sign, word: &str, line: &str) -> VerdictView {
    VerdictView {
        tone,
        sign,
        word: word.into(),
        line: line.into(),
        checked: Some(When::moment(at("2026-11-22T14:05:00Z"))),
    }
}

fn checks() -> Vec<CheckView> {
    let detail =
        "eddsa-rdfc-2022 with key did:web:badges.alderbay.example:issuers:kestrel-hill#z6MkuXh2k";
    let pass = |title, sentence, code| check(Mark::Passed, title, sentence, code);
    vec![
        pass(
            "It is a complete badge.",
            "Every required part is there.",
            "format.ok",
        ),
        CheckView {
            detail: detail.into(),
            ..pass(
                "Nothing was changed.",
                "The signature fits the text.",
                "signature.ok",
            )
        },
        pass(
            "The issuer signed it.",
            "The key is at the issuer’s own address.",
            "issuer.key.ok",
        ),
        pass(
            "It was not withdrawn.",
            "Looked up just now in the issuer’s list.",
            "status.ok",
        ),
        pass(
            "It is in date.",
            "This badge has no end date.",
            "validity.ok",
        ),
        check(
            Mark::NotAsked,
            "Is this the same person?",
            "Type the address below and we compare.",
            "recipient.not_asked",
        ),
    ]
}

fn award() -> AwardPage {
    AwardPage {
        layout: layout(Place::Elsewhere),
        preview: Preview {
            address: ADDRESS.into(),
            title: "Amara Okafor earned Resilience: Second Try".into(),
            line: "From Kestrel Hill School. Finds out why a first attempt failed.".into(),
            image: format!("{ADDRESS}/card-1f2e3d4c.png"),
            image_alt: "Valid. Resilience: Second Try, for Amara Okafor.".into(),
            site: "Alder Bay School District".into(),
        },
        verdict: verdict(
            Tone::Valid,
            Sign::Seal,
            "Valid",
            "Kestrel Hill School gave this badge to Amara Okafor on 6 November 2026. It has not been changed or withdrawn.",
        ),
        fallen: None,
        picture: picture("lagoon", false),
        recipient: text("Amara Okafor"),
        badge: link("/badges/0199a7e2", "Resilience: Second Try"),
        claim:
            "Finds out why a first attempt failed, changes one thing on purpose, and tries again."
                .into(),
        facts: vec![
            Fact::new("Given by", "Kestrel Hill School")
                .leading_to("/issuers/kestrel-hill")
                .noting("a school of Alder Bay School District"),
            Fact::date("Given on", When::day(at("2026-11-06T10:00:00Z"))),
            Fact::new("Good until", "No end date"),
            Fact::new("Assessed by", "Ines Carvalho, science teacher")
                .noting("watched the second test in person"),
        ],
        narrative: Some(Rich::from_markdown(
            "Amara asked for the test bench **twice** and left it tidier than she found it.",
        )),
        evidence: evidence(),
        tries: Some(tries()),
        criteria: criteria(),
        alignments: vec![
            AlignmentView {
                name: "Learns from setbacks".into(),
                href: text("https://skills.example/SM-3.2"),
                framework: text("Northern Skills Frame"),
                code: text("SM-3.2"),
            },
            AlignmentView {
                name: "Tests and improves a design".into(),
                href: None,
                framework: None,
                code: text("ST-2.5"),
            },
        ],
        checks: checks(),
        history: vec![happening(
            Tone::Valid,
            "2026-11-06T11:02:00Z",
            "Given by Kestrel Hill School.",
        )],
        compare: Some(CompareView::default()),
        share: Share {
            code: QrCode::draw(ADDRESS),
            address: ADDRESS.into(),
            linkedin: text("https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME"),
            mailto: "mailto:?subject=Second%20Try&body=See".into(),
        },
        downloads: downloads(),
    }
}

fn shot(src: &str, alt: &str, caption: Option<&str>) -> Shot {
    Shot {
        src: src.into(),
        alt: alt.into(),
        caption: caption.map(str::to_owned),
    }
}

fn evidence() -> Vec<Evidence> {
    let then = "A flat balsa deck, snapped in the middle.";
    let now = "A balsa truss with two diagonals holds a bucket of gravel.";
    let views = [
        EvidenceView::Words {
            title: None,
            text: Rich::from_markdown(
                "My first bridge broke at 1.9 kilograms. I was sure the glue was bad, so I nearly just used more glue.\n\nThen I filmed the next test from the side and saw the middle joint twist before anything snapped. What I learned is boring and useful: look before you fix.",
            ),
        },
        EvidenceView::Pair {
            title: None,
            then: shot(
                "/files/bridge-then.svg",
                then,
                Some("14 October. Broke at 1.9 kg."),
            ),
            now: shot(
                "/files/bridge-now.svg",
                now,
                Some("4 November. Held 6.4 kg."),
            ),
            change: Some(Rich::from_markdown(
                "Two diagonals at the joint that twisted, one strip less on the deck.",
            )),
        },
        EvidenceView::Picture {
            title: text("The test bench"),
            shot: shot("/files/film-still.svg", "The bench.", None),
            note: None,
        },
        EvidenceView::Link {
            title: "Bridge log, pages 4 to 9".into(),
            href: "https://notebook.kestrelhill.example/log".into(),
            host: "notebook.kestrelhill.example".into(),
            note: Some(Rich::from_markdown("Measurements of every test.")),
        },
        EvidenceView::Testimonial {
            words: Rich::from_markdown(
                "She asked me one question, “How would I see it fail?”, and then did the rest alone.",
            ),
            name: "Daniel Brandt".into(),
            role: text("structural engineer, volunteer at the bridge club"),
            initials: "DB".into(),
        },
        EvidenceView::File {
            title: "Load table".into(),
            href: "/files/table.png".into(),
            kind: "PNG, 48 kB".into(),
            note: None,
        },
    ];
    (0..)
        .zip(views)
        .map(|(position, view)| Evidence { position, view })
        .collect()
}

fn downloads() -> Vec<Download> {
    let file = |ending: &str, words, note: &str, icon| Download {
        href: format!("/awards/0199a7e2{ending}"),
        words,
        note: note.into(),
        icon,
    };
    let (picture, document) = (DownloadIcon::Picture, DownloadIcon::Document);
    vec![
        file(
            ".png",
            "Picture with the proof inside",
            "PNG, about 48 kB",
            picture,
        ),
        file(
            ".svg",
            "Drawing with the proof inside",
            "SVG, about 14 kB",
            picture,
        ),
        file(
            ".json",
            "Badge file for wallets",
            "Open Badges 3.0, JSON, 5 kB",
            document,
        ),
        file(
            ".jwt",
            "Badge as signed text",
            "Open Badges 3.0, JWT, 4 kB",
            document,
        ),
        file(
            ".v2.json",
            "Badge file for older systems",
            "Open Badges 2.0, JSON, 2 kB",
            document,
        ),
    ]
}

fn happening(tone: Tone, when: &str, what: &str) -> Happening {
    Happening {
        tone,
        when: When::moment(at(when)),
        what: what.into(),
    }
}

fn compared(answer: CompareAnswer) -> AwardPage {
    AwardPage {
        compare: Some(CompareView {
            answer: Some(answer),
        }),
        ..award()
    }
}

fn expired() -> AwardPage {
    let line =
        "Kestrel Hill School gave this badge to Amara Okafor. It was true until 31 August 2026.";
    AwardPage {
        verdict: verdict(Tone::Expired, Sign::Hourglass, "Expired", line),
        ..award()
    }
}

fn fallen(kind: Fall) -> AwardPage {
    let (tone, sign, word) = match kind {
        Fall::Withdrawn => (Tone::Withdrawn, Sign::Octagon, "Withdrawn"),
        Fall::Suspended => (Tone::Expired, Sign::Pause, "Suspended"),
    };
    let line =
        "Kestrel Hill School took this badge back on 12 November 2026. Please do not rely on it.";
    let reason = "Awarded to the wrong Jonas. Our mistake, not his. The badge has been given to the pupil who earned it.";
    let when = "2026-11-12T16:20:00Z";
    let mut page = award();
    page.checks[3] = check(
        Mark::Failed,
        "It was withdrawn.",
        "The issuer’s list says so.",
        "status.revoked",
    );
    page.history
        .push(happening(tone, when, "Withdrawn by Kestrel Hill School."));
    page.share.linkedin = None;
    AwardPage {
        verdict: verdict(tone, sign, word, line),
        fallen: Some(Fallen {
            kind,
            issuer: "Kestrel Hill School".into(),
            reason: text(reason),
            when: Some(When::day(at(when))),
        }),
        picture: picture("ash", true),
        ..page
    }
}

fn nameless() -> AwardPage {
    let line = "The issuer’s server does not answer. This says nothing against the badge.";
    AwardPage {
        recipient: None,
        narrative: None,
        evidence: Vec::new(),
        alignments: Vec::new(),
        verdict: verdict(Tone::Unknown, Sign::Ring, "Cannot be checked now", line),
        ..award()
    }
}
