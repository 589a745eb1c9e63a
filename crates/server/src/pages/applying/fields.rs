//! The fields of a form whose names are made from the badge: `finding-question`, `comment-question`.

use accolade_issuing::applications::{
    CriterionDecision, Finding, NewReview, Point, points, whole_results,
};
use accolade_issuing::content::BadgeContent;
use accolade_issuing::violations::Violations;

use crate::auth::{Posted, PostedFiles};
use crate::pages::results;
use crate::problem::{Kind, Problem};

/// What a form was sent with.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

/// Every field as it was sent.
pub(crate) type Pairs = Posted<Vec<(String, String)>>;

impl From<Pairs> for Fields {
    fn from(form: Pairs) -> Self {
        Self(form.0)
    }
}

impl From<&PostedFiles> for Fields {
    fn from(form: &PostedFiles) -> Self {
        Self(form.fields.clone())
    }
}

impl Fields {
    /// The value of a field; empty if it was not sent.
    pub(crate) fn value(&self, name: &str) -> &str {
        let field = self.0.iter().find(|(known, _)| known == name);
        field.map_or("", |(_, value)| value)
    }

    /// The same without blanks; none if nothing else is there.
    pub(crate) fn said(&self, name: &str) -> Option<String> {
        Some(self.value(name).trim())
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
    }

    /// Whether a box was ticked.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        !self.value(name).is_empty()
    }

    /// Every value of a field that may come several times.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// What was found at each of these points; those that were left alone are left out.
    pub(crate) fn review(&self, points: &[Point]) -> NewReview {
        let decisions = points.iter().filter_map(|point| {
            Some(CriterionDecision {
                criterion: point.id.clone(),
                finding: finding(self.value(&format!("finding-{}", point.id)))?,
                comment: self.said(&format!("comment-{}", point.id)),
                level: self.said(&format!("level-{}", point.id)),
            })
        });
        NewReview {
            decisions: decisions.collect(),
            comment: self.said("comment"),
            results: Vec::new(),
        }
    }

    /// The same, with what an assessor says of the whole.
    pub(crate) fn assessment(&self, content: &BadgeContent) -> Result<NewReview, Violations> {
        let whole = whole_results(content);
        Ok(NewReview {
            results: results::read(whole, |name| self.value(name).to_owned())?,
            ..self.review(&points(content))
        })
    }
}

/// The word that a form has for a finding.
pub(crate) fn finding_word(finding: Finding) -> &'static str {
    match finding {
        Finding::Met => "met",
        Finding::NotYet => "not_yet",
        Finding::NotApplicable => "not_applicable",
    }
}

fn finding(word: &str) -> Option<Finding> {
    [Finding::Met, Finding::NotYet, Finding::NotApplicable]
        .into_iter()
        .find(|finding| finding_word(*finding) == word)
}

/// What is wrong with a form, by the pointers of its fields.
#[derive(Debug, Clone, Default)]
pub(crate) struct Errors(Vec<(String, String)>);

impl Errors {
    /// The first thing that is wrong at a pointer.
    pub(crate) fn at(&self, pointer: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == pointer);
        found.map(|(_, message)| message.as_str())
    }

    /// Whether anything is wrong at or below a pointer.
    pub(crate) fn below(&self, prefix: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known.starts_with(prefix));
        found.map(|(_, message)| message.as_str())
    }

    #[cfg(test)]
    pub(crate) fn sample(entries: &[(&str, &str)]) -> Self {
        let owned = |(pointer, message): &(&str, &str)| ((*pointer).into(), (*message).into());
        Self(entries.iter().map(owned).collect())
    }
}

impl From<Violations> for Errors {
    fn from(violations: Violations) -> Self {
        let entries = violations.0.into_iter();
        Self(entries.map(|one| (one.pointer, one.message)).collect())
    }
}

/// What is wrong with the form, if that is why it was not taken; otherwise the problem itself.
pub(crate) fn errors_of(problem: Problem) -> Result<Errors, Problem> {
    if problem.kind == Kind::Invalid {
        let entries = problem.errors.into_iter();
        return Ok(Errors(
            entries.map(|one| (one.pointer, one.message)).collect(),
        ));
    }
    Err(problem)
}
