//! Badge classes as documents: the current version and each one before.

use accolade_issuing::{Tools, documents, endorsements};
use accolade_storage::badge_class_versions::BadgeClassVersion;
use accolade_storage::badge_classes::BadgeClass;
use accolade_storage::types::{BadgeClassId, EndorsementId};
use accolade_storage::{DbConnection, StorageError, badge_class_versions, badge_classes, issuers};

use super::Form;
use crate::answer::Answer;
use crate::problem::{Kind, Problem};

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

/// A version in another language.
pub(super) fn translation(
    conn: &mut DbConnection,
    tools: &Tools,
    id: BadgeClassId,
    number: i32,
    language: &str,
    form: Form,
) -> Result<Option<Answer>, Problem> {
    let Some((badge_class, version)) = published(conn, id, Some(number))? else {
        return Ok(None);
    };
    let Some(issuer) = issuers::find(conn, badge_class.issuer_id)? else {
        return Ok(None);
    };
    let of = &tools.addresses;
    let document = match form {
        Form::V3Json => documents::badge::translated_v3(of, &issuer, &version, language),
        _ => documents::badge::translated_v2(of, &issuer, &version, language),
    };
    let document = document.map_err(Problem::internal)?;
    Ok(document.map(|document| Answer::json("application/ld+json", &document)))
}

/// An organisation's signed word, exactly as it was signed; gone when it was taken back.
pub(super) fn endorsement(
    conn: &mut DbConnection,
    id: EndorsementId,
) -> Result<Option<Answer>, Problem> {
    let Some(endorsement) = accolade_storage::endorsements::find(conn, id)? else {
        return Ok(None);
    };
    if endorsement.withdrawn_at.is_some() {
        return Err(Problem::new(Kind::Withdrawn));
    }
    Ok(Some(Answer::bytes(
        "application/vc+ld+json",
        endorsement.document,
    )))
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
        Form::V3Json => {
            let said = endorsements::documents_of(conn, badge_class.id, version.number)?;
            documents::badge::achievement_v3(&tools.addresses, &issuer, version, said)
        }
        _ => documents::badge::badge_class_v2(&tools.addresses, &issuer, version),
    };
    let document = document.map_err(Problem::internal)?;
    Ok(Some(Answer::json("application/ld+json", &document)))
}
