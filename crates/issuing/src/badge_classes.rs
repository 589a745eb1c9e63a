//! Badge classes: drafted, edited, published as versions, archived, copied.

mod copies;
mod publishing;

use accolade_storage::badge_classes::{self, BadgeClass};
use accolade_storage::types::{BadgeClassId, BadgeClassState, IssuerId};
use accolade_storage::{DbConnection, StorageError, badge_class_versions, issuers, library};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::access::{AccessError, Action, Caller, authorize};
use crate::audit::{self, Deed};
use crate::content::{BadgeContent, UnreadableContent};
use crate::files::{self, FileError};
use crate::review_requests::NotApproved;
use crate::violations::Violations;
use crate::{Tools, ids};

pub use copies::{duplicate, remix};
pub use publishing::{publish, publish_despite};

/// What a new badge class should be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewBadgeClass {
    /// What it says; a name is enough to begin with.
    pub content: BadgeContent,
    /// Whether its awards can be put on hold.
    ///
    /// That gives each credential two status entries instead of one, which some wallets do not
    /// read yet: choose it only where a hold is really needed.
    #[serde(default)]
    pub suspendable: bool,
}

/// What to change of a badge class; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct BadgeClassEdit {
    /// The whole new draft.
    pub content: Option<BadgeContent>,
    /// Whether awards made from now on can be put on hold.
    pub suspendable: Option<bool>,
    /// The revision that was read before the change; the edit is refused if another was saved since.
    pub revision: Option<i32>,
}

