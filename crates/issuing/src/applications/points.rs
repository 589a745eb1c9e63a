//! The points of a badge, and what somebody found at each of them.

use accolade_storage::reviews::Review;
use accolade_storage::types::BadgeClassId;
use serde::{Deserialize, Serialize};

use crate::awards::{AwardResult, check_results};
use crate::content::{BadgeContent, ResultDescription};
use crate::limits;
use crate::violations::Violations;

/// The id of the one point of a badge whose criteria are a text and nothing else.
const WHOLE: &str = "whole";

/// One thing that has to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its id in the badge's criteria.
    pub id: String,
    /// The thing itself.
    pub text: String,
    /// Help for the earner.
    pub hint: Option<String>,
    /// Whether the badge cannot be had without it.
    pub required: bool,
    /// The rubric that belongs to it: the result description of the same id, if that has levels. A result that bears the
    /// id of no criterion belongs to the whole.
    pub rubric: Option<ResultDescription>,
}

/// What was found at one point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// It is there.
    Met,
    /// It is not there yet.
    NotYet,
    /// It does not apply here.
    NotApplicable,
}

/// What was said of one point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CriterionDecision {
    /// The id of the criterion; `whole` for a badge without single ones.
    pub criterion: String,
    /// What was found.
    pub finding: Finding,
    /// A word about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The id of the rubric level that was reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
}

/// What somebody says of an application.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct NewReview {
    /// Point by point.
    pub decisions: Vec<CriterionDecision>,
    /// Of the whole.
    pub comment: Option<String>,
    /// The results that belong to the whole and not to one point.
    pub results: Vec<AwardResult>,
}

/// The points of a badge, in its order: at least one.
pub fn points(content: &BadgeContent) -> Vec<Point> {
    if content.criteria.items.is_empty() {
        return vec![Point {
            id: WHOLE.to_owned(),
            text: "What the badge asks for".to_owned(),
            hint: None,
            required: true,
            rubric: None,
        }];
    }
    let rubric = |id: &str| {
        content
            .results
            .iter()
            .find(|result| result.id == id && !result.levels.is_empty())
            .cloned()
    };
    content
        .criteria
        .items
        .iter()
        .map(|item| Point {
            id: item.id.clone(),
            text: item.text.clone(),
            hint: item.hint.clone(),
            required: item.required,
            rubric: rubric(&item.id),
        })
        .collect()
}

/// The results that belong to no single point: an assessor says them of the whole.
pub fn whole_results(content: &BadgeContent) -> Vec<&ResultDescription> {
    let points = points(content);
    let of_a_point = |result: &ResultDescription| {
        points
            .iter()
            .any(|point| point.rubric.as_ref().is_some_and(|one| one.id == result.id))
    };
    content
        .results
        .iter()
        .filter(|result| !of_a_point(result))
        .collect()
}

/// The results that a stored review gives for the whole.
pub fn given_results(review: &Review) -> Vec<AwardResult> {
    serde_json::from_str(&review.results).unwrap_or_default()
}

/// What a stored review says, point by point.
pub fn decisions(review: &Review) -> Vec<CriterionDecision> {
    serde_json::from_str(&review.decisions).unwrap_or_default()
}

/// The badge classes that a reviewer was found to hold.
pub(super) fn holds(review: &Review) -> Vec<BadgeClassId> {
    serde_json::from_str(&review.holds).unwrap_or_default()
}

impl NewReview {
    /// The same without blanks and empty comments.
    pub(super) fn tidied(mut self) -> Self {
        let tidy = |text: Option<String>| {
            text.map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
        };
        self.comment = tidy(self.comment);
        for decision in &mut self.decisions {
            decision.comment = tidy(decision.comment.take());
            decision.level = tidy(decision.level.take());
        }
        self
    }

    /// What is wrong with it for a badge of this content.
    pub(super) fn check(&self, content: &BadgeContent) -> Violations {
        let points = points(content);
        let mut found = self.check_whole(content);
        found.optional("/comment", self.comment.as_deref(), limits::REVIEW_COMMENT);
        found.count("/decisions", self.decisions.len(), limits::CRITERIA_ITEMS);
        for (position, decision) in self.decisions.iter().enumerate() {
            let pointer = format!("/decisions/{position}");
            let comment = decision.comment.as_deref();
            found.optional(
                &format!("{pointer}/comment"),
                comment,
                limits::REVIEW_COMMENT,
            );
            let point = points.iter().find(|point| point.id == decision.criterion);
            if point.is_none() {
                let message = "The badge has no such criterion.";
                found.add(&format!("{pointer}/criterion"), "unknown", message);
            }
            if self.decisions[..position]
                .iter()
                .any(|before| before.criterion == decision.criterion)
            {
                let message = "This criterion has a decision already.";
                found.add(&format!("{pointer}/criterion"), "duplicate", message);
            }
            let known = |level: &String| {
                let rubric = point.and_then(|point| point.rubric.as_ref());
                rubric.is_some_and(|rubric| rubric.levels.iter().any(|known| &known.id == level))
            };
            if decision.level.as_ref().is_some_and(|level| !known(level)) {
                let message = "The criterion has no such level.";
                found.add(&format!("{pointer}/level"), "unknown", message);
            }
        }
        found
    }

    fn check_whole(&self, content: &BadgeContent) -> Violations {
        let mut found = Violations::default();
        check_results(&mut found, &self.results, content);
        let whole = whole_results(content);
        for (position, given) in self.results.iter().enumerate() {
            let known = content.results.iter().any(|one| one.id == given.result);
            if known && !whole.iter().any(|one| one.id == given.result) {
                let message = "This result belongs to a criterion: give its level there.";
                found.add(
                    &format!("/results/{position}/result"),
                    "not_allowed",
                    message,
                );
            }
        }
        found
    }

    /// The required points that were not found, or not looked at.
    pub(super) fn open_points<'a>(&self, points: &'a [Point]) -> Vec<&'a Point> {
        let answered = |point: &&Point| {
            self.decisions.iter().any(|decision| {
                decision.criterion == point.id && decision.finding != Finding::NotYet
            })
        };
        points
            .iter()
            .filter(|point| point.required && !answered(point))
            .collect()
    }

    /// Whether everything that is required was found, and something was found at all.
    pub(super) fn supports(&self, points: &[Point]) -> bool {
        let something = self
            .decisions
            .iter()
            .any(|decision| decision.finding == Finding::Met);
        something && self.open_points(points).is_empty()
    }
}
