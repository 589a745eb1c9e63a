//! Term definitions (JSON-LD 1.1 API, section 4.2).

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::linked::error::{ErrorCode, LinkedError, invalid};
use crate::linked::keywords;
use crate::linked::options::Mode;
use crate::linked::processor::Processor;

use super::process::{Local, Site, direction_of, flag, nullable};
use super::{Container, Context, Definition, Scoped, Text};

/// A local context whose terms are being defined, each as soon as another one needs it.
pub(super) struct Defining<'a, 's> {
    pub(super) local: Local<'a>,
    site: &'s Site,
    protected: bool,
    progress: HashMap<&'a str, Progress>,
    /// How many terms have been begun and wait for another one.
    waiting: usize,
    scoped: Vec<(&'a str, Scoped<'a>)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Begun,
    Done,
}

impl<'a, 's> Defining<'a, 's> {
    pub(super) fn new(local: Local<'a>, site: &'s Site, protected: bool) -> Self {
        Self {
            local,
            site,
            protected,
            progress: HashMap::new(),
            waiting: 0,
            scoped: Vec::new(),
        }
    }

    /// The scoped contexts of the terms that were defined.
    pub(super) fn into_scoped(self) -> Vec<(&'a str, Scoped<'a>)> {
        self.scoped
    }

    /// Says of a term that it will not change any more.
    pub(super) fn settle(&mut self, term: &'a str) {
        self.progress.insert(term, Progress::Done);
    }
}

/// What a local context says about a term.
pub(super) struct Entry<'a> {
    pub(super) term: &'a str,
    /// The members of the definition; a plain text stands for its `@id`.
    members: Option<&'a Map<String, Value>>,
    plain: Option<&'a Value>,
}

impl<'a> Entry<'a> {
    fn read(term: &'a str, value: &'a Value) -> Result<Self, LinkedError> {
        let (members, plain) = match value {
            Value::Object(members) => (Some(members), None),
            Value::String(_) | Value::Null => (None, Some(value)),
            _ => return Err(invalid(ErrorCode::InvalidTermDefinition, term)),
        };
        Ok(Self {
            term,
            members,
            plain,
        })
    }

    pub(super) fn is_simple(&self) -> bool {
        matches!(self.plain, Some(Value::String(_)))
    }

    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        match self.members {
            Some(members) => members.get(name),
            None => self.plain.filter(|_| name == "@id"),
        }
    }
}

/// How many terms may need one another in a row.
const LONGEST_DEPENDENCY: usize = 64;

impl<'a> Processor<'a> {
    /// Defines one term of a local context, after the terms that it is made of.
    pub(super) fn define(
        &mut self,
        context: &mut Context<'a>,
        defining: &mut Defining<'a, '_>,
        term: &'a str,
    ) -> Result<(), LinkedError> {
        match defining.progress.get(term) {
            Some(Progress::Done) => return Ok(()),
            Some(Progress::Begun) => return Err(invalid(ErrorCode::CyclicIriMapping, term)),
            None => {}
        }
        let Some((_, value)) = defining.local.get(term) else {
            return Ok(());
        };
        self.work.define(1)?;
        if defining.waiting > LONGEST_DEPENDENCY {
            return Err(LinkedError::TooComplex);
        }
        if term.is_empty() {
            return Err(invalid(ErrorCode::InvalidTermDefinition, "an empty term"));
        }
        defining.progress.insert(term, Progress::Begun);
        if term == "@type" {
            self.check_type_keyword(value)?;
        } else if keywords::is_keyword(term) {
            return Err(invalid(ErrorCode::KeywordRedefinition, term));
        } else if keywords::has_form(term) {
            return Ok(());
        }
        let previous = context.term(term).cloned();
        context.own.insert(term, None);
        let entry = Entry::read(term, value)?;
        defining.waiting += 1;
        let definition = self.definition(context, defining, &entry)?;
        defining.waiting -= 1;
        let Some(mut definition) = definition else {
            defining.settle(term);
            return Ok(());
        };
        self.work
            .text(definition.iri.as_deref().unwrap_or_default())?;
        if let Some(previous) = previous.filter(|previous| previous.protected)
            && !defining.site.override_protected
        {
            if !previous.says_the_same_as(&definition) {
                return Err(invalid(ErrorCode::ProtectedTermRedefinition, term));
            }
            definition.protected = true;
        }
        context.own.insert(term, Some(Arc::new(definition)));
        defining.settle(term);
        Ok(())
    }

    /// `@type` may only be told to be a set, and protected.
    fn check_type_keyword(&self, value: &Value) -> Result<(), LinkedError> {
        let fits = value.as_object().is_some_and(|members| {
            !members.is_empty()
                && members.iter().all(|(name, value)| match name.as_str() {
                    "@container" => value == "@set",
                    "@protected" => true,
                    _ => false,
                })
        });
        if fits && self.options.processing_mode == Mode::JsonLd1_1 {
            Ok(())
        } else {
            Err(invalid(ErrorCode::KeywordRedefinition, "@type"))
        }
    }

