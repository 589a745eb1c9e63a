//! Awards as documents: the exact bytes that were signed, and pictures that carry them.

use accolade_issuing::{Tools, awards, documents};
use accolade_storage::assertions::Assertion;
use accolade_storage::types::{AssertionId, AssertionState, DocumentFormat};
use accolade_storage::{DbConnection, assertions, signed_documents};
use actix_web::http::{StatusCode, header};
use openbadges::baking::ImageKind;

use super::Form;
use crate::answer::{Answer, Freshness};
use crate::middleware::headers::FILE_POLICY;
use crate::problem::Problem;

pub(super) fn document(
    conn: &mut DbConnection,
    tools: &Tools,
    id: AssertionId,
    form: Form,
) -> Result<Option<Answer>, Problem> {
    let Some(assertion) = assertions::find(conn, id)? else {
        return Ok(None);
    };
    let answer = match form {
        Form::V2Json if assertion.state != AssertionState::Issued => {
            Some(withdrawn(tools, &assertion))
        }
        Form::V2Json => signed(conn, id, DocumentFormat::V2Json, "application/ld+json")?,
        Form::V2Jws => signed(conn, id, DocumentFormat::V2Jws, "text/plain")?,
        Form::V3Jwt => signed(conn, id, DocumentFormat::V3Jwt, "text/plain")?,
        Form::V3Png => Some(baked(
            conn,
            tools,
            &assertion,
            ImageKind::Png,
            awards::Version::V3,
        )?),
        Form::V3Svg => Some(baked(
            conn,
            tools,
            &assertion,
            ImageKind::Svg,
            awards::Version::V3,
        )?),
        Form::V2Png => Some(baked(
            conn,
            tools,
            &assertion,
            ImageKind::Png,
            awards::Version::V2,
        )?),
        Form::V2Svg => Some(baked(
            conn,
            tools,
            &assertion,
            ImageKind::Svg,
            awards::Version::V2,
        )?),
        _ => signed(conn, id, DocumentFormat::V3Json, "application/vc+ld+json")?,
    };
    Ok(answer.map(|answer| {
        let freshness = if form == Form::V2Json {
            Freshness::Standing
        } else {
            Freshness::Document
        };
        answer
            .fresh(freshness)
            .header(header::HeaderName::from_static("x-robots-tag"), "noindex")
    }))
}

/// The hosted 2.0 document is the proof itself, so it must go when the award does.
fn withdrawn(tools: &Tools, assertion: &Assertion) -> Answer {
    let stub = documents::award::revoked_stub_v2(&tools.addresses, assertion);
    Answer::json("application/ld+json", &stub).status(StatusCode::GONE)
}

fn signed(
    conn: &mut DbConnection,
    id: AssertionId,
    format: DocumentFormat,
    media_type: &str,
) -> Result<Option<Answer>, Problem> {
    let document = signed_documents::find(conn, id, format)?;
    Ok(document.map(|document| Answer::bytes(media_type, document.body)))
}

fn baked(
    conn: &mut DbConnection,
    tools: &Tools,
    assertion: &Assertion,
    kind: ImageKind,
    version: awards::Version,
) -> Result<Answer, Problem> {
    let bytes = awards::baked(conn, tools, assertion, kind, version)?;
    let media_type = match kind {
        ImageKind::Png => "image/png",
        ImageKind::Svg => "image/svg+xml",
    };
    Ok(Answer::bytes(media_type, bytes).header(header::CONTENT_SECURITY_POLICY, FILE_POLICY))
}
