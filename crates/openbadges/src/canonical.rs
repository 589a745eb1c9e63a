//! The canonical form of a JSON-LD document: the lines that a Data Integrity proof signs.
//!
//! Plain JSON-LD drops what no context defines, so that such words could be changed without breaking
//! the signature. Here they are an error: whatever has a canonical form is signed as a whole.

mod compiled;
mod limits;
pub(crate) mod part;
pub mod rdfc;
mod reference;
pub(crate) mod view;

use serde_json::Value;

use crate::contexts::Edition;
use crate::json::tape::Tape;
use part::Part;
use rdfc::Hash;
use reference::Contexts;
use view::View;

/// Why a document has no canonical form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    /// A member name or type that none of the document's contexts defines.
    #[error("no context defines the term `{term}`")]
    UndefinedTerm {
        /// The term as the document writes it.
        term: String,
    },
    /// A member that goes by its full IRI, a prefixed one or a JSON-LD keyword instead of the plain word.
    ///
    /// Both have the same canonical form, so a signed `validUntil` could be hidden from everybody who reads
    /// the document by its words.
    #[error("`{name}` hides a member from those who read the document by its words")]
    Disguised {
        /// The name as the document writes it.
        name: String,
    },
    /// An identifier that is no absolute IRI.
    #[error("`{iri}` is not an absolute IRI")]
    RelativeIri {
        /// The identifier as the document writes it.
        iri: String,
    },
    /// A context that is not compiled in.
    #[error("the context `{url}` is not known")]
    UnknownContext {
        /// The address of the context.
        url: String,
    },
    /// A context that is written out in the document, or reset with null.
    #[error("contexts must be named by their address")]
    InlineContext,
    /// Something that JSON-LD does not allow, or that would be lost on the way.
    #[error("not usable as JSON-LD: {0}")]
    InvalidJsonLd(String),
    /// The document needs more work than an honest one ever does.
    #[error("the document is too complex")]
    TooComplex,
}

/// A lookup of contexts by address.
pub type ContextLookup = fn(&str) -> Option<&'static str>;

/// Brings a document into canonical N-Quads (RDFC-1.0 with SHA-256), or says why that would lose data.
///
/// Documents over the pinned contexts are served from compiled tables, in a few microseconds; all others, and
/// all that have no canonical form, by [`canonicalize_reference`]. The answer is the same either way.
pub fn canonicalize(document: &Value, edition: Edition) -> Result<String, CanonicalError> {
    canonicalize_compiled(document, edition)
        .unwrap_or_else(|| canonicalize_reference(document, edition))
}

/// Like [`canonicalize`], from JSON text, which is read as strictly as [`crate::json::read`] does.
pub fn canonicalize_text(document: &[u8], edition: Edition) -> Result<String, CanonicalError> {
    match crate::json::reader::tape(document) {
        Some(tape) => part::canonicalize_part(&tape, Part::WHOLE, edition, Hash::Sha256),
        None => match crate::json::read(document) {
            Ok(document) => canonicalize_reference(&document, edition),
            Err(error) => Err(CanonicalError::InvalidJsonLd(error.to_string())),
        },
    }
}

/// Like [`canonicalize`], by a complete JSON-LD processor in every case: the judge of the compiled tables.
pub fn canonicalize_reference(
    document: &Value,
    edition: Edition,
) -> Result<String, CanonicalError> {
    canonicalize_with(document, edition.lookup())
}

/// Like [`canonicalize`], from the compiled tables alone; `None` if they leave the document to
/// [`canonicalize_reference`]. For tests and benchmarks that must know which way a document went.
pub fn canonicalize_compiled(
    document: &Value,
    edition: Edition,
) -> Option<Result<String, CanonicalError>> {
    let view = View::whole(document.as_object()?);
    compiled_view(view, edition, Hash::Sha256).map(|answer| answer.map(|(lines, _)| lines))
}

/// Like [`canonicalize_reference`], with other contexts than the ones that are compiled in.
pub fn canonicalize_with(
    document: &Value,
    lookup: ContextLookup,
) -> Result<String, CanonicalError> {
    canonicalize_hashed(document, lookup, Hash::Sha256)
}

/// Like [`canonicalize_with`], with the hash that orders the blank nodes: SHA-384 for proofs by P-384 keys.
pub fn canonicalize_hashed(
    document: &Value,
    lookup: ContextLookup,
    hash: Hash,
) -> Result<String, CanonicalError> {
    reference::canonicalize(document, lookup, Contexts::ByAddressOnly, hash)
        .map(|canonical| canonical.n_quads)
}

/// Like [`canonicalize`], for what a proof covers.
pub(crate) fn canonicalize_view(
    view: View<'_>,
    edition: Edition,
    hash: Hash,
) -> Result<String, CanonicalError> {
    match compiled_view(view, edition, hash) {
        Some(answer) => answer.map(|(lines, _)| lines),
        None => canonicalize_hashed(&view.to_value(), edition.lookup(), hash),
    }
}

fn compiled_view(
    view: View<'_>,
    edition: Edition,
    hash: Hash,
) -> Option<Result<compiled::Weighed, CanonicalError>> {
    compiled::canonicalize(&Tape::of_view(view)?, Part::WHOLE, edition, hash)
}

/// Like [`canonicalize_view`], and says how heavy the work was, on the scale of [`weight`].
pub(crate) fn canonicalize_weighed(
    view: View<'_>,
    edition: Edition,
    hash: Hash,
) -> (Result<String, CanonicalError>, usize) {
    /// What takes about as long as one more object.
    const COMPARISONS: usize = 64;
    let weight = weight_of_view(view);
    let answer = compiled_view(view, edition, hash).unwrap_or_else(|| {
        let (document, lookup) = (view.to_value(), edition.lookup());
        reference::canonicalize(&document, lookup, Contexts::ByAddressOnly, hash)
            .map(|canonical| (canonical.n_quads, canonical.work))
    });
    match answer {
        Ok((lines, work)) => (Ok(lines), weight + work / COMPARISONS),
        // It was given up at some point that honest documents are far from.
        Err(CanonicalError::TooComplex) => (Err(CanonicalError::TooComplex), usize::MAX),
        Err(error) => (Err(error), weight),
    }
}

/// Like [`canonicalize_with`], and also accepts contexts that are written out in the document.
///
/// Such a context may give familiar words another meaning, so nothing that reads the document by its
/// member names may rely on the result. It is meant for conformance suites.
pub fn canonicalize_with_inline_contexts(
    document: &Value,
    lookup: ContextLookup,
) -> Result<String, CanonicalError> {
    reference::canonicalize(document, lookup, Contexts::Inline, Hash::Sha256)
        .map(|canonical| canonical.n_quads)
}

/// Like [`canonicalize_with_inline_contexts`], with the hash that orders the blank nodes.
pub fn canonicalize_inline_hashed(
    document: &Value,
    lookup: ContextLookup,
    hash: Hash,
) -> Result<String, CanonicalError> {
    reference::canonicalize(document, lookup, Contexts::Inline, hash)
        .map(|canonical| canonical.n_quads)
}

/// About how much work it is to bring a document into canonical form; an ordinary badge weighs less than a hundred.
pub fn weight(document: &Value) -> usize {
    limits::weight(document)
}

/// The [`weight`] of what a proof covers.
pub(crate) fn weight_of_view(view: View<'_>) -> usize {
    view.iter()
        .map(|(name, value)| limits::weight_of_member(name, value))
        .fold(1, usize::saturating_add)
}

#[cfg(test)]
mod tests;
