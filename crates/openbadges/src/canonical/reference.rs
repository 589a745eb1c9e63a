//! The complete way to the canonical form, which any document can take.

use serde_json::Value;

use super::rdfc::{self, Hash};
use super::{CanonicalError, ContextLookup};
use crate::contexts::{self, Edition};
use crate::linked::{self, ErrorCode, LinkedError, Loader, Loss, Options};

/// Which contexts a document may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contexts {
    ByAddressOnly,
    Inline,
}

pub(super) fn canonicalize(
    document: &Value,
    lookup: ContextLookup,
    contexts: Contexts,
    hash: Hash,
) -> Result<rdfc::Canonical, CanonicalError> {
    if !document.is_object() {
        return Err(unusable("a document is an object"));
    }
    let loader = Looked(lookup);
    let options = Options::new(&loader).safe();
    let options = match contexts {
        Contexts::ByAddressOnly => options.plain(),
        Contexts::Inline => options,
    };
    let quads = linked::to_rdf(document, &options).map_err(of_linked)?;
    if quads.is_empty() {
        return Err(unusable("the document says nothing"));
    }
    rdfc::canonicalize(&quads, hash).map_err(|rdfc::TooComplex| CanonicalError::TooComplex)
}

/// Contexts that are looked up as text.
struct Looked(ContextLookup);

impl Loader for Looked {
    fn load(&self, url: &str) -> Option<&Value> {
        (self.0)(url).and_then(linked::parsed)
    }

    /// The compiled-in contexts have been looked at by a test.
    fn is_checked(&self, url: &str) -> bool {
        let pinned =
            [Edition::Newest, Edition::Early303].map(|edition| contexts::find(url, edition));
        pinned.contains(&(self.0)(url))
    }
}

fn unusable(what: &str) -> CanonicalError {
    CanonicalError::InvalidJsonLd(what.to_owned())
}

fn of_linked(error: LinkedError) -> CanonicalError {
    match error {
        LinkedError::TooComplex => CanonicalError::TooComplex,
        LinkedError::Lost(loss) => of_loss(loss),
        LinkedError::Invalid {
            code: ErrorCode::LoadingRemoteContextFailed | ErrorCode::LoadingDocumentFailed,
            detail: url,
        } => CanonicalError::UnknownContext { url },
        invalid @ LinkedError::Invalid { .. } => CanonicalError::InvalidJsonLd(invalid.to_string()),
    }
}

fn of_loss(loss: Loss) -> CanonicalError {
    match loss {
        Loss::UndefinedTerm(term) => CanonicalError::UndefinedTerm { term },
        Loss::RelativeIri(iri) => CanonicalError::RelativeIri { iri },
        Loss::Disguised(name) => CanonicalError::Disguised { name },
        Loss::InlineContext => CanonicalError::InlineContext,
        other => CanonicalError::InvalidJsonLd(other.to_string()),
    }
}
