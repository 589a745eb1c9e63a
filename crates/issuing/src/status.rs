//! Status lists: places given to awards, bits set, the list signed anew.

use accolade_storage::issuers::Issuer;
use accolade_storage::status_lists::{self, StatusList};
use accolade_storage::types::{StatusListId, StatusPurpose};
use accolade_storage::{DbConnection, StorageError, assertions, issuers};
use openbadges::status::{self as engine, BitstringList, MINIMUM_ENTRIES};
use openbadges::v3::ED25519_2020;
use serde_json::Value;

use crate::signing::{Signer, SigningError};
use crate::{Tools, ids};

mod drawn;

pub(crate) use drawn::{Drawn, DrawnPlaces};

/// Places that may be given away: every second index, as its mirror is set with it.
const ALLOCATABLE: usize = MINIMUM_ENTRIES / 2;

/// Given-away places at which a new list is begun. Half of what there is keeps the search for a
/// free place short, and the places that were given hidden among those that were not.
const FULL: i32 = (ALLOCATABLE / 2) as i32;

/// Why a status could not be given or changed.
#[derive(Debug, thiserror::Error)]
pub enum StatusError {
    /// The list could not be signed.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// The list is gone or damaged.
    #[error("a status list is missing or damaged")]
    Damaged,
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A place in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) list: StatusListId,
    pub(crate) number: i32,
    pub(crate) index: i32,
}

/// Gives away a free place, drawn at random so that it tells nothing about the award.
pub(crate) fn allocate(
    conn: &mut DbConnection,
    tools: &Tools,
    signer: &Signer<'_>,
    issuer: &Issuer,
    purpose: StatusPurpose,
) -> Result<Place, StatusError> {
    let list = open(conn, tools, signer, issuer, purpose, 0)?;
    let index = loop {
        let index = draw(tools);
        if !assertions::index_taken(conn, list.id, index)? {
            break index;
        }
    };
    status_lists::increment_used(conn, list.id, 1)?;
    Ok(Place {
        list: list.id,
        number: list.number,
        index,
    })
}

/// Sets or clears the bits of places of one list and their mirrors, and publishes the list signed anew, once.
pub(crate) fn set(
    conn: &mut DbConnection,
    tools: &Tools,
    issuer: &Issuer,
    list: StatusListId,
    indices: &[i32],
    value: bool,
) -> Result<(), StatusError> {
    // Locked, so that of two changes at once neither loses the other's bit.
    let list = status_lists::find_for_update(conn, list)?.ok_or(StatusError::Damaged)?;
    let mut bits = BitstringList::from_bits(list.bits);
    for index in indices {
        let index = usize::try_from(*index).map_err(|_| StatusError::Damaged)?;
        bits.set_mirrored(index, value)
            .map_err(|_| StatusError::Damaged)?;
    }
    let signer = Signer::load(conn, tools, issuer)?;
    let signed = sign(tools, &signer, issuer, list.number, list.purpose, &bits)?;
    let now = tools.now();
    status_lists::replace_bits(conn, list.id, bits.bits(), &signed.json, &signed.jwt, now)?;
    Ok(())
}

/// A list with free places and a number higher than `after`; a new one when there is none.
fn open(
    conn: &mut DbConnection,
    tools: &Tools,
    signer: &Signer<'_>,
    issuer: &Issuer,
    purpose: StatusPurpose,
    after: i32,
) -> Result<StatusList, StatusError> {
    let is_later = |list: &StatusList| list.number > after;
    if let Some(list) = status_lists::open_for(conn, issuer.id, purpose, FULL)?.filter(is_later) {
        return Ok(list);
    }
    // One at a time: whoever waited here finds the list that the other began.
    issuers::find_for_update(conn, issuer.id)?;
    match status_lists::open_for(conn, issuer.id, purpose, FULL)?.filter(is_later) {
        Some(list) => Ok(list),
        None => begin(conn, tools, signer, issuer, purpose),
    }
}

/// An index whose mirror is never given away itself.
fn draw(tools: &Tools) -> i32 {
    let drawn = tools.random.below(ALLOCATABLE as u32) as usize;
    let index = drawn / 4 * 8 + drawn % 4;
    debug_assert!(engine::is_allocatable(index));
    index as i32
}

fn begin(
    conn: &mut DbConnection,
    tools: &Tools,
    signer: &Signer<'_>,
    issuer: &Issuer,
    purpose: StatusPurpose,
) -> Result<StatusList, StatusError> {
    let number = status_lists::next_number(conn, issuer.id)?;
    let bits = BitstringList::new(MINIMUM_ENTRIES);
    let signed = sign(tools, signer, issuer, number, purpose, &bits)?;
    let list = StatusList {
        id: ids::new(tools),
        issuer_id: issuer.id,
        number,
        purpose,
        entries: MINIMUM_ENTRIES as i32,
        used: 0,
        bits: bits.bits().to_vec(),
        signed_json: signed.json,
        signed_jwt: signed.jwt,
        updated_at: tools.now(),
    };
    status_lists::insert(conn, &list)?;
    Ok(list)
}

struct SignedList {
    json: String,
    jwt: String,
}

fn sign(
    tools: &Tools,
    signer: &Signer<'_>,
    issuer: &Issuer,
    number: i32,
    purpose: StatusPurpose,
    bits: &BitstringList,
) -> Result<SignedList, SigningError> {
    let now = tools.clock.now();
    let address = tools.addresses.status_list(&issuer.slug, number);
    let did = tools.addresses.issuer_did(&issuer.slug);
    let list = engine::status_list_credential(&address, &did, purpose.as_str(), bits, now);
    let jwt = signer.jwt(&list)?;
    let json = signer.json(&with_suite(list, issuer.compatibility_proof), now)?;
    Ok(SignedList { json, jwt })
}

/// Adds the context without which the second proof would mean nothing.
fn with_suite(mut list: Value, compatibility_proof: bool) -> Value {
    if compatibility_proof && let Some(contexts) = list["@context"].as_array_mut() {
        contexts.push(ED25519_2020.into());
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn only_one_of_each_mirrored_pair_is_drawn() {
        let tools = testing::tools("https://badges.test");

        for _ in 0..2000 {
            let index = draw(&tools) as usize;

            assert!(engine::is_allocatable(index));
            assert!(index < MINIMUM_ENTRIES);
        }
    }
}
