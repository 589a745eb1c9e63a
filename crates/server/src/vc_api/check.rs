//! Verifying behind the door: the library's rules for any credential, with our own status lists at hand.

use openbadges::verify::{
    Code, Expected, Fetch, FetchError, Fetched, Input, Policy, ProofPolicy, Report, Request,
    verify, verify_presentation,
};
use serde_json::{Map, Value};
use url::Url;

use super::{Door, lists};
use crate::own_documents::OwnDocuments;
use crate::state::State;

/// What W3C has refused that is a warning elsewhere: a list with fewer places than Bitstring Status List 1.0 (section 3.2)
/// asks for.
pub(super) const REFUSED: &[Code] = &[Code::StatusListShort];

/// The rules of W3C for any credential: contexts may be written out, and every proof must hold (Data Integrity 1.0,
/// section 4.5).
pub(super) fn policy() -> Policy {
    Policy {
        name: "vc-api/2".to_owned(),
        inline_contexts: true,
        proofs: ProofPolicy::Every,
        refuse: REFUSED.to_vec(),
        ..Policy::default()
    }
}

/// A credential as it was handed in.
pub(super) fn credential(state: &State, door: &Door, mut document: Map<String, Value>) -> Report {
    unwrap_contexts(&mut document);
    let text = Value::Object(document).to_string();
    with_world(state, door, |fetch| {
        verify(&request(&text), &policy(), fetch, state.now())
    })
}

/// A presentation as it was handed in.
pub(super) fn presentation(
    state: &State,
    door: &Door,
    mut document: Map<String, Value>,
    expected: &Expected<'_>,
) -> Report {
    unwrap_contexts(&mut document);
    let text = Value::Object(document).to_string();
    with_world(state, door, |fetch| {
        verify_presentation(&request(&text), expected, &policy(), fetch, state.now())
    })
}

/// Takes contexts out of a second wrapping: JSON-LD forbids it, the library of the suites' makers tolerates it, and their
/// inputs have it. Nothing that is signed changes by it.
pub(super) fn unwrap_contexts(document: &mut Map<String, Value>) {
    let contexts = document.get_mut("@context").and_then(Value::as_array_mut);
    for context in contexts.into_iter().flatten() {
        let only = context
            .as_object()
            .is_some_and(|members| members.len() == 1);
        if let Some(inner) = context.get_mut("@context").filter(|_| only) {
            *context = inner.take();
        }
    }
}

fn request(text: &str) -> Request<'_> {
    Request {
        input: Input::Bytes(text.as_bytes()),
        recipient: None,
    }
}

fn with_world(state: &State, door: &Door, look: impl FnOnce(&dyn Fetch) -> Report) -> Report {
    let session = state.fetcher.session(None);
    let own = OwnDocuments::before(&session, &state.database, &state.tools);
    look(&Behind {
        state,
        door,
        others: &own,
    })
}

/// Our status lists before everybody else's documents.
struct Behind<'a> {
    state: &'a State,
    door: &'a Door,
    others: &'a dyn Fetch,
}

impl Fetch for Behind<'_> {
    fn fetch(&self, url: &Url, accept: &str) -> Result<Fetched, FetchError> {
        let base = self.state.public_url();
        let own = url.origin() == base.origin();
        let purpose = url.path().strip_prefix(lists::PATH).filter(|_| own);
        let Some(purpose) = purpose.and_then(lists::purpose) else {
            return self.others.fetch(url, accept);
        };
        let key = &self.door.keys.ed25519;
        let now = self.state.now();
        let list = self
            .door
            .lists()
            .credential(purpose, url.as_str(), key, now)
            .map_err(|_| FetchError::Unreachable("our list could not be signed".to_owned()))?;
        Ok(Fetched {
            status: 200,
            media_type: Some("application/vc".to_owned()),
            body: list.to_string().into_bytes(),
            final_url: url.clone(),
        })
    }
}
