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
    let name = name.trim();
    let people = read(text);
    let mut found = Violations::default();
    found.required("/name", name, limits::NAME);
    if people.is_empty() {
        found.add("/people", "required", "Put one person on a line.");
    }
    found.count("/people", people.len(), limits::ROSTER_PEOPLE);
    found.into_result()?;
    let before = rosters::of_issuer(conn, issuer)?;
    let before = before.into_iter().find(|roster| roster.name == name);
    let (now, id) = (
        tools.now(),
        before
            .as_ref()
            .map_or_else(|| ids::new(tools), |one| one.id),
    );
    let text = serde_json::to_vec(&people).expect("text always serialises");
    let roster = Roster {
        id,
        issuer_id: issuer,
        name: name.to_owned(),
        people: i32::try_from(people.len()).unwrap_or(i32::MAX),
        sealed: tools
            .keyring
            .seal(&*tools.random, SealedFor::Roster(id), &text),
        created_at: before.as_ref().map_or(now, |one| one.created_at),
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

fn read(text: &str) -> Vec<Person> {
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
