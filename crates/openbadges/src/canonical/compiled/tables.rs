//! The pinned contexts as tables. The build script makes them (`build.rs`); nothing here changes at run time.

use super::spread::{SLOTS, slot_of};
use crate::contexts::Edition;

/// The number of a term's name: names are numbered once for all contexts.
pub(super) type NameId = u16;

/// The number of a context, be it pinned by its address or written inside the definition of a term.
pub(super) type ContextId = u16;

/// One step of what a context does to the terms that are in effect.
pub(super) enum Step {
    /// Forgets everything: `null`.
    Reset,
    /// Does all that another pinned context does.
    Other(ContextId),
    /// Defines terms.
    Define {
        protected: bool,
        /// The IRI that undefined terms are appended to.
        vocab: Option<&'static str>,
        terms: &'static [Term],
    },
}

/// A term as one context defines it.
pub(super) struct Term {
    pub(super) name: NameId,
    pub(super) meaning: Meaning,
}

pub(super) enum Meaning {
    /// Another word for `@id`.
    Id,
    /// Another word for `@type`.
    Type,
    Iri {
        iri: Iri,
        /// Whether the term can be the part before the colon in a shortened IRI.
        prefix: bool,
        coercion: Coercion,
        container: Container,
        /// The context that is added in values of the property, or in objects of the type.
        scoped: Option<ContextId>,
    },
}

/// What `@type` in a definition says about plain values.
pub(super) enum Coercion {
    None,
    /// They are IRIs.
    Id,
    /// They are terms or IRIs.
    Vocab,
    /// They are JSON for others.
    Json,
    /// They are literals of a datatype.
    Datatype(Iri),
}

/// An IRI, resolved as far as the context alone tells.
pub(super) enum Iri {
    Fixed(&'static str),
    /// Depends on whether a context before this one defines the prefix.
    Compact {
        prefix: NameId,
        suffix: &'static str,
        /// What it is if none does.
        whole: &'static str,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    None,
    /// Makes no difference to the quads, but to whether two definitions are the same.
    Set,
    List,
    Graph,
}

/// A pinned address: its context now, and as of the early edition.
struct Pinned {
    url: &'static str,
    newest: ContextId,
    early: ContextId,
}

include!(concat!(env!("OUT_DIR"), "/contexts.rs"));

/// How many names there are.
pub(super) const NAME_COUNT: usize = NAMES.len();

/// Finds the number of a name, if any pinned context defines it.
pub(super) fn name_id(name: &str) -> Option<NameId> {
    let mut slot = slot_of(name);
    loop {
        let id = SLOTS_OF_NAMES[slot].checked_sub(1)?;
        if NAMES[usize::from(id)] == name {
            return Some(id);
        }
        slot = (slot + 1) % SLOTS;
    }
}

/// Finds a context by its exact address.
pub(super) fn context_id(url: &str, edition: Edition) -> Option<ContextId> {
    let pinned = PINNED.iter().find(|pinned| pinned.url == url)?;
    Some(match edition {
        Edition::Newest => pinned.newest,
        Edition::Early303 => pinned.early,
    })
}

/// The steps of a context; `None` if it uses something that is left to the reference path.
pub(super) fn steps(context: ContextId) -> Option<&'static [Step]> {
    CONTEXTS[usize::from(context)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_others_are_not() {
        for (id, name) in NAMES.iter().enumerate() {
            assert_eq!(name_id(name).map(usize::from), Some(id), "{name}");
        }
        for name in ["", "a", "shoeSize", "credentialSubjects", "éé"] {
            assert_eq!(name_id(name), None, "{name}");
        }
    }

    #[test]
    fn every_pinned_context_but_one_is_compiled() {
        let left: Vec<_> = PINNED
            .iter()
            .filter(|pinned| steps(pinned.newest).is_none() || steps(pinned.early).is_none())
            .map(|pinned| pinned.url)
            .collect();

        // It names another context, which is not pinned.
        assert_eq!(left, ["https://www.w3.org/2018/credentials/examples/v1"]);
    }
}
