//! The test issuer's status lists, in memory: one for each purpose.

use std::collections::BTreeMap;

use accolade_issuing::random::Random;
use jiff::Timestamp;
use openbadges::proof::Suite;
use openbadges::proof::data_integrity::{ProofOptions, sign};
use openbadges::status::{BitstringList, MINIMUM_ENTRIES};
use openbadges::time::format_seconds;
use serde_json::{Value, json};

use super::keys::TestKey;
use crate::problem::Problem;

/// Below this path each purpose has its list.
pub(super) const PATH: &str = "/vc/status-lists/";

/// The purposes that a list may have.
const PURPOSES: &[&str] = &["revocation", "suspension"];

/// Half of the places are never given out, so that a free one is found at once.
const MOST_GIVEN: usize = MINIMUM_ENTRIES / 2;

/// All lists.
#[derive(Default)]
pub(super) struct Lists(BTreeMap<&'static str, List>);

struct List {
    bits: BitstringList,
    given: BTreeMap<usize, Option<String>>,
}

impl Default for List {
    fn default() -> Self {
        Self {
            bits: BitstringList::new(MINIMUM_ENTRIES),
            given: BTreeMap::new(),
        }
    }
}

/// The purpose, if there is a list for it.
pub(super) fn purpose(name: &str) -> Option<&'static str> {
    PURPOSES.iter().copied().find(|known| *known == name)
}

impl Lists {
    /// Gives a credential a place; the entry for its `credentialStatus`.
    pub(super) fn allocate(
        &mut self,
        purpose: &'static str,
        credential: Option<&str>,
        address: &str,
        random: &dyn Random,
    ) -> Result<Value, Problem> {
        let list = self.0.entry(purpose).or_default();
        if list.given.len() >= MOST_GIVEN {
            return Err(Problem::field(
                "/options/credentialStatus",
                "not_allowed",
                "The list of this test issuer is full; it begins anew when the server does.",
            ));
        }
        let entries = u32::try_from(MINIMUM_ENTRIES).unwrap_or(u32::MAX);
        let index = loop {
            let index = random.below(entries) as usize;
            if !list.given.contains_key(&index) {
                break index;
            }
        };
        list.given.insert(index, credential.map(str::to_owned));
        Ok(json!({
            "type": "BitstringStatusListEntry",
            "statusPurpose": purpose,
            "statusListIndex": index.to_string(),
            "statusListCredential": address,
        }))
    }

    /// Sets the place of a credential, by its place or its id; false if there is no such.
    pub(super) fn set(
        &mut self,
        purpose: &str,
        index: Option<usize>,
        credential: Option<&str>,
        value: bool,
    ) -> bool {
        let Some(list) = self.0.get_mut(purpose) else {
            return false;
        };
        let mut places = list.given.iter().filter(|(place, id)| match index {
            Some(index) => **place == index,
            None => credential.is_some() && id.as_deref() == credential,
        });
        match places.next().map(|(place, _)| *place) {
            Some(place) => list.bits.set(place, value).is_ok(),
            None => false,
        }
    }

    /// The list as a signed credential.
    pub(super) fn credential(
        &self,
        purpose: &'static str,
        address: &str,
        key: &TestKey,
        now: Timestamp,
    ) -> Result<Value, Problem> {
        let encoded = match self.0.get(purpose) {
            Some(list) => list.bits.encode(),
            None => BitstringList::new(MINIMUM_ENTRIES).encode(),
        };
        let credential = json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "id": address,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": key.did,
            "validFrom": format_seconds(now),
            "credentialSubject": {
                "id": format!("{address}#list"),
                "type": "BitstringStatusList",
                "statusPurpose": purpose,
                "encodedList": encoded,
            },
        });
        let proof = ProofOptions {
            suite: Suite::EddsaRdfc2022,
            created: now,
            verification_method: key.method(),
            purpose: "assertionMethod".to_owned(),
        };
        sign(&credential, &[proof], &key.key).map_err(Problem::internal)
    }
}
