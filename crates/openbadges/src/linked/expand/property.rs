//! Members whose name is a property.

use std::sync::Arc;

use serde_json::Value;

use crate::linked::context::{Container, Definition, Text};
use crate::linked::error::LinkedError;
use crate::linked::item::{Datum, Item, ListObject, Node, ValueObject};
use crate::linked::processor::Processor;

use super::Expansion;
use super::draft::Draft;
use super::keyword::{add, add_reverse};
use super::object::Scope;

impl<'a> Processor<'a> {
    pub(super) fn expand_property(
        &mut self,
        scope: &Scope<'a>,
        name: &'a str,
        iri: Text,
        value: &'a Value,
        draft: &mut Draft<'a>,
    ) -> Result<(), LinkedError> {
        self.work.text(&iri)?;
        self.check_iri(&iri)?;
        let term = scope.active.term(name).cloned();
        let term = term.as_deref();
        let Some(items) = self.expand_values(scope, name, term, value)? else {
            return Ok(());
        };
        let is_one = value.as_object().is_some_and(|members| {
            !members
                .keys()
                .any(|name| scope.active.is_called(name, "@set"))
        });
        let container = term.map_or(Container::NONE, |term| term.container);
        let items = arrange(items, is_one, container);
        if term.is_some_and(|term| term.reverse) {
            add_reverse(&mut draft.reverse, iri, items)
        } else {
            add(&mut draft.properties, iri, items);
            Ok(())
        }
    }

    fn expand_values(
        &mut self,
        scope: &Scope<'a>,
        name: &'a str,
        term: Option<&Definition<'a>>,
        value: &'a Value,
    ) -> Result<Expansion<'a>, LinkedError> {
        if let (Some(term), Value::Object(members)) = (term, value)
            && !term.has_type("@json")
        {
            if term.container.has(Container::LANGUAGE) {
                return self.expand_language_map(scope, term, members).map(Some);
            }
            if (term.container).has(Container::INDEX.and(Container::TYPE).and(Container::ID)) {
                return self.expand_map(scope, (name, term), members).map(Some);
            }
        }
        match term {
            Some(term) if term.has_type("@json") => Ok(Some(vec![Item::Value(ValueObject {
                datum: Datum::Json(value),
                datatype: Some(Arc::from("@json")),
                language: None,
                direction: None,
                index: None,
            })])),
            _ => self.expand(&scope.active, Some(name), value, false),
        }
    }
}

/// Puts values into the list or the graphs that the container of their term asks for.
fn arrange(items: Vec<Item<'_>>, is_one: bool, container: Container) -> Vec<Item<'_>> {
    if container.has(Container::LIST) {
        // One list object is the list itself; in an array it is a list in a list.
        if is_one && matches!(items.as_slice(), [Item::List(_)]) {
            return items;
        }
        return vec![Item::List(ListObject { items, index: None })];
    }
    if container.has(Container::GRAPH) && !container.has(Container::ID.and(Container::INDEX)) {
        return items
            .into_iter()
            .map(|item| Item::node(Node::around(vec![item])))
            .collect();
    }
    items
}
