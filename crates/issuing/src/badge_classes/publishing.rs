//! A draft becomes a version that never changes again.

use accolade_storage::badge_class_versions::{self, BadgeClassVersion};
use accolade_storage::badge_classes::{self, BadgeClass};
use accolade_storage::library::{self, LibraryEntry};
use accolade_storage::types::{BadgeClassId, BadgeClassState};
use accolade_storage::{DbConnection, StorageError, blobs};

use super::{BadgeClassError, open, record};
use crate::access::{Action, Caller};
use crate::content::{BadgeContent, Commons};
use crate::violations::Violations;
use crate::{Tools, files, ids, limits, review_policies, review_requests};

/// Makes the draft the current version. It can be awarded from now on, and never changes.
///
/// Where others were asked for their word, enough of them must have said yes to this very text.
pub fn publish(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BadgeClassId,
) -> Result<(BadgeClass, BadgeClassVersion), BadgeClassError> {
    publish_draft(conn, tools, caller, id, None)
}

/// Publishes although those who were asked did not say yes, for a reason that is kept.
pub fn publish_despite(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BadgeClassId,
    reason: &str,
) -> Result<(BadgeClass, BadgeClassVersion), BadgeClassError> {
    let mut found = Violations::default();
    found.required("/reason", reason, limits::REASON);
    found.into_result()?;
    publish_draft(conn, tools, caller, id, Some(reason.trim()))
}

fn publish_draft(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BadgeClassId,
    despite: Option<&str>,
) -> Result<(BadgeClass, BadgeClassVersion), BadgeClassError> {
    let mut badge_class = open(conn, caller, Action::PublishBadge, id)?;
    let draft = badge_class
        .draft
        .take()
        .ok_or(BadgeClassError::NothingToPublish)?;
    let content = BadgeContent::read(&draft)?;
    check(&content)?;
    let round = review_requests::approval(conn, id, &draft, despite)?;
    let issuer = badge_class.issuer_id;
    let breach = review_policies::breach(conn, tools, issuer, round.as_ref(), despite.is_some())?;
    if let Some(needed) = breach {
        return Err(BadgeClassError::ReviewNeeded(needed));
    }
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
    badge_class.revision += 1;
    badge_class.updated_at = now;
    badge_classes::update(conn, &badge_class)?;
    shelve(conn, id, &content)?;
    if let Some(round) = round {
        review_requests::close(conn, tools, caller, &badge_class, round, &version, despite)?;
    }
    record(conn, tools, caller, &badge_class, "badge_class.published")?;
    Ok((badge_class, version))
}

/// What is wrong with it as a version: it must be complete, and keep to the licence of its original.
fn check(content: &BadgeContent) -> Result<(), Violations> {
    let mut found = content.check_publishable();
    let original = content
        .remixed_from
        .as_ref()
        .and_then(|lineage| lineage.licence.as_deref().and_then(Commons::read));
    if let Some(original) = original.filter(Commons::must_stay)
        && content.licence.as_deref().and_then(Commons::read).as_ref() != Some(&original)
    {
        let message = format!(
            "It was made from a badge under {0}, which asks that it stays under {0}.",
            original.name()
        );
        found.add("/licence", "share_alike", message);
    }
    found.into_result()
}

/// Puts what others may use into the library, and takes out what they may not.
pub(super) fn shelve(
    conn: &mut DbConnection,
    id: BadgeClassId,
    content: &BadgeContent,
) -> Result<(), StorageError> {
    let Some(licence) = content.licence.as_deref().and_then(Commons::read) else {
        return library::remove(conn, id);
    };
    let tags = content.tags.iter().map(|tag| tag.to_lowercase());
    let entry = LibraryEntry {
        badge_class_id: id,
        licence: licence.name(),
        languages: barred(content.languages().map(str::to_owned)),
        tags: barred(tags),
        words: words(content),
    };
    library::put(conn, &entry)
}

/// The words between vertical bars, so that each can be found whole.
fn barred(words: impl Iterator<Item = String>) -> String {
    let mut text = String::from("|");
    for word in words {
        text.push_str(&word.replace('|', " "));
        text.push('|');
    }
    text
}

/// Everything that somebody may search for, in small letters.
fn words(content: &BadgeContent) -> String {
    let mut texts = vec![
        content.name.as_str(),
        &content.description,
        &content.claim,
        &content.criteria.narrative,
    ];
    texts.extend(content.tags.iter().map(String::as_str));
    texts.extend(content.criteria.items.iter().map(|item| item.text.as_str()));
    for alignment in &content.alignments {
        texts.push(&alignment.name);
        texts.extend(alignment.code.as_deref());
    }
    for translation in content.translations.values() {
        texts.extend([translation.name.as_str(), &translation.claim]);
    }
    texts.join("\n").to_lowercase()
}

/// Somebody published the same draft between our look and our write.
fn published_meanwhile(error: StorageError) -> BadgeClassError {
    match error {
        StorageError::Conflict(_) => BadgeClassError::NothingToPublish,
        other => other.into(),
    }
}
