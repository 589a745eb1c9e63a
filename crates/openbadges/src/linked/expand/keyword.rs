//! Members whose name is a keyword, or an alias of one.

use std::sync::Arc;

use serde_json::Value;

use crate::linked::context::{Direction, Text};
use crate::linked::error::{ErrorCode, LinkedError, Loss, invalid};
use crate::linked::item::{Id, Item, Properties};
use crate::linked::options::Mode;
use crate::linked::processor::Processor;
use crate::linked::{iri, keywords};

use super::draft::Draft;
use super::object::Scope;

impl<'a> Processor<'a> {
    pub(super) fn expand_keyword(
        &mut self,
        scope: &Scope<'a>,
        keyword: &str,
        (name, value): (&'a str, &'a Value),
        draft: &mut Draft<'a>,
    ) -> Result<(), LinkedError> {
        let is_1_0 = self.options.processing_mode == Mode::JsonLd1_0;
        let repeatable = keyword == "@included" || keyword == "@type" && !is_1_0;
        if draft.has(keyword) && !repeatable {
            return Err(invalid(ErrorCode::CollidingKeywords, keyword));
        }
        match keyword {
            "@id" => draft.id = self.expand_id(scope, value)?,
            "@type" => self.expand_types(scope, value, draft)?,
            "@value" => draft.value = Some(self.literal_of(scope, value)?),
            "@language" => {
                let tag = text(value, ErrorCode::InvalidLanguageTaggedString)?;
                self.check_language(tag)?;
                draft.language = Some(tag.into());
            }
            "@direction" if is_1_0 => {}
            "@direction" => {
                let direction = value.as_str().and_then(Direction::parse);
                let wrong = || invalid(ErrorCode::InvalidBaseDirection, value);
                draft.direction = Some(direction.ok_or_else(wrong)?);
            }
            "@index" => draft.index = Some(text(value, ErrorCode::InvalidIndexValue)?),
            "@list" => {
                if matches!(scope.property, None | Some("@graph")) {
                    self.lost::<()>(|| Loss::Dropped("a list outside of any node"))?;
                    return Ok(());
                }
                let items = self.expand(&scope.active, scope.property, value, false)?;
                draft.list = Some(items.unwrap_or_default());
            }
            "@set" => {
                draft.set = Some(self.expand(&scope.active, scope.property, value, false)?);
            }
            "@graph" => {
                let items = self.expand(&scope.active, Some("@graph"), value, false)?;
                draft.graph = Some(items.unwrap_or_default());
            }
            "@included" if is_1_0 => {}
            "@included" => self.expand_included(scope, value, draft)?,
            "@reverse" => self.expand_reverse(scope, value, draft)?,
            _ => {
                self.lost::<()>(|| Loss::UndefinedTerm(name.to_owned()))?;
            }
        }
        Ok(())
    }

    fn expand_id(&mut self, scope: &Scope<'a>, value: &'a Value) -> Result<Id, LinkedError> {
        let reference = text(value, ErrorCode::InvalidIdValue)?;
        self.reference_to(scope.active.expand_reference(reference), reference)
    }

    /// Makes an identifier of what a reference expanded to.
    pub(super) fn reference_to(
        &mut self,
        expanded: Option<Text>,
        reference: &str,
    ) -> Result<Id, LinkedError> {
        match expanded {
            None => {
                self.lost::<()>(|| Loss::KeywordLike(reference.to_owned()))?;
                Ok(Id::Null)
            }
            Some(iri) => {
                self.work.text(&iri)?;
                self.check_iri(&iri)?;
                Ok(Id::Is(iri))
            }
        }
    }

    /// Expands a word as a type is, or as the value of a term of type `@vocab`.
    pub(super) fn expand_type(
        &mut self,
        context: &super::Context<'a>,
        word: &str,
    ) -> Result<Option<Text>, LinkedError> {
        let Some(iri) = context.expand(word, true, true) else {
            return self.lost(|| match keywords::has_form(word) {
                true => Loss::KeywordLike(word.to_owned()),
                false => Loss::UndefinedTerm(word.to_owned()),
            });
        };
        self.work.text(&iri)?;
        if iri::is_absolute(&iri) || iri.starts_with("_:") {
            self.check_iri(&iri)?;
        } else if !keywords::is_keyword(&iri) {
            self.lost::<()>(|| Loss::UndefinedTerm(word.to_owned()))?;
        }
        Ok(Some(iri))
    }

