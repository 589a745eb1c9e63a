//! The outside door: credentials of any kind, issued and verified as W3C's test suites and VC-API clients ask for it.
//!
//! This is for conformance and interoperability tests and for nothing else. It signs whatever it is given for whoever can
//! reach it, with keys of its own that belong to none of the platform's issuers, and so it is closed unless the operator
//! opens it ([`crate::config::DoorPolicy`]). What is behind it is in memory: status lists begin anew with the server.

use std::future::{Ready, ready};
use std::sync::{Arc, Mutex, MutexGuard};

use accolade_issuing::Tools;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use sha2::{Digest, Sha256};

use crate::config::DoorPolicy;
use crate::limits;
use crate::problem::{Kind, Problem};
use crate::state::State;

mod check;
pub mod handlers;
mod issue;
mod keys;
mod lists;
mod options;
mod verdict;

use keys::Keys;
use lists::Lists;

/// What is behind the open door: the test issuer's keys and its status lists.
pub struct Door {
    token: Option<String>,
    keys: Keys,
    lists: Mutex<Lists>,
}

impl Door {
    /// The door as the operator wants it; none if it stays closed.
    pub fn of(policy: &DoorPolicy, tools: &Tools) -> Option<Arc<Self>> {
        let token = match policy {
            DoorPolicy::Closed => return None,
            DoorPolicy::Token(token) => Some(token.clone()),
            DoorPolicy::Open => None,
        };
        let door = Self {
            token,
            keys: Keys::of(&tools.keyring),
            lists: Mutex::default(),
        };
        tracing::warn!(
            issuer = door.keys.ed25519.did,
            open = door.token.is_none(),
            "the outside door is open: it signs anything for anyone who can reach it"
        );
        Some(Arc::new(door))
    }

    fn lists(&self) -> MutexGuard<'_, Lists> {
        self.lists.lock().expect("no holder of this lock panics")
    }
}

/// The door, for a request that may pass: it is open, the caller asks not too often and has the token if there is one.
///
/// The first argument of a handler, so that this is settled before anything is read: behind a closed door nothing is
/// wrong with a body, for there is nothing.
pub struct Entered(Arc<Door>);

impl FromRequest for Entered {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(entered(request).map(Self))
    }
}

fn entered(request: &HttpRequest) -> Result<Arc<Door>, Problem> {
    let state = request
        .app_data::<web::Data<State>>()
        .ok_or_else(|| Problem::internal("the application has no state"))?;
    let door = state.door.clone().ok_or_else(Problem::not_found)?;
    let address = limits::address_of(request, state);
    state.limits.verification(address)?;
    if let Some(token) = &door.token
        && !has_token(request, token)
    {
        state.limits.refused_token(address)?;
        return Err(Problem::new(Kind::Unauthenticated)
            .detail("Send the token of the outside door as `Authorization: Bearer …`."));
    }
    Ok(door)
}

/// Compared by their hashes, so that the time it takes tells nothing about the token.
fn has_token(request: &HttpRequest, token: &str) -> bool {
    let given = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    given.is_some_and(|given| Sha256::digest(given) == Sha256::digest(token))
}
