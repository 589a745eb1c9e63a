//! The canonical form of a JSON-LD document: the lines that a Data Integrity proof signs.
//!
//! Plain JSON-LD drops what no context defines, so that such words could be changed without breaking
//! the signature. Here they are an error: whatever has a canonical form is signed as a whole.

mod preflight;
mod quads;
pub mod rdfc;
mod scoped;

use serde_json::Value;

use crate::contexts::Edition;
use preflight::Contexts;

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
pub fn canonicalize(document: &Value, edition: Edition) -> Result<String, CanonicalError> {
    canonicalize_with(document, edition.lookup())
}

/// Like [`canonicalize`], with other contexts than the ones that are compiled in.
pub fn canonicalize_with(
    document: &Value,
    lookup: ContextLookup,
) -> Result<String, CanonicalError> {
    canonicalize_hashed(document, lookup, rdfc::Hash::Sha256)
}

/// Like [`canonicalize_with`], with the hash that orders the blank nodes: SHA-384 for proofs by P-384 keys.
pub fn canonicalize_hashed(
    document: &Value,
    lookup: ContextLookup,
    hash: rdfc::Hash,
) -> Result<String, CanonicalError> {
    canonical_lines(document, lookup, Contexts::ByAddressOnly, hash)
        .map(|canonical| canonical.n_quads)
}

/// Like [`canonicalize`], and says how heavy the work was, on the scale of [`weight`].
pub(crate) fn canonicalize_weighed(
    document: &Value,
    edition: Edition,
    hash: rdfc::Hash,
) -> (Result<String, CanonicalError>, usize) {
    /// What takes about as long as one more object.
    const COMPARISONS: usize = 64;
    let weight = weight(document);
    match canonical_lines(document, edition.lookup(), Contexts::ByAddressOnly, hash) {
        Ok(canonical) => (Ok(canonical.n_quads), weight + canonical.work / COMPARISONS),
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
    canonical_lines(document, lookup, Contexts::Inline, rdfc::Hash::Sha256)
        .map(|canonical| canonical.n_quads)
}

/// About how much work it is to bring a document into canonical form; an ordinary badge weighs less than a hundred.
pub fn weight(document: &Value) -> usize {
    preflight::weight(document)
}

fn canonical_lines(
    document: &Value,
    lookup: ContextLookup,
    contexts: Contexts,
    hash: rdfc::Hash,
) -> Result<rdfc::Canonical, CanonicalError> {
    let text = preflight::prepare(document, lookup, contexts)?;
    let quads = quads::of_json_ld(&text.document, lookup)?;
    if quads.is_empty() {
        return Err(CanonicalError::InvalidJsonLd(
            "the document says nothing".to_owned(),
        ));
    }
    if let Some(probe) = text.probe {
        // Only asks whether everything is defined; its quads are of no use.
        quads::of_json_ld(&probe, lookup).map_err(of_probe)?;
    }
    rdfc::canonicalize(&quads, hash).map_err(|rdfc::TooComplex| CanonicalError::TooComplex)
}

/// Says what a stand-in stood for.
fn of_probe(error: CanonicalError) -> CanonicalError {
    match &error {
        CanonicalError::UndefinedTerm { term: text }
        | CanonicalError::RelativeIri { iri: text }
            if text == preflight::STAND_IN =>
        {
            let what = "a text that looks like a keyword, where an identifier is expected";
            CanonicalError::InvalidJsonLd(what.to_owned())
        }
        _ => error,
    }
}

#[cfg(test)]
mod tests;
