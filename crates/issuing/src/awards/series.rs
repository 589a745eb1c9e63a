//! Many awards of one badge class: signed on all cores, stored in few statements.
//!
//! Signing and storing are apart. [`Series::draft`] signs without holding a transaction open; [`Shelf::store`]
//! runs in the caller's, beside whatever else has to happen together. So one chunk is stored while the next
//! is signed.

use std::collections::HashSet;
use std::sync::Arc;
use std::thread;

use accolade_storage::types::{BadgeClassId, BatchId, StatusPurpose};
use accolade_storage::{Database, DbConnection};

use super::press::{Checked, Draft};
use super::record::Places;
use super::{Award, AwardError, AwardOrder, Origin, Press};
use crate::Tools;
use crate::access::Caller;
use crate::content::BadgeContent;
use crate::signing::SigningError;
use crate::status::{Drawn, DrawnPlaces};
use crate::violations::Violations;
use crate::webhooks::{self, Event};

/// Fewer than this are signed where they are: a thread costs as much as a few signatures.
const WORTH_A_THREAD: usize = 32;

/// Awards of one badge class by one caller, chunk by chunk.
pub struct Series<'a> {
    press: Arc<Press<'a>>,
    database: &'a Database,
    revocation: Drawn,
    suspension: Drawn,
    threads: usize,
}

/// An order and the row of the batch that it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbered {
    /// The row.
    pub number: i32,
    /// What it asks for.
    pub order: AwardOrder,
}

/// A chunk that was signed and waits to be stored.
pub struct Drafts {
    batch: Option<BatchId>,
    ready: Vec<(i32, Checked, Draft)>,
    revocation: DrawnPlaces,
    suspension: Option<DrawnPlaces>,
    /// The rows that cannot be awarded, with what is wrong.
    pub refused: Vec<(i32, Violations)>,
}

impl Drafts {
    /// The key of each row's recipient.
    pub fn recipients(&self) -> impl Iterator<Item = (i32, &[u8])> {
        self.ready.iter().filter_map(|(number, _, draft)| {
            let key = draft.assertion.recipient_key.as_deref()?;
            Some((*number, key))
        })
    }
}

impl<'a> Series<'a> {
    /// What the badge class says.
    pub(crate) fn content(&self) -> &BadgeContent {
        &self.press.content
    }

    /// Makes a badge class ready, if the caller may award it and it can be awarded.
    pub fn begin(
        database: &'a Database,
        tools: &'a Tools,
        caller: &Caller,
        badge_class: BadgeClassId,
    ) -> Result<Self, AwardError> {
        let press = database.read(|conn| Press::load(conn, tools, caller, badge_class))?;
        Ok(Self {
            press: Arc::new(press),
            database,
            revocation: Drawn::new(StatusPurpose::Revocation),
            suspension: Drawn::new(StatusPurpose::Suspension),
            threads: thread::available_parallelism().map_or(1, usize::from),
        })
    }

    /// Checks and signs a chunk. Orders with something wrong in them are told apart.
    pub fn draft(
        &mut self,
        batch: Option<BatchId>,
        orders: Vec<Numbered>,
    ) -> Result<Drafts, AwardError> {
        let mut refused = Vec::new();
        let mut checked = Vec::with_capacity(orders.len());
        self.database.read(|conn| {
            for Numbered { number, order } in orders {
                match self.press.check(conn, order)? {
                    Ok(order) => checked.push((number, order)),
                    Err(violations) => refused.push((number, violations)),
                }
            }
            Ok::<_, AwardError>(())
        })?;
        let (press, database, count) = (&self.press, self.database, checked.len());
        let draw = |from: &mut Drawn| {
            from.draw(database, press.tools, &press.signer, &press.issuer, count)
        };
        let revocation = draw(&mut self.revocation)?;
        let suspension = match press.badge_class.suspendable {
            true => Some(draw(&mut self.suspension)?),
            false => None,
        };
        let drafts = self.sign(batch, &checked, &revocation, suspension.as_ref())?;
        let ready = checked.into_iter().zip(drafts);
        Ok(Drafts {
            batch,
            ready: ready
                .map(|((number, checked), draft)| (number, checked, draft))
                .collect(),
            revocation,
            suspension,
            refused,
        })
    }

