//! What is wrong with a document, and where.

use std::fmt;

/// One place where a document is not what its class asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// JSON Pointer (RFC 6901) to the place.
    pub pointer: String,
    /// What is wrong there, as a clause: "`name` must be text".
    pub message: String,
    /// Whether the document cannot be understood as the standard means it; otherwise it only departs from the standard.
    pub grave: bool,
}

impl Fault {
    pub(crate) fn grave(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            message: message.into(),
            grave: true,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.message)
    }
}

/// How far a check goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Reach {
    /// For a verification report: a few faults of each weight, no more than a person reads. What the report tells by
    /// checks of its own (dates, contexts, endorsements inside) is left to them.
    #[default]
    Report,
    /// For a reader or a builder: the letter of the standard, every place, also inside embedded endorsements.
    Whole,
}

impl Reach {
    /// How many faults of one weight are kept, so that a hostile document cannot fill the memory.
    const fn most(self) -> usize {
        match self {
            Self::Report => 24,
            Self::Whole => 1000,
        }
    }
}

/// The faults found so far.
#[derive(Debug, Default)]
pub(crate) struct Faults(pub(crate) Vec<Fault>, Reach);

impl Faults {
    /// An empty list for a check of the whole document.
    pub(crate) fn whole() -> Self {
        Self(Vec::new(), Reach::Whole)
    }

    pub(crate) fn is_whole(&self) -> bool {
        self.1 == Reach::Whole
    }

    pub(crate) fn grave(&mut self, at: impl Into<String>, message: impl Into<String>) {
        self.add(at, message.into(), true);
    }

    pub(crate) fn deviation(&mut self, at: impl Into<String>, message: impl Into<String>) {
        self.add(at, message.into(), false);
    }

    fn add(&mut self, at: impl Into<String>, message: String, grave: bool) {
        // A grave fault must never be lost behind a heap of harmless ones.
        let kept = self.0.iter().filter(|fault| fault.grave == grave).count();
        if kept < self.1.most() {
            self.0.push(Fault {
                pointer: at.into(),
                message,
                grave,
            });
        }
    }

    pub(crate) fn any_grave(&self) -> bool {
        self.0.iter().any(|fault| fault.grave)
    }
}

/// A place on the way down a document. It becomes text only when there is something to tell: most documents have no
/// fault, and their places need not be written down.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'a> {
    above: Option<&'a At<'a>>,
    step: Step<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    /// A pointer as it stands.
    Start(&'a str),
    Member(&'a str),
    Item(usize),
}

impl<'a> At<'a> {
    /// Begins at a place that is already known as a pointer; `""` is the whole document.
    pub(crate) const fn start(pointer: &'a str) -> Self {
        Self {
            above: None,
            step: Step::Start(pointer),
        }
    }

    pub(crate) const fn member(&'a self, name: &'a str) -> Self {
        Self {
            above: Some(self),
            step: Step::Member(name),
        }
    }

    pub(crate) const fn item(&'a self, index: usize) -> Self {
        Self {
            above: Some(self),
            step: Step::Item(index),
        }
    }
}

impl From<&At<'_>> for String {
    fn from(at: &At<'_>) -> Self {
        let above = at.above.map(Self::from).unwrap_or_default();
        match at.step {
            Step::Start(pointer) => pointer.to_owned(),
            Step::Member(name) => crate::json::pointer_to(&above, name),
            Step::Item(index) => crate::json::pointer_to(&above, index),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_written_as_a_json_pointer() {
        let root = At::start("/issuer");
        let member = root.member("a/b~c");

        assert_eq!(String::from(&member.item(2)), "/issuer/a~1b~0c/2");
    }

    #[test]
    fn a_grave_fault_is_not_lost_behind_many_small_ones() {
        let mut faults = Faults::default();
        for _ in 0..1000 {
            faults.deviation("/a", "small");
        }
        faults.grave("/b", "large");

        assert!(faults.any_grave());
        assert!(faults.0.len() < 60);
    }
}
