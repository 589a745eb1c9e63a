//! Asking to be let in: somebody with an account who works nowhere yet, where the operator founds organisations alone.
//!
//! One request an account. The operators get a letter and find it on their desk; a yes gives a role at once, for the
//! person has said already that they want it, and writes to them. What they drew is theirs and waits meanwhile.

use accolade_storage::entry_requests::{self, EntryRequest};
use accolade_storage::types::{AccountId, IssuerId, Role, Timestamp};
use accolade_storage::{DbConnection, StorageError, accounts, issuers};
use serde_json::json;

use crate::Tools;
use crate::access::{AccessError, Action, Caller, authorize};
use crate::accounts::AccountError;
use crate::addresses::paths;
use crate::audit::{self, Deed};
use crate::mail::{self, Letter};
use crate::violations::Violations;

/// How many operators get a letter.
const OPERATORS: i64 = 20;
/// How many requests are listed.
const LISTED: i64 = 200;

/// Somebody who asks, as the operator sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    /// Names the account.
    pub account: AccountId,
    /// What the person is called.
    pub name: String,
    /// A proved address, if there is one.
    pub email: Option<String>,
    /// What the badge is called that they drew; empty if they drew none.
    pub badge: String,
    /// For how many people it is.
    pub people: u64,
    /// Since when they ask.
    pub since: Timestamp,
}

/// Why somebody could not ask or be let in.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The input is wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// Nobody with this account asks.
    #[error("nobody asks")]
    Unknown,
    /// The role could not be given.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Whether an account asks already.
pub fn is_asking(conn: &mut DbConnection, account: AccountId) -> Result<bool, StorageError> {
    Ok(entry_requests::find(conn, account)?.is_some())
}

/// Asks the operators to be let in, with the name of the badge that was drawn and for how many people it is. Asking
/// twice is asking once.
pub fn ask(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    badge: &str,
    people: u64,
) -> Result<(), EntryError> {
    authorize(conn, caller, Action::AskEntry, None)?;
    let account = caller.account.ok_or(AccessError::Unauthenticated)?;
    if is_asking(conn, account)? {
        return Ok(());
    }
    let request = EntryRequest {
        account_id: account,
        badge: badge.trim().to_owned(),
        people: i32::try_from(people).unwrap_or(i32::MAX),
        created_at: tools.now(),
    };
    entry_requests::insert(conn, &request)?;
    let asker = asker(conn, request)?;
    for operator in entry_requests::operators(conn, OPERATORS)? {
        let letter = Letter::EntryAsked {
            name: asker.name.clone(),
            email: asker.email.clone(),
            badge: Some(asker.badge.clone()).filter(|badge| !badge.is_empty()),
            people: asker.people,
            link: tools.addresses.url(paths::DESK_ENTRY),
        };
        mail::post(conn, tools, &operator, letter)?;
    }
    record(conn, tools, caller, account, "entry.asked", None)
}

/// Those who ask, the oldest request first; for the operator.
pub fn waiting(conn: &mut DbConnection, caller: &Caller) -> Result<Vec<Asker>, EntryError> {
    authorize(conn, caller, Action::AnswerEntry, None)?;
    let mut askers = Vec::new();
    for request in entry_requests::list(conn, LISTED)? {
        askers.push(asker(conn, request)?);
    }
    Ok(askers)
}

/// Lets somebody in: gives the role, and writes to them.
pub fn let_in(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    account: AccountId,
    issuer: IssuerId,
    role: Role,
) -> Result<(), EntryError> {
    authorize(conn, caller, Action::AnswerEntry, None)?;
    let request = entry_requests::find(conn, account)?.ok_or(EntryError::Unknown)?;
    let Some(organisation) = issuers::find(conn, issuer)? else {
        return Err(Violations::one("/issuer", "unknown", "There is no such organisation.").into());
    };
    crate::accounts::grant(conn, tools, caller, account, issuer, role)?;
    entry_requests::remove(conn, account)?;
    let asker = asker(conn, request)?;
    if let Some(email) = &asker.email {
        let onward = match asker.badge.is_empty() {
            true => paths::STUDIO,
            false => paths::STUDIO_AWARD,
        };
        let letter = Letter::LetIn {
            issuer: organisation.name,
            role: role.to_string(),
            badge: Some(asker.badge).filter(|badge| !badge.is_empty()),
            link: tools.addresses.url(onward),
        };
        mail::post(conn, tools, email, letter)?;
    }
    record(conn, tools, caller, account, "entry.granted", Some(issuer))
}

/// Puts a request aside without a word to the person, who may ask again.
pub fn decline(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    account: AccountId,
) -> Result<(), EntryError> {
    authorize(conn, caller, Action::AnswerEntry, None)?;
    if !entry_requests::remove(conn, account)? {
        return Err(EntryError::Unknown);
    }
    record(conn, tools, caller, account, "entry.declined", None)
}

