//! Context processing (JSON-LD 1.1 API, section 4.1): what a local context makes of the active one.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::linked::error::{ErrorCode, LinkedError, invalid};
use crate::linked::iri;
use crate::linked::options::Mode;
use crate::linked::processor::Processor;

use super::remote::LONGEST_CHAIN;
use super::term::Defining;
use super::{Context, Direction, Scoped, Text};

/// How a local context takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::linked) struct Scoping {
    /// Whether it may define protected terms anew, as contexts scoped to a property may.
    pub(in crate::linked) override_protected: bool,
    /// Whether it stays in effect in the nodes below, as contexts scoped to a type do not.
    pub(in crate::linked) propagate: bool,
}

impl Scoping {
    pub(in crate::linked) const DOCUMENT: Self = Self {
        override_protected: false,
        propagate: true,
    };
    pub(in crate::linked) const PROPERTY: Self = Self {
        override_protected: true,
        propagate: true,
    };
    pub(in crate::linked) const TYPE: Self = Self {
        override_protected: false,
        propagate: false,
    };
}

/// Where a local context stands.
#[derive(Clone)]
pub(super) struct Site {
    pub(super) base_url: Option<Text>,
    /// The addresses that led here.
    pub(super) remote: Vec<Text>,
    pub(super) override_protected: bool,
    propagate: bool,
    /// Whether the scoped contexts in it are known to be right.
    is_checked: bool,
}

/// The members of a local context together with those that it imports.
#[derive(Clone, Copy)]
pub(super) struct Local<'a> {
    own: &'a Map<String, Value>,
    imported: Option<&'a Map<String, Value>>,
}

impl<'a> Local<'a> {
    pub(super) fn get(&self, name: &str) -> Option<(&'a str, &'a Value)> {
        let find = |members: &'a Map<String, Value>| members.get_key_value(name);
        find(self.own)
            .or_else(|| self.imported.and_then(find))
            .map(|(name, value)| (name.as_str(), value))
    }

    fn value(&self, name: &str) -> Option<&'a Value> {
        self.get(name).map(|(_, value)| value)
    }

    fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let own = self.own;
        let imported = self.imported.into_iter().flat_map(Map::keys);
        let rest = imported.filter(move |name| !own.contains_key(*name));
        own.keys().chain(rest).map(String::as_str)
    }
}

