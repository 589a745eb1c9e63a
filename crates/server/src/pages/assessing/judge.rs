//! The form that goes through the points.

use accolade_issuing::applications::{Point, decisions, given_results, whole_results};
use accolade_storage::reviews::Review;

use crate::pages::applying::fields::{Errors, Fields, finding_word};
use crate::pages::applying::records::Records;
use crate::pages::results::{self, ResultField};

/// The points with what was chosen at each.
#[derive(Debug, Clone, Default)]
pub(crate) struct JudgeView {
    pub(crate) points: Vec<JudgePoint>,
    pub(crate) comment: String,
    /// What an assessor says of the whole, beside the points.
    pub(crate) results: Vec<ResultField>,
}

/// One point in the form.
#[derive(Debug, Clone)]
pub(crate) struct JudgePoint {
    /// Counts from one.
    pub(crate) number: usize,
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) hint: Option<String>,
    pub(crate) optional: bool,
    /// "2 pieces above" or "Nothing was shown here"
    pub(crate) shown: String,
    /// What was found: the word of a finding, or nothing.
    pub(crate) found: String,
    pub(crate) comment: String,
    /// The rubric: id, name and what it takes.
    pub(crate) levels: Vec<(String, String, String)>,
    pub(crate) level: String,
    pub(crate) error: Option<String>,
}

/// The form as it is first shown: with what this person said before, if they did.
pub(crate) fn of_review(records: &Records, before: Option<&Review>) -> JudgeView {
    let said = before.map(decisions).unwrap_or_default();
    let points = records.points.iter().zip(1..).map(|(point, number)| {
        let decision = said.iter().find(|one| one.criterion == point.id);
        JudgePoint {
            found: decision.map_or(String::new(), |one| finding_word(one.finding).to_owned()),
            comment: decision
                .and_then(|one| one.comment.clone())
                .unwrap_or_default(),
            level: decision
                .and_then(|one| one.level.clone())
                .unwrap_or_default(),
            ..blank(records, point, number)
        }
    });
    JudgeView {
        points: points.collect(),
        comment: before
            .and_then(|review| review.comment.clone())
            .unwrap_or_default(),
        results: results::fields(
            whole_results(&records.content),
            &before.map(given_results).unwrap_or_default(),
        ),
    }
}

/// The form with what was sent, and what is wrong with it.
pub(crate) fn of_fields(records: &Records, fields: &Fields, errors: &Errors) -> JudgeView {
    let mut position = 0;
    let points = records.points.iter().zip(1..).map(|(point, number)| {
        let value = |name: &str| fields.value(&format!("{name}-{}", point.id)).to_owned();
        let found = value("finding");
        let at_point = errors
            .at(&format!("/review/{}", point.id))
            .map(str::to_owned);
        // The decisions of a review are counted as they were sent: those that were left alone are not among them.
        let error = at_point.or_else(|| {
            let below = errors
                .below(&format!("/review/decisions/{position}/"))
                .or_else(|| errors.below(&format!("/decisions/{position}/")));
            below.filter(|_| !found.is_empty()).map(str::to_owned)
        });
        position += usize::from(!found.is_empty());
        JudgePoint {
            comment: value("comment"),
            level: value("level"),
            found,
            error,
            ..blank(records, point, number)
        }
    });
    JudgeView {
        points: points.collect(),
        comment: fields.value("comment").to_owned(),
        results: results::fields_typed(whole_results(&records.content), |name| {
            fields.value(name).to_owned()
        }),
    }
}

fn blank(records: &Records, point: &Point, number: usize) -> JudgePoint {
    let pieces = records
        .evidence
        .iter()
        .filter(|item| item.criterion.as_deref() == Some(&point.id))
        .count();
    let levels = point.rubric.iter().flat_map(|rubric| &rubric.levels);
    JudgePoint {
        number,
        id: point.id.clone(),
        text: point.text.clone(),
        hint: point.hint.clone(),
        optional: !point.required,
        shown: match pieces {
            0 => "Nothing was shown for this point.".to_owned(),
            1 => "One piece, beside this.".to_owned(),
            more => format!("{more} pieces, beside this."),
        },
        found: String::new(),
        comment: String::new(),
        levels: levels
            .map(|level| {
                (
                    level.id.clone(),
                    level.name.clone(),
                    level.description.clone().unwrap_or_default(),
                )
            })
            .collect(),
        level: String::new(),
        error: None,
    }
}
