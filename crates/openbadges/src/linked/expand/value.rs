//! Value expansion (JSON-LD 1.1 API, section 5.3): what a plain value means under its property.

use crate::linked::context::Context;
use crate::linked::error::LinkedError;
use crate::linked::item::{Datum, Id, Item, Node, ValueObject};
use crate::linked::processor::Processor;

impl<'a> Processor<'a> {
    pub(super) fn expand_value(
        &mut self,
        active: &Context<'a>,
        property: &str,
        datum: Datum<'a>,
    ) -> Result<Item<'a>, LinkedError> {
        let term = active.term(property);
        let type_mapping = term.and_then(|term| term.type_mapping.as_ref());
        match (type_mapping.map(|name| &**name), datum) {
            (Some("@id"), Datum::Text(text)) => {
                let id = self.reference_to(active.expand_reference(text), text)?;
                return Ok(Item::node(Node::reference(id)));
            }
            (Some("@vocab"), Datum::Text(text)) => {
                let id = self.expand_type(active, text)?.map_or(Id::Null, Id::Is);
                return Ok(Item::node(Node::reference(id)));
            }
            _ => {}
        }
        let datatype = type_mapping.filter(|name| !matches!(&***name, "@id" | "@vocab" | "@none"));
        let is_text = datatype.is_none() && matches!(datum, Datum::Text(_));
        let (mut language, mut direction) = (None, None);
        if is_text {
            let own = term.and_then(|term| term.language.clone());
            language = own.unwrap_or_else(|| active.language.clone());
            let own = term.and_then(|term| term.direction);
            direction = own.unwrap_or(active.direction);
        }
        Ok(Item::Value(ValueObject {
            datum,
            datatype: datatype.cloned(),
            language,
            direction,
            index: None,
        }))
    }
}
