//! What a term stands for: the IRI or keyword behind it, and the type of its values.

use serde_json::Value;

use crate::linked::error::{ErrorCode, LinkedError, invalid};
use crate::linked::options::Mode;
use crate::linked::processor::Processor;
use crate::linked::{iri, keywords};

use super::process::nullable;
use super::term::{Defining, Entry};
use super::{Container, Context, Definition, Text, split_compact};

impl<'a> Processor<'a> {
    /// Sets the IRI of a term; `false` where the definition is to be ignored.
    pub(super) fn map(
        &mut self,
        context: &mut Context<'a>,
        defining: &mut Defining<'a, '_>,
        entry: &Entry<'a>,
        definition: &mut Definition<'a>,
    ) -> Result<bool, LinkedError> {
        let term = entry.term;
        match entry.get("@id") {
            Some(Value::String(id)) if id == term => {}
            // Known, and said to mean nothing.
            Some(Value::Null) => return Ok(true),
            Some(Value::String(id)) => {
                if keywords::has_form(id) && !keywords::is_keyword(id) {
                    return Ok(false);
                }
                return self
                    .map_to_id(context, defining, entry, id, definition)
                    .map(|()| true);
            }
            Some(other) => return Err(invalid(ErrorCode::InvalidIriMapping, other)),
            None => {}
        }
        let unmapped = || invalid(ErrorCode::InvalidIriMapping, term);
        definition.iri = Some(if split_compact(term).is_some() {
            self.expand_compact_term(context, defining, term)?
        } else if term.contains('/') {
            let iri = context.expand_word(term).ok_or_else(unmapped)?;
            Some(iri)
                .filter(|iri| iri::is_absolute(iri))
                .ok_or_else(unmapped)?
        } else if term == "@type" {
            term.into()
        } else {
            let vocab = context.vocab.as_deref().ok_or_else(unmapped)?;
            format!("{vocab}{term}").into()
        });
        Ok(true)
    }

    fn map_to_id(
        &mut self,
        context: &mut Context<'a>,
        defining: &mut Defining<'a, '_>,
        entry: &Entry<'a>,
        id: &'a str,
        definition: &mut Definition<'a>,
    ) -> Result<(), LinkedError> {
        let term = entry.term;
        let wrong = || invalid(ErrorCode::InvalidIriMapping, id);
        let iri = self.expand_in(context, defining, id)?.ok_or_else(wrong)?;
        if &*iri == "@context" {
            return Err(invalid(ErrorCode::InvalidKeywordAlias, term));
        }
        let blank = iri.starts_with("_:");
        if !keywords::is_keyword(&iri) && !iri::is_absolute(&iri) && !blank {
            return Err(wrong());
        }
        let inner_colon = term
            .char_indices()
            .any(|(place, letter)| letter == ':' && place > 0 && place + 1 < term.len());
        if inner_colon || term.contains('/') {
            defining.settle(term);
            let own = self.expand_in(context, defining, term)?;
            if own.as_deref() != Some(&*iri) {
                return Err(invalid(ErrorCode::InvalidIriMapping, term));
            }
        }
        let short = !term.contains([':', '/']);
        definition.prefix = short && entry.is_simple() && (blank || iri::ends_like_a_prefix(&iri));
        definition.iri = Some(iri);
        Ok(())
    }

    fn expand_compact_term(
        &mut self,
        context: &mut Context<'a>,
        defining: &mut Defining<'a, '_>,
        term: &'a str,
    ) -> Result<Text, LinkedError> {
        let Some((prefix, suffix)) = split_compact(term) else {
            return Ok(term.into());
        };
        if let Some((prefix, _)) = defining.local.get(prefix) {
            self.define(context, defining, prefix)?;
        }
        let iri = context
            .term(prefix)
            .and_then(|prefix| prefix.iri.as_deref());
        Ok(iri.map_or_else(|| term.into(), |iri| format!("{iri}{suffix}").into()))
    }

    /// Sets the IRI of a term that is read against its direction; `false` where it is to be ignored.
    pub(super) fn map_reverse(
        &mut self,
        context: &mut Context<'a>,
        defining: &mut Defining<'a, '_>,
        entry: &Entry<'a>,
        reverse: &'a Value,
        definition: &mut Definition<'a>,
    ) -> Result<bool, LinkedError> {
        let term = entry.term;
        if entry.get("@id").is_some() || entry.get("@nest").is_some() {
            return Err(invalid(ErrorCode::InvalidReverseProperty, term));
        }
        let wrong = || invalid(ErrorCode::InvalidIriMapping, reverse);
        let name = reverse.as_str().ok_or_else(wrong)?;
        if keywords::has_form(name) {
            return Ok(false);
        }
        let iri = self.expand_in(context, defining, name)?.ok_or_else(wrong)?;
        if !iri::is_absolute(&iri) && !iri.starts_with("_:") {
            return Err(wrong());
        }
        if let Some(container) = entry.get("@container") {
            let wrong = || invalid(ErrorCode::InvalidReverseProperty, term);
            let keyword = nullable(container, ErrorCode::InvalidReverseProperty)?;
            definition.container = match keyword.as_deref() {
                None => Container::NONE,
                Some("@set") => Container::SET,
                Some("@index") => Container::INDEX,
                Some(_) => return Err(wrong()),
            };
        }
        definition.iri = Some(iri);
        definition.reverse = true;
        Ok(true)
    }

    /// The type that the values of a term have.
    pub(super) fn type_mapping(
        &mut self,
        context: &mut Context<'a>,
        defining: &mut Defining<'a, '_>,
        value: &'a Value,
    ) -> Result<Text, LinkedError> {
        let wrong = || invalid(ErrorCode::InvalidTypeMapping, value);
        let name = value.as_str().ok_or_else(wrong)?;
        let mapping = self.expand_in(context, defining, name)?.ok_or_else(wrong)?;
        let fits = match &*mapping {
            "@id" | "@vocab" => true,
            "@json" | "@none" => self.options.processing_mode == Mode::JsonLd1_1,
            other => iri::is_absolute(other),
        };
        if fits { Ok(mapping) } else { Err(wrong()) }
    }

    /// Expands a word while terms are being defined: those that it is made of come first.
    fn expand_in(
        &mut self,
        context: &mut Context<'a>,
        defining: &mut Defining<'a, '_>,
        text: &'a str,
    ) -> Result<Option<Text>, LinkedError> {
        if !keywords::has_form(text) {
            if let Some((term, _)) = defining.local.get(text) {
                self.define(context, defining, term)?;
            }
            if let Some((prefix, suffix)) = split_compact(text)
                && prefix != "_"
                && !suffix.starts_with("//")
                && let Some((term, _)) = defining.local.get(prefix)
            {
                self.define(context, defining, term)?;
            }
        }
        Ok(context.expand_word(text))
    }
}