/// Why a badge class could not be changed.
#[derive(Debug, thiserror::Error)]
pub enum BadgeClassError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// There is no such issuer.
    #[error("there is no such issuer")]
    UnknownIssuer,
    /// There is no such badge class.
    #[error("there is no such badge class")]
    UnknownBadgeClass,
    /// The input, or the draft to be published, is wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// It is archived and stays as it is.
    #[error("the badge class is archived")]
    Archived,
    /// Somebody else saved it since the caller read it.
    #[error("somebody else saved the draft since you opened it; this is revision {0} now")]
    ChangedMeanwhile(i32),
    /// Those who were asked for their word have not said yes, or to another text.
    #[error("{0}")]
    NotApproved(NotApproved),
    /// The organisation, or one above it, lets nothing be published that so many people have not approved.
    #[error(
        "badges of this organisation are published once others have approved them: send the draft to at least {0} of whom as many must say yes; where letters leave this site, those who were asked by letter count"
    )]
    ReviewNeeded(u32),
    /// Its licence does not let others change it, or it has none.
    #[error("its licence does not allow others to make their own version")]
    NotFree,
    /// Nobody is asked for their word on it at present.
    #[error("the badge class is not in review")]
    NotInReview,
    /// It is not archived.
    #[error("the badge class is not archived")]
    NotArchived,
    /// Nothing changed since it was last published.
    #[error("there is no draft to publish: edit the badge class first")]
    NothingToPublish,
    /// Its picture could not be turned into PNG.
    #[error(transparent)]
    Image(#[from] FileError),
    /// What is stored cannot be read.
    #[error(transparent)]
    Unreadable(#[from] UnreadableContent),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Begins a badge class.
pub fn draft(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    issuer: IssuerId,
    new: NewBadgeClass,
) -> Result<BadgeClass, BadgeClassError> {
    authorize(conn, caller, Action::DraftBadge, Some(issuer))?;
    if issuers::find(conn, issuer)?.is_none() {
        return Err(BadgeClassError::UnknownIssuer);
    }
    let NewBadgeClass {
        content,
        suspendable,
    } = new;
    check_draft(conn, &content)?;
    let badge_class = begin(tools, issuer, &content, suspendable);
    badge_classes::insert(conn, &badge_class)?;
    record(conn, tools, caller, &badge_class, "badge_class.drafted")?;
    Ok(badge_class)
}

/// A new badge class with this draft, not stored yet.
fn begin(tools: &Tools, issuer: IssuerId, content: &BadgeContent, suspendable: bool) -> BadgeClass {
    let now = tools.now();
    BadgeClass {
        id: ids::new(tools),
        issuer_id: issuer,
        state: BadgeClassState::Draft,
        name: content.name.trim().to_owned(),
        draft: Some(content.write()),
        current_version: None,
        suspendable,
        created_at: now,
        updated_at: now,
        revision: 0,
        remixed_from: None,
        remixed_version: None,
    }
}

/// Changes the draft. What was published stays as it is until the next [`publish`].
pub fn edit(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BadgeClassId,
    edit: BadgeClassEdit,
) -> Result<BadgeClass, BadgeClassError> {
    let mut badge_class = open(conn, caller, Action::EditBadge, id)?;
    if edit
        .revision
        .is_some_and(|read| read != badge_class.revision)
    {
        return Err(BadgeClassError::ChangedMeanwhile(badge_class.revision));
    }
    if let Some(mut content) = edit.content {
        // Where it came from is nobody's to change: the licence of the original wants it said.
        content.remixed_from = present(conn, &badge_class)?.remixed_from;
        check_draft(conn, &content)?;
        if badge_class.current_version.is_none() {
            content.name.trim().clone_into(&mut badge_class.name);
        }
        badge_class.draft = Some(content.write());
    }
    badge_class.suspendable = edit.suspendable.unwrap_or(badge_class.suspendable);
    badge_class.revision += 1;
    badge_class.updated_at = tools.now();
    badge_classes::update(conn, &badge_class)?;
    record(conn, tools, caller, &badge_class, "badge_class.edited")?;
    Ok(badge_class)
}

/// What a badge class says now: its draft, or else what is published.
pub fn present(
    conn: &mut DbConnection,
    badge_class: &BadgeClass,
) -> Result<BadgeContent, BadgeClassError> {
    let text = match &badge_class.draft {
        Some(draft) => Some(draft.clone()),
        None => badge_class_versions::latest(conn, badge_class.id)?.map(|version| version.content),
    };
    match text {
        Some(text) => Ok(BadgeContent::read(&text)?),
        None => Ok(BadgeContent::default()),
    }
}

/// Ends the awarding of a badge class. Awards that were made stay what they are.
pub fn archive(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BadgeClassId,
) -> Result<BadgeClass, BadgeClassError> {
    let mut badge_class = open(conn, caller, Action::ArchiveBadge, id)?;
    badge_class.state = BadgeClassState::Archived;
    badge_class.updated_at = tools.now();
    badge_classes::update(conn, &badge_class)?;
    library::remove(conn, id)?;
    record(conn, tools, caller, &badge_class, "badge_class.archived")?;
    Ok(badge_class)
}

/// Takes a badge class out of the archive: it is what it was before.
pub fn unarchive(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BadgeClassId,
) -> Result<BadgeClass, BadgeClassError> {
    let mut badge_class = find(conn, caller, Action::ArchiveBadge, id)?;
    if badge_class.state != BadgeClassState::Archived {
        return Err(BadgeClassError::NotArchived);
    }
    badge_class.state = match badge_class.current_version {
        Some(_) => BadgeClassState::Published,
        None => BadgeClassState::Draft,
    };
    badge_class.updated_at = tools.now();
    badge_classes::update(conn, &badge_class)?;
    if let Some(version) = badge_class_versions::latest(conn, id)? {
        publishing::shelve(conn, id, &BadgeContent::read(&version.content)?)?;
    }
    record(conn, tools, caller, &badge_class, "badge_class.unarchived")?;
    Ok(badge_class)
}

/// Finds a badge class that the caller may change and that can still change.
pub(crate) fn open(
    conn: &mut DbConnection,
    caller: &Caller,
    action: Action,
    id: BadgeClassId,
) -> Result<BadgeClass, BadgeClassError> {
    let badge_class = find(conn, caller, action, id)?;
    match badge_class.state {
        BadgeClassState::Archived => Err(BadgeClassError::Archived),
        _ => Ok(badge_class),
    }
}

/// Finds a badge class that the caller may do this to, and keeps others from changing it meanwhile.
pub(crate) fn find(
    conn: &mut DbConnection,
    caller: &Caller,
    action: Action,
    id: BadgeClassId,
) -> Result<BadgeClass, BadgeClassError> {
    let badge_class = badge_classes::find_for_update(conn, id)?;
    let issuer = badge_class
        .as_ref()
        .map(|badge_class| badge_class.issuer_id);
    let public = badge_class
        .as_ref()
        .is_some_and(|class| class.current_version.is_some());
    authorize(conn, caller, action, issuer).map_err(|refusal| refusal.known(public))?;
    badge_class.ok_or(BadgeClassError::UnknownBadgeClass)
}

fn check_draft(conn: &mut DbConnection, content: &BadgeContent) -> Result<(), BadgeClassError> {
    let mut found = content.check_draft();
    if let Some(image) = &content.image
        && !files::is_image(conn, image.blob)?
    {
        found.add(
            "/image/blob",
            "unknown",
            "There is no such picture: upload it first.",
        );
    }
    Ok(found.into_result()?)
}

pub(crate) fn record(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    badge_class: &BadgeClass,
    action: &str,
) -> Result<(), StorageError> {
    let deed = Deed {
        action,
        subject_kind: "badge_class",
        subject: badge_class.id.into(),
        issuer: Some(badge_class.issuer_id),
        detail: json!({ "name": badge_class.name, "version": badge_class.current_version }),
    };
    audit::record(conn, tools, caller, deed)
}

#[cfg(test)]
mod tests;
