//! Places for many awards, drawn before the transaction that takes them.
//!
//! Whoever signs thousands of credentials must know their places first, and must not hold a lock for as long
//! as signing takes. So places are drawn against what is known of the list, and looked at again under the
//! lock: if nobody else took places in between, which the count of the list tells, they are free; else
//! those that were taken are found, and only their awards are signed again.

use std::collections::HashMap;

use accolade_storage::issuers::Issuer;
use accolade_storage::types::{StatusListId, StatusPurpose};
use accolade_storage::{Database, DbConnection, assertions, status_lists};
use openbadges::status::MINIMUM_ENTRIES;

use super::{FULL, Place, StatusError, draw, open};
use crate::Tools;
use crate::signing::Signer;

/// Draws places of one purpose from the newest list of an issuer, and of new ones as they fill up.
pub(crate) struct Drawn {
    purpose: StatusPurpose,
    list: Option<OpenList>,
}

struct OpenList {
    id: StatusListId,
    number: i32,
    /// How many were given away, those included that were drawn here and are not stored yet.
    used: i32,
    /// A bit for each index.
    taken: Vec<u64>,
}

/// Drawn places, and what each list must have given away before them.
#[derive(Debug, Clone, Default)]
pub(crate) struct DrawnPlaces {
    pub(crate) places: Vec<Place>,
    before: HashMap<StatusListId, i32>,
}

impl Drawn {
    pub(crate) fn new(purpose: StatusPurpose) -> Self {
        Self {
            purpose,
            list: None,
        }
    }

    /// Draws `count` places. A list that is missing is begun in a transaction of its own.
    pub(crate) fn draw(
        &mut self,
        database: &Database,
        tools: &Tools,
        signer: &Signer<'_>,
        issuer: &Issuer,
        count: usize,
    ) -> Result<DrawnPlaces, StatusError> {
        let mut drawn = DrawnPlaces::default();
        while drawn.places.len() < count {
            let list = match self.list.take() {
                Some(list) if list.used < FULL => list,
                // Full by what was drawn, which the database need not know yet.
                last => {
                    let after = last.map_or(0, |list| list.number);
                    OpenList::read(database, tools, signer, issuer, self.purpose, after)?
                }
            };
            let list = self.list.insert(list);
            drawn.before.entry(list.id).or_insert(list.used);
            while list.used < FULL && drawn.places.len() < count {
                drawn.places.push(list.draw(tools));
            }
        }
        Ok(drawn)
    }
}

impl OpenList {
    fn read(
        database: &Database,
        tools: &Tools,
        signer: &Signer<'_>,
        issuer: &Issuer,
        purpose: StatusPurpose,
        after: i32,
    ) -> Result<Self, StatusError> {
        database.write(|conn| {
            let list = open(conn, tools, signer, issuer, purpose, after)?;
            let mut taken = vec![0; MINIMUM_ENTRIES / 64];
            for index in assertions::taken_places(conn, list.id, None)? {
                mark(&mut taken, index);
            }
            Ok(Self {
                id: list.id,
                number: list.number,
                used: list.used,
                taken,
            })
        })
    }

    fn draw(&mut self, tools: &Tools) -> Place {
        // Never more than half of the places are given away, so two draws are enough on average.
        let index = loop {
            let index = draw(tools);
            if !is_marked(&self.taken, index) {
                break index;
            }
        };
        mark(&mut self.taken, index);
        self.used += 1;
        Place {
            list: self.id,
            number: self.number,
            index,
        }
    }
}

impl DrawnPlaces {
    /// Takes the places, within a transaction; says which of them somebody else took first, by their position.
    pub(crate) fn take(&self, conn: &mut DbConnection) -> Result<Vec<usize>, StatusError> {
        let mut lists: Vec<_> = self.before.iter().collect();
        // Always in the same order, so that two who take at once never wait for each other.
        lists.sort();
        let mut lost = Vec::new();
        for (list, before) in lists {
            let found = status_lists::find_for_update(conn, *list)?.ok_or(StatusError::Damaged)?;
            let of_list = self.places.iter().enumerate();
            let (positions, indices): (Vec<usize>, Vec<i32>) = of_list
                .filter(|(_, place)| place.list == *list)
                .map(|(position, place)| (position, place.index))
                .unzip();
            let lost_before = lost.len();
            if found.used != *before {
                let taken = assertions::taken_places(conn, *list, Some(&indices))?;
                let is_lost = |position: &usize| taken.contains(&self.places[*position].index);
                lost.extend(positions.into_iter().filter(is_lost));
            }
            let kept = indices.len() - (lost.len() - lost_before);
            let count = i32::try_from(kept).map_err(|_| StatusError::Damaged)?;
            status_lists::increment_used(conn, *list, count)?;
        }
        Ok(lost)
    }
}

fn mark(bits: &mut [u64], index: i32) {
    if let Some(word) = bits.get_mut(index as usize / 64) {
        *word |= 1 << (index % 64);
    }
}

fn is_marked(bits: &[u64], index: i32) -> bool {
    bits.get(index as usize / 64)
        .is_some_and(|word| word & (1 << (index % 64)) != 0)
}
