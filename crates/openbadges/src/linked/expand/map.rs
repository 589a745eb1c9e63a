//! Objects that are no nodes: their keys are languages, indexes, identifiers or types of what they hold.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::linked::context::{Container, Context, Definition, Scoping, Text};
use crate::linked::error::{ErrorCode, LinkedError, invalid};
use crate::linked::item::{Datum, Id, Item, Node, ValueObject};
use crate::linked::processor::Processor;

use super::object::Scope;

/// The key of one entry of a map.
struct Entry<'a> {
    key: &'a str,
    /// What the key means; nothing where it stands for "none of these".
    meaning: Option<Text>,
}

impl<'a> Processor<'a> {
    pub(super) fn expand_language_map(
        &mut self,
        scope: &Scope<'a>,
        term: &Definition<'a>,
        members: &'a Map<String, Value>,
    ) -> Result<Vec<Item<'a>>, LinkedError> {
        let direction = term.direction.unwrap_or(scope.active.direction);
        let mut items = Vec::new();
        for (tag, values) in self.entries(members) {
            let language = if scope.active.is_called(tag, "@none") {
                None
            } else {
                self.check_language(tag)?;
                Some(Text::from(tag))
            };
            for value in crate::json::items(values) {
                self.work.value()?;
                let text = match value {
                    Value::Null => continue,
                    Value::String(text) => text,
                    other => return Err(invalid(ErrorCode::InvalidLanguageMapValue, other)),
                };
                items.push(Item::Value(ValueObject {
                    datum: Datum::Text(text),
                    datatype: None,
                    language: language.clone(),
                    direction,
                    index: None,
                }));
            }
        }
        Ok(items)
    }

    pub(super) fn expand_map(
        &mut self,
        scope: &Scope<'a>,
        (name, term): (&'a str, &Definition<'a>),
        members: &'a Map<String, Value>,
    ) -> Result<Vec<Item<'a>>, LinkedError> {
        let by_node = term.container.has(Container::ID.and(Container::TYPE));
        let outer = match &scope.active.previous {
            Some(previous) if by_node => previous,
            _ => &scope.active,
        };
        let mut items = Vec::new();
        for (key, value) in self.entries(members) {
            self.work.value()?;
            let context = self.map_context(outer, term, key)?;
            let expanded = self.expand(&context, Some(name), value, true)?;
            let entry = Entry {
                key,
                meaning: scope
                    .active
                    .expand_word(key)
                    .filter(|meaning| &**meaning != "@none"),
            };
            for mut item in expanded.into_iter().flatten() {
                if term.container.has(Container::GRAPH) && !is_graph(&item) {
                    item = Item::node(Node::around(vec![item]));
                }
                self.mark(scope, term, &entry, &mut item)?;
                items.push(item);
            }
        }
        Ok(items)
    }

    /// The context for the values under a key: a type as key brings its own.
    fn map_context(
        &mut self,
        outer: &Arc<Context<'a>>,
        term: &Definition<'a>,
        key: &str,
    ) -> Result<Arc<Context<'a>>, LinkedError> {
        let scoped = outer
            .term(key)
            .filter(|_| term.container.has(Container::TYPE))
            .and_then(|term| term.context.clone());
        match scoped {
            Some(scoped) => self.scoped_context(outer, &scoped, Scoping::TYPE),
            None => Ok(Arc::clone(outer)),
        }
    }

    /// Writes the key of a map into a value that was found under it.
    fn mark(
        &mut self,
        scope: &Scope<'a>,
        term: &Definition<'a>,
        entry: &Entry<'a>,
        item: &mut Item<'a>,
    ) -> Result<(), LinkedError> {
        let Some(meaning) = &entry.meaning else {
            return Ok(());
        };
        if term.container.has(Container::INDEX) {
            match term.index.filter(|name| *name != "@index") {
                Some(property) => return self.mark_property(scope, property, entry.key, item),
                None => drop(item.index_mut().get_or_insert(entry.key)),
            }
            return Ok(());
        }
        let Item::Node(node) = item else {
            return Err(invalid(ErrorCode::InvalidValueObject, entry.key));
        };
        if term.container.has(Container::TYPE) {
            let meaning = self.expand_type(&scope.active, entry.key)?;
            let types = node.types.get_or_insert_with(Vec::new);
            types.splice(0..0, meaning);
        } else if node.id == Id::Absent {
            let _ = meaning;
            let iri = scope.active.expand_reference(entry.key);
            node.id = self.reference_to(iri, entry.key)?;
        }
        Ok(())
    }

    fn mark_property(
        &mut self,
        scope: &Scope<'a>,
        property: &str,
        key: &'a str,
        item: &mut Item<'a>,
    ) -> Result<(), LinkedError> {
        let Item::Node(node) = item else {
            return Err(invalid(ErrorCode::InvalidValueObject, key));
        };
        let value = self.expand_value(&scope.active, property, Datum::Text(key))?;
        if let Some(iri) = scope.active.expand_word(property) {
            self.work.text(&iri)?;
            node.properties.entry(iri).or_default().insert(0, value);
        }
        Ok(())
    }

    /// The entries of a map, by name where order was asked for.
    fn entries(&self, members: &'a Map<String, Value>) -> Vec<(&'a str, &'a Value)> {
        let mut entries: Vec<_> = members
            .iter()
            .map(|(name, value)| (name.as_str(), value))
            .collect();
        if self.options.ordered {
            entries.sort_by_key(|(name, _)| *name);
        }
        entries
    }
}

fn is_graph(item: &Item<'_>) -> bool {
    item.as_node().is_some_and(Node::is_graph)
}
