//! IRI compaction (JSON-LD 1.1 API, section 6.2): the shortest word that means an IRI here.

use std::sync::Arc;

use crate::linked::context::{Container, Context};
use crate::linked::error::{ErrorCode, LinkedError, invalid};
use crate::linked::iri;
use crate::linked::item::{Datum, Item, ListObject, Node, ValueObject};
use crate::linked::options::Mode;
use crate::linked::processor::Processor;

use super::inverse::{Kind, tag};

/// What a term must be fit for, best first.
struct Wanted {
    containers: Vec<Container>,
    kind: Kind,
    value: String,
}

impl<'a> Processor<'a> {
    /// Another name for a keyword, or the keyword.
    pub(super) fn alias(
        &mut self,
        active: &Arc<Context<'a>>,
        keyword: &str,
    ) -> Result<String, LinkedError> {
        self.compact_word(active, keyword, None, false)
    }

    /// Compacts a property or type, for a certain value if there is one.
    pub(super) fn compact_word(
        &mut self,
        active: &Arc<Context<'a>>,
        word: &str,
        value: Option<&Item<'a>>,
        reverse: bool,
    ) -> Result<String, LinkedError> {
        let inverse = self.inverse(active)?;
        if inverse.knows(word) {
            let wanted = self.wanted(active, value, reverse);
            let preferred = self.preferred(active, &wanted, value)?;
            let kind = match value {
                Some(Item::List(list)) if list.items.is_empty() => Kind::Any,
                _ => wanted.kind,
            };
            if let Some(term) = inverse.select(word, &wanted.containers, kind, &preferred) {
                return Ok(term.to_owned());
            }
        }
        if let Some(vocab) = active.vocab.as_deref()
            && let Some(suffix) = word.strip_prefix(vocab)
            && !suffix.is_empty()
            && active.term(suffix).is_none()
        {
            return Ok(suffix.to_owned());
        }
        self.compact_prefixed(active, word, value.is_some())
            .map(|compact| compact.unwrap_or_else(|| word.to_owned()))
    }

    /// Compacts the identifier of a node: a compact IRI or a reference relative to the base.
    pub(super) fn compact_reference(
        &mut self,
        active: &Arc<Context<'a>>,
        iri: &str,
    ) -> Result<String, LinkedError> {
        if let Some(compact) = self.compact_prefixed(active, iri, false)? {
            return Ok(compact);
        }
        let reference = match active.base.as_deref() {
            Some(base) => iri::relative_to(base, iri),
            None => iri.to_owned(),
        };
        self.work.text(&reference)?;
        Ok(reference)
    }

    fn compact_prefixed(
        &mut self,
        active: &Arc<Context<'a>>,
        iri: &str,
        has_value: bool,
    ) -> Result<Option<String>, LinkedError> {
        let inverse = self.inverse(active)?;
        let mut best: Option<String> = None;
        for (prefix, start) in &inverse.prefixes {
            let Some(suffix) = iri
                .strip_prefix(&**start)
                .filter(|suffix| !suffix.is_empty())
            else {
                continue;
            };
            let candidate = format!("{prefix}:{suffix}");
            let shorter = best.as_ref().is_none_or(|best| {
                (candidate.len(), candidate.as_str()) < (best.len(), best.as_str())
            });
            let free = match active.term(&candidate) {
                None => true,
                Some(term) => term.iri.as_deref() == Some(iri) && !has_value,
            };
            if shorter && free {
                best = Some(candidate);
            }
        }
        if best.is_some() {
            return Ok(best);
        }
        // Otherwise the word would be read as a compact IRI.
        if let Some((scheme, rest)) = iri.split_once(':')
            && !rest.starts_with("//")
            && active.term(scheme).is_some_and(|term| term.prefix)
        {
            return Err(invalid(ErrorCode::IriConfusedWithPrefix, iri));
        }
        Ok(None)
    }

    fn wanted(&self, active: &Context<'a>, value: Option<&Item<'a>>, reverse: bool) -> Wanted {
        let mut wanted = Wanted {
            containers: Vec::new(),
            kind: Kind::Type,
            value: "@id".to_owned(),
        };
        let index = value.and_then(Item::index);
        let graph = value.and_then(Item::as_node).filter(|node| node.is_graph());
        if index.is_some() && graph.is_none() {
            wanted.push_with_set(Container::INDEX);
        }
        match value {
            _ if reverse => {
                wanted.value = "@reverse".to_owned();
                wanted.containers.push(Container::SET);
            }
            Some(Item::List(list)) => wanted.for_list(list, active),
            Some(Item::Node(node)) if graph.is_some() => wanted.for_graph(node),
            Some(Item::Value(literal)) => {
                wanted.for_literal(literal);
                wanted.containers.push(Container::SET);
            }
            Some(Item::Node(_)) | None => {
                wanted.push_with_set(Container::ID);
                wanted.push_with_set(Container::TYPE);
                wanted.containers.push(Container::SET);
            }
        }
        wanted.containers.push(Container::NONE);
        if self.options.processing_mode == Mode::JsonLd1_1 {
            if index.is_none() {
                wanted.push_with_set(Container::INDEX);
            }
            if let Some(Item::Value(literal)) = value
                && literal.is_plain_text()
            {
                wanted.push_with_set(Container::LANGUAGE);
            }
        }
        wanted
    }

