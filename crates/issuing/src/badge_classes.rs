//! Badge classes: drafted, edited, published as versions, archived.

use accolade_storage::badge_class_versions::{self, BadgeClassVersion};
use accolade_storage::badge_classes::{self, BadgeClass};
use accolade_storage::types::{BadgeClassId, BadgeClassState, IssuerId};
use accolade_storage::{DbConnection, StorageError, blobs, issuers};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::access::{AccessError, Action, Caller, authorize};
use crate::audit::{self, Deed};
use crate::content::{BadgeContent, UnreadableContent};
use crate::files::{self, FileError};
use crate::violations::Violations;
use crate::{Tools, ids};

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
    let now = tools.now();
    let badge_class = BadgeClass {
        id: ids::new(tools),
        issuer_id: issuer,
        state: BadgeClassState::Draft,
        name: content.name.trim().to_owned(),
        draft: Some(content.write()),
        current_version: None,
        suspendable,
        created_at: now,
        updated_at: now,
    };
    badge_classes::insert(conn, &badge_class)?;
    record(conn, tools, caller, &badge_class, "badge_class.drafted")?;
    Ok(badge_class)
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
    if let Some(content) = edit.content {
        check_draft(conn, &content)?;
        if badge_class.current_version.is_none() {
            content.name.trim().clone_into(&mut badge_class.name);
        }
        badge_class.draft = Some(content.write());
    }
    badge_class.suspendable = edit.suspendable.unwrap_or(badge_class.suspendable);
    badge_class.updated_at = tools.now();
    badge_classes::update(conn, &badge_class)?;
    record(conn, tools, caller, &badge_class, "badge_class.edited")?;
    Ok(badge_class)
}

/// Makes the draft the current version. It can be awarded from now on, and never changes.
pub fn publish(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BadgeClassId,
) -> Result<(BadgeClass, BadgeClassVersion), BadgeClassError> {
    let mut badge_class = open(conn, caller, Action::PublishBadge, id)?;
    let draft = badge_class
        .draft
        .take()
        .ok_or(BadgeClassError::NothingToPublish)?;
    let content = BadgeContent::read(&draft)?;
    content.check_publishable().into_result()?;
    let Some(image) = &content.image else {
        return Err(Violations::one("/image", "required", "A badge needs a picture.").into());
    };
    let now = tools.now();
    let version = BadgeClassVersion {
        id: ids::new(tools),
        badge_class_id: id,
        number: badge_class.current_version.unwrap_or(0) + 1,
        name: content.name.trim().to_owned(),
        image_blob: image.blob,
        image_png_blob: files::png_rendition(conn, tools, &image.blob)?,
        content: draft,
        published_at: now,
        published_by: caller.account,
    };
    badge_class_versions::insert(conn, &version).map_err(published_meanwhile)?;
    blobs::publish(conn, &[version.image_blob, version.image_png_blob], now)?;
    badge_class.state = BadgeClassState::Published;
    badge_class.name.clone_from(&version.name);
    badge_class.current_version = Some(version.number);
    badge_class.updated_at = now;
    badge_classes::update(conn, &badge_class)?;
    record(conn, tools, caller, &badge_class, "badge_class.published")?;
    Ok((badge_class, version))
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
    record(conn, tools, caller, &badge_class, "badge_class.archived")?;
    Ok(badge_class)
}

/// Somebody published the same draft between our look and our write.
fn published_meanwhile(error: StorageError) -> BadgeClassError {
    match error {
        StorageError::Conflict(_) => BadgeClassError::NothingToPublish,
        other => other.into(),
    }
}

/// Finds a badge class that the caller may change and that can still change.
fn open(
    conn: &mut DbConnection,
    caller: &Caller,
    action: Action,
    id: BadgeClassId,
) -> Result<BadgeClass, BadgeClassError> {
    let badge_class = badge_classes::find(conn, id)?;
    let issuer = badge_class
        .as_ref()
        .map(|badge_class| badge_class.issuer_id);
    let public = badge_class
        .as_ref()
        .is_some_and(|class| class.current_version.is_some());
    authorize(conn, caller, action, issuer).map_err(|refusal| refusal.known(public))?;
    let badge_class = badge_class.ok_or(BadgeClassError::UnknownBadgeClass)?;
    match badge_class.state {
        BadgeClassState::Archived => Err(BadgeClassError::Archived),
        _ => Ok(badge_class),
    }
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

fn record(
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
