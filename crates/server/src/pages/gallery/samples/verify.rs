use super::{at, check, layout, link, picture, rendered, text};
use crate::pages::{
    gallery::Rendered,
    layout::Place,
    parts::{CompareView, CriteriaView, Fact, Mark, Sign, Tone, VerdictView},
    text::Rich,
    verify::{ResultView, VerifyLimits, VerifyPage, VerifyResultPage},
    words::When,
};

pub(super) fn all() -> Vec<Rendered> {
    let nothing = text("Paste a link, or choose a file: there was neither.");
    vec![
        form("verify", None),
        form("verify-nothing", nothing),
        result(),
        bare_result(),
    ]
}

fn form(name: &'static str, error: Option<String>) -> Rendered {
    let page = VerifyPage {
        layout: layout(Place::Verify),
        pasted: String::new(),
        error,
        limits: VerifyLimits {
            items: 10,
            megabytes: 10,
        },
    };
    rendered(name, &page)
}

fn checked(tone: Tone, sign: Sign, word: &str, line: &str) -> ResultView {
    ResultView {
        verdict: VerdictView {
            tone,
            sign,
            word: word.into(),
            line: line.into(),
            checked: Some(When::moment(at("2026-11-22T14:07:00Z"))),
        },
        given: "https://guild.harbourside.example/b/8841f2".into(),
        name: text("Boatbuilding Apprentice, Year 1"),
        claim: text("Holders can loft, cut and fit a clinker plank under supervision."),
        picture: Some(picture("ash", false)),
        reason: None,
        facts: vec![
            Fact::new("Given to", "Lucía Marín").noting("e-mail address not asked yet"),
            Fact::new("Given by", "Harbourside Boatbuilders’ Guild")
                .noting("guild.harbourside.example"),
            Fact::date("Given on", When::day(at("2026-06-30T00:00:00Z"))),
        ],
        criteria: CriteriaView {
            items: Vec::new(),
            narrative: Some(Rich::from_markdown("- Lofts a plank\n- Cuts it\n- Fits it")),
        },
        links: vec![link(
            "https://guild.harbourside.example/criteria",
            "The criteria in full",
        )],
        checks: vec![
            check(
                Mark::Passed,
                "Nothing was changed.",
                "The signature covers it.",
                "signature.ok",
            ),
            check(
                Mark::Note,
                "We do not know the guild.",
                "That does not make it false.",
                "issuer.registry.unlisted",
            ),
        ],
        technical: vec![
            Fact::new("Form", "Open Badges 3.0 inside a PNG picture"),
            Fact::new(
                "SHA-256",
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            ),
        ],
        compare: CompareView::default(),
        carried: "https://guild.harbourside.example/b/8841f2".into(),
        inside: Vec::new(),
    }
}

fn result() -> Rendered {
    let page = VerifyResultPage {
        layout: layout(Place::Verify),
        first: checked(
            Tone::Valid,
            Sign::Seal,
            "Valid, with one thing to know",
            "Harbourside Boatbuilders’ Guild gave “Boatbuilding Apprentice, Year 1” to Lucía Marín on 30 June 2026.",
        ),
        rest: vec![
            checked(
                Tone::Expired,
                Sign::Hourglass,
                "Expired",
                "“Pool Lifeguard” for Ade Bankole. It was true until 31 August 2026.",
            ),
            checked(
                Tone::Withdrawn,
                Sign::Octagon,
                "Withdrawn",
                "“River Keeper” for Jonas Feld.",
            ),
            checked(
                Tone::Withdrawn,
                Sign::Cross,
                "Not valid",
                "“Forklift Operator” was changed after it was signed.",
            ),
            checked(
                Tone::Unknown,
                Sign::Ring,
                "Cannot be checked now",
                "The issuer’s server does not answer.",
            ),
        ],
    };
    rendered("verify-result", &page)
}

fn bare_result() -> Rendered {
    let first = ResultView {
        name: None,
        claim: None,
        picture: None,
        facts: Vec::new(),
        criteria: CriteriaView::default(),
        links: Vec::new(),
        carried: String::new(),
        ..checked(
            Tone::Unknown,
            Sign::Ring,
            "This is not a badge",
            "Nothing in it could be read as a badge.",
        )
    };
    let page = VerifyResultPage {
        layout: layout(Place::Verify),
        first,
        rest: Vec::new(),
    };
    rendered("verify-unreadable", &page)
}
