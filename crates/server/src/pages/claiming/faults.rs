//! What is wrong with a form, field by field.

use accolade_issuing::violations::Violations;

/// What is wrong, each with the pointer of its field.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults(Vec<(String, String)>);

impl Faults {
    /// Notes one thing.
    pub(crate) fn add(&mut self, pointer: &str, message: &str) {
        self.0.push((pointer.to_owned(), message.to_owned()));
    }

    /// What is wrong with this field, the first thing if there are several.
    pub(crate) fn at(&self, pointer: &str) -> Option<&str> {
        let fault = self.0.iter().find(|(known, _)| known == pointer);
        fault.map(|(_, message)| message.as_str())
    }

    /// What is wrong with any field whose pointer begins so.
    pub(crate) fn below(&self, prefix: &str) -> Option<&str> {
        let fault = self.0.iter().find(|(known, _)| known.starts_with(prefix));
        fault.map(|(_, message)| message.as_str())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

impl From<Violations> for Faults {
    fn from(violations: Violations) -> Self {
        let faults = violations.0.into_iter();
        Self(
            faults
                .map(|violation| (violation.pointer, violation.message))
                .collect(),
        )
    }
}
