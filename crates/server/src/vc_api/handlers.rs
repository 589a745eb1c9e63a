//! The endpoints: each reads its body, does its work on a blocking thread, and answers.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use openbadges::verify::{Expected, Report};
use serde_json::{Map, Value, json};

use super::options::{
    IssueRequest, PresentRequest, StatusChange, VerifyCredential, VerifyPresentation,
};
use super::verdict::Judged;
use super::{Door, Entered, check, issue, lists};
use crate::api::body::JsonBody;
use crate::problem::Problem;
use crate::state::State;

/// Who signs behind the outside door
///
/// For conformance tests; answers 404 unless the operator has opened the outside door (`vc_api`). The identifiers of the
/// test issuer, one for each kind of key, as a test suite has to be told them.
#[utoipa::path(
    get, path = "/vc", tag = "Outside door",
    responses((status = 200, description = "The identifiers", body = Object)),
)]
pub async fn identifiers(state: web::Data<State>) -> Result<HttpResponse, Problem> {
    let door = state.door.clone().ok_or_else(Problem::not_found)?;
    let issuers = [
        ("Ed25519", &door.keys.ed25519),
        ("P-256", &door.keys.p256),
        ("P-384", &door.keys.p384),
    ];
    let issuers: Vec<Value> = issuers
        .iter()
        .map(|(curve, key)| json!({"id": key.did, "key": curve}))
        .collect();
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(json!({"issuers": issuers})))
}

/// Issue any credential
///
/// For conformance tests; answers 404 unless the operator has opened the outside door (`vc_api`). Signs the credential in
/// the name of the server's own test issuer, a did:key, whatever `issuer` says. `options` may name `type`
/// (`DataIntegrityProof`, `Ed25519Signature2020`, `vc+jwt`), `cryptosuite`, `credentialId`, `created`, `challenge`,
/// `domain`, `credentialStatus` and, for `ecdsa-sd-2023`, `mandatoryPointers`. A base proof of that suite is for its
/// holder, so it is not verified here; what the holder derives from it is.
#[utoipa::path(
    post, path = "/vc/credentials/issue", tag = "Outside door",
    request_body(content = Object, description = "`{\"credential\": …, \"options\": …}`"),
    responses((status = 201, description = "The verifiable credential", body = Object)),
)]
pub async fn issue_credential(
    entered: Entered,
    body: JsonBody<IssueRequest>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let order = body.value;
    let signed = behind(entered, &state, move |state, door| {
        let options = order.options.unwrap_or_default();
        issue::credential(state, door, order.credential, &options)
    })
    .await?;
    Ok(created(&signed))
}

/// Verify any credential
///
/// For conformance tests; answers 404 unless the operator has opened the outside door (`vc_api`). A credential that does
/// not hold is answered with 400 and the reasons. `options.checks` may name what counts: `proof` alone leaves out dates
/// and status.
#[utoipa::path(
    post, path = "/vc/credentials/verify", tag = "Outside door",
    request_body(content = Object, description = "`{\"verifiableCredential\": …, \"options\": …}`"),
    responses((status = 200, description = "It holds", body = Object)),
)]
pub async fn verify_credential(
    entered: Entered,
    body: JsonBody<VerifyCredential>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let asked = body.value;
    if is_presentation(&asked.verifiable_credential) {
        let pointer = "/verifiableCredential/type";
        return Err(Problem::field(
            pointer,
            "not_allowed",
            "This is a presentation.",
        ));
    }
    let told = behind(entered, &state, move |state, door| {
        let report = check::credential(state, door, asked.verifiable_credential);
        let options = asked.options.unwrap_or_default();
        if report.verdict.holds() && !is_credential(&report) {
            let message = "This is not a verifiable credential.";
            return Err(Problem::field(
                "/verifiableCredential",
                "not_allowed",
                message,
            ));
        }
        Ok(Judged::new(&report, options.checks.as_deref()).told())
    })
    .await?;
    Ok(told.answer())
}

/// Verify any presentation
///
/// For conformance tests; answers 404 unless the operator has opened the outside door (`vc_api`). The presentation must be
/// signed for `authentication` by its holder, and answer `options.challenge` and `options.domain` where these are given.
#[utoipa::path(
    post, path = "/vc/presentations/verify", tag = "Outside door",
    request_body(content = Object, description = "`{\"verifiablePresentation\": …, \"options\": …}`"),
    responses((status = 200, description = "It holds", body = Object)),
)]
pub async fn verify_presentation(
    entered: Entered,
    body: JsonBody<VerifyPresentation>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let asked = body.value;
    let told = behind(entered, &state, move |state, door| {
        let options = asked.options.unwrap_or_default();
        let expected = Expected {
            challenge: options.challenge.as_deref(),
            domain: options.domain.as_deref(),
        };
        let report = check::presentation(state, door, asked.verifiable_presentation, &expected);
        Ok(Judged::new(&report, options.checks.as_deref()).told())
    })
    .await?;
    Ok(told.answer())
}

