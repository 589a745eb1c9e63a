//! The results of an award as fields of a form: a list to choose from, or a line to type into.

use accolade_issuing::awards::AwardResult;
use accolade_issuing::content::ResultDescription;
use accolade_issuing::violations::Violations;

/// One result as a field.
#[derive(Debug, Clone)]
pub(crate) struct ResultField {
    /// The name of the field.
    pub(crate) name: String,
    pub(crate) label: String,
    /// "From 0 to 100"
    pub(crate) hint: String,
    /// What there is to choose; empty where something is typed.
    pub(crate) choices: Vec<Choice>,
    pub(crate) typed: String,
    pub(crate) error: Option<String>,
}

/// One of the answers.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) words: String,
    pub(crate) chosen: bool,
}

/// The name of the field for a result.
pub(crate) fn name(result: &str) -> String {
    format!("result-{result}")
}

/// The field for a result, with what was said of it so far.
pub(crate) fn field(
    described: &ResultDescription,
    said: &str,
    error: Option<String>,
) -> ResultField {
    let mut choices: Vec<_> = described
        .answers()
        .into_iter()
        .map(|answer| Choice {
            chosen: answer.word == said,
            value: answer.word,
            words: match answer.description {
                Some(description) => format!("{}: {description}", answer.name),
                None => answer.name,
            },
        })
        .collect();
    if !choices.is_empty() {
        let nothing = Choice {
            value: String::new(),
            words: "Not said".to_owned(),
            chosen: said.is_empty(),
        };
        choices.insert(0, nothing);
    }
    ResultField {
        name: name(&described.id),
        label: described.name.clone(),
        hint: bounds(described),
        choices,
        typed: said.to_owned(),
        error,
    }
}

fn bounds(described: &ResultDescription) -> String {
    match (&described.value_min, &described.value_max) {
        (Some(least), Some(most)) => format!("From {least} to {most}."),
        (Some(least), None) => format!("{least} or more."),
        (None, Some(most)) => format!("{most} at most."),
        (None, None) => String::new(),
    }
}

/// The fields for several results, with what an award or a review says of them.
pub(crate) fn fields<'a>(
    described: impl IntoIterator<Item = &'a ResultDescription>,
    given: &[AwardResult],
) -> Vec<ResultField> {
    let said = |id: &str| given.iter().find(|one| one.result == id);
    described
        .into_iter()
        .map(|one| field(one, said(&one.id).map_or("", AwardResult::word), None))
        .collect()
}

/// The same fields with what was typed, and what is wrong with it.
pub(crate) fn fields_typed<'a>(
    described: impl IntoIterator<Item = &'a ResultDescription>,
    typed: impl Fn(&str) -> String,
) -> Vec<ResultField> {
    let again = |one: &ResultDescription| {
        let typed = typed(&name(&one.id)).trim().to_owned();
        let error = match typed.is_empty() {
            true => None,
            false => one.read(&typed).err(),
        };
        field(one, &typed, error)
    };
    described.into_iter().map(again).collect()
}

/// What was chosen and typed; what was left empty is left out.
///
/// # Errors
/// A sentence at `/results/` and the id of each result that cannot be read.
pub(crate) fn read<'a>(
    described: impl IntoIterator<Item = &'a ResultDescription>,
    typed: impl Fn(&str) -> String,
) -> Result<Vec<AwardResult>, Violations> {
    let mut found = Violations::default();
    let mut results = Vec::new();
    for one in described {
        let said = typed(&name(&one.id));
        if said.trim().is_empty() {
            continue;
        }
        match one.read(&said) {
            Ok(result) => results.push(result),
            Err(message) => found.add(&format!("/results/{}", one.id), "unknown", message),
        }
    }
    found.into_result().map(|()| results)
}
