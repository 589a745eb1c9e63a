//! How a badge is assessed: who has to look, what has to be shown, and whether that is so.
//!
//! A rule is a value in the badge's content, never a text that somebody has to interpret: any one of several *ways*, each of
//! them a list of *looks* that all are needed. "Your own look and two peers, or one assessor" is two ways, the first of
//! two looks. [`standing`] holds a rule against what was said and shown; it is a pure function.

mod checks;
mod rule;
mod standing;
mod words;

pub use checks::{Check, CheckSubject, Shown, checks};
pub use rule::{AssessmentRule, EvidenceDemand, Look};
pub use standing::{Standing, Voice, Way, standing};
pub use words::Naming;
