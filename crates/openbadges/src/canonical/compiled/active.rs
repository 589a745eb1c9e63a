//! The terms in effect at a place of a document (JSON-LD's active context), made from the tables.
//!
//! Applying one context to another is worked out once and remembered, so that a document mostly
//! costs a look-up for each context that it, a type or a property brings along.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, PoisonError, RwLock, RwLockReadGuard};

use super::literal::is_absolute;
use super::tables::{self, Container, ContextId, NAME_COUNT, NameId, Step};

/// The terms that are in effect.
pub(super) struct Active {
    /// Tells this one from all others, in the memory of what has been applied.
    number: u64,
    terms: Box<[Option<Arc<Term>>]>,
    /// What undefined terms are appended to.
    pub(super) vocab: Option<&'static str>,
    /// What is in effect again in objects below, where a type brought the terms.
    pub(super) previous: Option<Arc<Active>>,
    any_protected: bool,
}

/// A term with everything resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) meaning: Meaning,
    protected: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    Id,
    Type,
    Iri(Property),
}

/// What a term means as a property; as a type, only its IRI and the context it brings count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Property {
    pub(super) iri: String,
    pub(super) prefix: bool,
    pub(super) coercion: Coercion,
    pub(super) container: Container,
    pub(super) scoped: Option<ContextId>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Coercion {
    None,
    Id,
    Vocab,
    Json,
    Datatype(String),
}

/// On whose behalf a context is applied, which decides what it may change and how far it reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// The object has it as `@context`.
    Document,
    /// A type of the object brings it: it ends with the object.
    Type,
    /// The property brings it: it may redefine what is protected.
    Property,
}

impl Property {
    /// What a word means that only a vocabulary for all words gives a meaning.
    pub(super) fn plain(iri: String) -> Self {
        Self {
            iri,
            prefix: false,
            coercion: Coercion::None,
            container: Container::None,
            scoped: None,
        }
    }

    /// The datatype of plain values, if the property has one; an outer `None` if they are JSON for others.
    pub(super) fn datatype(&self) -> Option<Option<&str>> {
        match &self.coercion {
            Coercion::Json => None,
            Coercion::Datatype(iri) => Some(Some(iri)),
            Coercion::None | Coercion::Id | Coercion::Vocab => Some(None),
        }
    }
}

impl Active {
    /// A fresh start: no terms at all.
    pub(super) fn empty() -> Arc<Self> {
        static EMPTY: LazyLock<Arc<Active>> = LazyLock::new(|| {
            Arc::new(Active {
                number: 0,
                terms: vec![None; NAME_COUNT].into(),
                vocab: None,
                previous: None,
                any_protected: false,
            })
        });
        Arc::clone(&EMPTY)
    }

    /// What a name means here.
    pub(super) fn term(&self, name: NameId) -> Option<&Meaning> {
        Some(&self.terms[usize::from(name)].as_ref()?.meaning)
    }

    /// What a name means here, where it is no word for a keyword.
    pub(super) fn property(&self, name: NameId) -> Option<&Property> {
        match self.term(name)? {
            Meaning::Iri(property) => Some(property),
            Meaning::Id | Meaning::Type => None,
        }
    }

