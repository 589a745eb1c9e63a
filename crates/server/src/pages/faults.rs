//! What is wrong with a form, beside its fields, and what a choice offers.

use accolade_issuing::violations::Violations;

/// The first fault of each field, by the field's name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Faults(Vec<(String, String)>);

impl Faults {
    /// One fault.
    pub(crate) fn one(field: &str, message: impl Into<String>) -> Self {
        Self(vec![(field.to_owned(), message.into())])
    }

    /// What to say at this field.
    pub(crate) fn of(&self, field: &str) -> Option<&str> {
        let fault = self.0.iter().find(|(name, _)| name == field);
        fault.map(|(_, message)| message.as_str())
    }
}

impl From<Violations> for Faults {
    fn from(violations: Violations) -> Self {
        let fault = |violation: accolade_issuing::violations::Violation| {
            let field = violation.pointer.trim_start_matches('/').to_owned();
            (field, violation.message)
        };
        Self(violations.0.into_iter().map(fault).collect())
    }
}

/// One of several values to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) words: String,
    pub(crate) chosen: bool,
}

impl Choice {
    /// Values with their words, of which one may be chosen.
    pub(crate) fn of(all: &[(&str, &str)], chosen: &str) -> Vec<Self> {
        all.iter()
            .map(|(value, words)| Self {
                value: (*value).to_owned(),
                words: (*words).to_owned(),
                chosen: *value == chosen,
            })
            .collect()
    }
}