    fn expand_types(
        &mut self,
        scope: &Scope<'a>,
        value: &'a Value,
        draft: &mut Draft<'a>,
    ) -> Result<(), LinkedError> {
        let names = match value {
            Value::Array(names) => names.as_slice(),
            one => std::slice::from_ref(one),
        };
        draft.types_are_listed |= value.is_array() || draft.types.is_some();
        let types = draft.types.get_or_insert_with(Vec::new);
        for name in names {
            let name = text(name, ErrorCode::InvalidTypeValue)?;
            self.work.value()?;
            types.extend(self.expand_type(&scope.outer, name)?);
        }
        Ok(())
    }

    fn literal_of(&self, scope: &Scope<'a>, value: &'a Value) -> Result<&'a Value, LinkedError> {
        let structured = value.is_object() || value.is_array();
        let json = scope.is_json && self.options.processing_mode == Mode::JsonLd1_1;
        if structured && !json {
            return Err(invalid(ErrorCode::InvalidValueObjectValue, value));
        }
        Ok(value)
    }

    fn expand_included(
        &mut self,
        scope: &Scope<'a>,
        value: &'a Value,
        draft: &mut Draft<'a>,
    ) -> Result<(), LinkedError> {
        let wrong = || invalid(ErrorCode::InvalidIncludedValue, "@included");
        let elements = crate::json::items(value);
        if value.is_null() || !elements.iter().all(Value::is_object) {
            return Err(wrong());
        }
        let items = self.expand(&scope.active, Some("@included"), value, false)?;
        let items = items.unwrap_or_default();
        if items.iter().any(|item| item.as_node().is_none()) {
            return Err(wrong());
        }
        draft.included.get_or_insert_with(Vec::new).extend(items);
        Ok(())
    }

    fn expand_reverse(
        &mut self,
        scope: &Scope<'a>,
        value: &'a Value,
        draft: &mut Draft<'a>,
    ) -> Result<(), LinkedError> {
        if !value.is_object() {
            return Err(invalid(ErrorCode::InvalidReverseValue, value));
        }
        let items = self.expand(&scope.active, Some("@reverse"), value, false)?;
        draft.has_reverse = true;
        for item in items.into_iter().flatten() {
            let Item::Node(node) = item else { continue };
            // What was turned around twice points forward again.
            for (property, items) in node.reverse {
                add(&mut draft.properties, property, items);
            }
            for (property, items) in node.properties {
                add_reverse(&mut draft.reverse, property, items)?;
            }
        }
        Ok(())
    }

    /// In safe mode an identifier must be an IRI that can be written down, or name a blank node.
    pub(super) fn check_iri(&self, iri: &str) -> Result<(), LinkedError> {
        if self.options.safe && !iri.starts_with("_:") && !iri::is_well_formed(iri) {
            return Err(Loss::RelativeIri(iri.to_owned()).into());
        }
        Ok(())
    }

    pub(super) fn check_language(&self, tag: &str) -> Result<(), LinkedError> {
        if self.options.safe && !keywords::is_language(tag) {
            return Err(Loss::Language(tag.to_owned()).into());
        }
        Ok(())
    }
}

fn text(value: &Value, code: ErrorCode) -> Result<&str, LinkedError> {
    value.as_str().ok_or_else(|| invalid(code, value))
}

pub(super) fn add<'a>(properties: &mut Properties<'a>, property: Text, items: Vec<Item<'a>>) {
    match properties.get_mut(&property) {
        Some(present) => present.extend(items),
        None => drop(properties.insert(property, items)),
    }
}

/// Adds values that point at the node; only nodes can.
pub(super) fn add_reverse<'a>(
    properties: &mut Properties<'a>,
    property: Text,
    items: Vec<Item<'a>>,
) -> Result<(), LinkedError> {
    if items.iter().any(|item| item.as_node().is_none()) {
        return Err(invalid(ErrorCode::InvalidReversePropertyValue, property));
    }
    add(properties, Arc::clone(&property), items);
    Ok(())
}
