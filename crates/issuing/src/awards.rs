//! Awards: one badge class, one recipient, one signed credential in four forms.

mod baked;
mod evidence;
mod forms;
mod order;
mod press;
mod record;
mod results;
mod search;
mod series;
mod sign;

use accolade_storage::assertions::Assertion;
use accolade_storage::evidence::Evidence;
use accolade_storage::types::BadgeClassId;
use accolade_storage::{DbConnection, StorageError, badge_classes};
use serde_json::json;

use crate::Tools;
use crate::access::{AccessError, Caller};
use crate::audit::{self, Deed};
use crate::content::UnreadableContent;
use crate::signing::SigningError;
use crate::status::StatusError;
use crate::violations::Violations;
use crate::webhooks::{self, Event};

pub use baked::{BakedError, baked};
pub use evidence::{EvidenceContent, NewEvidence, evidence_content};
pub use forms::{FormError, form, form_kept};
pub use openbadges::baking::Version;
pub use order::{Assessment, AwardOrder, Recipient};
pub(crate) use press::Press;
pub(crate) use record::unsealed_recipient;
pub(crate) use record::{Origin, Places};
pub use record::{
    RecipientError, SealedRecipient, assessment, content, recipient, recipient_email,
    recipient_key, results,
};
pub(crate) use results::check as check_results;
pub use results::{Answer, AwardResult};
pub use search::Sought;
pub use series::{Drafts, Numbered, Series, Shelf};

/// What came of an order.
#[derive(Debug, Clone, PartialEq)]
pub struct Award {
    /// The award.
    pub assertion: Assertion,
    /// What shows that it was earned.
    pub evidence: Vec<Evidence>,
}

/// Why a badge class could not be awarded.
#[derive(Debug, thiserror::Error)]
pub enum AwardError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The order is wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// There is no such badge class.
    #[error("there is no such badge class")]
    UnknownBadgeClass,
    /// It has not been published yet.
    #[error("the badge class is not published yet")]
    NotPublished,
    /// It is archived.
    #[error("the badge class is archived")]
    Archived,
    /// The documents could not be signed.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// No place in a status list could be given.
    #[error(transparent)]
    Status(#[from] StatusError),
    /// What is stored cannot be read.
    #[error(transparent)]
    Unreadable(#[from] UnreadableContent),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Makes others who give this badge wait until this transaction ends. Who looks first whether somebody has it, and then
/// gives it, must be alone with it, or two who look at once both find nothing.
pub fn one_at_a_time(
    conn: &mut DbConnection,
    badge_class: BadgeClassId,
) -> Result<(), StorageError> {
    badge_classes::find_for_update(conn, badge_class).map(drop)
}

/// Awards a badge class to one recipient, in its current version unless the order names one.
pub fn award(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    order: AwardOrder,
) -> Result<Award, AwardError> {
    let mut press = Press::load(conn, tools, caller, order.badge_class)?;
    if let Some(version) = order.version {
        press = press.of_version(conn, version)?;
    }
    let checked = press.check(conn, order)??;
    let places = press.allocate(conn)?;
    let draft = press.draft(&checked, &places, Origin::default())?;
    let id = draft.assertion.id;
    let mut stored = Press::store(conn, vec![draft])?;
    let deed = Deed {
        action: "award.made",
        subject_kind: "assertion",
        subject: id.into(),
        issuer: Some(press.issuer.id),
        detail: json!({ "badgeClass": press.badge_class.id, "version": press.version.number }),
    };
    audit::record(conn, tools, caller, deed)?;
    let award = stored.remove(0);
    webhooks::note(
        conn,
        tools,
        press.issuer.id,
        &Event::Awarded(&award.assertion),
    )?;
    Ok(award)
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod verification_tests;