    /// Reads what an entry says; `None` where it is to be ignored.
    fn definition(
        &mut self,
        context: &mut Context<'a>,
        defining: &mut Defining<'a, '_>,
        entry: &Entry<'a>,
    ) -> Result<Option<Definition<'a>>, LinkedError> {
        let mut definition = Definition {
            protected: defining.protected,
            ..Definition::default()
        };
        if let Some(protected) = entry.get("@protected") {
            self.only_in_1_1("@protected", ErrorCode::InvalidTermDefinition)?;
            definition.protected = flag(protected, ErrorCode::InvalidProtectedValue)?;
        }
        if let Some(r#type) = entry.get("@type") {
            definition.type_mapping = Some(self.type_mapping(context, defining, r#type)?);
        }
        let mapped = match entry.get("@reverse") {
            Some(reverse) => {
                self.map_reverse(context, defining, entry, reverse, &mut definition)?
            }
            None => self.map(context, defining, entry, &mut definition)?,
        };
        if !mapped {
            return Ok(None);
        }
        if let Some(container) = entry.get("@container").filter(|_| !definition.reverse) {
            definition.container = self.container_of(container)?;
            check_type_container(&mut definition)?;
        }
        if let Some(index) = entry.get("@index") {
            definition.index = Some(self.index_of(context, &definition, index)?);
        }
        if let Some(local) = entry.get("@context") {
            self.only_in_1_1("@context", ErrorCode::InvalidTermDefinition)?;
            let scoped = Scoped {
                local,
                base_url: defining.site.base_url.clone(),
            };
            defining.scoped.push((entry.term, scoped.clone()));
            definition.context = Some(scoped);
        }
        self.read_rest(entry, &mut definition)?;
        Ok(Some(definition))
    }

    fn read_rest(
        &self,
        entry: &Entry<'a>,
        definition: &mut Definition<'a>,
    ) -> Result<(), LinkedError> {
        if definition.type_mapping.is_none() {
            if let Some(language) = entry.get("@language") {
                definition.language = Some(nullable(language, ErrorCode::InvalidLanguageMapping)?);
            }
            if let Some(direction) = entry.get("@direction") {
                definition.direction = Some(direction_of(direction)?);
            }
        }
        if let Some(nest) = entry.get("@nest") {
            self.only_in_1_1("@nest", ErrorCode::InvalidTermDefinition)?;
            let allowed = |name: &&str| !keywords::is_keyword(name) || *name == "@nest";
            let name = nest.as_str().filter(allowed);
            definition.nest = Some(name.ok_or_else(|| invalid(ErrorCode::InvalidNestValue, nest))?);
        }
        if let Some(prefix) = entry.get("@prefix") {
            self.only_in_1_1("@prefix", ErrorCode::InvalidTermDefinition)?;
            if entry.term.contains([':', '/']) {
                return Err(invalid(ErrorCode::InvalidTermDefinition, entry.term));
            }
            definition.prefix = flag(prefix, ErrorCode::InvalidPrefixValue)?;
            let keyword = definition.iri.as_deref().is_some_and(keywords::is_keyword);
            if definition.prefix && keyword {
                return Err(invalid(ErrorCode::InvalidTermDefinition, entry.term));
            }
        }
        match entry.members {
            Some(members) if !members.keys().all(|name| is_entry(name)) => {
                Err(invalid(ErrorCode::InvalidTermDefinition, entry.term))
            }
            _ => Ok(()),
        }
    }

    fn container_of(&self, value: &Value) -> Result<Container, LinkedError> {
        let wrong = || invalid(ErrorCode::InvalidContainerMapping, value);
        let one = |value: &Value| value.as_str().and_then(Container::of_keyword);
        let container = match value {
            Value::Array(_) if self.options.processing_mode == Mode::JsonLd1_0 => None,
            Value::Array(items) if items.is_empty() => None,
            Value::Array(items) => items
                .iter()
                .try_fold(Container::NONE, |all, item| Some(all.and(one(item)?))),
            one_value => one(one_value),
        };
        let container = container.filter(|container| container.is_allowed());
        let container = container.ok_or_else(wrong)?;
        if self.options.processing_mode == Mode::JsonLd1_0 && !container.is_allowed_in_1_0() {
            return Err(wrong());
        }
        Ok(container)
    }

    fn index_of(
        &self,
        context: &Context<'a>,
        definition: &Definition<'a>,
        value: &'a Value,
    ) -> Result<&'a str, LinkedError> {
        self.only_in_1_1("@index", ErrorCode::InvalidTermDefinition)?;
        let is_property = |name: &&str| {
            let iri = context.expand_word(name);
            iri.is_some_and(|iri| super::iri::is_absolute(&iri))
        };
        value
            .as_str()
            .filter(|_| definition.container.has(Container::INDEX))
            .filter(is_property)
            .ok_or_else(|| invalid(ErrorCode::InvalidTermDefinition, value))
    }
}

/// A container by type holds nodes, by their identifiers.
fn check_type_container(definition: &mut Definition<'_>) -> Result<(), LinkedError> {
    if !definition.container.has(Container::TYPE) {
        return Ok(());
    }
    match definition.type_mapping.as_deref() {
        None => definition.type_mapping = Some(Text::from("@id")),
        Some("@id" | "@vocab") => {}
        Some(other) => return Err(invalid(ErrorCode::InvalidTypeMapping, other)),
    }
    Ok(())
}

/// The members that a term definition may have.
fn is_entry(name: &str) -> bool {
    matches!(
        name,
        "@container"
            | "@context"
            | "@direction"
            | "@id"
            | "@index"
            | "@language"
            | "@nest"
            | "@prefix"
            | "@protected"
            | "@reverse"
            | "@type"
    )
}
