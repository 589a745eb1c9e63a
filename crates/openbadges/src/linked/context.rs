//! Active contexts: what each word means at a place of a document.

mod container;
mod mapping;
mod process;
mod remote;
mod term;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde_json::Value;

pub(super) use container::Container;
pub(super) use process::Scoping;

use super::{iri, keywords};

/// A text that many places share: an IRI, a keyword, a language tag.
pub(super) type Text = Arc<str>;

/// In which direction a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Direction {
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text {
            "ltr" => Some(Self::LeftToRight),
            "rtl" => Some(Self::RightToLeft),
            _ => None,
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// What one term means (JSON-LD 1.1 API, section 4.1, "term definition").
#[derive(Debug, Clone, Default)]
pub(super) struct Definition<'a> {
    /// `None` for a term that is mapped to null: known, and said to mean nothing.
    pub(super) iri: Option<Text>,
    pub(super) reverse: bool,
    pub(super) prefix: bool,
    pub(super) protected: bool,
    pub(super) container: Container,
    pub(super) type_mapping: Option<Text>,
    /// `Some(None)` says: no language, whatever the default is.
    pub(super) language: Option<Option<Text>>,
    pub(super) direction: Option<Option<Direction>>,
    /// The property that holds the keys of an index map.
    pub(super) index: Option<&'a str>,
    pub(super) nest: Option<&'a str>,
    /// The scoped context and the address it was read from.
    pub(super) context: Option<Scoped<'a>>,
}

/// A context that a term brings along.
#[derive(Debug, Clone)]
pub(super) struct Scoped<'a> {
    pub(super) local: &'a Value,
    pub(super) base_url: Option<Text>,
}

impl Definition<'_> {
    /// Whether both say the same, not asking whether they are protected.
    fn says_the_same_as(&self, other: &Self) -> bool {
        self.iri == other.iri
            && self.reverse == other.reverse
            && self.prefix == other.prefix
            && self.container == other.container
            && self.type_mapping == other.type_mapping
            && self.language == other.language
            && self.direction == other.direction
            && self.index == other.index
            && self.nest == other.nest
            && self.context.as_ref().map(|scoped| scoped.local)
                == other.context.as_ref().map(|scoped| scoped.local)
    }

    /// Whether values of the term are of the given type: `@id`, `@vocab`, `@json`, `@none` or an IRI.
    pub(super) fn has_type(&self, r#type: &str) -> bool {
        self.type_mapping.as_deref() == Some(r#type)
    }
}

/// An active context. It holds what its local contexts changed and leans on the one below for the rest.
#[derive(Debug, Clone, Default)]
pub(super) struct Context<'a> {
    /// `None` for a term that was taken away again.
    own: HashMap<&'a str, Option<Arc<Definition<'a>>>>,
    below: Option<Arc<Self>>,
    layers: usize,
    pub(super) base: Option<Text>,
    pub(super) vocab: Option<Text>,
    pub(super) language: Option<Text>,
    pub(super) direction: Option<Direction>,
    /// What is in effect again in the nodes below, where a context does not propagate.
    pub(super) previous: Option<Arc<Self>>,
}

/// A lookup walks down this far before the layers are made into one.
const MOST_LAYERS: usize = 6;

impl<'a> Context<'a> {
    /// The context of a document that has none.
    pub(super) fn initial(base: Option<&str>) -> Self {
        Self {
            base: base.map(Text::from),
            ..Self::default()
        }
    }

    /// A new layer, and how many terms had to be copied for it.
    fn over(below: &Arc<Self>) -> (Self, usize) {
        let mut context = Self {
            own: HashMap::new(),
            below: Some(Arc::clone(below)),
            layers: below.layers + 1,
            base: below.base.clone(),
            vocab: below.vocab.clone(),
            language: below.language.clone(),
            direction: below.direction,
            previous: below.previous.clone(),
        };
        if context.layers > MOST_LAYERS {
            for (name, definition) in below.terms() {
                context.own.insert(name, Some(Arc::clone(definition)));
            }
            context.below = None;
            context.layers = 0;
        }
        let copied = context.own.len();
        (context, copied)
    }

    /// What a term means here.
    pub(super) fn term(&self, name: &str) -> Option<&Arc<Definition<'a>>> {
        let mut layer = self;
        loop {
            if let Some(definition) = layer.own.get(name) {
                return definition.as_ref();
            }
            layer = layer.below.as_deref()?;
        }
    }

    /// All terms with their meanings, by name.
    pub(super) fn terms(&self) -> BTreeMap<&'a str, &Arc<Definition<'a>>> {
        let mut terms: BTreeMap<&'a str, Option<&Arc<Definition<'a>>>> = BTreeMap::new();
        let mut layer = Some(self);
        while let Some(context) = layer {
            for (name, definition) in &context.own {
                terms.entry(name).or_insert(definition.as_ref());
            }
            layer = context.below.as_deref();
        }
        let kept = terms.into_iter();
        kept.filter_map(|(name, definition)| Some((name, definition?)))
            .collect()
    }

    /// The containers of a term; none for words that are no term.
    pub(super) fn container(&self, name: &str) -> Container {
        self.term(name)
            .map_or(Container::NONE, |term| term.container)
    }

    /// Whether a word is a keyword or another name for it.
    pub(super) fn is_called(&self, word: &str, keyword: &str) -> bool {
        word == keyword
            || (self.term(word)).is_some_and(|term| term.iri.as_deref() == Some(keyword))
    }

    /// Expands a word as a property or type is (JSON-LD 1.1 API, section 5.2); `None` where it means nothing.
    pub(super) fn expand_word(&self, word: &str) -> Option<Text> {
        self.expand(word, false, true)
    }

    /// Expands an identifier: a reference relative to the base, never a term.
    pub(super) fn expand_reference(&self, reference: &str) -> Option<Text> {
        self.expand(reference, true, false)
    }

    /// IRI expansion; `None` for words that are mapped to null or look like keywords.
    pub(super) fn expand(&self, text: &str, relative: bool, vocab: bool) -> Option<Text> {
        if text.starts_with('@') {
            if keywords::is_keyword(text) {
                return Some(text.into());
            }
            if keywords::has_form(text) {
                return None;
            }
        }
        if let Some(definition) = self.term(text) {
            let is_alias = (definition.iri.as_deref()).is_some_and(keywords::is_keyword);
            if vocab || is_alias {
                return definition.iri.clone();
            }
        }
        if let Some((prefix, suffix)) = split_compact(text) {
            if prefix == "_" || suffix.starts_with("//") {
                return Some(text.into());
            }
            let definition = self.term(prefix).filter(|definition| definition.prefix);
            if let Some(iri) = definition.and_then(|definition| definition.iri.as_deref()) {
                return Some(format!("{iri}{suffix}").into());
            }
            if iri::is_absolute(text) {
                return Some(text.into());
            }
        }
        if let Some(base) = self.vocab.as_deref().filter(|_| vocab) {
            return Some(format!("{base}{text}").into());
        }
        if let Some(base) = self.base.as_deref().filter(|_| relative) {
            return Some(iri::resolve(base, text).into());
        }
        Some(text.into())
    }
}

/// The two parts of what may be a compact IRI: a colon stands somewhere behind the first character.
fn split_compact(text: &str) -> Option<(&str, &str)> {
    let colon = text.find(':').filter(|colon| *colon > 0)?;
    Some((&text[..colon], &text[colon + 1..]))
}
