//! Nodes: identifier, types and properties under the names that their context gives them.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::linked::context::{Container, Context, Scoping, Text};
use crate::linked::error::LinkedError;
use crate::linked::item::{Id, Item, Node, Properties};
use crate::linked::options::Mode;
use crate::linked::processor::Processor;

use super::add::add;

impl<'a> Processor<'a> {
    pub(super) fn compact_node(
        &mut self,
        outer: &Arc<Context<'a>>,
        property: Option<&str>,
        node: &Node<'a>,
    ) -> Result<Value, LinkedError> {
        let types = self.compact_types(outer, node.types.as_deref().unwrap_or_default())?;
        let active = self.type_scope(outer, &types)?;
        let mut members = Map::new();
        match &node.id {
            Id::Absent => {}
            Id::Null => drop(members.insert(self.alias(&active, "@id")?, Value::Null)),
            Id::Is(id) => {
                let id = self.compact_reference(&active, id)?;
                members.insert(self.alias(&active, "@id")?, id.into());
            }
        }
        if node.types.is_some() {
            let name = self.alias(&active, "@type")?;
            let is_set = active.container(&name).has(Container::SET)
                && self.options.processing_mode == Mode::JsonLd1_1;
            let as_array = is_set || !self.options.compact_arrays || types.is_empty();
            let types = types.into_iter().map(Value::from).collect();
            add(&mut members, &name, types, as_array);
        }
        let container = property.map_or(Container::NONE, |property| active.container(property));
        if let Some(index) = node.index.filter(|_| !container.has(Container::INDEX)) {
            members.insert(self.alias(&active, "@index")?, index.into());
        }
        if !node.reverse.is_empty() {
            self.compact_reverse(&active, &node.reverse, &mut members)?;
        }
        for (keyword, items) in [("@graph", &node.graph), ("@included", &node.included)] {
            if let Some(items) = items {
                self.compact_property(&active, keyword, items, false, &mut members)?;
            }
        }
        let inside_reverse = property == Some("@reverse");
        for (iri, items) in &node.properties {
            self.compact_property(&active, iri, items, inside_reverse, &mut members)?;
        }
        Ok(Value::Object(members))
    }

    fn compact_types(
        &mut self,
        context: &Arc<Context<'a>>,
        types: &[Text],
    ) -> Result<Vec<String>, LinkedError> {
        types
            .iter()
            .map(|name| self.compact_word(context, name, None, false))
            .collect()
    }

    /// Applies the contexts that the types of a node bring, in the order of their names.
    fn type_scope(
        &mut self,
        outer: &Arc<Context<'a>>,
        types: &[String],
    ) -> Result<Arc<Context<'a>>, LinkedError> {
        let mut active = Arc::clone(outer);
        let mut sorted: Vec<&String> = types.iter().collect();
        sorted.sort_unstable();
        for name in sorted {
            if let Some(scoped) = outer.term(name).and_then(|term| term.context.clone()) {
                active = self.scoped_context(&active, &scoped, Scoping::TYPE)?;
            }
        }
        Ok(active)
    }

    fn compact_reverse(
        &mut self,
        active: &Arc<Context<'a>>,
        reverse: &Properties<'a>,
        members: &mut Map<String, Value>,
    ) -> Result<(), LinkedError> {
        let mut inner = Map::new();
        for (iri, items) in reverse {
            self.compact_property(active, iri, items, true, &mut inner)?;
        }
        let mut left = Map::new();
        for (name, value) in inner {
            match active.term(&name).filter(|term| term.reverse) {
                Some(term) => {
                    let as_array =
                        term.container.has(Container::SET) || !self.options.compact_arrays;
                    add(members, &name, value, as_array);
                }
                None => drop(left.insert(name, value)),
            }
        }
        if !left.is_empty() {
            members.insert(self.alias(active, "@reverse")?, Value::Object(left));
        }
        Ok(())
    }

    /// Compacts a node that is nothing but an identifier.
    pub(super) fn compact_lone_id(
        &mut self,
        active: &Arc<Context<'a>>,
        property: &str,
        id: &Id,
    ) -> Result<Value, LinkedError> {
        let item = Item::node(Node::reference(id.clone()));
        self.compact_item(active, Some(property), &item)
    }
}