/// Sign a presentation
///
/// For conformance tests; answers 404 unless the operator has opened the outside door (`vc_api`). Signs with the key of
/// the test issuer, who is the holder if none is named.
#[utoipa::path(
    post, path = "/vc/presentations/prove", tag = "Outside door",
    request_body(content = Object, description = "`{\"presentation\": …, \"options\": {\"challenge\": …, \"domain\": …}}`"),
    responses((status = 201, description = "The verifiable presentation", body = Object)),
)]
pub async fn prove_presentation(
    entered: Entered,
    body: JsonBody<PresentRequest>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let order = body.value;
    let signed = behind(entered, &state, move |state, door| {
        let options = order.options.unwrap_or_default();
        issue::presentation(state, door, order.presentation, &options)
    })
    .await?;
    Ok(created(&signed))
}

/// Revoke or suspend what the test issuer issued
///
/// For conformance tests; answers 404 unless the operator has opened the outside door (`vc_api`). The credential is named
/// by `credentialId`, or by the place in its status list.
#[utoipa::path(
    post, path = "/vc/credentials/status", tag = "Outside door",
    request_body(content = Object, description = "`{\"credentialId\": …, \"credentialStatus\": {\"statusPurpose\": …, \"statusListIndex\": …}, \"status\": true}`"),
    responses((status = 200, description = "The list says so now"), (status = 404, description = "No such place was given out")),
)]
pub async fn set_status(
    entered: Entered,
    body: JsonBody<StatusChange>,
) -> Result<HttpResponse, Problem> {
    let Entered(door) = entered;
    let change = body.value;
    let index = match &change.credential_status.status_list_index {
        None => None,
        Some(text) => Some(text.parse().map_err(|_| {
            let pointer = "/credentialStatus/statusListIndex";
            Problem::field(pointer, "bad_format", "This is a decimal number.")
        })?),
    };
    let id = change.credential_id.as_deref();
    let purpose = &change.credential_status.status_purpose;
    if door.lists().set(purpose, index, id, change.status) {
        Ok(HttpResponse::Ok().json(json!({"status": change.status})))
    } else {
        Err(Problem::not_found())
    }
}

/// A status list of the test issuer
///
/// For conformance tests; answers 404 unless the operator has opened the outside door (`vc_api`).
#[utoipa::path(
    get, path = "/vc/status-lists/{purpose}", tag = "Outside door",
    params(("purpose" = String, Path, description = "`revocation` or `suspension`")),
    responses((status = 200, description = "The list as a signed credential", body = Object)),
)]
pub async fn status_list(
    path: web::Path<String>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    // Lists are public wherever credentials are, so they need no token.
    let door = state.door.clone().ok_or_else(Problem::not_found)?;
    let purpose = lists::purpose(&path).ok_or_else(Problem::not_found)?;
    let address = state
        .tools
        .addresses
        .url(&format!("{}{purpose}", lists::PATH));
    let list = door
        .lists()
        .credential(purpose, &address, &door.keys.ed25519, state.now())?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type("application/vc")
        .body(list.to_string()))
}

/// Does something behind the door on a blocking thread.
async fn behind<T, F>(Entered(door): Entered, state: &State, work: F) -> Result<T, Problem>
where
    F: FnOnce(&State, &Door) -> Result<T, Problem> + Send + 'static,
    T: Send + 'static,
{
    let state = state.clone();
    web::block(move || work(&state, &door))
        .await
        .map_err(Problem::internal)?
}

fn created(document: &Value) -> HttpResponse {
    HttpResponse::Created()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(document)
}

fn is_presentation(document: &Map<String, Value>) -> bool {
    let types = document
        .get("type")
        .map_or(&[][..], openbadges::json::items);
    types
        .iter()
        .filter_map(Value::as_str)
        .any(|one| one == "VerifiablePresentation" || one == "EnvelopedVerifiablePresentation")
}

/// The verifier reads badges from before the data model too, and these are not what is asked for here.
fn is_credential(report: &Report) -> bool {
    matches!(
        report.subject.spec.as_deref(),
        Some("OB-3.0" | "CLR-2.0" | "VC")
    )
}