    /// Stores a chunk, within a transaction; says what was stored, in the order of the rows.
    pub fn store(&self, conn: &mut DbConnection, drafts: Drafts) -> Result<Vec<Award>, AwardError> {
        self.shelf().store(conn, drafts)
    }

    /// Where its chunks are stored, for whoever does that while the next is signed.
    pub fn shelf(&self) -> Shelf<'a> {
        Shelf(Arc::clone(&self.press))
    }

    fn sign(
        &self,
        batch: Option<BatchId>,
        checked: &[(i32, Checked)],
        revocation: &DrawnPlaces,
        suspension: Option<&DrawnPlaces>,
    ) -> Result<Vec<Draft>, SigningError> {
        let some = |from: usize, rows: &[(i32, Checked)]| {
            let rows = rows.iter().zip(from..);
            rows.map(|((number, checked), position)| {
                let places = Places {
                    revocation: revocation.places[position],
                    suspension: suspension.map(|drawn| drawn.places[position]),
                };
                self.press.draft(checked, &places, origin(batch, *number))
            })
            .collect::<Result<Vec<Draft>, SigningError>>()
        };
        let share = checked.len().div_ceil(self.threads).max(WORTH_A_THREAD);
        if checked.len() <= share {
            return some(0, checked);
        }
        let parts = thread::scope(|scope| {
            let workers: Vec<_> = checked
                .chunks(share)
                .zip(0..)
                .map(|(rows, part)| scope.spawn(move || some(part * share, rows)))
                .collect();
            workers
                .into_iter()
                .map(|worker| worker.join().expect("signing does not panic"))
                .collect::<Result<Vec<_>, SigningError>>()
        })?;
        Ok(parts.into_iter().flatten().collect())
    }
}

/// Stores the chunks of one series.
#[derive(Clone)]
pub struct Shelf<'a>(Arc<Press<'a>>);

impl Shelf<'_> {
    /// Stores a chunk, within a transaction; says what was stored, in the order of the rows.
    pub fn store(&self, conn: &mut DbConnection, drafts: Drafts) -> Result<Vec<Award>, AwardError> {
        self.store_without(conn, drafts, &HashSet::new())
    }

    /// The same, but for these rows: what was signed for them is thrown away.
    pub fn store_without(
        &self,
        conn: &mut DbConnection,
        drafts: Drafts,
        rows: &HashSet<i32>,
    ) -> Result<Vec<Award>, AwardError> {
        let mut lost = drafts.revocation.take(conn)?;
        if let Some(suspension) = &drafts.suspension {
            lost.extend(suspension.take(conn)?);
        }
        let mut ready = drafts.ready;
        lost.sort_unstable();
        lost.dedup();
        for position in lost {
            let (number, checked, draft) = &mut ready[position];
            let places = self.0.allocate(conn)?;
            *draft = self
                .0
                .draft(checked, &places, origin(drafts.batch, *number))?;
        }
        let wanted = ready
            .into_iter()
            .filter(|(number, ..)| !rows.contains(number));
        let drafts = wanted.map(|(_, _, draft)| draft).collect();
        let stored = Press::store(conn, drafts)?;
        let events = stored.iter().map(|award| Event::Awarded(&award.assertion));
        let events: Vec<Event<'_>> = events.collect();
        webhooks::note_all(conn, self.0.tools, self.0.issuer.id, &events)?;
        Ok(stored)
    }

    /// The version that is awarded.
    pub fn version(&self) -> i32 {
        self.0.version.number
    }

    /// What the badge is called.
    pub fn badge_name(&self) -> &str {
        &self.0.content.name
    }

    /// Who awards it.
    pub fn issuer_name(&self) -> &str {
        &self.0.issuer.name
    }
}

fn origin(batch: Option<BatchId>, number: i32) -> Origin {
    Origin {
        row: batch.map(|batch| (batch, number)),
        replaces: None,
    }
}

#[cfg(test)]
mod tests;
