//! Documents as proofs see them, without a copy.

use serde_json::{Map, Value};

/// The members of an object, less one and with another one in place of its own.
///
/// A proof covers its document without `proof`, and itself without `proofValue` but under the
/// `@context` of the document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) members: &'a Map<String, Value>,
    pub(crate) without: Option<&'static str>,
    pub(crate) with: Option<(&'static str, &'a Value)>,
}

impl<'a> View<'a> {
    /// The object as it is.
    pub(crate) fn whole(members: &'a Map<String, Value>) -> Self {
        Self {
            members,
            without: None,
            with: None,
        }
    }

    /// What a proof without predecessors covers: the document without its proofs.
    pub(crate) fn unsecured(document: &'a Map<String, Value>) -> Self {
        Self {
            without: Some("proof"),
            ..Self::whole(document)
        }
    }

    /// What a proof says beside its signature, under the contexts of the document.
    pub(crate) fn options(proof: &'a Map<String, Value>, document: &'a Map<String, Value>) -> Self {
        static NO_CONTEXT: Value = Value::Array(Vec::new());
        let context = document.get("@context").unwrap_or(&NO_CONTEXT);
        Self {
            members: proof,
            without: Some("proofValue"),
            with: Some(("@context", context)),
        }
    }

    /// The members, the added one last.
    pub(crate) fn iter(self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let replaced = self.with.map(|(name, _)| name);
        self.members
            .iter()
            .map(|(name, value)| (name.as_str(), value))
            .filter(move |(name, _)| self.without != Some(*name) && replaced != Some(*name))
            .chain(self.with)
    }

    /// The same as a document of its own.
    pub(crate) fn to_value(self) -> Value {
        self.iter()
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .collect()
    }
}
