//! The values of one property, each under the name and in the container that fit it best.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::linked::context::{Container, Context};
use crate::linked::error::{ErrorCode, LinkedError, invalid};
use crate::linked::item::{Item, Node};
use crate::linked::options::Mode;
use crate::linked::processor::Processor;

use super::add::{add, map_at};

/// The name that was chosen for a value, and how values go under it.
struct Slot<'n> {
    name: &'n str,
    container: Container,
    as_array: bool,
}

impl<'a> Processor<'a> {
    pub(super) fn compact_property(
        &mut self,
        active: &Arc<Context<'a>>,
        iri: &str,
        items: &[Item<'a>],
        inside_reverse: bool,
        members: &mut Map<String, Value>,
    ) -> Result<(), LinkedError> {
        if items.is_empty() {
            let name = self.compact_word(active, iri, None, inside_reverse)?;
            let target = self.nested(active, &name, members)?;
            add(target, &name, Value::Array(Vec::new()), true);
        }
        for item in items {
            let name = self.compact_word(active, iri, Some(item), inside_reverse)?;
            let container = active.container(&name);
            let slot = Slot {
                name: &name,
                container,
                as_array: container.has(Container::SET)
                    || iri == "@graph"
                    || !self.options.compact_arrays,
            };
            let (value, item) = self.compact_inner(active, &name, item)?;
            let target = self.nested(active, &name, members)?;
            self.place(active, &slot, item, value, target)?;
        }
        Ok(())
    }

    /// The members among which a name belongs: those of the node, or of an object nested for looks.
    fn nested<'m>(
        &self,
        active: &Context<'a>,
        name: &str,
        members: &'m mut Map<String, Value>,
    ) -> Result<&'m mut Map<String, Value>, LinkedError> {
        let Some(nest) = active.term(name).and_then(|term| term.nest) else {
            return Ok(members);
        };
        if !active.is_called(nest, "@nest") {
            return Err(invalid(ErrorCode::InvalidNestValue, nest));
        }
        map_at(members, nest)
    }

    /// Compacts what is inside of a list or graph, and anything else itself.
    fn compact_inner<'i>(
        &mut self,
        active: &Arc<Context<'a>>,
        name: &str,
        item: &'i Item<'a>,
    ) -> Result<(Value, &'i Item<'a>), LinkedError> {
        let value = match item {
            Item::List(list) => self.compact_items(active, Some(name), &list.items)?,
            Item::Node(node) => match &node.graph {
                Some(graph) if node.is_graph() => self.compact_items(active, Some(name), graph)?,
                _ => self.deeper(|this| this.compact_item(active, Some(name), item))?,
            },
            Item::Value(_) => self.compact_item(active, Some(name), item)?,
        };
        Ok((value, item))
    }

    fn place(
        &mut self,
        active: &Arc<Context<'a>>,
        slot: &Slot<'_>,
        item: &Item<'a>,
        value: Value,
        target: &mut Map<String, Value>,
    ) -> Result<(), LinkedError> {
        let maps = Container::LANGUAGE
            .and(Container::INDEX)
            .and(Container::ID)
            .and(Container::TYPE);
        match item {
            Item::List(list) => self.place_list(active, slot, list.index, value, target),
            Item::Node(node) if node.is_graph() => {
                self.place_graph(active, slot, node, value, target)
            }
            // A JSON literal that is an array is one value.
            Item::Value(literal)
                if literal.is_json() && !slot.as_array && !target.contains_key(slot.name) =>
            {
                target.insert(slot.name.to_owned(), value);
                Ok(())
            }
            _ if slot.container.has(maps) => self.place_in_map(active, slot, item, value, target),
            _ => {
                add(target, slot.name, value, slot.as_array);
                Ok(())
            }
        }
    }

    fn place_list(
        &mut self,
        active: &Arc<Context<'a>>,
        slot: &Slot<'_>,
        index: Option<&str>,
        value: Value,
        target: &mut Map<String, Value>,
    ) -> Result<(), LinkedError> {
        let value = match value {
            Value::Array(items) => Value::Array(items),
            one => Value::Array(vec![one]),
        };
        if slot.container.has(Container::LIST) {
            if self.options.processing_mode == Mode::JsonLd1_0 && target.contains_key(slot.name) {
                return Err(invalid(ErrorCode::CompactionToListOfLists, slot.name));
            }
            target.insert(slot.name.to_owned(), value);
            return Ok(());
        }
        let mut list = Map::new();
        list.insert(self.alias(active, "@list")?, value);
        if let Some(index) = index {
            list.insert(self.alias(active, "@index")?, index.into());
        }
        add(target, slot.name, Value::Object(list), slot.as_array);
        Ok(())
    }

    fn place_graph(
        &mut self,
        active: &Arc<Context<'a>>,
        slot: &Slot<'_>,
        node: &Node<'a>,
        value: Value,
        target: &mut Map<String, Value>,
    ) -> Result<(), LinkedError> {
        let graph = slot.container.has(Container::GRAPH);
        if graph && slot.container.has(Container::ID) {
            let key = match node.id.text() {
                Some(id) => self.compact_reference(active, id)?,
                None => self.alias(active, "@none")?,
            };
            add(map_at(target, slot.name)?, &key, value, slot.as_array);
            return Ok(());
        }
        if graph && slot.container.has(Container::INDEX) && node.is_simple_graph() {
            let key = match node.index {
                Some(index) => index.to_owned(),
                None => self.alias(active, "@none")?,
            };
            add(map_at(target, slot.name)?, &key, value, slot.as_array);
            return Ok(());
        }
        if graph && node.is_simple_graph() {
            let value = match value {
                Value::Array(items) if items.len() > 1 => {
                    let mut included = Map::new();
                    included.insert(self.alias(active, "@included")?, Value::Array(items));
                    Value::Object(included)
                }
                other => other,
            };
            add(target, slot.name, value, slot.as_array);
            return Ok(());
        }
        let mut members = Map::new();
        members.insert(self.alias(active, "@graph")?, value);
        if let Some(id) = node.id.text() {
            let id = self.compact_reference(active, id)?;
            members.insert(self.alias(active, "@id")?, id.into());
        }
        if let Some(index) = node.index {
            members.insert(self.alias(active, "@index")?, index.into());
        }
        add(target, slot.name, Value::Object(members), slot.as_array);
        Ok(())
    }

    fn place_in_map(
        &mut self,
        active: &Arc<Context<'a>>,
        slot: &Slot<'_>,
        item: &Item<'a>,
        mut value: Value,
        target: &mut Map<String, Value>,
    ) -> Result<(), LinkedError> {
        let mut key = None;
        if slot.container.has(Container::LANGUAGE) {
            if let Item::Value(literal) = item {
                let name = self.alias(active, "@value")?;
                if let Some(text) = value.get_mut(&name) {
                    value = text.take();
                }
                key = literal.language.as_deref().map(str::to_owned);
            }
        } else if slot.container.has(Container::INDEX) {
            let property = active.term(slot.name).and_then(|term| term.index);
            key = match property.filter(|name| *name != "@index") {
                None => item.index().map(str::to_owned),
                Some(property) if value.get(property).is_some() => {
                    take_first_text(&mut value, property)
                }
                Some(property) => {
                    let iri = active.expand_word(property);
                    let iri = iri.as_deref().unwrap_or(property);
                    let name = self.compact_word(active, iri, None, false)?;
                    take_first_text(&mut value, &name)
                }
            };
        } else if slot.container.has(Container::ID) {
            let name = self.alias(active, "@id")?;
            key = take(&mut value, &name).and_then(|id| id.as_str().map(str::to_owned));
        } else if slot.container.has(Container::TYPE) {
            let name = self.alias(active, "@type")?;
            key = take_first_text(&mut value, &name);
            if let Item::Node(node) = item
                && is_lone_id(active, &value)
            {
                value = self.compact_lone_id(active, slot.name, &node.id)?;
            }
        }
        let key = match key {
            Some(key) => key,
            None => self.alias(active, "@none")?,
        };
        add(map_at(target, slot.name)?, &key, value, slot.as_array);
        Ok(())
    }
}

fn is_lone_id(active: &Context<'_>, value: &Value) -> bool {
    value.as_object().is_some_and(|members| {
        members.len() == 1 && members.keys().all(|name| active.is_called(name, "@id"))
    })
}

fn take(value: &mut Value, name: &str) -> Option<Value> {
    value.as_object_mut()?.shift_remove(name)
}

/// Takes the first value of a member away if it is a text; the others stay.
fn take_first_text(value: &mut Value, name: &str) -> Option<String> {
    let mut values = match take(value, name)? {
        Value::Array(values) => values,
        one => vec![one],
    };
    let first = match values.first() {
        Some(Value::String(_)) => match values.remove(0) {
            Value::String(text) => Some(text),
            _ => None,
        },
        _ => None,
    };
    if let (Some(members), false) = (value.as_object_mut(), values.is_empty()) {
        let left = match values.len() {
            1 => values.remove(0),
            _ => Value::Array(values),
        };
        members.insert(name.to_owned(), left);
    }
    first
}
