//! What the columns of a table mean.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::content::ResultDescription;

/// What one column says of a recipient.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Meaning {
    /// Nothing that is needed.
    #[default]
    Ignored,
    /// A name, an address, or both as mail programs write them.
    Person,
    /// The e-mail address.
    Email,
    /// The whole name.
    Name,
    /// The name that comes first.
    FirstName,
    /// The family name.
    LastName,
    /// What this person did.
    Narrative,
    /// Where the work can be seen.
    Evidence,
    /// What was reached of the result description with this id: the name of a level, or a value.
    Result(String),
}

/// What stands before the id of a result in the word of its column.
const RESULT: &str = "result:";

impl Meaning {
    /// Those that every badge has, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::FirstName,
        Self::LastName,
        Self::Email,
        Self::Person,
        Self::Narrative,
        Self::Evidence,
        Self::Ignored,
    ];

    /// Its word in JSON and forms.
    pub fn word(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Result(id) => return Cow::Owned(format!("{RESULT}{id}")),
            Self::Ignored => "ignored",
            Self::Person => "person",
            Self::Email => "email",
            Self::Name => "name",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Narrative => "narrative",
            Self::Evidence => "evidence",
        })
    }

    /// The meaning with this word.
    pub fn of_word(word: &str) -> Option<Self> {
        if let Some(id) = word.strip_prefix(RESULT) {
            return Some(Self::Result(id.to_owned()));
        }
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// By the title of a column, in some of the languages that schools write them in.
    fn of_title(title: &str) -> Option<Self> {
        let plain: String = title
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        let is = |words: &[&str]| words.contains(&plain.as_str());
        if plain.contains("mail") || is(&["correo", "adresse", "address", "courriel", "login"]) {
            Some(Self::Email)
        } else if is(&[
            "firstname",
            "givenname",
            "forename",
            "vorname",
            "prenom",
            "prénom",
            "nombre",
            "nome",
            "first",
            "given",
        ]) {
            Some(Self::FirstName)
        } else if is(&[
            "lastname",
            "familyname",
            "surname",
            "nachname",
            "familienname",
            "nomdefamille",
            "apellido",
            "apellidos",
            "cognome",
            "achternaam",
            "last",
            "family",
        ]) {
            Some(Self::LastName)
        } else if is(&[
            "name",
            "fullname",
            "displayname",
            "student",
            "studentname",
            "pupil",
            "recipient",
            "recipientname",
            "person",
            "participant",
            "schüler",
            "schülerin",
            "nom",
            "naam",
            "earner",
            "learner",
        ]) {
            Some(Self::Name)
        } else if is(&[
            "narrative",
            "what",
            "whattheydid",
            "comment",
            "comments",
            "reason",
            "text",
            "note",
            "notes",
            "bemerkung",
            "kommentar",
            "begründung",
            "commentaire",
        ]) {
            Some(Self::Narrative)
        } else if is(&[
            "evidence",
            "evidenceurl",
            "link",
            "url",
            "work",
            "portfolio",
            "nachweis",
            "preuve",
            "evidencelink",
        ]) {
            Some(Self::Evidence)
        } else {
            None
        }
    }
}

impl From<Meaning> for String {
    fn from(meaning: Meaning) -> Self {
        meaning.word().into_owned()
    }
}

impl TryFrom<String> for Meaning {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        Self::of_word(&word).ok_or_else(|| format!("no column means {word:?}"))
    }
}

/// What the columns of one table mean, and what their titles were.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Columns {
    /// The titles; empty if the table has none.
    pub titles: Vec<String>,
    /// A meaning each column.
    pub meanings: Vec<Meaning>,
}

/// What a row says of one recipient.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Person {
    /// The e-mail address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// The name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What this person did (Markdown).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub narrative: String,
    /// Where the work can be seen.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub evidence: String,
    /// What was reached, by the ids of the result descriptions: the name or the id of a level, or a value.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub results: BTreeMap<String, String>,
}

