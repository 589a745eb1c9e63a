//! The rule as a badge class carries it.

use std::collections::HashSet;

use accolade_storage::types::{BadgeClassId, EvidenceKind, ReviewKind};
use serde::{Deserialize, Serialize};

use crate::content::Criteria;
use crate::limits;
use crate::violations::Violations;

/// How applications for a badge are assessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct AssessmentRule {
    /// Whether people may apply at present.
    pub open: bool,
    /// The ways to a yes: one is enough, and of one way every look is needed.
    pub any_of: Vec<Vec<Look>>,
    /// What has to be shown before an application can be handed in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceDemand>,
    /// The least score of a quiz, handed in by a program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least_quiz_score: Option<u32>,
}

/// How many people of one kind have to find everything there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Look {
    /// Whose look it is.
    pub kind: ReviewKind,
    /// How many of them, each another person.
    #[serde(default = "one")]
    pub count: u32,
    /// The badge class that each of them must hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holding: Option<BadgeClassId>,
}

/// What has to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EvidenceDemand {
    /// The id of the criterion; any, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criterion: Option<String>,
    /// The kinds that count; all, if none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<EvidenceKind>,
    /// How many pieces, at least.
    #[serde(default = "one")]
    pub least: u32,
}

impl Default for AssessmentRule {
    /// Open, and one assessor is enough.
    fn default() -> Self {
        Self {
            open: true,
            any_of: vec![vec![Look::of(ReviewKind::Assessor, 1)]],
            evidence: Vec::new(),
            least_quiz_score: None,
        }
    }
}

impl Look {
    /// Looks of one kind, whatever badges these people hold.
    pub fn of(kind: ReviewKind, count: u32) -> Self {
        Self {
            kind,
            count,
            holding: None,
        }
    }
}

impl AssessmentRule {
    /// Whether the earner's own look counts for anything.
    pub fn asks_the_earner(&self) -> bool {
        self.looks().any(|look| look.kind == ReviewKind::Own)
    }

    /// Whether the earner may ask others to look.
    pub fn asks_peers(&self) -> bool {
        self.looks()
            .any(|look| matches!(look.kind, ReviewKind::Peer | ReviewKind::Holder))
    }

    /// The badge classes that some reviewer must hold.
    pub fn badges_to_hold(&self) -> Vec<BadgeClassId> {
        let mut badges: Vec<_> = self.looks().filter_map(|look| look.holding).collect();
        badges.sort();
        badges.dedup();
        badges
    }

    /// What is wrong with the rule for a badge of these criteria.
    pub(crate) fn check(&self, criteria: &Criteria) -> Violations {
        let mut found = Violations::default();
        if self.any_of.is_empty() {
            found.add(
                "/anyOf",
                "required",
                "Name at least one way to a yes: one assessor, for instance.",
            );
        }
        found.count("/anyOf", self.any_of.len(), limits::ASSESSMENT_WAYS);
        for (position, way) in self.any_of.iter().enumerate() {
            found.nest(&format!("/anyOf/{position}"), check_way(way));
        }
        found.count("/evidence", self.evidence.len(), limits::EVIDENCE_DEMANDS);
        for (position, demand) in self.evidence.iter().enumerate() {
            found.nest(&format!("/evidence/{position}"), demand.check(criteria));
        }
        if self
            .least_quiz_score
            .is_some_and(|score| score as usize > limits::QUIZ_SCORE.value)
        {
            let message = format!("At most {}.", limits::QUIZ_SCORE.value);
            found.add("/leastQuizScore", "out_of_range", message);
        }
        found
    }

    fn looks(&self) -> impl Iterator<Item = &Look> {
        self.any_of.iter().flatten()
    }
}

fn check_way(way: &[Look]) -> Violations {
    let mut found = Violations::default();
    if way.is_empty() {
        found.add("", "required", "A way needs somebody who looks.");
    }
    found.count("", way.len(), limits::ASSESSMENT_LOOKS);
    let mut seen = HashSet::new();
    for (position, look) in way.iter().enumerate() {
        let most = match look.kind {
            // There is one earner, and a program says a thing once.
            ReviewKind::Own | ReviewKind::Machine => 1,
            _ => limits::ASSESSMENT_COUNT.value,
        };
        if look.count == 0 || look.count as usize > most {
            let message = format!("A number from 1 to {most}.");
            found.add(&format!("/{position}/count"), "out_of_range", message);
        }
        if look.kind == ReviewKind::Holder && look.holding.is_none() {
            let message = "Say which badge these people must hold.";
            found.add(&format!("/{position}/holding"), "required", message);
        }
        if !seen.insert((look.kind, look.holding)) {
            let message = "This kind of look is in the list already: raise its number instead.";
            found.add(&format!("/{position}/kind"), "duplicate", message);
        }
    }
    found
}

impl EvidenceDemand {
    fn check(&self, criteria: &Criteria) -> Violations {
        let mut found = Violations::default();
        if self.least == 0 || self.least as usize > limits::APPLICATION_EVIDENCE.value {
            let message = format!("A number from 1 to {}.", limits::APPLICATION_EVIDENCE.value);
            found.add("/least", "out_of_range", message);
        }
        if let Some(id) = &self.criterion
            && !criteria.items.iter().any(|item| &item.id == id)
        {
            found.add("/criterion", "unknown", "The badge has no such criterion.");
        }
        found
    }
}

fn one() -> u32 {
    1
}
