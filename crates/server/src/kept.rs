//! Answers kept in memory, so that a badge that goes round a town costs no query for each of its readers.
//!
//! Two kinds enter. What is signed or the same for ever *lasts*: it is given for a while without a look anywhere. What
//! says how things stand — pages, status lists, the hosted 2.0 document that goes when its award does — *passes*: it is
//! given again only while this process has written nothing since, and never for longer than `PASSING`, because another
//! copy of the server may have written meanwhile.

use std::time::Duration;

use accolade_storage::Database;
use jiff::{SignedDuration, Timestamp};
use moka::sync::Cache;

use crate::answer::Answer;
use crate::standard::{Address, Form};

/// For how long what lasts is given without a look into the database. An award that was corrected shows its new
/// documents after so long in every copy of the server, which is within what caches on the way are told, too.
const LASTING: Duration = Duration::from_secs(20);

/// For how long what another copy of the server may have changed is given again. Caches on the way are told ten seconds.
const PASSING: SignedDuration = SignedDuration::from_secs(2);

/// What all answers of one kind together may weigh.
const BYTES: u64 = 64 * 1024 * 1024;

/// Two bounded stores of answers; the least used leave first.
#[derive(Clone)]
pub struct Kept {
    lasting: Cache<(Address, Form), Answer>,
    passing: Cache<(Address, Form), Passing>,
}

/// An answer, and as of when it was true.
#[derive(Clone)]
struct Passing {
    answer: Answer,
    moment: Moment,
}

/// A point in the life of this process: what is read from now on holds all that was written before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    writes: u64,
    at: Timestamp,
}

impl Moment {
    /// This one. Take it before the database is read.
    pub fn now(database: &Database, at: Timestamp) -> Self {
        let writes = database.writes();
        Self { writes, at }
    }

    /// Whether what was true then may be said now.
    fn reaches(self, now: Self) -> bool {
        let age = now.at.duration_since(self.at);
        self.writes == now.writes && (SignedDuration::ZERO..=PASSING).contains(&age)
    }
}

impl Kept {
    /// The answer at this address in this form, if it is here and still good.
    pub fn find(&self, address: &Address, form: Form, now: Moment) -> Option<Answer> {
        let key = (address.clone(), form);
        self.lasting.get(&key).or_else(|| {
            let found = self.passing.get(&key)?;
            found.moment.reaches(now).then_some(found.answer)
        })
    }

    /// Keeps an answer that was read at that moment.
    pub fn keep(&self, address: Address, form: Form, moment: Moment, answer: Answer) {
        if address.is_signed(form) || answer.is_forever() {
            self.lasting.insert((address, form), answer);
        } else {
            self.passing
                .insert((address, form), Passing { answer, moment });
        }
    }
}

impl Default for Kept {
    fn default() -> Self {
        let lasting = Cache::builder()
            .max_capacity(BYTES)
            .weigher(|_, answer| weight(answer))
            .time_to_live(LASTING);
        let passing = Cache::builder()
            .max_capacity(BYTES)
            .weigher(|_, kept: &Passing| weight(&kept.answer))
            .time_to_live(PASSING.unsigned_abs());
        Self {
            lasting: lasting.build(),
            passing: passing.build(),
        }
    }
}

fn weight(answer: &Answer) -> u32 {
    u32::try_from(answer.parts().2.len() + 1024).unwrap_or(u32::MAX)
}