impl<'a> Processor<'a> {
    /// Applies a local context, remembering the outcome for the next place that asks the same.
    pub(in crate::linked) fn context(
        &mut self,
        active: &Arc<Context<'a>>,
        local: &'a Value,
        base_url: Option<&Text>,
        scoping: Scoping,
    ) -> Result<Arc<Context<'a>>, LinkedError> {
        let key = self.contexts.key(active, local, scoping);
        if let Some(known) = self.contexts.find(&key) {
            return Ok(known);
        }
        let propagate = propagates(local, scoping.propagate)?;
        let mut result = self.layer(active)?;
        if !propagate && result.previous.is_none() {
            result.previous = Some(Arc::clone(active));
        }
        let site = Site {
            base_url: base_url.cloned(),
            remote: Vec::new(),
            override_protected: scoping.override_protected,
            propagate,
            is_checked: base_url.is_some_and(|url| self.options.loader.is_checked(url)),
        };
        let result = Arc::new(self.apply_all(result, local, &site)?);
        self.contexts.remember(key, active, &result);
        Ok(result)
    }

    /// Applies the context that a term or type brings along.
    pub(in crate::linked) fn scoped_context(
        &mut self,
        active: &Arc<Context<'a>>,
        scoped: &Scoped<'a>,
        scoping: Scoping,
    ) -> Result<Arc<Context<'a>>, LinkedError> {
        self.context(active, scoped.local, scoped.base_url.as_ref(), scoping)
    }

    fn layer(&mut self, below: &Arc<Context<'a>>) -> Result<Context<'a>, LinkedError> {
        let (context, copied) = Context::over(below);
        self.work.define(1 + copied / 8)?;
        Ok(context)
    }

    fn apply_all(
        &mut self,
        mut result: Context<'a>,
        local: &'a Value,
        site: &Site,
    ) -> Result<Context<'a>, LinkedError> {
        let contexts = match local {
            Value::Array(contexts) => contexts.as_slice(),
            one => std::slice::from_ref(one),
        };
        for context in contexts {
            result = match context {
                Value::Null => self.reset(result, site)?,
                Value::String(url) => self.apply_remote(result, url, site)?,
                Value::Object(members) => self.apply_members(result, members, site)?,
                other => return Err(invalid(ErrorCode::InvalidLocalContext, other)),
            };
        }
        Ok(result)
    }

    fn reset(&self, result: Context<'a>, site: &Site) -> Result<Context<'a>, LinkedError> {
        let protected = || result.terms().into_iter().find(|(_, term)| term.protected);
        if !site.override_protected
            && let Some((name, _)) = protected()
        {
            return Err(invalid(ErrorCode::InvalidContextNullification, name));
        }
        let mut initial = Context::initial(self.options.base);
        initial.previous = result.previous.filter(|_| !site.propagate);
        Ok(initial)
    }

    fn apply_remote(
        &mut self,
        result: Context<'a>,
        url: &str,
        site: &Site,
    ) -> Result<Context<'a>, LinkedError> {
        let address = Self::address(url, site.base_url.as_ref())?;
        let mut inner = site.clone();
        inner.remote.push(Arc::clone(&address));
        if inner.remote.len() > LONGEST_CHAIN {
            return Err(invalid(ErrorCode::ContextOverflow, address));
        }
        let local = self.load(&address)?;
        inner.is_checked = self.options.loader.is_checked(&address);
        inner.base_url = Some(address);
        inner.propagate = propagates(local, true)?;
        let result = if inner.propagate || result.previous.is_some() {
            result
        } else {
            let before = Arc::new(result);
            let mut layer = self.layer(&before)?;
            layer.previous = Some(before);
            layer
        };
        self.apply_all(result, local, &inner)
    }

    fn apply_members(
        &mut self,
        mut result: Context<'a>,
        members: &'a Map<String, Value>,
        site: &Site,
    ) -> Result<Context<'a>, LinkedError> {
        let mut local = Local {
            own: members,
            imported: None,
        };
        if let Some(version) = local.value("@version") {
            if version.as_f64() != Some(1.1) {
                return Err(invalid(ErrorCode::InvalidVersionValue, version));
            }
            if self.options.processing_mode == Mode::JsonLd1_0 {
                return Err(invalid(ErrorCode::ProcessingModeConflict, "@version"));
            }
        }
        if let Some(import) = local.value("@import") {
            self.only_in_1_1("@import", ErrorCode::InvalidContextEntry)?;
            local.imported = Some(self.import(import, site.base_url.as_ref())?);
        }
        if let Some(base) = local.value("@base").filter(|_| site.remote.is_empty()) {
            result.base = base_of(base, result.base.as_ref())?;
        }
        if let Some(vocab) = local.value("@vocab") {
            result.vocab = self.vocab_of(vocab, &result)?;
        }
        if let Some(language) = local.value("@language") {
            result.language = nullable(language, ErrorCode::InvalidDefaultLanguage)?;
        }
        if let Some(direction) = local.value("@direction") {
            self.only_in_1_1("@direction", ErrorCode::InvalidContextEntry)?;
            result.direction = direction_of(direction)?;
        }
        if let Some(propagate) = local.value("@propagate") {
            self.only_in_1_1("@propagate", ErrorCode::InvalidContextEntry)?;
            flag(propagate, ErrorCode::InvalidPropagateValue)?;
        }
        let protected = match local.value("@protected") {
            Some(protected) => {
                self.only_in_1_1("@protected", ErrorCode::InvalidContextEntry)?;
                flag(protected, ErrorCode::InvalidProtectedValue)?
            }
            None => false,
        };
        let mut defining = Defining::new(local, site, protected);
        for name in local.names() {
            if !is_setting(name) {
                self.define(&mut result, &mut defining, name)?;
            }
        }
        let mut scoped = defining.into_scoped();
        if site.is_checked {
            scoped.clear();
        }
        self.validate(result, scoped, site)
    }

    /// Processes the scoped contexts of new terms once, only to learn whether they are right.
    fn validate(
        &mut self,
        result: Context<'a>,
        scoped: Vec<(&'a str, Scoped<'a>)>,
        site: &Site,
    ) -> Result<Context<'a>, LinkedError> {
        if scoped.is_empty() {
            return Ok(result);
        }
        let result = Arc::new(result);
        for (term, scoped) in scoped {
            if !self.contexts.first_sight(scoped.local) {
                continue;
            }
            let inner = Site {
                base_url: scoped.base_url,
                remote: site.remote.clone(),
                override_protected: true,
                propagate: true,
                is_checked: false,
            };
            let layer = self.layer(&result)?;
            let outcome =
                self.deeper(|processor| processor.apply_all(layer, scoped.local, &inner).map(drop));
            match outcome {
                Err(LinkedError::Invalid { detail, .. }) => {
                    let detail = format!("{term}: {detail}");
                    return Err(invalid(ErrorCode::InvalidScopedContext, detail));
                }
                other => other?,
            }
        }
        match Arc::try_unwrap(result) {
            Ok(result) => Ok(result),
            Err(shared) => self.layer(&shared),
        }
    }

    fn vocab_of(&self, value: &Value, context: &Context<'a>) -> Result<Option<Text>, LinkedError> {
        let wrong = || invalid(ErrorCode::InvalidVocabMapping, value);
        match value {
            Value::Null => Ok(None),
            Value::String(text) => {
                let complete = iri::is_absolute(text) || text.starts_with("_:");
                if !complete && self.options.processing_mode == Mode::JsonLd1_0 {
                    return Err(wrong());
                }
                context.expand(text, true, true).map(Some).ok_or_else(wrong)
            }
            _ => Err(wrong()),
        }
    }

    /// Refuses a feature of version 1.1 where 1.0 was asked for.
    pub(super) fn only_in_1_1(&self, feature: &str, code: ErrorCode) -> Result<(), LinkedError> {
        match self.options.processing_mode {
            Mode::JsonLd1_0 => Err(invalid(code, feature)),
            Mode::JsonLd1_1 => Ok(()),
        }
    }
}

