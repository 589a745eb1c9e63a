//! Rules as people say them.

use std::fmt::Write as _;

use accolade_storage::types::{BadgeClassId, EvidenceKind, ReviewKind};

use super::{AssessmentRule, EvidenceDemand, Look};
use crate::content::Criteria;

/// Tells what a badge class is called.
pub type Naming<'a> = &'a dyn Fn(BadgeClassId) -> String;

impl AssessmentRule {
    /// "Your own look and two peers, or one assessor."
    pub fn in_words(&self, naming: Naming<'_>) -> String {
        let ways: Vec<_> = self
            .any_of
            .iter()
            .map(|looks| joined(looks.iter().map(|look| look.in_words(naming)).collect()))
            .collect();
        sentence(&ways.join(", or "))
    }
}

impl Look {
    /// "two peers", "one person who holds Data Storyteller"
    pub fn in_words(&self, naming: Naming<'_>) -> String {
        let (one, many) = match self.kind {
            ReviewKind::Own => return "your own look".to_owned(),
            ReviewKind::Machine => return "an automatic check".to_owned(),
            ReviewKind::Peer => ("peer", "peers"),
            ReviewKind::Assessor => ("assessor", "assessors"),
            ReviewKind::Holder => ("person", "people"),
            ReviewKind::Outside => ("outside reviewer", "outside reviewers"),
        };
        let noun = if self.count == 1 { one } else { many };
        let mut words = format!("{} {noun}", number(self.count));
        if let Some(badge) = self.holding {
            let hold = if self.count == 1 { "holds" } else { "hold" };
            let _ = write!(words, " who {hold} {}", naming(badge));
        }
        words
    }
}

/// "At least two pictures for “Gather thirty data points”"
pub(super) fn demand(demand: &EvidenceDemand, criteria: &Criteria) -> String {
    let singular = demand.least == 1;
    let mut kinds: Vec<_> = demand
        .kinds
        .iter()
        .map(|kind| kind_in_words(*kind, singular))
        .collect();
    let what = match kinds.pop() {
        None if singular => "piece of work".to_owned(),
        None => "pieces of work".to_owned(),
        Some(last) if kinds.is_empty() => last.to_owned(),
        Some(last) => format!("{} or {last}", kinds.join(", ")),
    };
    let text = demand
        .criterion
        .as_deref()
        .and_then(|id| criteria.items.iter().find(|item| item.id == id))
        .map(|item| format!(" for “{}”", item.text.trim()))
        .unwrap_or_default();
    format!("At least {} {what}{text}", number(demand.least))
}

fn kind_in_words(kind: EvidenceKind, singular: bool) -> &'static str {
    match (kind, singular) {
        (EvidenceKind::Text, true) => "text",
        (EvidenceKind::Text, false) => "texts",
        (EvidenceKind::Link, true) => "link",
        (EvidenceKind::Link, false) => "links",
        (EvidenceKind::File, true) => "file",
        (EvidenceKind::File, false) => "files",
        (EvidenceKind::Picture, true) => "picture",
        (EvidenceKind::Picture, false) => "pictures",
        (EvidenceKind::Pair, true) => "pair of pictures",
        (EvidenceKind::Pair, false) => "pairs of pictures",
        (EvidenceKind::Testimonial, true) => "word of somebody who was there",
        (EvidenceKind::Testimonial, false) => "words of people who were there",
    }
}

fn number(count: u32) -> String {
    const WORDS: [&str; 10] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let word = usize::try_from(count)
        .ok()
        .and_then(|count| WORDS.get(count.checked_sub(1)?));
    word.map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// "a, b and c"
fn joined(mut parts: Vec<String>) -> String {
    match parts.pop() {
        None => String::new(),
        Some(last) if parts.is_empty() => last,
        Some(last) => format!("{} and {last}", parts.join(", ")),
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::content::CriteriaItem;

    fn named(_: BadgeClassId) -> String {
        "Data Storyteller".to_owned()
    }

    #[test]
    fn a_rule_reads_as_people_say_it() {
        let holder = Look {
            holding: Some(BadgeClassId::from_uuid(Uuid::nil())),
            ..Look::of(ReviewKind::Holder, 1)
        };
        let rule = AssessmentRule {
            any_of: vec![
                vec![
                    Look::of(ReviewKind::Own, 1),
                    Look::of(ReviewKind::Peer, 2),
                    holder,
                ],
                vec![Look::of(ReviewKind::Assessor, 1)],
            ],
            ..AssessmentRule::default()
        };

        assert_eq!(
            rule.in_words(&named),
            "Your own look, two peers and one person who holds Data Storyteller, or one assessor."
        );
    }

    #[test]
    fn a_demand_names_what_is_to_be_shown_and_where() {
        let criteria = Criteria {
            narrative: String::new(),
            items: vec![CriteriaItem {
                id: "data".into(),
                text: "Gather data".into(),
                hint: None,
                required: true,
            }],
        };
        let film = EvidenceDemand {
            criterion: Some("data".into()),
            kinds: vec![EvidenceKind::Picture, EvidenceKind::Link],
            least: 2,
        };
        let anything = EvidenceDemand {
            criterion: None,
            kinds: vec![],
            least: 1,
        };

        assert_eq!(
            demand(&film, &criteria),
            "At least two pictures or links for “Gather data”"
        );
        assert_eq!(demand(&anything, &criteria), "At least one piece of work");
    }
}
