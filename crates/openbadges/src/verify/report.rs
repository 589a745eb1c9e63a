//! What a verification says: one verdict, and the named checks that led to it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::codes::{Code, Severity};
use super::trust::Trust;

/// The whole answer to "is it true?".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The one word.
    pub verdict: Verdict,
    /// The moment the check speaks for.
    pub checked_at: Timestamp,
    /// What was checked.
    pub subject: Subject,
    /// The name of the policy it was made under.
    #[serde(default)]
    pub policy: String,
    /// The program that made it, as in `openbadges 0.1.0`.
    #[serde(default)]
    pub engine: String,
    /// What the document claims, as far as it could be read; present on failures too.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub badge: Option<BadgeSummary>,
    /// Which identity in the badge is that of the person asked for; absent if none is, or nobody was asked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub recipient: Option<RecipientMatch>,
    /// Who else vouches for the issuer, as far as the policy has it asked.
    #[serde(skip_serializing_if = "Trust::is_empty", default)]
    pub trust: Trust,
    /// Every check that was made, in order.
    pub checks: Vec<Check>,
    /// Everything that was asked for from elsewhere, so that the report can be disputed.
    pub fetched: Vec<FetchedRecord>,
    /// Who showed it and in answer to what, if it was a presentation.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub presentation: Option<PresentationSummary>,
    /// A report on each credential of a presentation, in order. What was fetched for them stands in the whole.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub credentials: Vec<Self>,
}

impl Report {
    /// The verdict that follows from a list of checks: the gravest of them decides.
    pub(super) fn verdict_of(checks: &[Check]) -> Verdict {
        let gravest = checks.iter().map(|check| check.code.severity()).max();
        gravest.map_or(Verdict::Indeterminate, Verdict::from)
    }

    /// The issuer's name: from the weightiest register that knows the issuer, else as the badge has it.
    pub fn issuer_name(&self) -> Option<&str> {
        let listed = self.trust.matching_issuers.iter();
        let own = self
            .badge
            .as_ref()
            .and_then(|badge| badge.issuer.name.as_deref());
        listed
            .filter_map(|issuer| issuer.name.as_deref())
            .next()
            .or(own)
    }

    /// The first check that is as grave as the verdict: the reason to show first.
    pub fn decisive(&self) -> Option<&Check> {
        self.checks
            .iter()
            .find(|check| Verdict::from(check.code.severity()) == self.verdict)
    }
}

/// The one word of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Everything that matters was checked and holds.
    Valid,
    /// It holds, and something deserves a second look.
    ValidWithWarnings,
    /// It was true until a date that has passed.
    Expired,
    /// It will be true from a date that has not come.
    NotYetValid,
    /// The issuer has put it on hold.
    Suspended,
    /// The issuer took it back.
    Revoked,
    /// It is not what it claims to be.
    Invalid,
    /// Something could not be looked up; this says nothing against the badge.
    Indeterminate,
}

impl Verdict {
    /// The name used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::ValidWithWarnings => "valid_with_warnings",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
            Self::Invalid => "invalid",
            Self::Indeterminate => "indeterminate",
        }
    }

    /// Whether a reader may rely on the badge: valid, with or without warnings.
    pub fn holds(self) -> bool {
        matches!(self, Self::Valid | Self::ValidWithWarnings)
    }
}

impl From<Severity> for Verdict {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Pass | Severity::Note | Severity::Skipped => Self::Valid,
            Severity::Warning => Self::ValidWithWarnings,
            Severity::Unknown => Self::Indeterminate,
            Severity::NotYetValid => Self::NotYetValid,
            Severity::Expired => Self::Expired,
            Severity::Suspended => Self::Suspended,
            Severity::Revoked => Self::Revoked,
            Severity::Invalid => Self::Invalid,
        }
    }
}

