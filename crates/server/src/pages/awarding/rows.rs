//! Rows of a batch as the page shows them.

use std::collections::HashMap;

use accolade_issuing::batches::RowView;
use accolade_issuing::content::ResultDescription;
use accolade_storage::types::{RowState, Twin};

use crate::pages::results::{self, ResultField};

/// One row.
#[derive(Debug, Clone)]
pub(crate) struct RowLine {
    pub(crate) number: i32,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) narrative: String,
    pub(crate) evidence: String,
    /// The results it names, where one of them cannot be read.
    pub(crate) results: Vec<ResultField>,
    /// The word for its state, and the tone of the word.
    pub(crate) word: &'static str,
    pub(crate) tone: &'static str,
    /// What is to be said of its recipient.
    pub(crate) note: Option<&'static str>,
    pub(crate) problems: Vec<(String, String)>,
    /// The address that was probably meant.
    pub(crate) suggestion: Option<String>,
}

impl RowLine {
    pub(super) fn of(row: RowView, described: &[ResultDescription]) -> Self {
        let (word, tone) = match row.state {
            RowState::Ready => ("Ready", "valid"),
            RowState::Broken => ("Needs a look", "expired"),
            RowState::Awarded => ("Awarded", "valid"),
            RowState::Failed => ("Refused", "withdrawn"),
            RowState::Skipped => ("Left out", "unknown"),
        };
        let is_wrong = row.problems.iter().any(|one| one.field == "results");
        let said = |name: &str| {
            let id = name.strip_prefix(&results::name("")).unwrap_or_default();
            row.person.results.get(id).cloned().unwrap_or_default()
        };
        let named = described
            .iter()
            .filter(|one| is_wrong && row.person.results.contains_key(&one.id));
        let mut fields = results::fields_typed(named, said);
        for field in &mut fields {
            field.name = format!("{}_{}", field.name, row.number);
        }
        Self {
            results: fields,
            number: row.number,
            name: row.person.name,
            email: row.person.email,
            narrative: row.person.narrative,
            evidence: row.person.evidence,
            word,
            tone,
            note: row.twin.map(|twin| match twin {
                Twin::Row => "Seen in an earlier row",
                Twin::Holder => "Holds this badge already",
            }),
            problems: row
                .problems
                .into_iter()
                .map(|one| (one.field, one.message))
                .collect(),
            suggestion: None,
        }
    }

    /// What is wrong with one field.
    pub(crate) fn problem(&self, field: &str) -> Option<&str> {
        let found = self.problems.iter().find(|(known, _)| known == field);
        found.map(|(_, message)| message.as_str())
    }

    /// Whether a button is to leave it out: no state but these lets that happen.
    pub(crate) fn can_be_left_out(&self) -> bool {
        matches!(self.word, "Ready" | "Needs a look" | "Refused")
    }

    /// What to call the row in labels.
    pub(crate) fn whose(&self) -> String {
        match (self.name.is_empty(), self.email.is_empty()) {
            (false, _) => self.name.clone(),
            (true, false) => self.email.clone(),
            (true, true) => format!("row {}", self.number),
        }
    }
}

/// Adds the address that was probably meant to rows whose own stops before its end: most of a class have theirs at one domain.
pub(super) fn suggest(broken: &mut [RowLine], others: &[RowLine]) {
    let mut domains = HashMap::<&str, usize>::new();
    for row in others {
        if let Some((_, domain)) = row.email.rsplit_once('@')
            && row.problem("email").is_none()
        {
            *domains.entry(domain).or_default() += 1;
        }
    }
    let Some((domain, _)) = domains
        .into_iter()
        .max_by_key(|(name, count)| (*count, *name))
    else {
        return;
    };
    for row in broken
        .iter_mut()
        .filter(|row| row.problem("email").is_some())
    {
        let (person, begun) = row.email.split_once('@').unwrap_or((&row.email, ""));
        let plain = !person.is_empty() && !person.contains(char::is_whitespace);
        if plain && begun.len() < domain.len() && domain.starts_with(begun) {
            row.suggestion = Some(format!("{person}@{domain}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use accolade_issuing::batches::RowProblem;
    use accolade_issuing::tables::Person;

    use super::*;

    fn row(email: &str, broken: bool) -> RowLine {
        let problem = RowProblem {
            field: "email".into(),
            message: "This is not an e-mail address.".into(),
        };
        let view = RowView {
            number: 1,
            state: RowState::Ready,
            twin: None,
            person: Person {
                email: email.into(),
                ..Person::default()
            },
            problems: broken.then_some(problem).into_iter().collect(),
        };
        RowLine::of(view, &[])
    }

    #[test]
    fn an_address_that_stops_early_is_ended_like_the_others() {
        let others = [
            row("a@hill.example", false),
            row("b@hill.example", false),
            row("c@x.example", false),
        ];
        let mut broken = [
            row("farah@hill", true),
            row("tom", true),
            row("eve@else where", true),
        ];

        suggest(&mut broken, &others);

        let found: Vec<_> = broken.iter().map(|row| row.suggestion.as_deref()).collect();
        assert_eq!(
            found,
            [Some("farah@hill.example"), Some("tom@hill.example"), None]
        );
    }
}
