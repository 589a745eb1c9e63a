//! Expansion (JSON-LD 1.1 API, section 5.1): every word replaced by what it means.

mod draft;
mod keyword;
mod map;
mod object;
mod plain;
mod property;
mod value;

use std::sync::Arc;

use serde_json::Value;

use super::context::{Container, Context, Scoping};
use super::error::{LinkedError, Loss};
use super::item::{Item, ListObject};
use super::processor::Processor;

/// What a value expands to: nothing where it is null or dropped, else any number of items.
type Expansion<'a> = Option<Vec<Item<'a>>>;

impl<'a> Processor<'a> {
    /// Expands a whole document.
    pub(super) fn expand_document(
        &mut self,
        input: &'a Value,
    ) -> Result<Vec<Item<'a>>, LinkedError> {
        let mut active = Arc::new(Context::initial(self.options.base));
        if let Some(outer) = self.options.expand_context {
            let local = outer.get("@context").unwrap_or(outer);
            let base_url = self.base_url.clone();
            active = self.context(&active, local, base_url.as_ref(), Scoping::DOCUMENT)?;
        }
        let mut items = self
            .expand(&active, None, input, false)?
            .unwrap_or_default();
        // A document that is nothing but a graph is what the graph holds.
        if let [Item::Node(node)] = items.as_mut_slice()
            && node.is_simple_graph()
            && node.index.is_none()
        {
            return Ok(node.graph.take().unwrap_or_default());
        }
        Ok(items)
    }

    /// Expands a value of a property; of `None` and `@graph` where it stands for itself.
    fn expand(
        &mut self,
        active: &Arc<Context<'a>>,
        property: Option<&'a str>,
        element: &'a Value,
        from_map: bool,
    ) -> Result<Expansion<'a>, LinkedError> {
        match element {
            Value::Null => Ok(None),
            Value::Array(elements) => self.deeper(|processor| {
                let items = processor.expand_array(active, property, elements, from_map)?;
                Ok(Some(items))
            }),
            Value::Object(members) => self
                .deeper(|processor| processor.expand_object(active, property, members, from_map)),
            scalar => match property {
                None | Some("@graph") => self.lost(|| Loss::Dropped("a value outside of any node")),
                Some(property) => {
                    let scoped = self.property_scope(active, property)?;
                    let item = self.expand_value(&scoped, property, scalar.into())?;
                    Ok(Some(vec![item]))
                }
            },
        }
    }

    fn expand_array(
        &mut self,
        active: &Arc<Context<'a>>,
        property: Option<&'a str>,
        elements: &'a [Value],
        from_map: bool,
    ) -> Result<Vec<Item<'a>>, LinkedError> {
        let is_list =
            property.is_some_and(|property| active.container(property).has(Container::LIST));
        let mut items = Vec::with_capacity(elements.len());
        for element in elements {
            self.work.value()?;
            let expanded = self.expand(active, property, element, from_map)?;
            if is_list && element.is_array() {
                items.push(Item::List(ListObject {
                    items: expanded.unwrap_or_default(),
                    index: None,
                }));
            } else {
                items.extend(expanded.into_iter().flatten());
            }
        }
        Ok(items)
    }

    /// The context in which the values of a property are read.
    fn property_scope(
        &mut self,
        active: &Arc<Context<'a>>,
        property: &str,
    ) -> Result<Arc<Context<'a>>, LinkedError> {
        match active.term(property).and_then(|term| term.context.clone()) {
            Some(scoped) => self.scoped_context(active, &scoped, Scoping::PROPERTY),
            None => Ok(Arc::clone(active)),
        }
    }

    /// Drops something: an error in safe mode.
    pub(super) fn lost<T>(&self, loss: impl FnOnce() -> Loss) -> Result<Option<T>, LinkedError> {
        if self.options.safe {
            return Err(loss().into());
        }
        Ok(None)
    }
}
