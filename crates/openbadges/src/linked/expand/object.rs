//! Objects: the contexts that they bring and that their types bring, then their members.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::linked::context::{Context, Scoping};
use crate::linked::error::{ErrorCode, LinkedError, Loss, invalid};
use crate::linked::keywords;
use crate::linked::processor::Processor;

use super::Expansion;
use super::draft::Draft;

/// What holds for all members of an object.
pub(super) struct Scope<'a> {
    pub(super) active: Arc<Context<'a>>,
    /// The context before the types added theirs: the types themselves are read in it.
    pub(super) outer: Arc<Context<'a>>,
    pub(super) property: Option<&'a str>,
    /// Whether the object is a JSON literal.
    pub(super) is_json: bool,
}

impl<'a> Processor<'a> {
    pub(super) fn expand_object(
        &mut self,
        active: &Arc<Context<'a>>,
        property: Option<&'a str>,
        members: &'a Map<String, Value>,
        from_map: bool,
    ) -> Result<Expansion<'a>, LinkedError> {
        self.work.object()?;
        let scope = self.enter(active, property, members, from_map)?;
        let mut draft = Draft::default();
        self.expand_members(&scope, members, &mut draft)?;
        self.finish(draft, property)
    }

    /// Finds the contexts that hold inside of an object.
    fn enter(
        &mut self,
        active: &Arc<Context<'a>>,
        property: Option<&'a str>,
        members: &'a Map<String, Value>,
        from_map: bool,
    ) -> Result<Scope<'a>, LinkedError> {
        let scoped = property
            .and_then(|property| active.term(property))
            .and_then(|term| term.context.clone());
        let mut context = match &active.previous {
            Some(previous) if !from_map && !stays(active, members) => Arc::clone(previous),
            _ => Arc::clone(active),
        };
        if let Some(scoped) = &scoped {
            context = self.scoped_context(&context, scoped, Scoping::PROPERTY)?;
        }
        if let Some(local) = members.get("@context") {
            let count = local.as_array().map_or(1, Vec::len);
            self.work.contexts(count)?;
            self.check_context(local)?;
            let base_url = self.base_url.clone();
            context = self.context(&context, local, base_url.as_ref(), Scoping::DOCUMENT)?;
        }
        let outer = Arc::clone(&context);
        let types = types(&outer, members);
        for value in &types {
            for name in sorted_texts(value) {
                if let Some(scoped) = outer.term(name).and_then(|term| term.context.clone()) {
                    context = self.scoped_context(&context, &scoped, Scoping::TYPE)?;
                }
            }
        }
        let last = types.first().and_then(|value| match value {
            Value::Array(names) => names.last()?.as_str(),
            one => one.as_str(),
        });
        let is_json = last.is_some_and(|name| context.is_called(name, "@json"));
        Ok(Scope {
            active: context,
            outer,
            property,
            is_json,
        })
    }

    /// Expands the members of an object, then those that are nested for looks only.
    pub(super) fn expand_members(
        &mut self,
        scope: &Scope<'a>,
        members: &'a Map<String, Value>,
        draft: &mut Draft<'a>,
    ) -> Result<(), LinkedError> {
        let mut entries: Vec<_> = members.iter().collect();
        if self.options.ordered {
            entries.sort_by_key(|(name, _)| *name);
        }
        let mut nests = Vec::new();
        for (name, value) in entries {
            if name == "@context" {
                continue;
            }
            self.work.value()?;
            self.check_name(name, members)?;
            match scope.active.expand_word(name) {
                Some(keyword) if keywords::is_keyword(&keyword) => {
                    if scope.property == Some("@reverse") {
                        return Err(invalid(ErrorCode::InvalidReversePropertyMap, name));
                    }
                    if &*keyword == "@nest" {
                        nests.push((name, value));
                    } else {
                        self.expand_keyword(scope, &keyword, (name, value), draft)?;
                    }
                }
                Some(iri) if iri.contains(':') => {
                    self.expand_property(scope, name, iri, value, draft)?;
                }
                _ => {
                    self.lost::<()>(|| Loss::UndefinedTerm(name.clone()))?;
                }
            }
        }
        for (name, value) in nests {
            self.expand_nested(scope, name, value, draft)?;
        }
        Ok(())
    }

    fn expand_nested(
        &mut self,
        scope: &Scope<'a>,
        name: &'a str,
        value: &'a Value,
        draft: &mut Draft<'a>,
    ) -> Result<(), LinkedError> {
        let inner = Scope {
            active: self.property_scope(&scope.active, name)?,
            outer: Arc::clone(&scope.outer),
            property: scope.property,
            is_json: scope.is_json,
        };
        for nested in crate::json::items(value) {
            let members = nested
                .as_object()
                .filter(|members| {
                    !members
                        .keys()
                        .any(|key| inner.active.is_called(key, "@value"))
                })
                .ok_or_else(|| invalid(ErrorCode::InvalidNestValue, name))?;
            self.work.object()?;
            self.deeper(|processor| processor.expand_members(&inner, members, draft))?;
        }
        Ok(())
    }
}

/// Whether an object is no node of its own, so that a context that does not propagate still holds in it.
fn stays(active: &Context<'_>, members: &Map<String, Value>) -> bool {
    members.keys().any(|name| active.is_called(name, "@value"))
        || members.len() == 1 && members.keys().all(|name| active.is_called(name, "@id"))
}

/// The values of all members that mean `@type`, by the name of the member.
fn types<'a>(context: &Context<'a>, members: &'a Map<String, Value>) -> Vec<&'a Value> {
    let mut types: Vec<_> = members
        .iter()
        .filter(|(name, _)| context.is_called(name, "@type"))
        .collect();
    types.sort_by_key(|(name, _)| *name);
    types.into_iter().map(|(_, value)| value).collect()
}

fn sorted_texts(value: &Value) -> Vec<&str> {
    let mut texts: Vec<_> = crate::json::items(value)
        .iter()
        .filter_map(Value::as_str)
        .collect();
    texts.sort_unstable();
    texts
}