/// The members of a context that are no terms.
fn is_setting(name: &str) -> bool {
    matches!(
        name,
        "@base"
            | "@direction"
            | "@import"
            | "@language"
            | "@propagate"
            | "@protected"
            | "@version"
            | "@vocab"
    )
}

/// Whether a local context stays in effect in the nodes below.
fn propagates(local: &Value, otherwise: bool) -> Result<bool, LinkedError> {
    match local.get("@propagate") {
        Some(value) => flag(value, ErrorCode::InvalidPropagateValue),
        None => Ok(otherwise),
    }
}

pub(super) fn flag(value: &Value, code: ErrorCode) -> Result<bool, LinkedError> {
    value.as_bool().ok_or_else(|| invalid(code, value))
}

/// A text or null.
pub(super) fn nullable(value: &Value, code: ErrorCode) -> Result<Option<Text>, LinkedError> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.as_str().into())),
        other => Err(invalid(code, other)),
    }
}

pub(super) fn direction_of(value: &Value) -> Result<Option<Direction>, LinkedError> {
    let parse = |text| Direction::parse(text).map(Some);
    match value {
        Value::Null => Ok(None),
        other => other
            .as_str()
            .and_then(parse)
            .ok_or_else(|| invalid(ErrorCode::InvalidBaseDirection, other)),
    }
}

fn base_of(value: &Value, current: Option<&Text>) -> Result<Option<Text>, LinkedError> {
    match (value, current) {
        (Value::Null, _) => Ok(None),
        (Value::String(text), _) if iri::is_absolute(text) => Ok(Some(text.as_str().into())),
        (Value::String(text), Some(base)) => Ok(Some(iri::resolve(base, text).into())),
        (other, _) => Err(invalid(ErrorCode::InvalidBaseIri, other)),
    }
}