impl Columns {
    /// What the first row tells: its titles if it has any that are known, else what its cells look like.
    pub(super) fn guess(first: &[String]) -> Self {
        let by_title: Vec<_> = first.iter().map(|cell| Meaning::of_title(cell)).collect();
        let is_data = first.iter().any(|cell| cell.contains('@'));
        if !is_data && by_title.iter().any(Option::is_some) {
            return Self {
                titles: first.to_vec(),
                meanings: by_title
                    .into_iter()
                    .map(Option::unwrap_or_default)
                    .collect(),
            };
        }
        let mut named = false;
        let meanings = first.iter().map(|cell| match cell {
            _ if first.len() == 1 => Meaning::Person,
            cell if cell.contains('@') => Meaning::Email,
            cell if cell.starts_with("http://") || cell.starts_with("https://") => {
                Meaning::Evidence
            }
            _ if !std::mem::replace(&mut named, true) => Meaning::Name,
            _ => Meaning::Narrative,
        });
        Self {
            titles: Vec::new(),
            meanings: meanings.collect(),
        }
    }

    /// Two columns without titles: the family name, and the name that comes first.
    pub(super) fn family_first() -> Self {
        Self {
            titles: Vec::new(),
            meanings: vec![Meaning::LastName, Meaning::FirstName],
        }
    }

    /// Takes columns of which nothing else is known for results of the badge, if their titles are called like them.
    pub(crate) fn recognise(&mut self, results: &[ResultDescription]) {
        for (title, meaning) in self.titles.iter().zip(&mut self.meanings) {
            let title = title.trim().to_lowercase();
            let named = |one: &&ResultDescription| one.name.trim().to_lowercase() == title;
            if *meaning == Meaning::Ignored
                && let Some(found) = results.iter().find(named)
            {
                *meaning = Meaning::Result(found.id.clone());
            }
        }
    }

    /// Whether the first row was one of titles.
    pub fn has_titles(&self) -> bool {
        !self.titles.is_empty()
    }

    /// What a row says.
    pub fn read(&self, cells: &[String]) -> Person {
        let mut person = Person::default();
        let (mut given, mut family) = (String::new(), String::new());
        // Of a column that a longer row has besides, nothing is known.
        for (cell, meaning) in cells.iter().zip(&self.meanings) {
            let cell = cell.trim();
            match meaning {
                Meaning::Ignored => {}
                Meaning::Person => either(cell, &mut person),
                Meaning::Email => join(&mut person.email, bare_address(cell), " "),
                Meaning::Name => join(&mut person.name, cell, " "),
                Meaning::FirstName => join(&mut given, name_in(cell, &mut person), " "),
                Meaning::LastName => join(&mut family, name_in(cell, &mut person), " "),
                Meaning::Narrative => join(&mut person.narrative, cell, "\n\n"),
                Meaning::Evidence => join(&mut person.evidence, cell, " "),
                Meaning::Result(id) if cell.is_empty() => {
                    person.results.remove(id);
                }
                Meaning::Result(id) => {
                    person.results.insert(id.clone(), cell.to_owned());
                }
            }
        }
        if person.name.is_empty() {
            join(&mut person.name, &given, " ");
            join(&mut person.name, &family, " ");
        }
        person
    }
}

fn join(text: &mut String, more: &str, between: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push_str(between);
    }
    text.push_str(more);
}

/// The name in a cell that should be one. An address that stands there, alone or behind the name, becomes the person's.
fn name_in<'cell>(cell: &'cell str, person: &mut Person) -> &'cell str {
    if !cell.contains('@') || !person.email.is_empty() {
        return cell;
    }
    let (name, address) = match cell.rsplit_once('<') {
        Some((name, address)) if address.contains('@') => (name.trim(), address),
        _ if cell.contains(char::is_whitespace) => return cell,
        _ => ("", cell),
    };
    bare_address(address).clone_into(&mut person.email);
    name
}

/// `Mia Carter <mia@school.example>`, `mia@school.example`, or `Mia Carter`.
fn either(cell: &str, person: &mut Person) {
    match cell.rsplit_once('<') {
        Some((name, address)) if address.contains('@') => {
            person.name = name.trim().trim_matches('"').trim().to_owned();
            person.email = bare_address(address).to_owned();
        }
        _ if cell.contains('@') => match cell.rsplit_once(char::is_whitespace) {
            // "Mia Carter mia@school.example"
            Some((name, address)) if address.contains('@') && !name.contains('@') => {
                person.name = name.trim_end_matches([',', ';']).trim().to_owned();
                person.email = bare_address(address).to_owned();
            }
            _ => person.email = bare_address(cell).to_owned(),
        },
        _ => person.name = cell.to_owned(),
    }
}

fn bare_address(cell: &str) -> &str {
    let cell = cell
        .trim()
        .trim_end_matches([',', ';', '>'])
        .trim_start_matches('<');
    cell.strip_prefix("mailto:").unwrap_or(cell)
}
