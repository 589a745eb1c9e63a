//! What a program can look at by itself: is enough there, of the right kinds, and was the quiz passed?

use accolade_storage::types::EvidenceKind;

use super::words;
use super::{AssessmentRule, EvidenceDemand};
use crate::content::Criteria;

/// One item that was shown, as far as checks look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown<'a> {
    /// The criterion it answers; absent if it stands for the whole.
    pub criterion: Option<&'a str>,
    /// What sort of thing it is.
    pub kind: EvidenceKind,
}

/// One automatic check and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was looked at.
    pub subject: CheckSubject,
    /// Whether it is so.
    pub passed: bool,
    /// What is asked, in a sentence.
    pub words: String,
}

/// What a check looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckSubject {
    /// What was shown for one criterion, or for any.
    Evidence {
        /// The id of the criterion.
        criterion: Option<String>,
    },
    /// The score of the quiz.
    Quiz,
}

/// All checks of a rule, in its order.
pub fn checks(
    rule: &AssessmentRule,
    criteria: &Criteria,
    shown: &[Shown<'_>],
    quiz_score: Option<i32>,
) -> Vec<Check> {
    let demands = rule.evidence.iter().map(|demand| Check {
        subject: CheckSubject::Evidence {
            criterion: demand.criterion.clone(),
        },
        passed: demand.is_met(shown),
        words: words::demand(demand, criteria),
    });
    let quiz = rule.least_quiz_score.map(|least| Check {
        subject: CheckSubject::Quiz,
        passed: quiz_score.is_some_and(|score| i64::from(score) >= i64::from(least)),
        words: format!("A quiz score of at least {least}"),
    });
    demands.chain(quiz).collect()
}

impl EvidenceDemand {
    fn is_met(&self, shown: &[Shown<'_>]) -> bool {
        let counts = |item: &&Shown<'_>| {
            let here = self
                .criterion
                .as_deref()
                .is_none_or(|id| item.criterion == Some(id));
            here && (self.kinds.is_empty() || self.kinds.contains(&item.kind))
        };
        shown.iter().filter(counts).count() >= self.least as usize
    }
}
