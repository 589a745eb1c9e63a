//! An award as it is ordered through the API.

use accolade_issuing::awards::{
    Assessment, AwardOrder, AwardResult, EvidenceContent, NewEvidence, Recipient,
};
use accolade_issuing::violations::Violations;
use accolade_storage::types::{BadgeClassId, Digest, EvidenceKind, Visibility};
use serde::Deserialize;

/// An award to be made.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AwardRequest {
    recipient: Recipient,
    narrative: Option<String>,
    #[serde(default)]
    evidence: Vec<EvidenceItem>,
    #[serde(default)]
    results: Vec<AwardResult>,
    valid_from: Option<jiff::Timestamp>,
    valid_until: Option<jiff::Timestamp>,
    assessment: Option<Assessment>,
}

impl AwardRequest {
    /// The order, for this badge class.
    pub(super) fn into_order(self, badge_class: BadgeClassId) -> Result<AwardOrder, Violations> {
        check_address(&self.recipient)?;
        Ok(AwardOrder {
            badge_class,
            recipient: self.recipient,
            narrative: self.narrative,
            evidence: self.evidence.into_iter().map(Into::into).collect(),
            results: self.results,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            assessment: self.assessment,
            version: None,
        })
    }
}

/// An address that is there and empty is a slip of the program that asks: it must not make an award to a name alone.
pub(super) fn check_address(recipient: &Recipient) -> Result<(), Violations> {
    let mut found = Violations::default();
    if let Some(email) = recipient.email.as_deref()
        && email.trim().is_empty()
    {
        found.add(
            "/recipient/email",
            "required",
            "It is empty. Leave it out for somebody without an address.",
        );
    }
    found.into_result()
}

/// An item of evidence as it is sent.
///
/// `issuing` keeps its words apart from what it is; here they stand side by side, and a word that is none of
/// these is refused rather than lost.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EvidenceItem {
    kind: EvidenceKind,
    visibility: Option<Visibility>,
    file: Option<Digest>,
    second_file: Option<Digest>,
    name: Option<String>,
    narrative: Option<String>,
    genre: Option<String>,
    url: Option<String>,
    file_name: Option<String>,
    alt: Option<String>,
    caption: Option<String>,
    taken: Option<String>,
    second_alt: Option<String>,
    second_caption: Option<String>,
    second_taken: Option<String>,
    author: Option<String>,
    author_role: Option<String>,
}

impl From<EvidenceItem> for NewEvidence {
    fn from(item: EvidenceItem) -> Self {
        Self {
            kind: item.kind,
            visibility: item.visibility.unwrap_or(Visibility::Public),
            file: item.file,
            second_file: item.second_file,
            content: EvidenceContent {
                name: item.name,
                narrative: item.narrative,
                genre: item.genre,
                url: item.url,
                file_name: item.file_name,
                media_type: None,
                alt: item.alt,
                caption: item.caption,
                taken: item.taken,
                second_media_type: None,
                second_alt: item.second_alt,
                second_caption: item.second_caption,
                second_taken: item.second_taken,
                author: item.author,
                author_role: item.author_role,
            },
        }
    }
}
