//! Endorsements of badge classes: one organisation's word on another's badge, signed with its own key.
//!
//! Only an organisation with keys on this site can endorse. What a person without a key approved is shown as the fact
//! that it is, and never as a signed endorsement.

use accolade_storage::badge_class_versions;
use accolade_storage::badge_classes;
use accolade_storage::endorsements::{self, Endorsement};
use accolade_storage::issuers::{self, Issuer};
use accolade_storage::types::{BadgeClassId, EndorsementId, IssuerId};
use accolade_storage::{DbConnection, StorageError};
use openbadges::v3;
use serde_json::{Value, json};

use crate::access::{AccessError, Action, Caller, authorize};
use crate::audit::{self, Deed};
use crate::documents::issuer::embedded_profile;
use crate::signing::{Signer, SigningError};
use crate::violations::Violations;
use crate::{Tools, ids, limits};

/// Why an endorsement was not made or taken back.
#[derive(Debug, thiserror::Error)]
pub enum EndorsementError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// There is no such endorsement, badge class or issuer.
    #[error("there is nothing here")]
    Unknown,
    /// The badge is this organisation's own, or one of an organisation below or above it.
    #[error("an endorsement is the word of another organisation")]
    OfItsOwn,
    /// The organisation endorsed this version before.
    #[error("your organisation has endorsed this version already")]
    Already,
    /// The input is wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// It could not be signed.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Signs an organisation's word on the current version of a badge class.
pub fn endorse(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    endorser: IssuerId,
    id: BadgeClassId,
    comment: &str,
) -> Result<Endorsement, EndorsementError> {
    authorize(conn, caller, Action::Endorse, Some(endorser))?;
    let comment = comment.trim();
    let mut found = Violations::default();
    found.required("/comment", comment, limits::REVIEW_WORDS);
    found.into_result()?;
    let endorser = issuers::find(conn, endorser)?.ok_or(EndorsementError::Unknown)?;
    let badge_class = badge_classes::find(conn, id)?.ok_or(EndorsementError::Unknown)?;
    let version = badge_class_versions::latest(conn, id)?.ok_or(EndorsementError::Unknown)?;
    if is_family(conn, &endorser, badge_class.issuer_id)? {
        return Err(EndorsementError::OfItsOwn);
    }
    let standing = endorsements::of_version(conn, id, version.number)?;
    if standing
        .iter()
        .any(|other| other.endorser_id == endorser.id)
    {
        return Err(EndorsementError::Already);
    }
    let endorsement_id: EndorsementId = ids::new(tools);
    let subject = v3::EndorsementSubject::new(tools.addresses.badge(id), comment);
    let now = tools.clock.now();
    let mut credential = v3::EndorsementCredential::new(
        tools.addresses.endorsement(endorsement_id),
        format!("{} endorses {}", endorser.name, version.name),
        embedded_profile(&tools.addresses, &endorser),
        now,
        subject,
    );
    credential.description = Some(format!("Said of version {}.", version.number));
    credential.context = v3::contexts(endorser.compatibility_proof);
    let signer = Signer::load(conn, tools, &endorser)?;
    let endorsement = Endorsement {
        id: endorsement_id,
        badge_class_id: id,
        version_number: version.number,
        endorser_id: endorser.id,
        comment: Some(comment.to_owned()),
        document: signer.json(&credential.to_value(), now)?,
        key_id: signer.proof.id,
        created_by: caller.account,
        created_at: tools.now(),
        withdrawn_at: None,
    };
    endorsements::insert(conn, &endorsement).map_err(|error| match error {
        StorageError::Conflict(_) => EndorsementError::Already,
        other => other.into(),
    })?;
    record(conn, tools, caller, &endorsement, "endorsement.made")?;
    Ok(endorsement)
}

/// Takes an endorsement back: the badge's page and documents carry it no longer, and its address says so.
pub fn withdraw(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: EndorsementId,
) -> Result<(), EndorsementError> {
    let found = endorsements::find(conn, id)?;
    let endorser = found.as_ref().map(|endorsement| endorsement.endorser_id);
    authorize(conn, caller, Action::Endorse, endorser)?;
    let endorsement = found.ok_or(EndorsementError::Unknown)?;
    if endorsement.withdrawn_at.is_none() {
        endorsements::withdraw(conn, id, tools.now())?;
        record(conn, tools, caller, &endorsement, "endorsement.withdrawn")?;
    }
    Ok(())
}

/// The endorsements of a version as they stand in its document.
pub fn documents_of(
    conn: &mut DbConnection,
    id: BadgeClassId,
    version: i32,
) -> Result<Vec<Value>, StorageError> {
    let standing = endorsements::of_version(conn, id, version)?;
    let read = |endorsement: Endorsement| serde_json::from_str(&endorsement.document).ok();
    Ok(standing.into_iter().filter_map(read).collect())
}

/// Whether one of the two stands above the other, or they are the same: then it praises itself.
pub fn is_family(
    conn: &mut DbConnection,
    endorser: &Issuer,
    maker: IssuerId,
) -> Result<bool, StorageError> {
    if endorser.id == maker {
        return Ok(true);
    }
    let above_maker = issuers::ancestors(conn, maker)?;
    let above_endorser = issuers::ancestors(conn, endorser.id)?;
    Ok(above_maker.iter().any(|above| above.id == endorser.id)
        || above_endorser.iter().any(|above| above.id == maker))
}

fn record(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    endorsement: &Endorsement,
    action: &str,
) -> Result<(), StorageError> {
    let deed = Deed {
        action,
        subject_kind: "endorsement",
        subject: endorsement.id.into(),
        issuer: Some(endorsement.endorser_id),
        detail: json!({
            "badgeClass": endorsement.badge_class_id,
            "version": endorsement.version_number,
        }),
    };
    audit::record(conn, tools, caller, deed)
}

#[cfg(test)]
mod tests;
