//! Answers that change seldom or never, kept in memory: signed documents and the pictures that carry them.

use std::time::Duration;

use moka::sync::Cache;

use crate::answer::Answer;
use crate::standard::{Address, Form};

/// For how long an answer is given without a look into the database. An award that was corrected shows its new
/// documents after so long in every copy of the server, which is within what caches on the way are told, too.
const KEPT_FOR: Duration = Duration::from_secs(20);

/// What all kept answers together may weigh.
const BYTES: u64 = 64 * 1024 * 1024;

/// A bounded store of answers; the least used leave first.
///
/// Only what is signed or the same for ever may enter, so no copy of the server has to tell another of a change.
#[derive(Clone)]
pub struct Kept(Cache<(Address, Form), Answer>);

impl Kept {
    /// The answer at this address in this form, if it is here.
    pub fn find(&self, address: &Address, form: Form) -> Option<Answer> {
        self.0.get(&(address.clone(), form))
    }

    /// Keeps an answer for a while.
    pub fn keep(&self, address: Address, form: Form, answer: Answer) {
        self.0.insert((address, form), answer);
    }
}

impl Default for Kept {
    fn default() -> Self {
        let weigh = |_: &(Address, Form), answer: &Answer| {
            u32::try_from(answer.parts().2.len() + 1024).unwrap_or(u32::MAX)
        };
        let cache = Cache::builder().max_capacity(BYTES).weigher(weigh);
        Self(cache.time_to_live(KEPT_FOR).build())
    }
}
