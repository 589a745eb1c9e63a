//! What the parts of a page need to be drawn: plain values, no records, no rules.

use super::{text::Rich, words::When};

/// The family of states something is in. It picks colour and edge; words and sign say the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Valid,
    Expired,
    Withdrawn,
    Unknown,
}

impl Tone {
    /// The value of `data-state`, as the style sheet knows it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::Unknown => "unknown",
        }
    }
}

/// The silhouette beside a verdict: one for each thing that can be said of a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    Seal,
    Hourglass,
    Pause,
    Octagon,
    Cross,
    Ring,
}

/// The first line of an award: a word, a sentence, and when we looked.
#[derive(Debug, Clone)]
pub(crate) struct VerdictView {
    pub(crate) tone: Tone,
    pub(crate) sign: Sign,
    pub(crate) word: String,
    pub(crate) line: String,
    pub(crate) checked: Option<When>,
}

/// The outcome of one check, in a word with its own sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Passed,
    Note,
    Failed,
    Unknown,
    NotAsked,
    Skipped,
}

impl Mark {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Passed => "Passed",
            Self::Note => "Note",
            Self::Failed => "Failed",
            Self::Unknown => "Not known",
            Self::NotAsked => "Not asked",
            Self::Skipped => "Not needed",
        }
    }

    pub(crate) fn tone(self) -> Tone {
        match self {
            Self::Passed => Tone::Valid,
            Self::Note => Tone::Expired,
            Self::Failed => Tone::Withdrawn,
            Self::Unknown | Self::NotAsked | Self::Skipped => Tone::Unknown,
        }
    }
}

/// One line of "How do you know?".
#[derive(Debug, Clone)]
pub(crate) struct CheckView {
    pub(crate) mark: Mark,
    /// "Nothing was changed."
    pub(crate) title: String,
    /// The plain sentence below it.
    pub(crate) sentence: String,
    /// What exactly was found, for those who ask further; empty when the sentence says it all.
    pub(crate) detail: String,
    /// The stable code: "signature.ok"
    pub(crate) code: String,
    /// How many checks found just this, where they stand together: one for each signature, say.
    pub(crate) times: usize,
}

/// A badge in its niche.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    pub(crate) src: String,
    pub(crate) alt: String,
    /// One of [`PALETTES`], or "ash".
    pub(crate) palette: &'static str,
    /// Shown without colour, because the award was withdrawn.
    pub(crate) off: bool,
}

/// The colours a badge may lend; the style sheet has one rule for each.
pub(crate) const PALETTES: [&str; 8] = [
    "lagoon", "madder", "cobalt", "marigold", "spruce", "heather", "clay", "night",
];

/// The palette of that name, or the calm grey of a badge that names none we know.
pub(crate) fn palette(name: &str) -> &'static str {
    PALETTES
        .into_iter()
        .find(|known| *known == name)
        .unwrap_or("ash")
}

/// One entry of a list of facts.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    pub(crate) term: &'static str,
    pub(crate) value: String,
    /// Where the value leads, if anywhere.
    pub(crate) href: Option<String>,
    /// A smaller line below the value.
    pub(crate) note: Option<String>,
    /// The machine's form of a date.
    pub(crate) machine: Option<String>,
}

impl Fact {
    pub(crate) fn new(term: &'static str, value: impl Into<String>) -> Self {
        Self {
            term,
            value: value.into(),
            href: None,
            note: None,
            machine: None,
        }
    }

    pub(crate) fn date(term: &'static str, when: When) -> Self {
        Self {
            machine: Some(when.machine),
            ..Self::new(term, when.words)
        }
    }

    pub(crate) fn leading_to(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    pub(crate) fn noting(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// A badge in a list.
#[derive(Debug, Clone)]
pub(crate) struct BadgeCard {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) line: String,
    pub(crate) foot: String,
    pub(crate) src: String,
}

/// What is asked of an earner.
#[derive(Debug, Clone, Default)]
pub(crate) struct CriteriaView {
    pub(crate) items: Vec<CriterionView>,
    pub(crate) narrative: Option<Rich>,
}

/// One point of the criteria.
#[derive(Debug, Clone)]
pub(crate) struct CriterionView {
    pub(crate) text: String,
    pub(crate) hint: Option<String>,
    pub(crate) optional: bool,
}

/// A skill of some framework that a badge stands for.
#[derive(Debug, Clone)]
pub(crate) struct AlignmentView {
    pub(crate) name: String,
    pub(crate) href: Option<String>,
    pub(crate) framework: Option<String>,
    pub(crate) code: Option<String>,
}

/// One thing the earner showed, under the number by which documents point to it.
#[derive(Debug, Clone)]
pub(crate) struct Evidence {
    pub(crate) position: i32,
    pub(crate) view: EvidenceView,
}

/// The kinds of things that can be shown.
#[derive(Debug, Clone)]
pub(crate) enum EvidenceView {
    Words {
        title: Option<String>,
        text: Rich,
    },
    Link {
        title: String,
        href: String,
        host: String,
        note: Option<Rich>,
    },
    Picture {
        title: Option<String>,
        shot: Shot,
        note: Option<Rich>,
    },
    Pair {
        title: Option<String>,
        then: Shot,
        now: Shot,
        change: Option<Rich>,
    },
    Testimonial {
        words: Rich,
        name: String,
        role: Option<String>,
        initials: String,
    },
    File {
        title: String,
        href: String,
        kind: String,
        note: Option<Rich>,
    },
}

/// A photograph or drawing with the words that belong to it.
#[derive(Debug, Clone)]
pub(crate) struct Shot {
    pub(crate) src: String,
    pub(crate) alt: String,
    pub(crate) caption: Option<String>,
}

/// One line of an award's history.
#[derive(Debug, Clone)]
pub(crate) struct Happening {
    pub(crate) tone: Tone,
    pub(crate) when: When,
    pub(crate) what: String,
}

/// A link with its words.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) href: String,
    pub(crate) words: String,
}

/// A file to take away.
#[derive(Debug, Clone)]
pub(crate) struct Download {
    pub(crate) href: String,
    pub(crate) words: &'static str,
    pub(crate) note: String,
    pub(crate) icon: DownloadIcon,
}

/// Which small drawing stands beside a download.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DownloadIcon {
    Picture,
    Document,
}

/// The form that compares an address with the hidden one, and what it found.
#[derive(Debug, Clone, Default)]
pub(crate) struct CompareView {
    pub(crate) answer: Option<CompareAnswer>,
}

/// What the comparison said. The address itself is not kept, not even in the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CompareAnswer {
    Same,
    Different,
    Unreadable,
}
