//! Inverse contexts (JSON-LD 1.1 API, section 4.3): from IRIs back to the terms that fit a value best.

use std::collections::HashMap;
use std::sync::Arc;

use crate::linked::context::{Container, Context, Definition, Direction, Text};
use crate::linked::error::LinkedError;
use crate::linked::processor::Processor;

/// The terms for each IRI.
pub(in crate::linked) struct Inverse<'a> {
    /// Shortest names first.
    by_iri: HashMap<Text, Vec<Term<'a>>>,
    /// Terms that may stand before a colon, shortest first.
    pub(super) prefixes: Vec<(&'a str, Text)>,
    /// The language and direction of texts that say nothing about theirs.
    default: String,
}

type Term<'a> = (&'a str, Arc<Definition<'a>>);

/// By what the terms for an IRI are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Language,
    Type,
    Any,
}

impl<'a> Inverse<'a> {
    fn of(context: &Context<'a>) -> Self {
        let mut terms: Vec<_> = context.terms().into_iter().collect();
        terms.sort_by_key(|(name, _)| (name.chars().count(), *name));
        let default = tag(context.language.as_deref(), context.direction);
        let mut inverse = Self {
            by_iri: HashMap::with_capacity(terms.len()),
            prefixes: Vec::new(),
            default: default.unwrap_or_else(|| "@none".to_owned()),
        };
        for (name, definition) in terms {
            let Some(iri) = &definition.iri else { continue };
            if definition.prefix {
                inverse.prefixes.push((name, Arc::clone(iri)));
            }
            let terms = inverse.by_iri.entry(Arc::clone(iri)).or_default();
            terms.push((name, Arc::clone(definition)));
        }
        inverse
    }

    /// Whether there is any term for an IRI.
    pub(super) fn knows(&self, iri: &str) -> bool {
        self.by_iri.contains_key(iri)
    }

    /// Term selection (section 6.3): the first container, and in it the first value, that has a term.
    pub(super) fn select(
        &self,
        iri: &str,
        containers: &[Container],
        kind: Kind,
        preferred: &[String],
    ) -> Option<&'a str> {
        let terms = self.by_iri.get(iri)?;
        containers.iter().find_map(|container| {
            let there = || {
                terms
                    .iter()
                    .filter(|(_, term)| term.container == *container)
            };
            preferred.iter().find_map(|value| {
                let (name, _) = there().find(|(_, term)| self.is_for(term, kind, value))?;
                Some(*name)
            })
        })
    }

    /// Whether a term is meant for values of this language or type.
    fn is_for(&self, term: &Definition<'_>, kind: Kind, value: &str) -> bool {
        let own_tag = || term.language.is_some() || term.direction.is_some();
        match (&term.type_mapping, kind) {
            (_, Kind::Any) => value == "@none",
            _ if term.reverse => kind == Kind::Type && value == "@reverse",
            (Some(mapping), _) if &**mapping == "@none" => value == "@any",
            (Some(mapping), Kind::Type) => value == &**mapping,
            (Some(_), Kind::Language) => false,
            (None, Kind::Language) if own_tag() => value == tag_of(term),
            (None, Kind::Language) => value == "@none" || value == self.default,
            (None, Kind::Type) => value == "@none" && !own_tag(),
        }
    }
}

/// The language and direction that a term says itself.
fn tag_of(term: &Definition<'_>) -> String {
    let nothing = match (&term.language, term.direction) {
        // Only a direction, and that is none.
        (None, Some(None)) => "@none",
        _ => "@null",
    };
    let language = term.language.as_ref().and_then(Option::as_deref);
    tag(language, term.direction.flatten()).unwrap_or_else(|| nothing.to_owned())
}

/// One text for a language and a direction: `en`, `en_ltr` or `_ltr`.
pub(super) fn tag(language: Option<&str>, direction: Option<Direction>) -> Option<String> {
    let language = language.map(str::to_lowercase);
    match (language, direction) {
        (None, None) => None,
        (language, None) => language,
        (language, Some(direction)) => Some(format!(
            "{}_{}",
            language.unwrap_or_default(),
            direction.as_str()
        )),
    }
}

impl<'a> Processor<'a> {
    pub(super) fn inverse(
        &mut self,
        context: &Arc<Context<'a>>,
    ) -> Result<Arc<Inverse<'a>>, LinkedError> {
        if let Some(known) = self.contexts.inverse(context) {
            return Ok(known);
        }
        let inverse = Arc::new(Inverse::of(context));
        self.work.define(1 + inverse.by_iri.len() / 8)?;
        self.contexts.remember_inverse(context, &inverse);
        Ok(inverse)
    }
}
