//! Signing in with a passkey: a small script asks the device and sends this form.

use accolade_issuing::passkeys::{self, PasskeyError, Presented};
use actix_web::{HttpRequest, http::StatusCode, web};
use serde::Deserialize;

use super::{HOME, page, welcome};
use crate::{
    answer::Answer,
    auth::{Posted, Visitor, own_path},
    limits,
    pages::{account::keys::bytes, response},
    problem::Problem,
    state::State,
};

/// What the device said; bytes as base64url.
#[derive(Debug, Deserialize)]
pub(crate) struct PasskeyForm {
    #[serde(default)]
    credential: String,
    #[serde(default)]
    client: String,
    #[serde(default)]
    authenticator: String,
    #[serde(default)]
    signature: String,
    #[serde(default)]
    to: String,
}

/// `POST /sign-in/passkey`
pub(crate) async fn present(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    Posted(form): Posted<PasskeyForm>,
) -> Result<Answer, Problem> {
    state.limits.sign_in(limits::address_of(&request, &state))?;
    let to = own_path(&form.to).unwrap_or(HOME).to_owned();
    let presented = Presented {
        credential: bytes(&form.credential),
        client_data: bytes(&form.client),
        authenticator_data: bytes(&form.authenticator),
        signature: bytes(&form.signature),
    };
    let (secret, browser) = (visitor.secret().clone(), visitor.browser().clone());
    let onward = to.clone();
    let signed_in = state
        .change(move |conn, tools| {
            passkeys::sign_in(conn, tools, &secret, &presented, &onward, &browser)
        })
        .await?;
    match signed_in {
        Ok(signed_in) => Ok(welcome(&request, signed_in)),
        Err(PasskeyError::Refused(why)) => {
            let mut page = page(&state, &visitor, String::new(), &to, None);
            page.trouble = Some(why.to_owned());
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
    }
}