    /// What the type or language of a term may be, best first.
    fn preferred(
        &mut self,
        active: &Arc<Context<'a>>,
        wanted: &Wanted,
        value: Option<&Item<'a>>,
    ) -> Result<Vec<String>, LinkedError> {
        let mut preferred: Vec<&str> = Vec::new();
        if wanted.value == "@reverse" {
            preferred.push("@reverse");
        }
        let id = value
            .and_then(Item::as_node)
            .and_then(|node| node.id.text());
        match id {
            Some(id) if matches!(wanted.value.as_str(), "@id" | "@reverse") => {
                let word = self.compact_word(active, id, None, false)?;
                let is_term = active
                    .term(&word)
                    .is_some_and(|term| term.iri.as_ref() == Some(id));
                preferred.extend(if is_term {
                    ["@vocab", "@id", "@none"]
                } else {
                    ["@id", "@vocab", "@none"]
                });
            }
            _ => preferred.extend([wanted.value.as_str(), "@none"]),
        }
        preferred.push("@any");
        let mut preferred: Vec<String> = preferred.into_iter().map(str::to_owned).collect();
        let directions = preferred
            .iter()
            .filter_map(|value| Some(&value[value.find('_')?..]));
        let directions: Vec<String> = directions.map(str::to_owned).collect();
        preferred.extend(directions);
        Ok(preferred)
    }
}

impl Wanted {
    fn push_with_set(&mut self, container: Container) {
        self.containers.push(container);
        self.containers.push(container.and(Container::SET));
    }

    fn for_list(&mut self, list: &ListObject<'_>, active: &Context<'_>) {
        if list.index.is_none() {
            self.containers.push(Container::LIST);
        }
        let default = tag(active.language.as_deref(), active.direction);
        let mut language: Option<String> = None;
        let mut datatype: Option<String> = None;
        for item in &list.items {
            let (item_language, item_type) = match item {
                Item::Value(literal) => literal.kind_in_list(),
                Item::Node(_) | Item::List(_) => ("@none".to_owned(), "@id".to_owned()),
            };
            let literal = matches!(item, Item::Value(_));
            match &language {
                None => language = Some(item_language),
                Some(common) if *common != item_language && literal => {
                    language = Some("@none".to_owned());
                }
                Some(_) => {}
            }
            match &datatype {
                None => datatype = Some(item_type),
                Some(common) if *common != item_type => datatype = Some("@none".to_owned()),
                Some(_) => {}
            }
        }
        if list.items.is_empty() {
            language = default;
        }
        let language = language.unwrap_or_else(|| "@none".to_owned());
        let datatype = datatype.unwrap_or_else(|| "@none".to_owned());
        (self.kind, self.value) = if datatype == "@none" {
            (Kind::Language, language)
        } else {
            (Kind::Type, datatype)
        };
    }

    fn for_graph(&mut self, node: &Node<'_>) {
        let graph = Container::GRAPH;
        let named = graph.and(Container::ID);
        let indexed = graph.and(Container::INDEX);
        let has_id = node.id.text().is_some();
        if node.index.is_some() {
            self.push_with_set(indexed);
        }
        if has_id {
            self.push_with_set(named);
        }
        self.push_with_set(graph);
        if node.index.is_none() {
            self.push_with_set(indexed);
        }
        if !has_id {
            self.push_with_set(named);
        }
        self.push_with_set(Container::INDEX);
    }

    fn for_literal(&mut self, literal: &ValueObject<'_>) {
        let language = tag(literal.language.as_deref(), literal.direction);
        if let Some(language) = language.filter(|_| literal.index.is_none()) {
            (self.kind, self.value) = (Kind::Language, language);
            self.push_with_set(Container::LANGUAGE);
        } else if let Some(datatype) = &literal.datatype {
            self.value = datatype.to_string();
        } else {
            (self.kind, self.value) = (Kind::Language, "@null".to_owned());
        }
    }
}

impl ValueObject<'_> {
    /// Whether there is nothing but a text. (A number would not come back out of a language map.)
    fn is_plain_text(&self) -> bool {
        matches!(self.datum, Datum::Text(_))
            && self.datatype.is_none()
            && self.language.is_none()
            && self.direction.is_none()
            && self.index.is_none()
    }

    /// The language and the type by which a literal is counted in a list.
    fn kind_in_list(&self) -> (String, String) {
        let none = || "@none".to_owned();
        if let Some(language) = tag(self.language.as_deref(), self.direction) {
            return (language, none());
        }
        match &self.datatype {
            Some(datatype) => (none(), datatype.to_string()),
            None => ("@null".to_owned(), none()),
        }
    }
}
