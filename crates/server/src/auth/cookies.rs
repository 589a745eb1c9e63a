//! The two cookies: one that knows a browser again, one that carries a word to the next page.

use accolade_issuing::keyring::SealedFor;
use accolade_issuing::secrets::Secret;
use accolade_issuing::sessions;
use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpMessage, HttpRequest, web};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::flash::{Flash, FlashWasShown};
use crate::middleware::Transport;
use crate::providers::Voyage;
use crate::state::State;

const SESSION: &str = "accolade_session";
const FLASH: &str = "accolade_flash";
const VOYAGE: &str = "accolade_voyage";

/// No cookie of ours is longer.
const LONGEST: usize = 4_096;

/// A word is for the next page, not for tomorrow.
const FLASH_SECONDS: i64 = 120;

/// How long somebody may be at a provider.
const VOYAGE_SECONDS: i64 = 600;

/// What to remember while somebody is at a provider; none forgets it.
struct NewVoyage(Option<Voyage>);

/// The secret that the browser should hold from now on; none takes it away.
struct NewSecret(Option<Secret>);

/// The secret that the browser holds.
pub(crate) fn secret(request: &HttpRequest) -> Option<Secret> {
    values(request, &name(request, SESSION)).find_map(|value| value.parse().ok())
}

/// Gives the browser another secret with this answer.
pub(crate) fn give(request: &HttpRequest, secret: Secret) {
    request.extensions_mut().insert(NewSecret(Some(secret)));
}

/// Takes the browser's secret away with this answer.
pub(crate) fn take_away(request: &HttpRequest) {
    request.extensions_mut().insert(NewSecret(None));
}

/// The word that the page before left for this one.
pub(crate) fn flash(request: &HttpRequest, state: &State) -> Option<Flash> {
    let name = name(request, FLASH);
    opened(request, state, &name, SealedFor::Flash)
}

/// Remembers, in the browser, a sign-in that goes on at a provider; none forgets it.
pub(crate) fn remember(request: &HttpRequest, voyage: Option<Voyage>) {
    request.extensions_mut().insert(NewVoyage(voyage));
}

/// The sign-in that went on at a provider.
pub(crate) fn voyage(request: &HttpRequest, state: &State) -> Option<Voyage> {
    let name = name(request, VOYAGE);
    opened(request, state, &name, SealedFor::Voyage)
}

fn opened<T: DeserializeOwned>(
    request: &HttpRequest,
    state: &State,
    name: &str,
    what: SealedFor,
) -> Option<T> {
    let sealed = values(request, name).next()?;
    let sealed = BASE64_URL_SAFE_NO_PAD.decode(sealed).ok()?;
    let plain = state.tools.keyring.open(what, &sealed).ok()?;
    serde_json::from_slice(&plain).ok()
}

/// Writes the cookies that handlers asked for. An answer that carries one is for one browser only.
pub(crate) fn write(response: &mut ServiceResponse<BoxBody>) {
    let request = response.request().clone();
    let flash = response.response_mut().extensions_mut().remove::<Flash>();
    let secret = request.extensions_mut().remove::<NewSecret>();
    let shown = request.extensions_mut().remove::<FlashWasShown>();
    let mut cookies = Vec::new();
    if let Some(NewSecret(secret)) = secret {
        cookies.push(session_cookie(&request, secret.as_ref()));
    }
    match request.extensions_mut().remove::<NewVoyage>() {
        Some(NewVoyage(Some(voyage))) => {
            cookies.extend(sealed(
                &request,
                VOYAGE,
                SealedFor::Voyage,
                &voyage,
                VOYAGE_SECONDS,
            ));
        }
        Some(NewVoyage(None)) => cookies.push(cookie(&request, VOYAGE, "", 0)),
        None => {}
    }
    match flash {
        Some(flash) => {
            cookies.extend(sealed(
                &request,
                FLASH,
                SealedFor::Flash,
                &flash,
                FLASH_SECONDS,
            ));
        }
        None if shown.is_some() => cookies.push(cookie(&request, FLASH, "", 0)),
        None => {}
    }
    for value in cookies
        .iter()
        .filter_map(|cookie| HeaderValue::from_str(cookie).ok())
    {
        let headers = response.headers_mut();
        headers.append(header::SET_COOKIE, value);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.remove(header::ETAG);
    }
}

fn session_cookie(request: &HttpRequest, secret: Option<&Secret>) -> String {
    match secret {
        Some(secret) => cookie(
            request,
            SESSION,
            &secret.reveal(),
            sessions::LONGEST.as_secs(),
        ),
        None => cookie(request, SESSION, "", 0),
    }
}

fn sealed(
    request: &HttpRequest,
    name: &str,
    what: SealedFor,
    value: &impl Serialize,
    seconds: i64,
) -> Option<String> {
    let state = request.app_data::<web::Data<State>>()?;
    let plain = serde_json::to_vec(value).ok()?;
    let tools = &state.tools;
    let sealed = tools.keyring.seal(&*tools.random, what, &plain);
    let value = BASE64_URL_SAFE_NO_PAD.encode(sealed);
    (value.len() < LONGEST).then(|| cookie(request, name, &value, seconds))
}

fn cookie(request: &HttpRequest, plain_name: &str, value: &str, seconds: i64) -> String {
    let name = name(request, plain_name);
    let secure = if is_secure(request) { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

/// Behind TLS the prefix makes browsers refuse a cookie that another host set for ours.
fn name(request: &HttpRequest, plain: &str) -> String {
    let prefix = if is_secure(request) { "__Host-" } else { "" };
    format!("{prefix}{plain}")
}

fn is_secure(request: &HttpRequest) -> bool {
    let transport = request.app_data::<web::Data<Transport>>();
    transport.is_some_and(|transport| transport.secure)
}

fn values<'a>(request: &'a HttpRequest, name: &'a str) -> impl Iterator<Item = &'a str> {
    let headers = request.headers().get_all(header::COOKIE);
    headers
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(move |(known, value)| *known == name && value.len() < LONGEST)
        .map(|(_, value)| value)
}
