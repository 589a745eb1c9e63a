//! Badge classes as documents: the current version and each one before.

use accolade_issuing::{Tools, documents};
use accolade_storage::badge_class_versions::BadgeClassVersion;
use accolade_storage::badge_classes::BadgeClass;
use accolade_storage::types::BadgeClassId;
use accolade_storage::{DbConnection, StorageError, badge_class_versions, badge_classes, issuers};

use super::Form;
use crate::answer::Answer;
use crate::problem::Problem;

pub(super) fn current(
    conn: &mut DbConnection,
    tools: &Tools,
    id: BadgeClassId,
    form: Form,
) -> Result<Option<Answer>, Problem> {
    let Some((badge_class, version)) = published(conn, id, None)? else {
        return Ok(None);
    };
    document(conn, tools, &badge_class, &version, form)
}

pub(super) fn version(
    conn: &mut DbConnection,
    tools: &Tools,
    id: BadgeClassId,
    number: i32,
    form: Form,
) -> Result<Option<Answer>, Problem> {
    let Some((badge_class, version)) = published(conn, id, Some(number))? else {
        return Ok(None);
    };
    document(conn, tools, &badge_class, &version, form)
}

/// A badge class with its current version or another; none while it has never been published.
pub(super) fn published(
    conn: &mut DbConnection,
    id: BadgeClassId,
    number: Option<i32>,
) -> Result<Option<(BadgeClass, BadgeClassVersion)>, StorageError> {
    let Some(badge_class) = badge_classes::find(conn, id)? else {
        return Ok(None);
    };
    let Some(number) = number.or(badge_class.current_version) else {
        return Ok(None);
    };
    let version = badge_class_versions::by_number(conn, id, number)?;
    Ok(version.map(|version| (badge_class, version)))
}

fn document(
    conn: &mut DbConnection,
    tools: &Tools,
    badge_class: &BadgeClass,
    version: &BadgeClassVersion,
    form: Form,
) -> Result<Option<Answer>, Problem> {
    let Some(issuer) = issuers::find(conn, badge_class.issuer_id)? else {
        return Ok(None);
    };
    let document = match form {
        Form::V3Json => documents::badge::achievement_v3(&tools.addresses, &issuer, version),
        _ => documents::badge::badge_class_v2(&tools.addresses, &issuer, version),
    };
    let document = document.map_err(Problem::internal)?;
    Ok(Some(Answer::json("application/ld+json", &document)))
}
