//! The page that is shared: verdict first, then the person, the badge, the evidence and the proof.

use askama::Template;

use super::{
    layout::Layout,
    parts::{
        AlignmentView, CheckView, CompareAnswer, CompareView, CriteriaView, Download, DownloadIcon,
        Evidence, EvidenceView, Fact, Happening, Link, Mark, Picture, Sign, VerdictView,
    },
    qr::QrCode,
    text::Rich,
    words::When,
};

/// `/awards/{id}`
#[derive(Template)]
#[template(path = "awards/show.html")]
pub(crate) struct AwardPage {
    pub(crate) layout: Layout,
    pub(crate) preview: Preview,
    pub(crate) verdict: VerdictView,
    /// Present when the award no longer stands: the page then says why before anything else.
    pub(crate) fallen: Option<Fallen>,
    pub(crate) picture: Picture,
    /// The recipient as the award names them; some awards name nobody.
    pub(crate) recipient: Option<String>,
    pub(crate) badge: Link,
    pub(crate) claim: String,
    pub(crate) facts: Vec<Fact>,
    /// What the issuer wrote about this award.
    pub(crate) narrative: Option<Rich>,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) criteria: CriteriaView,
    pub(crate) alignments: Vec<AlignmentView>,
    pub(crate) checks: Vec<CheckView>,
    pub(crate) history: Vec<Happening>,
    pub(crate) compare: CompareView,
    pub(crate) share: Share,
    pub(crate) downloads: Vec<Download>,
}

/// What other sites show when the address is pasted there.
#[derive(Debug, Clone)]
pub(crate) struct Preview {
    pub(crate) address: String,
    pub(crate) title: String,
    pub(crate) line: String,
    pub(crate) image: String,
    pub(crate) image_alt: String,
    pub(crate) site: String,
}

/// Why an award does not stand: who said so, when, and in which words.
#[derive(Debug, Clone)]
pub(crate) struct Fallen {
    pub(crate) kind: Fall,
    pub(crate) issuer: String,
    pub(crate) reason: Option<String>,
    pub(crate) when: Option<When>,
}

/// The ways in which an award can stop standing without being false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fall {
    Withdrawn,
    Suspended,
}

/// The ways to take the award along.
#[derive(Debug, Clone)]
pub(crate) struct Share {
    /// Absent only if the address is too long for a code.
    pub(crate) code: Option<QrCode>,
    pub(crate) address: String,
    /// Absent when the award does not stand: nobody should put it in a profile then.
    pub(crate) linkedin: Option<String>,
    pub(crate) mailto: String,
}

impl AwardPage {
    /// "Amara Okafor" or "The earner", at the start of a sentence.
    fn who(&self) -> &str {
        self.recipient.as_deref().unwrap_or("The earner")
    }

    /// "What Amara Okafor showed"
    fn shown(&self) -> String {
        match &self.recipient {
            Some(name) => format!("What {name} showed"),
            None => "What was shown".to_owned(),
        }
    }
}
