//! Class lists: people who are awarded together again and again, kept under a name.

use accolade_storage::rosters::{self, Roster};
use accolade_storage::types::{IssuerId, RosterId};
use accolade_storage::{DbConnection, StorageError};
use serde_json::json;

use crate::access::{AccessError, Action, Caller, authorize};
use crate::audit::{self, Deed};
use crate::keyring::{KeyringError, SealedFor};
use crate::tables::{Person, Table};
use crate::violations::Violations;
use crate::{Tools, ids, limits};

/// Why something could not be done with a class list.
#[derive(Debug, thiserror::Error)]
pub enum RosterError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// Something in the input is wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// There is no such list.
    #[error("there is no such class list")]
    Unknown,
    /// It does not open.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Keeps a list under a name; of the same name before, nothing is left.
pub fn save(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    issuer: IssuerId,
    name: &str,
    text: &str,
) -> Result<Roster, RosterError> {
    authorize(conn, caller, Action::Award, Some(issuer))?;
    let before = named(conn, issuer, name)?;
    write(
        conn,
        tools,
        caller,
        issuer,
        before.as_ref(),
        name,
        &read(text),
    )
}

/// Keeps a new list. A name that another list has is told at `/name`.
pub fn create(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    issuer: IssuerId,
    name: &str,
    people: &[Person],
) -> Result<Roster, RosterError> {
    authorize(conn, caller, Action::Award, Some(issuer))?;
    if named(conn, issuer, name)?.is_some() {
        return Err(taken().into());
    }
    write(conn, tools, caller, issuer, None, name, people)
}

/// Changes who is in a list, or what it is called. A name that another list has is told at `/name`.
pub fn change(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: RosterId,
    name: &str,
    text: &str,
) -> Result<Roster, RosterError> {
    let before = find(conn, caller, id)?;
    let issuer = before.issuer_id;
    if named(conn, issuer, name)?.is_some_and(|other| other.id != id) {
        return Err(taken().into());
    }
    write(
        conn,
        tools,
        caller,
        issuer,
        Some(&before),
        name,
        &read(text),
    )
}

fn taken() -> Violations {
    let message = "There is a list of this name already. Change that one, or choose another name.";
    Violations::one("/name", "taken", message)
}

fn named(
    conn: &mut DbConnection,
    issuer: IssuerId,
    name: &str,
) -> Result<Option<Roster>, StorageError> {
    let lists = rosters::of_issuer(conn, issuer)?;
    Ok(lists.into_iter().find(|roster| roster.name == name.trim()))
}

fn write(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    issuer: IssuerId,
    before: Option<&Roster>,
    name: &str,
    people: &[Person],
) -> Result<Roster, RosterError> {
    let name = name.trim();
    let mut found = Violations::default();
    found.required("/name", name, limits::NAME);
    if people.is_empty() {
        found.add("/people", "required", "Put one person on a line.");
    }
    found.count("/people", people.len(), limits::ROSTER_PEOPLE);
    found.into_result()?;
    let now = tools.now();
    let id = before.map_or_else(|| ids::new(tools), |one| one.id);
    let text = serde_json::to_vec(people).expect("text always serialises");
    let roster = Roster {
        id,
        issuer_id: issuer,
        name: name.to_owned(),
        people: i32::try_from(people.len()).unwrap_or(i32::MAX),
        sealed: tools
            .keyring
            .seal(&*tools.random, SealedFor::Roster(id), &text),
        created_at: before.map_or(now, |one| one.created_at),
        updated_at: now,
    };
    match before {
        Some(_) => rosters::update(conn, &roster)?,
        None => rosters::insert(conn, &roster)?,
    }
    note(conn, tools, caller, &roster, "roster.saved")?;
    Ok(roster)
}

/// The lists of an issuer, by name.
pub fn list(
    conn: &mut DbConnection,
    caller: &Caller,
    issuer: IssuerId,
) -> Result<Vec<Roster>, RosterError> {
    authorize(conn, caller, Action::Award, Some(issuer))?;
    Ok(rosters::of_issuer(conn, issuer)?)
}

/// The people of a list.
pub fn people(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: RosterId,
) -> Result<(Roster, Vec<Person>), RosterError> {
    let roster = find(conn, caller, id)?;
    let text = tools.keyring.open(SealedFor::Roster(id), &roster.sealed)?;
    let people = serde_json::from_slice(&text)
        .map_err(|_| KeyringError::Damaged("a class list cannot be read".to_owned()))?;
    Ok((roster, people))
}

/// Forgets a list. What was awarded from it stays.
pub fn delete(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: RosterId,
) -> Result<(), RosterError> {
    let roster = find(conn, caller, id)?;
    rosters::delete(conn, id)?;
    Ok(note(conn, tools, caller, &roster, "roster.deleted")?)
}

