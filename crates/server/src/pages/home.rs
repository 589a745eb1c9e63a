//! The front door: what this is, three ways in, and what the other person sees.

use askama::Template;

use super::{
    layout::Layout,
    parts::{Sign, Tone, VerdictView},
};

/// `/`
#[derive(Template)]
#[template(path = "home/show.html")]
pub(crate) struct HomePage {
    pub(crate) layout: Layout,
    /// Published badges, the newest first; empty on a new site.
    pub(crate) family: Vec<FamilyBadge>,
    /// "3 issuers, 12 badges and 31,806 awards", counted now.
    pub(crate) numbers: String,
    /// What verdicts look like; invented, and the page says so.
    pub(crate) examples: [VerdictView; 3],
}

/// A badge in the strip on the front page.
#[derive(Debug, Clone)]
pub(crate) struct FamilyBadge {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) src: String,
}

/// The three examples of a verdict on the front page.
pub(crate) fn examples() -> [VerdictView; 3] {
    let example = |tone, sign, word: &str, line: &str| VerdictView {
        tone,
        sign,
        word: word.to_owned(),
        line: line.to_owned(),
        checked: None,
    };
    [
        example(
            Tone::Valid,
            Sign::Seal,
            "Valid",
            "Kestrel Hill School gave this badge to Amara Okafor on 6 November 2026.",
        ),
        example(Tone::Expired, Sign::Hourglass, "Expired", "It was true until 31 August 2026."),
        example(
            Tone::Withdrawn,
            Sign::Octagon,
            "Withdrawn",
            "The school took it back on 12 October 2026 and says why.",
        ),
    ]
}
