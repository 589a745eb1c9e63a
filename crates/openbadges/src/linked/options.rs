//! What a caller decides about a run.

use std::collections::HashMap;

use serde_json::Value;

/// Where remote contexts come from; nothing is ever fetched.
///
/// A function that answers from what lives as long as the program is one, see
/// [`bundled`](super::bundled()); so is a map from addresses to documents.
pub trait Loader {
    /// Finds a remote context by its absolute address; `None` where it is not known.
    ///
    /// The answer is the whole document, an object with the member `@context`.
    fn load(&self, url: &str) -> Option<&Value>;

    /// Whether the contexts scoped to the terms of a remote context are known to be right, so that they
    /// need not be looked at before they are used.
    fn is_checked(&self, url: &str) -> bool {
        let _ = url;
        false
    }
}

impl<F: Fn(&str) -> Option<&'static Value>> Loader for F {
    fn load(&self, url: &str) -> Option<&Value> {
        self(url)
    }
}

impl Loader for HashMap<String, Value> {
    fn load(&self, url: &str) -> Option<&Value> {
        self.get(url)
    }
}

/// What a caller decides about a run (`JsonLdOptions` of the JSON-LD 1.1 API, section 9.3).
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// What relative references are resolved against: the address of the document, or nothing.
    pub base: Option<&'a str>,
    /// Where remote contexts come from.
    pub loader: &'a dyn Loader,
    /// A context that is in effect before the document's own.
    pub expand_context: Option<&'a Value>,
    /// Which version's rules hold.
    pub processing_mode: Mode,
    /// Whether members are processed by name instead of in the order of the document.
    pub ordered: bool,
    /// Whether compaction writes a list of one value as that value.
    pub compact_arrays: bool,
    /// Whether compaction writes IRIs relative to `base`.
    pub compact_to_relative: bool,
    /// What becomes of a base direction in RDF; `None` drops it.
    pub rdf_direction: Option<RdfDirection>,
    /// Whether whatever would vanish is an error.
    pub safe: bool,
    /// Whether the document must read the same to those who only know its words: members go by the terms
    /// of contexts that are named by address, and numbers have one form for every processor.
    pub plain: bool,
    /// How much work a document may make.
    pub limits: Limits,
}

impl<'a> Options<'a> {
    /// The defaults of the specification, with contexts from `loader`.
    pub fn new(loader: &'a dyn Loader) -> Self {
        Self {
            base: None,
            loader,
            expand_context: None,
            processing_mode: Mode::default(),
            ordered: false,
            compact_arrays: true,
            compact_to_relative: true,
            rdf_direction: None,
            safe: false,
            plain: false,
            limits: Limits::default(),
        }
    }

    /// The same in safe mode: an undefined term, a relative IRI or a dropped value is an error.
    pub fn safe(self) -> Self {
        Self { safe: true, ..self }
    }

    /// The same for documents that must also be plain; see [`Options::plain`].
    pub fn plain(self) -> Self {
        Self {
            plain: true,
            ..self
        }
    }
}

/// The version whose rules hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// `json-ld-1.0`: features of 1.1 are errors.
    JsonLd1_0,
    /// `json-ld-1.1`.
    #[default]
    JsonLd1_1,
}

/// How a base direction is written in RDF (JSON-LD 1.1, section 10.1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RdfDirection {
    /// As a datatype in the `https://www.w3.org/ns/i18n#` namespace.
    I18nDatatype,
    /// As a blank node with `rdf:value`, `rdf:language` and `rdf:direction`.
    CompoundLiteral,
}

/// How much work a document may make before it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How deep objects and arrays may nest.
    pub depth: usize,
    /// How many objects there may be.
    pub objects: usize,
    /// How many members and items there may be.
    pub values: usize,
    /// How many contexts the document may name or write out.
    pub contexts: usize,
    /// How many terms may be defined while contexts are processed, those of scoped contexts included.
    pub definitions: usize,
    /// How many statements there may be.
    pub quads: usize,
    /// How many bytes of text expansion, compaction and statements may make out of the document's own.
    pub text: usize,
}

impl Limits {
    /// More than any honest badge or transcript needs, and still a matter of milliseconds and megabytes.
    pub const DEFAULT: Self = Self {
        depth: crate::json::MAXIMUM_DEPTH,
        objects: 6_000,
        values: 200_000,
        contexts: 256,
        definitions: 20_000,
        quads: 60_000,
        text: 32 * 1024 * 1024,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
