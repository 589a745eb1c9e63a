//! Every code a report can carry: one table with its weight and its words.
//!
//! A code means one thing and always weighs the same, so a reader who knows the code knows what it does to the verdict.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::report::{Outcome, Verdict};

mod table;

pub use table::Code;

/// What a code does to the verdict, from nothing to everything; the gravest code of a report decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Checked, and good.
    Pass,
    /// Worth saying, changes nothing.
    Note,
    /// Not asked, or no longer of interest.
    Skipped,
    /// True, but look again.
    Warning,
    /// Could not be told.
    Unknown,
    /// Not true yet.
    NotYetValid,
    /// No longer true.
    Expired,
    /// On hold.
    Suspended,
    /// Taken back.
    Revoked,
    /// Not what it claims to be.
    Invalid,
}

impl Severity {
    /// The outcome that a check with such a code has.
    pub fn outcome(self) -> Outcome {
        match self {
            Self::Pass | Self::Note => Outcome::Pass,
            Self::Skipped => Outcome::Skipped,
            Self::Warning => Outcome::Warn,
            Self::Unknown => Outcome::Unknown,
            Self::NotYetValid | Self::Expired | Self::Suspended | Self::Revoked | Self::Invalid => {
                Outcome::Fail
            }
        }
    }
}

/// Who reads the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// The person who holds the badge.
    Earner,
    /// The people who gave it.
    Issuer,
    /// Whoever has to rely on it.
    Employer,
}

/// A text that is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a verification code")]
pub struct UnknownCode(String);

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        Self::all()
            .iter()
            .copied()
            .find(|code| code.as_str() == text)
            .ok_or_else(|| UnknownCode(text.to_owned()))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// The reference page of all codes, as it stands in `docs/reference/verification-codes.md`.
pub fn reference_markdown() -> String {
    let mut page = String::from(INTRODUCTION);
    let mut group = "";
    for code in Code::all() {
        let (this, _) = code.as_str().split_once('.').unwrap_or((code.as_str(), ""));
        if this != group {
            group = this;
            page.push_str(&format!("\n## {group}\n"));
        }
        page.push_str(&format!(
            "\n### `{code}`\n\n**{}** {}\n\n- To the earner: {}\n- To the issuer: {}\n- To an employer: {}\n",
            code.title(),
            effect(code.severity()),
            code.sentence(Audience::Earner),
            code.sentence(Audience::Issuer),
            code.sentence(Audience::Employer),
        ));
    }
    page
}

fn effect(severity: Severity) -> String {
    match severity {
        Severity::Pass => "Passed.".to_owned(),
        Severity::Note => "A note; passed.".to_owned(),
        Severity::Skipped => "Skipped; changes nothing.".to_owned(),
        other => format!("Verdict `{}`.", Verdict::from(other).as_str()),
    }
}

const INTRODUCTION: &str = "# Verification codes

<!-- Made from the table in crates/openbadges/src/verify/codes/table.rs: run `UPDATE_REFERENCE=1 cargo test -p openbadges`. -->

A verification report is a list of checks, each with one of these codes. A code never changes its meaning or its weight. The verdict is that of
the gravest code in the report, in this order: `invalid`, `revoked`, `suspended`, `expired`, `not_yet_valid`, `indeterminate`,
`valid_with_warnings`, `valid`. What could not be looked up is `indeterminate`, never `invalid`.
";

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::path::Path;

    #[test]
    fn the_reference_page_is_up_to_date() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../docs/reference/verification-codes.md");
        let page = reference_markdown();
        if std::env::var_os("UPDATE_REFERENCE").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &page).unwrap();
        }

        let stored = std::fs::read_to_string(&path).unwrap_or_default();

        assert!(
            stored == page,
            "run UPDATE_REFERENCE=1 cargo test -p openbadges"
        );
    }

    #[test]
    fn every_code_is_unique_and_reads_back() {
        let strings: HashSet<&str> = Code::all().iter().map(|code| code.as_str()).collect();

        assert_eq!(strings.len(), Code::all().len());
        for code in Code::all() {
            assert_eq!(code.as_str().parse(), Ok(*code));
        }
    }

    #[test]
    fn every_code_speaks_whole_sentences() {
        for code in Code::all() {
            for audience in [Audience::Earner, Audience::Issuer, Audience::Employer] {
                let sentence = code.sentence(audience);
                assert!(sentence.ends_with(['.', '?']), "{code}: {sentence}");
                assert!(!sentence.contains('!'), "{code}: {sentence}");
            }
            assert!(
                code.title().ends_with(['.', '?']),
                "{code}: {}",
                code.title()
            );
        }
    }
}
