//! Awards as documents: the exact bytes that were signed, and pictures that carry them.

use accolade_issuing::{Tools, awards, documents};
use accolade_storage::assertions::Assertion;
use accolade_storage::types::{AssertionId, AssertionState, DocumentFormat};
use accolade_storage::{DbConnection, assertions};
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
        Form::V2Json => text(conn, tools, &assertion, DocumentFormat::V2Json)?,
        Form::V2Jws => text(conn, tools, &assertion, DocumentFormat::V2Jws)?,
        Form::V3Jwt => text(conn, tools, &assertion, DocumentFormat::V3Jwt)?,
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
        _ => text(conn, tools, &assertion, DocumentFormat::V3Json)?,
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

/// A token of an award, signed now because nobody asked for it before; none if the form is no token or nothing
/// is there.
pub(super) fn sign_token(
    conn: &mut DbConnection,
    tools: &Tools,
    id: AssertionId,
    form: Form,
) -> Result<(), Problem> {
    let format = match form {
        Form::V2Jws => DocumentFormat::V2Jws,
        Form::V3Jwt => DocumentFormat::V3Jwt,
        _ => return Ok(()),
    };
    if let Some(assertion) = assertions::find(conn, id)? {
        awards::form_kept(conn, tools, &assertion, format)?;
    }
    Ok(())
}

fn text(
    conn: &mut DbConnection,
    tools: &Tools,
    assertion: &Assertion,
    format: DocumentFormat,
) -> Result<Option<Answer>, Problem> {
    let media_type = match format {
        DocumentFormat::V3Json => "application/vc+ld+json",
        DocumentFormat::V2Json => "application/ld+json",
        DocumentFormat::V3Jwt | DocumentFormat::V2Jws => "text/plain",
    };
    let body = awards::form(conn, tools, assertion, format)?;
    Ok(body.map(|body| Answer::bytes(media_type, body)))
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