    /// Applies a context (JSON-LD 1.1 API, Context Processing). `None` if it is left to the reference
    /// path, which also has the errors: a protected term that would be redefined, for one.
    fn apply(self: &Arc<Self>, context: ContextId, cause: Cause) -> Option<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(1);
        let mut result = Self {
            number: COUNT.fetch_add(1, Ordering::Relaxed),
            terms: self.terms.clone(),
            vocab: self.vocab,
            previous: self.previous.clone(),
            any_protected: self.any_protected,
        };
        if cause == Cause::Type && result.previous.is_none() {
            result.previous = Some(Arc::clone(self));
        }
        result.run(tables::steps(context)?, cause == Cause::Property)?;
        Some(result)
    }

    fn run(&mut self, steps: &'static [Step], over_protected: bool) -> Option<()> {
        for step in steps {
            match step {
                Step::Reset if self.any_protected && !over_protected => return None,
                Step::Reset => {
                    self.terms.fill(None);
                    (self.vocab, self.any_protected) = (None, false);
                }
                Step::Other(context) => self.run(tables::steps(*context)?, false)?,
                Step::Define {
                    protected,
                    vocab,
                    terms,
                } => {
                    self.vocab = vocab.or(self.vocab);
                    self.any_protected |= *protected && !terms.is_empty();
                    self.define(terms, *protected, over_protected)?;
                }
            }
        }
        Some(())
    }

    fn define(
        &mut self,
        terms: &'static [tables::Term],
        protected: bool,
        over_protected: bool,
    ) -> Option<()> {
        // What depends on prefixes depends on those from before: prefixes of the same context were
        // resolved by the build script.
        let defined: Option<Vec<_>> = terms
            .iter()
            .map(|term| {
                Some(Term {
                    meaning: self.resolve(&term.meaning)?,
                    protected,
                })
            })
            .collect();
        for (term, definition) in terms.iter().zip(defined?) {
            let place = &mut self.terms[usize::from(term.name)];
            match place {
                Some(known) if known.protected && !over_protected => {
                    if known.meaning != definition.meaning {
                        return None;
                    }
                }
                _ => *place = Some(Arc::new(definition)),
            }
        }
        Some(())
    }

    fn resolve(&self, meaning: &tables::Meaning) -> Option<Meaning> {
        Some(match meaning {
            tables::Meaning::Id => Meaning::Id,
            tables::Meaning::Type => Meaning::Type,
            tables::Meaning::Iri {
                iri,
                prefix,
                coercion,
                container,
                scoped,
            } => Meaning::Iri(Property {
                iri: self.iri(iri)?,
                prefix: *prefix,
                coercion: match coercion {
                    tables::Coercion::None => Coercion::None,
                    tables::Coercion::Id => Coercion::Id,
                    tables::Coercion::Vocab => Coercion::Vocab,
                    tables::Coercion::Json => Coercion::Json,
                    tables::Coercion::Datatype(iri) => Coercion::Datatype(self.iri(iri)?),
                },
                container: *container,
                scoped: *scoped,
            }),
        })
    }

    fn iri(&self, iri: &tables::Iri) -> Option<String> {
        let iri = match iri {
            tables::Iri::Fixed(iri) => (*iri).to_owned(),
            tables::Iri::Compact {
                prefix,
                suffix,
                whole,
            } => match self.property(*prefix).filter(|known| known.prefix) {
                Some(known) => format!("{}{suffix}", known.iri),
                None => (*whole).to_owned(),
            },
        };
        is_absolute(&iri).then_some(iri)
    }
}

/// What applying a context gave, by what it was applied to; `None` for what is left to the reference path.
type Memory = HashMap<(u64, ContextId, u8), Option<Arc<Active>>>;

/// All honest documents together need less than a hundred. Whoever makes up thousands of combinations
/// only makes us work them out again.
const MOST_REMEMBERED: usize = 1_024;

static MEMORY: LazyLock<RwLock<Memory>> = LazyLock::new(RwLock::default);

/// Access to what has been applied before, for the time of one document.
pub(super) struct Applied {
    memory: Option<RwLockReadGuard<'static, Memory>>,
}

impl Applied {
    pub(super) fn new() -> Self {
        Self { memory: None }
    }

    /// Applies a context to the terms in effect.
    pub(super) fn apply(
        &mut self,
        active: &Arc<Active>,
        context: ContextId,
        cause: Cause,
    ) -> Option<Arc<Active>> {
        let key = (active.number, context, cause as u8);
        let memory = self
            .memory
            .get_or_insert_with(|| MEMORY.read().unwrap_or_else(PoisonError::into_inner));
        if let Some(known) = memory.get(&key) {
            return known.clone();
        }
        self.memory = None;
        let result = active.apply(context, cause).map(Arc::new);
        let mut memory = MEMORY.write().unwrap_or_else(PoisonError::into_inner);
        if memory.len() >= MOST_REMEMBERED {
            memory.clear();
        }
        memory.entry(key).or_insert(result).clone()
    }
}