fn asker(conn: &mut DbConnection, request: EntryRequest) -> Result<Asker, StorageError> {
    let account = accounts::find(conn, request.account_id)?;
    let email = accounts::identities_of(conn, request.account_id)?
        .into_iter()
        .find(|identity| identity.kind == "email" && identity.proved_at.is_some())
        .map(|identity| identity.value);
    Ok(Asker {
        account: request.account_id,
        name: account.map(|account| account.name).unwrap_or_default(),
        email,
        badge: request.badge,
        people: u64::try_from(request.people).unwrap_or_default(),
        since: request.created_at,
    })
}

fn record(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    account: AccountId,
    action: &str,
    issuer: Option<IssuerId>,
) -> Result<(), EntryError> {
    let deed = Deed {
        action,
        subject_kind: "account",
        subject: account.into(),
        issuer,
        detail: json!({}),
    };
    audit::record(conn, tools, caller, deed)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use accolade_storage::on_each_database;

    use super::*;
    use crate::access::highest_role;
    use crate::testing::World;

    fn person(world: &World<'_>, email: &str) -> Caller {
        let (_, caller) = world.person(email, None);
        let now = world.tools.now();
        world
            .db
            .write(|conn| accounts::prove_identity(conn, "email", email, now))
            .unwrap();
        caller
    }

    fn letters(world: &World<'_>) -> Vec<(String, Letter)> {
        let due = world
            .db
            .write(|conn| mail::take(conn, &world.tools, 100))
            .unwrap();
        due.into_iter()
            .filter_map(|one| one.envelope)
            .map(|envelope| (envelope.to, envelope.letter))
            .collect()
    }

    on_each_database! {
        fn whoever_asks_twice_asks_once_and_each_operator_gets_one_letter(db: &TestDatabase) {
            let world = World::new(db);
            let operator = person(&world, "op@a.example");
            let teacher = person(&world, "ada@a.example");
            db.write(|conn| crate::accounts::make_operator(conn, &world.tools, operator.account.unwrap()))
                .unwrap();

            for _ in 0..2 {
                db.write(|conn| ask(conn, &world.tools, &teacher, "Band", 28)).unwrap();
            }

            let sent = letters(&world);
            assert_eq!(sent.len(), 1);
            assert_eq!(sent[0].0, "op@a.example");
            assert!(matches!(&sent[0].1, Letter::EntryAsked { people: 28, .. }), "{sent:?}");
            let waits = db.read(|conn| waiting(conn, &Caller::operator())).unwrap();
            assert_eq!(waits.len(), 1);
            assert_eq!(waits[0].email.as_deref(), Some("ada@a.example"));
        }

        fn a_yes_gives_the_role_and_leads_on_to_what_was_drawn(db: &TestDatabase) {
            let world = World::new(db);
            let school = world.issuer("acme");
            let teacher = person(&world, "ada@a.example");
            let account = teacher.account.unwrap();
            db.write(|conn| ask(conn, &world.tools, &teacher, "Band", 28)).unwrap();

            db.write(|conn| {
                let_in(conn, &world.tools, &Caller::operator(), account, school.id, Role::Steward)
            })
            .unwrap();

            let role = db.read(|conn| highest_role(conn, &teacher, Some(school.id))).unwrap();
            assert_eq!(role, Some(Role::Steward));
            let sent = letters(&world);
            assert!(
                matches!(&sent[..], [(to, Letter::LetIn { link, .. })]
                    if to == "ada@a.example" && link.ends_with("/studio/award")),
                "{sent:?}"
            );
            assert!(!db.read(|conn| is_asking(conn, account)).unwrap());
        }

        fn only_the_operator_answers_and_a_no_lets_them_ask_again(db: &TestDatabase) {
            let world = World::new(db);
            let school = world.issuer("acme");
            let (_, owner) = world.person("owner@acme.example", Some((school.id, Role::Owner)));
            let teacher = person(&world, "ada@a.example");
            let account = teacher.account.unwrap();
            db.write(|conn| ask(conn, &world.tools, &teacher, "", 0)).unwrap();

            let by_owner = db.write(|conn| {
                let_in(conn, &world.tools, &owner, account, school.id, Role::Owner)
            });
            db.write(|conn| decline(conn, &world.tools, &Caller::operator(), account)).unwrap();
            let twice = db.write(|conn| decline(conn, &world.tools, &Caller::operator(), account));
            db.write(|conn| ask(conn, &world.tools, &teacher, "", 0)).unwrap();

            assert!(matches!(by_owner, Err(EntryError::Access(AccessError::Forbidden))));
            assert!(matches!(twice, Err(EntryError::Unknown)));
            assert!(db.read(|conn| is_asking(conn, account)).unwrap());
        }
    }
}
