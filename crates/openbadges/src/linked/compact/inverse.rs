//! Inverse contexts (JSON-LD 1.1 API, section 4.3): from IRIs back to the terms that fit a value best.

use std::collections::HashMap;
use std::sync::Arc;

use crate::linked::context::{Container, Context, Definition, Direction, Text};
use crate::linked::error::LinkedError;
use crate::linked::processor::Processor;

/// The terms for each IRI.
pub(in crate::linked) struct Inverse<'a> {
    by_iri: HashMap<Text, HashMap<Container, Terms<'a>>>,
    /// Terms that may stand before a colon, shortest first.
    pub(super) prefixes: Vec<(&'a str, Text)>,
}

/// The terms for one IRI with one container.
struct Terms<'a> {
    by_language: HashMap<String, &'a str>,
    by_type: HashMap<String, &'a str>,
    any: &'a str,
}

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
        let mut inverse = Self {
            by_iri: HashMap::new(),
            prefixes: Vec::new(),
        };
        for (name, definition) in terms {
            let Some(iri) = &definition.iri else { continue };
            if definition.prefix {
                inverse.prefixes.push((name, Arc::clone(iri)));
            }
            inverse
                .by_iri
                .entry(Arc::clone(iri))
                .or_default()
                .entry(definition.container)
                .or_insert_with(|| Terms {
                    by_language: HashMap::new(),
                    by_type: HashMap::new(),
                    any: name,
                })
                .add(context, name, definition);
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
        let by_container = self.by_iri.get(iri)?;
        containers
            .iter()
            .filter_map(|container| by_container.get(container))
            .find_map(|terms| {
                preferred.iter().find_map(|value| match kind {
                    Kind::Language => terms.by_language.get(value).copied(),
                    Kind::Type => terms.by_type.get(value).copied(),
                    Kind::Any => (value == "@none").then_some(terms.any),
                })
            })
    }
}

impl<'a> Terms<'a> {
    fn add(&mut self, context: &Context<'a>, name: &'a str, definition: &Definition<'a>) {
        let language = |key: String, terms: &mut Self| {
            terms.by_language.entry(key).or_insert(name);
        };
        let r#type = |key: &str, terms: &mut Self| {
            terms.by_type.entry(key.to_owned()).or_insert(name);
        };
        match &definition.type_mapping {
            _ if definition.reverse => r#type("@reverse", self),
            Some(mapping) if &**mapping == "@none" => {
                language("@any".to_owned(), self);
                r#type("@any", self);
            }
            Some(mapping) => r#type(mapping, self),
            None if definition.language.is_some() || definition.direction.is_some() => {
                language(own_tag(definition), self);
            }
            None => {
                let default = tag(context.language.as_deref(), context.direction);
                language(default.unwrap_or_else(|| "@none".to_owned()), self);
                language("@none".to_owned(), self);
                r#type("@none", self);
            }
        }
    }
}

/// The language and direction that a term says itself.
fn own_tag(definition: &Definition<'_>) -> String {
    let language = definition.language.clone();
    let direction = definition.direction;
    let nothing = match (&language, direction) {
        // Only a direction, and that is none.
        (None, Some(None)) => "@none",
        _ => "@null",
    };
    tag(language.flatten().as_deref(), direction.flatten()).unwrap_or_else(|| nothing.to_owned())
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
        self.work.define(1 + inverse.by_iri.len() / 4)?;
        self.contexts.remember_inverse(context, &inverse);
        Ok(inverse)
    }
}
