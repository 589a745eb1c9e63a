//! Compaction (JSON-LD 1.1 API, section 6.1): every IRI replaced by the word that a context has for it.

mod add;
mod inverse;
mod iri;
mod node;
mod property;
mod value;

use std::sync::Arc;

use serde_json::{Map, Value};

use super::context::{Container, Context, Scoping};
use super::error::LinkedError;
use super::item::Item;
use super::processor::Processor;

pub(super) use inverse::Inverse;

impl<'a> Processor<'a> {
    /// Compacts a whole document.
    pub(super) fn compact_document(
        &mut self,
        items: &[Item<'a>],
        context: &'a Value,
    ) -> Result<Value, LinkedError> {
        let local = context.get("@context").unwrap_or(context);
        let mut initial = Context::initial(self.options.base);
        if !self.options.compact_to_relative {
            initial.base = None;
        }
        let base_url = self.base_url.clone();
        let active = self.context(
            &Arc::new(initial),
            local,
            base_url.as_ref(),
            Scoping::DOCUMENT,
        )?;
        let compacted = self.compact_items(&active, None, items)?;
        let mut members = Map::new();
        if !is_empty(local) {
            members.insert("@context".to_owned(), local.clone());
        }
        match compacted {
            Value::Object(compacted) => members.extend(compacted),
            Value::Array(items) if items.is_empty() => {}
            items => {
                members.insert(self.alias(&active, "@graph")?, items);
            }
        }
        Ok(Value::Object(members))
    }

    /// Compacts the values of a property; one alone stands for itself where it may.
    fn compact_items(
        &mut self,
        active: &Arc<Context<'a>>,
        property: Option<&str>,
        items: &[Item<'a>],
    ) -> Result<Value, LinkedError> {
        let mut compacted = Vec::with_capacity(items.len());
        for item in items {
            self.work.value()?;
            let value = self.deeper(|processor| processor.compact_item(active, property, item))?;
            if !value.is_null() {
                compacted.push(value);
            }
        }
        let container = property.map_or(Container::NONE, |property| active.container(property));
        let stays = matches!(property, Some("@graph" | "@set"))
            || container.has(Container::LIST.and(Container::SET));
        if compacted.len() == 1 && self.options.compact_arrays && !stays {
            return Ok(compacted.remove(0));
        }
        Ok(Value::Array(compacted))
    }

    fn compact_item(
        &mut self,
        active: &Arc<Context<'a>>,
        property: Option<&str>,
        item: &Item<'a>,
    ) -> Result<Value, LinkedError> {
        let scoped = property
            .and_then(|property| active.term(property))
            .and_then(|term| term.context.clone());
        let enter = |processor: &mut Self, active: &Arc<Context<'a>>| match &scoped {
            Some(scoped) => processor.scoped_context(active, scoped, Scoping::PROPERTY),
            None => Ok(Arc::clone(active)),
        };
        match item {
            Item::Value(literal) => {
                let inner = enter(self, active)?;
                self.compact_literal(&inner, property, literal)
            }
            Item::List(list) => {
                let inner = enter(self, active)?;
                let container =
                    property.map_or(Container::NONE, |property| inner.container(property));
                let items = self.compact_items(&inner, property, &list.items)?;
                if container.has(Container::LIST) {
                    return Ok(items);
                }
                let mut members = Map::new();
                let name = self.alias(&inner, "@list")?;
                add::add(&mut members, &name, items, true);
                Ok(Value::Object(members))
            }
            Item::Node(node) => {
                let lone_id = node.is_reference() && node.index.is_none();
                let reverted = match &active.previous {
                    Some(previous) if !lone_id => previous,
                    _ => active,
                };
                let inner = enter(self, reverted)?;
                if let Some(bare) = self.compact_bare(&inner, property, node)? {
                    return Ok(bare);
                }
                self.compact_node(&inner, property, node)
            }
        }
    }
}

/// Whether a context says nothing, so that it need not be written.
fn is_empty(context: &Value) -> bool {
    match context {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}
