//! From the tokens of a document to quads: the values and the IRIs.

use std::sync::Arc;

use super::active::{Active, Cause, Coercion, Meaning};
use super::expand::{Expander, Place, Target, in_vocab};
use super::literal::{BOOLEAN, is_absolute, push_datatype, push_number, push_text};
use super::quads::Node;
use super::tables::{self, Container};
use crate::canonical::limits::is_language;
use crate::json::tape::Token;

impl Expander<'_> {
    /// Makes the quads of one value of a property, or of all values of an array.
    pub(super) fn value(
        &mut self,
        value: usize,
        target: Target<'_>,
        inner: &Arc<Active>,
        place: Place,
    ) -> Option<()> {
        self.count_value(place)?;
        let tape = self.tape;
        let Target {
            subject,
            predicate,
            property,
        } = target;
        let token = tape.token(value);
        let plain = !matches!(
            token,
            Token::Null | Token::Array { .. } | Token::Object { .. }
        );
        if plain && property.container == Container::Graph || property.coercion == Coercion::Json {
            return None;
        }
        // For a plain value the context of the property may not redefine what is protected.
        let scoped = match property.scoped.filter(|_| plain) {
            Some(context) => &self.applied.apply(inner, context, Cause::Document)?,
            None => inner,
        };
        match token {
            // The reference path asks what a plain value would be.
            Token::Null if property.scoped.is_some() => None,
            Token::Null => Some(()),
            Token::Array { .. } => {
                if property.scoped.is_some() && tape.after(value) == value + 1 {
                    return None;
                }
                let mut items = tape.items(value);
                items.try_for_each(|item| self.value(item, target, inner, place.below()))
            }
            Token::Object { .. } => {
                if tape.members(value).any(|(name, _)| name == "@value") {
                    return self.value_object(value, target, inner, place);
                }
                let object = self.object(value, property, inner, place)?;
                self.quads.link(subject, predicate, object, place.graph)
            }
            Token::Text(text) => self.text(text, target, scoped, place),
            Token::Bool(value) => {
                let text = if *value { "\"true\"" } else { "\"false\"" };
                let datatype = property.datatype()?.unwrap_or(BOOLEAN);
                self.quads.say(subject, predicate, place.graph, |line| {
                    line.push_str(text);
                    push_datatype(line, datatype);
                    Some(())
                })
            }
            Token::Number(number) => {
                let datatype = property.datatype()?;
                self.quads.say(subject, predicate, place.graph, |line| {
                    push_number(line, number, datatype)
                })
            }
        }
    }

    fn text(
        &mut self,
        text: &str,
        target: Target<'_>,
        active: &Active,
        place: Place,
    ) -> Option<()> {
        let Target {
            subject,
            predicate,
            property,
        } = target;
        let object = match &property.coercion {
            Coercion::Json => return None,
            Coercion::None | Coercion::Datatype(_) => {
                let datatype = property.datatype()?;
                return self.quads.say(subject, predicate, place.graph, |line| {
                    push_text(line, text);
                    if let Some(datatype) = datatype {
                        push_datatype(line, datatype);
                    }
                    Some(())
                });
            }
            Coercion::Vocab => self.vocab_node(text, active)?,
            Coercion::Id => self.iri_node(text, active)?,
        };
        self.quads.link(subject, predicate, object, place.graph)
    }

    /// An object of `@value` and perhaps `@type` or `@language`.
    fn value_object(
        &mut self,
        value: usize,
        target: Target<'_>,
        inner: &Arc<Active>,
        place: Place,
    ) -> Option<()> {
        let Target {
            subject,
            predicate,
            property,
        } = target;
        let tape = self.tape;
        let (mut text, mut datatype, mut language) = (None, None, None);
        for (name, value) in tape.members(value) {
            let value = tape.text(value)?;
            match name {
                "@value" => text = Some(value),
                "@type" => datatype = Some(value),
                "@language" => language = Some(value),
                _ => return None,
            }
        }
        // A datatype is a term of the contexts around it, and those of the property and of the type
        // itself belong to them.
        let scoped = |name: &str| {
            let property = tables::name_id(name).and_then(|id| inner.property(id));
            property.is_some_and(|property| property.scoped.is_some())
        };
        let plain = datatype.is_none_or(|name| property.scoped.is_none() && !scoped(name));
        let in_graph = property.container == Container::Graph;
        if !plain || in_graph || datatype.is_some() && language.is_some() {
            return None;
        }
        let datatype = match datatype {
            Some(name) => Some(vocab_iri(name, inner)?.into_owned()),
            None => None,
        };
        // `None` where a plain value of the property has no place either.
        property.datatype()?;
        let text = text?;
        self.count_object()?;
        self.quads.say(subject, predicate, place.graph, |line| {
            push_text(line, text);
            match (language, datatype) {
                (Some(tag), _) if is_language(tag) => {
                    line.push('@');
                    line.extend(tag.chars().map(|letter| letter.to_ascii_lowercase()));
                }
                (Some(_), _) => return None,
                (None, Some(datatype)) => push_datatype(line, &datatype),
                (None, None) => {}
            }
            Some(())
        })
    }

    /// A node by an identifier: an IRI, written out or with a prefix.
    pub(super) fn iri_node(&mut self, text: &str, active: &Active) -> Option<Node> {
        self.quads.node(&iri(text, active)?)
    }

    /// A node by a term, or by an identifier.
    pub(super) fn vocab_node(&mut self, text: &str, active: &Active) -> Option<Node> {
        self.quads.node(&vocab_iri(text, active)?)
    }
}

type Iri<'a> = std::borrow::Cow<'a, str>;

fn iri<'a>(text: &'a str, active: &Active) -> Option<Iri<'a>> {
    let (scheme, rest) = text.split_once(':')?;
    if scheme == "_" {
        return None;
    }
    let prefix = || {
        let property = active.property(tables::name_id(scheme)?)?;
        property.prefix.then_some(property)
    };
    let iri: Iri<'_> = match prefix() {
        Some(property) if !rest.starts_with("//") => format!("{}{rest}", property.iri).into(),
        _ => text.into(),
    };
    is_absolute(&iri).then_some(iri)
}

fn vocab_iri<'a>(text: &'a str, active: &'a Active) -> Option<Iri<'a>> {
    match tables::name_id(text).and_then(|id| active.term(id)) {
        Some(Meaning::Iri(property)) => Some(Iri::Borrowed(&property.iri)),
        Some(Meaning::Id | Meaning::Type) => None,
        None if text.contains(':') => iri(text, active),
        None => in_vocab(text, active).map(Iri::Owned),
    }
}
