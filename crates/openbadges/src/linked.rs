//! JSON-LD 1.1: expansion, compaction and RDF, with a safe mode in which nothing is lost without a word.
//!
//! The algorithms are those of *JSON-LD 1.1 Processing Algorithms and API* (W3C Recommendation of
//! 16 July 2020). Nothing is fetched: remote contexts come from [`Options::loader`]. Framing, and
//! reading JSON-LD out of HTML, are not part of it.
//!
//! ```
//! use openbadges::linked::{Options, compact, expand};
//! use serde_json::json;
//!
//! let loader = |_: &str| None;
//! let options = Options::new(&loader);
//! let document = json!({"@context": {"name": "https://schema.org/name"}, "name": "Ada"});
//!
//! let expanded = expand(&document, &options)?;
//! assert_eq!(expanded, json!([{"https://schema.org/name": [{"@value": "Ada"}]}]));
//!
//! let context = json!({"called": "https://schema.org/name"});
//! let compacted = compact(&expanded, &context, &options)?;
//! assert_eq!(compacted["called"], "Ada");
//! # Ok::<(), openbadges::linked::LinkedError>(())
//! ```

mod bundled;
mod compact;
mod context;
mod error;
mod expand;
mod iri;
mod item;
mod keywords;
mod options;
mod processor;
mod rdf;

use serde_json::Value;

pub(crate) use bundled::parsed;
pub use bundled::{Bundled, bundled};
pub use error::{ErrorCode, LinkedError, Loss};
pub(crate) use keywords::is_language;
pub use options::{Limits, Loader, Mode, Options, RdfDirection};

pub(crate) use rdf::has_one_form;

use crate::canonical::rdfc::Quad;
use processor::Processor;

/// Replaces every word of a document by what it means (JSON-LD 1.1 API, `expand`).
///
/// The answer is an array of node objects, properties sorted by IRI.
///
/// # Errors
///
/// What breaks a rule of JSON-LD; in safe mode also what would be dropped; too much work.
pub fn expand<'a>(document: &'a Value, options: &Options<'a>) -> Result<Value, LinkedError> {
    let items = Processor::new(options).expand_document(document)?;
    Ok(item::to_array(&items))
}

/// Writes a document with the words of `context` (JSON-LD 1.1 API, `compact`).
///
/// The document may be in any form: it is expanded first. `context` is a local context or an
/// object with the member `@context`; the answer names it as it is given.
///
/// # Errors
///
/// As for [`expand`].
pub fn compact<'a>(
    document: &'a Value,
    context: &'a Value,
    options: &Options<'a>,
) -> Result<Value, LinkedError> {
    let mut processor = Processor::new(options);
    let items = processor.expand_document(document)?;
    processor.compact_document(&items, context)
}

/// Turns a document into statements (JSON-LD 1.1 API, `toRdf`).
///
/// Blank nodes are numbered in the order in which they are met; `_:b0` in the words of the
/// specification is `Term::Blank(0)`. A statement may appear more than once. Generalized RDF (a blank
/// node as property) is not produced.
///
/// # Errors
///
/// As for [`expand`].
pub fn to_rdf<'a>(document: &'a Value, options: &Options<'a>) -> Result<Vec<Quad>, LinkedError> {
    let mut processor = Processor::new(options);
    let items = processor.expand_document(document)?;
    processor.quads(&items)
}

#[cfg(test)]
mod tests;