/// What was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// `OB-3.0`, `OB-2.0`, `OB-1.1`, `OB-0.5`, `CLR-2.0`, `SD-JWT-VC`, `VC` or `VP`; absent if it could not be told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub spec: Option<String>,
    /// `json`, `jwt`, `sd_jwt`, `png`, `svg` or `url`.
    pub form: String,
    /// The identifier the document gives itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub id: Option<String>,
    /// SHA-256 of the bytes that were checked, in hexadecimal.
    pub sha256: String,
}

/// What the document claims, for a page to show. Nothing in it is vouched for unless the verdict says so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BadgeSummary {
    /// The name of the badge.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub description: Option<String>,
    /// What had to be done for it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub criteria: Option<String>,
    /// Where the criteria can be read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub criteria_url: Option<String>,
    /// Its picture, as an address or a data URL.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub image: Option<String>,
    /// Who says so.
    pub issuer: IssuerSummary,
    /// Of whom.
    pub recipient: RecipientSummary,
    /// Since when, as written in the document.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub issued_on: Option<String>,
    /// Until when, as written in the document.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expires: Option<String>,
    /// Why it was taken back, if the issuer said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub revocation_reason: Option<String>,
    /// What the issuer's status lists say besides, such as `under review`.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub messages: Vec<String>,
}

/// Who claims to have issued it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IssuerSummary {
    /// The identifier.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub id: Option<String>,
    /// The name the issuer gives itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// Its home page.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
}

/// What a presentation says about itself; challenge and domain only if its proof holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PresentationSummary {
    /// The identifier of whoever shows it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub holder: Option<String>,
    /// What it answers.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub challenge: Option<String>,
    /// For whom it was made.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub domain: Vec<String>,
}

/// To whom it was given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecipientSummary {
    /// A name, if the badge carries one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// Whether the identity is hidden behind a hash.
    pub hashed: bool,
    /// The identity in plain words, never a hash.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub identity: Option<String>,
}

/// The identity by which the person asked for was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecipientMatch {
    /// Its kind: `emailAddress`, `userName` and so on as the badge has it, or `id` for the subject's own identifier.
    pub identity_type: String,
    /// Whether the badge holds it as a hash.
    pub hashed: bool,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// Where in the order it stands: `format`, `proof.0`, `status.1`, `endorsement.0`.
    pub id: String,
    /// What was found; stable, and listed in the reference.
    pub code: Code,
    /// How it went; follows from the code.
    pub outcome: Outcome,
    /// The place in the document, as a JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pointer: Option<String>,
    /// One technical sentence.
    pub detail: String,
    /// For a signature that fits: what exactly fits what.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub evidence: Option<Box<SignatureEvidence>>,
}

/// What a signature that fits was checked against, so that somebody else can do it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignatureEvidence {
    /// The cryptosuite, or the algorithm of a token.
    pub suite: String,
    /// The name by which the proof calls the key, if it names one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub key_id: Option<String>,
    /// The key itself: its thumbprint (RFC 7638, SHA-256, base64url).
    pub key_thumbprint: String,
    /// What was signed, in hexadecimal: for a proof over linked data the hashes of its options and of the document one after
    /// the other (`hashData` of the cryptosuite), for a token the SHA-256 of its signing input; absent for other suites.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hash_data: Option<String>,
}

impl Check {
    pub(super) fn new(
        id: impl Into<String>,
        code: Code,
        pointer: Option<String>,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            code,
            outcome: code.severity().outcome(),
            pointer,
            detail: detail.into(),
            evidence: None,
        }
    }
}

/// How a check went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It holds.
    Pass,
    /// It holds, but look again.
    Warn,
    /// It does not hold.
    Fail,
    /// It could not be told.
    Unknown,
    /// It was not asked, or no longer mattered.
    Skipped,
}

/// One document that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FetchedRecord {
    /// The address.
    pub url: String,
    /// The HTTP status, if there was an answer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status: Option<u16>,
    /// SHA-256 of the body in hexadecimal, if there was one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sha256: Option<String>,
    /// Why there was no answer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub problem: Option<String>,
}
