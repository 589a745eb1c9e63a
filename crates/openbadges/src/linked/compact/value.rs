//! Value compaction (JSON-LD 1.1 API, section 6.4): literals and references, as plainly as their property allows.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::linked::context::{Container, Context, Direction};
use crate::linked::error::LinkedError;
use crate::linked::item::{Datum, Node, ValueObject};
use crate::linked::processor::Processor;

impl<'a> Processor<'a> {
    pub(super) fn compact_literal(
        &mut self,
        active: &Arc<Context<'a>>,
        property: Option<&str>,
        literal: &ValueObject<'a>,
    ) -> Result<Value, LinkedError> {
        let term = property.and_then(|property| active.term(property)).cloned();
        let container = term.as_ref().map_or(Container::NONE, |term| term.container);
        let type_mapping = term.as_ref().and_then(|term| term.type_mapping.as_deref());
        let keeps_index = literal.index.is_some() && !container.has(Container::INDEX);
        let fits = match (&literal.datatype, type_mapping) {
            (_, Some("@none")) => false,
            (Some(datatype), mapping) => mapping == Some(datatype),
            (None, _) => match literal.datum {
                Datum::Json(_) => true,
                Datum::Text(_) => {
                    let own = term.as_ref().and_then(|term| term.language.clone());
                    let language = own.unwrap_or_else(|| active.language.clone());
                    let own = term.as_ref().and_then(|term| term.direction);
                    let direction = own.unwrap_or(active.direction);
                    let lower = |tag: Option<&str>| tag.map(str::to_lowercase);
                    lower(literal.language.as_deref()) == lower(language.as_deref())
                        && literal.direction == direction
                }
            },
        };
        let value = literal.datum.to_value();
        if fits && !keeps_index {
            return Ok(value);
        }
        let mut members = Map::new();
        members.insert(self.alias(active, "@value")?, value);
        if let Some(datatype) = &literal.datatype {
            let datatype = self.compact_word(active, datatype, None, false)?;
            members.insert(self.alias(active, "@type")?, datatype.into());
        }
        for (keyword, text) in [
            ("@language", literal.language.as_deref()),
            ("@direction", literal.direction.map(Direction::as_str)),
            ("@index", literal.index.filter(|_| keeps_index)),
        ] {
            if let Some(text) = text {
                members.insert(self.alias(active, keyword)?, text.into());
            }
        }
        Ok(Value::Object(members))
    }

    /// Writes a node that is only referred to as its bare identifier, where the property allows that.
    pub(super) fn compact_bare(
        &mut self,
        active: &Arc<Context<'a>>,
        property: Option<&str>,
        node: &Node<'a>,
    ) -> Result<Option<Value>, LinkedError> {
        let Some(id) = node.id.text().filter(|_| node.is_reference()) else {
            return Ok(None);
        };
        let term = property.and_then(|property| active.term(property)).cloned();
        let Some(term) = term else { return Ok(None) };
        if node.index.is_some() && !term.container.has(Container::INDEX) {
            return Ok(None);
        }
        Ok(match term.type_mapping.as_deref() {
            Some("@id") => Some(self.compact_reference(active, id)?.into()),
            Some("@vocab") => Some(self.compact_word(active, id, None, false)?.into()),
            _ => None,
        })
    }
}