fn find(conn: &mut DbConnection, caller: &Caller, id: RosterId) -> Result<Roster, RosterError> {
    let roster = rosters::find(conn, id)?;
    let issuer = roster.as_ref().map(|roster| roster.issuer_id);
    authorize(conn, caller, Action::Award, issuer)?;
    roster.ok_or(RosterError::Unknown)
}

/// The title of a column, and what a person has there.
type Column = (&'static str, fn(&Person) -> &str);

/// People as a table with titles, one on a line, that [`read`] reads back as it was.
pub fn text_of(people: &[Person]) -> String {
    let said = |part: fn(&Person) -> &str| people.iter().any(|person| !part(person).is_empty());
    let columns: [Column; 4] = [
        ("name", |person| &person.name),
        ("email", |person| &person.email),
        ("narrative", |person| &person.narrative),
        ("evidence", |person| &person.evidence),
    ];
    let shown: Vec<_> = columns
        .into_iter()
        .enumerate()
        .filter(|(place, (_, part))| *place < 2 || said(*part))
        .map(|(_, column)| column)
        .collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let titles = std::iter::once(shown.iter().map(|(title, _)| *title).collect::<Vec<_>>());
    let rows = people
        .iter()
        .map(|person| shown.iter().map(|(_, part)| part(person)).collect());
    for row in titles.chain(rows) {
        writer
            .write_record(row)
            .expect("rows of one length go into memory");
    }
    let bytes = writer.into_inner().expect("memory takes every byte");
    String::from_utf8(bytes).expect("text between commas is text")
}

/// People as they were typed or pasted, one on a line. Lines that name nobody are passed over.
pub fn read(text: &str) -> Vec<Person> {
    let mut table = Table::of(text);
    let columns = table.columns();
    let people = table.map(|cells| columns.read(&cells));
    people
        .filter(|person| !person.name.is_empty() || !person.email.is_empty())
        .collect()
}

fn note(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    roster: &Roster,
    action: &str,
) -> Result<(), StorageError> {
    let deed = Deed {
        action,
        subject_kind: "roster",
        subject: roster.id.into(),
        issuer: Some(roster.issuer_id),
        detail: json!({ "people": roster.people }),
    };
    audit::record(conn, tools, caller, deed)
}

#[cfg(test)]
mod tests {
    use accolade_storage::on_each_database;

    use super::*;
    use crate::testing::World;

    on_each_database! {
        fn a_list_is_looked_into_changed_and_called_otherwise_and_no_other_is_lost_by_it(db: &TestDatabase) {
            let world = World::new(db);
            let issuer = world.issuer("acme");
            let (tools, operator) = (&world.tools, Caller::operator());
            let text = "Mia Carter, mia@a.example\n\"Ash, Tom\"\neve@a.example\n";
            let seventh = db.write(|conn| create(conn, tools, &operator, issuer.id, "7b", &read(text))).unwrap();
            let eighth = db.write(|conn| create(conn, tools, &operator, issuer.id, "8b", &read("Ben"))).unwrap();

            let twice = db.write(|conn| create(conn, tools, &operator, issuer.id, " 7b ", &read("Ada")));
            let onto = db.write(|conn| change(conn, tools, &operator, eighth.id, "7b", "Ben"));
            let (_, before) = db.read(|conn| people(conn, tools, &operator, seventh.id)).unwrap();
            let again = format!("{}Ada,ada@a.example\n", text_of(&before));
            db.write(|conn| change(conn, tools, &operator, seventh.id, "7b, from May", &again)).unwrap();

            assert!(matches!(twice, Err(RosterError::Invalid(_))), "{twice:?}");
            assert!(matches!(onto, Err(RosterError::Invalid(_))), "{onto:?}");
            let (roster, after) = db.read(|conn| people(conn, tools, &operator, seventh.id)).unwrap();
            assert_eq!((roster.name.as_str(), roster.people), ("7b, from May", 4));
            assert_eq!(after[..3], before[..]);
            assert_eq!(after[3].email, "ada@a.example");
        }
    }

    #[test]
    fn people_in_words_are_read_back_as_they_were() {
        let person = |name: &str, email: &str, evidence: &str| Person {
            name: name.into(),
            email: email.into(),
            evidence: evidence.into(),
            ..Person::default()
        };
        for people in [
            vec![
                person("Carter, Mia", "", ""),
                person("Tom \"T\" Ash", "", ""),
            ],
            vec![
                person("", "eve@a.example", ""),
                person("Zoë", "", "https://a.example/7"),
            ],
            vec![person("Mia", "mia@", "")],
        ] {
            assert_eq!(read(&text_of(&people)), people, "{}", text_of(&people));
        }
    }
}
