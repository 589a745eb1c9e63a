//! Answers that can never change, kept in memory: signed documents and the pictures that carry them.

use moka::sync::Cache;

use crate::answer::Answer;
use crate::standard::{Address, Form};

/// What all kept answers together may weigh.
const BYTES: u64 = 64 * 1024 * 1024;

/// A bounded store of answers; the least used leave first.
///
/// Only what is the same for ever may enter, so no copy of the server has to tell another of a change.
#[derive(Clone)]
pub struct Kept(Cache<(Address, Form), Answer>);

impl Kept {
    /// The answer at this address in this form, if it is here.
    pub fn find(&self, address: &Address, form: Form) -> Option<Answer> {
        self.0.get(&(address.clone(), form))
    }

    /// Keeps an answer that can never change.
    pub fn keep(&self, address: Address, form: Form, answer: Answer) {
        self.0.insert((address, form), answer);
    }
}

impl Default for Kept {
    fn default() -> Self {
        let weigh = |_: &(Address, Form), answer: &Answer| {
            u32::try_from(answer.parts().2.len() + 1024).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().max_capacity(BYTES).weigher(weigh).build())
    }
}
