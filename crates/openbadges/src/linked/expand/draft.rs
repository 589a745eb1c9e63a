//! An object under construction, and what it turns out to be: a literal, a list, a set or a node.

use serde_json::Value;

use crate::linked::context::{Direction, Text};
use crate::linked::error::{ErrorCode, LinkedError, Loss, invalid};
use crate::linked::iri;
use crate::linked::item::{Id, Item, ListObject, Node, Properties, ValueObject};
use crate::linked::processor::Processor;

use super::Expansion;

/// What has been read of an object so far.
#[derive(Default)]
pub(super) struct Draft<'a> {
    pub(super) id: Id,
    pub(super) types: Option<Vec<Text>>,
    pub(super) types_are_listed: bool,
    pub(super) value: Option<&'a Value>,
    pub(super) language: Option<Text>,
    pub(super) direction: Option<Direction>,
    pub(super) index: Option<&'a str>,
    pub(super) list: Option<Vec<Item<'a>>>,
    pub(super) set: Option<Expansion<'a>>,
    pub(super) graph: Option<Vec<Item<'a>>>,
    pub(super) included: Option<Vec<Item<'a>>>,
    pub(super) has_reverse: bool,
    pub(super) reverse: Properties<'a>,
    pub(super) properties: Properties<'a>,
}

impl Draft<'_> {
    /// Whether a keyword has been met.
    pub(super) fn has(&self, keyword: &str) -> bool {
        match keyword {
            "@id" => self.id != Id::Absent,
            "@type" => self.types.is_some(),
            "@value" => self.value.is_some(),
            "@language" => self.language.is_some(),
            "@direction" => self.direction.is_some(),
            "@index" => self.index.is_some(),
            "@list" => self.list.is_some(),
            "@set" => self.set.is_some(),
            "@graph" => self.graph.is_some(),
            "@included" => self.included.is_some(),
            "@reverse" => self.has_reverse,
            _ => false,
        }
    }

    /// Whether there is anything that only a node can have.
    fn is_like_a_node(&self) -> bool {
        self.id != Id::Absent
            || self.graph.is_some()
            || self.included.is_some()
            || !self.reverse.is_empty()
            || !self.properties.is_empty()
    }
}

impl<'a> Processor<'a> {
    pub(super) fn finish(
        &self,
        mut draft: Draft<'a>,
        property: Option<&str>,
    ) -> Result<Expansion<'a>, LinkedError> {
        let is_top = matches!(property, None | Some("@graph"));
        if let Some(value) = draft.value {
            let literal = self.finish_literal(draft, value)?;
            if is_top {
                return self.lost(|| Loss::Dropped("a value outside of any node"));
            }
            return Ok(literal.map(|literal| vec![Item::Value(literal)]));
        }
        if draft.list.is_some() || draft.set.is_some() {
            let foreign = draft.is_like_a_node()
                || draft.types.is_some()
                || draft.language.is_some()
                || draft.direction.is_some()
                || draft.list.is_some() && draft.set.is_some();
            if foreign {
                return Err(invalid(ErrorCode::InvalidSetOrListObject, "@set or @list"));
            }
            if let Some(set) = draft.set {
                return Ok(set);
            }
            return Ok(draft.list.map(|items| {
                let index = draft.index;
                vec![Item::List(ListObject { items, index })]
            }));
        }
        if draft.language.is_some() || draft.direction.is_some() {
            self.lost::<()>(|| Loss::Dropped("a language or direction without a text"))?;
            if !draft.is_like_a_node() && draft.types.is_none() && draft.index.is_none() {
                return Ok(None);
            }
        }
        let node = Node {
            id: std::mem::take(&mut draft.id),
            types: draft.types,
            index: draft.index,
            graph: draft.graph,
            included: draft.included,
            reverse: draft.reverse,
            properties: draft.properties,
        };
        if is_top && node.says_nothing() && node.index.is_none() {
            return self.lost(|| Loss::Dropped("an object that says nothing"));
        }
        Ok(Some(vec![Item::node(node)]))
    }

    fn finish_literal(
        &self,
        draft: Draft<'a>,
        value: &'a Value,
    ) -> Result<Option<ValueObject<'a>>, LinkedError> {
        let typed_text =
            draft.types.is_some() && (draft.language.is_some() || draft.direction.is_some());
        let collection = draft.list.is_some() || draft.set.is_some();
        if draft.is_like_a_node() || typed_text || collection {
            return Err(invalid(ErrorCode::InvalidValueObject, value));
        }
        let mut types = draft.types.unwrap_or_default().into_iter();
        let datatype = types.next();
        let is_json = datatype.as_deref() == Some("@json");
        if !is_json {
            if value.is_null() {
                return self.lost(|| Loss::Dropped("a null in @value"));
            }
            if !value.is_string() && draft.language.is_some() {
                return Err(invalid(ErrorCode::InvalidLanguageTaggedValue, value));
            }
        }
        let fits = |name: &Text| is_json || iri::is_well_formed(name);
        if draft.types_are_listed || !datatype.iter().all(fits) {
            return Err(invalid(ErrorCode::InvalidTypedValue, value));
        }
        Ok(Some(ValueObject {
            datum: value.into(),
            datatype,
            language: draft.language,
            direction: draft.direction,
            index: draft.index,
        }))
    }
}
