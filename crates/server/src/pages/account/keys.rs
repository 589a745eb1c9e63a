//! Passkeys on the account page. A small script asks the device; without it the form is not shown.

use accolade_issuing::passkeys::{self, PasskeyError, Registration};
use accolade_storage::types::{AccountId, PasskeyId};
use actix_web::{http::StatusCode, web};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Deserialize;

use super::{page, saved};
use crate::{
    answer::Answer,
    auth::{Posted, Visitor},
    pages::{faults::Faults, response},
    problem::Problem,
    state::State,
};

/// What the device said; bytes as base64url.
#[derive(Debug, Deserialize)]
pub(crate) struct PasskeyForm {
    #[serde(default)]
    passkey: String,
    #[serde(default)]
    client: String,
    #[serde(default)]
    authenticator: String,
    #[serde(default)]
    key: String,
    #[serde(default)]
    algorithm: String,
}

/// A form that says nothing but where it came from.
#[derive(Debug, Deserialize)]
pub(crate) struct Empty {}

/// `POST /account/passkeys`
pub(crate) async fn add(
    state: web::Data<State>,
    visitor: Visitor,
    Posted(form): Posted<PasskeyForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let browser = visitor.secret().clone();
    let new = Registration {
        client_data: bytes(&form.client),
        authenticator_data: bytes(&form.authenticator),
        public_key: bytes(&form.key),
        algorithm: form.algorithm.parse().unwrap_or_default(),
        name: form.passkey,
    };
    let added = state
        .change(move |conn, tools| passkeys::register(conn, tools, &caller, &browser, &new))
        .await?;
    let faults = match added {
        Ok(passkey) => return Ok(saved(format!("{} signs you in from now on.", passkey.name))),
        Err(PasskeyError::Refused(why)) => Faults::one("passkey", why),
        Err(PasskeyError::Invalid(violations)) => {
            let first = violations.0.into_iter().next();
            Faults::one(
                "passkey",
                first.map(|violation| violation.message).unwrap_or_default(),
            )
        }
        Err(other) => return Err(other.into()),
    };
    let page = page(&state, &visitor, faults).await?;
    response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// `POST /account/passkeys/{id}`: removes one.
pub(crate) async fn remove(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<PasskeyId>,
    Posted(Empty {}): Posted<Empty>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let removed = state
        .write(move |conn, tools| passkeys::remove(conn, tools, &caller, *id))
        .await?;
    match removed {
        true => Ok(saved("That passkey signs nobody in any more.")),
        false => Err(Problem::not_found()),
    }
}

/// What a script wrote; nothing where it is no base64url, and nothing proves nothing.
pub(crate) fn bytes(text: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(text).unwrap_or_default()
}

/// How a device knows the account: its id, as base64url.
pub(crate) fn handle(account: AccountId) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(account.as_uuid().as_bytes())
}
