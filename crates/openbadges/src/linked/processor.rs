//! The state of one run: its options, the contexts it has met and the work it may still do.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::Value;

use super::compact::Inverse;
use super::context::{Context, Scoping, Text};
use super::error::LinkedError;
use super::iri;
use super::options::{Limits, Options};

/// One run over a document.
pub(super) struct Processor<'a> {
    pub(super) options: Options<'a>,
    /// Where relative addresses of contexts in the document start from.
    pub(super) base_url: Option<Text>,
    pub(super) contexts: Contexts<'a>,
    pub(super) work: Work,
}

impl<'a> Processor<'a> {
    pub(super) fn new(options: &Options<'a>) -> Self {
        Self {
            options: *options,
            base_url: options.base.map(Text::from),
            contexts: Contexts::default(),
            work: Work::new(options.limits),
        }
    }

    /// Does something one level further down, if there may be another level.
    pub(super) fn deeper<T>(
        &mut self,
        step: impl FnOnce(&mut Self) -> Result<T, LinkedError>,
    ) -> Result<T, LinkedError> {
        self.work.depth += 1;
        let outcome = if self.work.depth > self.work.limits.depth {
            Err(LinkedError::TooComplex)
        } else {
            step(self)
        };
        self.work.depth -= 1;
        outcome
    }
}

/// What has been done so far, against the limits.
pub(super) struct Work {
    limits: Limits,
    depth: usize,
    objects: usize,
    values: usize,
    contexts: usize,
    definitions: usize,
    quads: usize,
    text: usize,
}

impl Work {
    fn new(limits: Limits) -> Self {
        Self {
            limits,
            depth: 0,
            objects: 0,
            values: 0,
            contexts: 0,
            definitions: 0,
            quads: 0,
            text: 0,
        }
    }

    pub(super) fn object(&mut self) -> Result<(), LinkedError> {
        spend(&mut self.objects, 1, self.limits.objects)
    }

    pub(super) fn value(&mut self) -> Result<(), LinkedError> {
        spend(&mut self.values, 1, self.limits.values)
    }

    pub(super) fn contexts(&mut self, count: usize) -> Result<(), LinkedError> {
        spend(&mut self.contexts, count, self.limits.contexts)
    }

    pub(super) fn define(&mut self, count: usize) -> Result<(), LinkedError> {
        spend(&mut self.definitions, count, self.limits.definitions)
    }

    /// Counts text that is made: a short word may stand for a long IRI.
    pub(super) fn text(&mut self, text: &str) -> Result<(), LinkedError> {
        spend(&mut self.text, text.len(), self.limits.text)
    }

    pub(super) fn quad(&mut self) -> Result<(), LinkedError> {
        spend(&mut self.quads, 1, self.limits.quads)
    }
}

fn spend(spent: &mut usize, count: usize, limit: usize) -> Result<(), LinkedError> {
    *spent += count;
    if *spent > limit {
        return Err(LinkedError::TooComplex);
    }
    Ok(())
}

/// The contexts of a run: what became of which local context over which active one.
#[derive(Default)]
pub(super) struct Contexts<'a> {
    known: HashMap<Key<'a>, Known<'a>>,
    inverses: HashMap<usize, (Arc<Context<'a>>, Arc<Inverse<'a>>)>,
    seen: HashSet<usize>,
}

struct Known<'a> {
    result: Arc<Context<'a>>,
    /// Keeps the address in the key from being used for another context.
    _active: Arc<Context<'a>>,
}

/// Active contexts are told apart by their place in memory.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Key<'a> {
    active: usize,
    local: LocalKey<'a>,
    scoping: Scoping,
}

#[derive(PartialEq, Eq, Hash)]
enum LocalKey<'a> {
    /// Absolute addresses mean the same wherever they are written.
    Addresses(Vec<&'a str>),
    /// Anything else, by its place in memory.
    Place(usize),
}

impl<'a> Contexts<'a> {
    pub(super) fn key(
        &self,
        active: &Arc<Context<'a>>,
        local: &'a Value,
        scoping: Scoping,
    ) -> Key<'a> {
        let address = |value: &'a Value| value.as_str().filter(|text| iri::is_absolute(text));
        let addresses = match local {
            Value::Array(items) => items.iter().map(address).collect(),
            one => address(one).map(|address| vec![address]),
        };
        Key {
            active: Arc::as_ptr(active).addr(),
            local: addresses.map_or_else(
                || LocalKey::Place(std::ptr::from_ref(local).addr()),
                LocalKey::Addresses,
            ),
            scoping,
        }
    }

    pub(super) fn find(&self, key: &Key<'a>) -> Option<Arc<Context<'a>>> {
        self.known.get(key).map(|known| Arc::clone(&known.result))
    }

    pub(super) fn remember(
        &mut self,
        key: Key<'a>,
        active: &Arc<Context<'a>>,
        result: &Arc<Context<'a>>,
    ) {
        let known = Known {
            result: Arc::clone(result),
            _active: Arc::clone(active),
        };
        self.known.insert(key, known);
    }

    pub(super) fn inverse(&self, context: &Arc<Context<'a>>) -> Option<Arc<Inverse<'a>>> {
        let known = self.inverses.get(&Arc::as_ptr(context).addr());
        known.map(|(_, inverse)| Arc::clone(inverse))
    }

    pub(super) fn remember_inverse(
        &mut self,
        context: &Arc<Context<'a>>,
        inverse: &Arc<Inverse<'a>>,
    ) {
        let place = Arc::as_ptr(context).addr();
        let entry = (Arc::clone(context), Arc::clone(inverse));
        self.inverses.insert(place, entry);
    }

    /// Whether a local context is met for the first time.
    pub(super) fn first_sight(&mut self, local: &'a Value) -> bool {
        self.seen.insert(std::ptr::from_ref(local).addr())
    }
}
