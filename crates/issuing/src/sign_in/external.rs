//! Signing in through somebody else who knows the person: an OpenID Connect provider that the operator trusts.

use accolade_storage::accounts::{self, Account, AccountIdentity};
use accolade_storage::types::AccountId;
use accolade_storage::{DbConnection, StorageError};
use openbadges::recipient::normalise_email;
use serde_json::json;

use super::{Outcome, SignInError, SignedIn, is_invited, may_enter, name_of};
use crate::Tools;
use crate::access::{AccessError, Caller};
use crate::accounts::AccountError;
use crate::audit::{self, Deed};
use crate::house::SignUp;
use crate::ids;
use crate::secrets::Secret;
use crate::sessions::{self, Browser};
use crate::violations::Violations;

/// Whom a provider vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vouched {
    /// The provider, by its `iss`.
    pub provider: String,
    /// Its own name for the person, `sub`.
    pub subject: String,
    /// The person's address, only if the provider says that it was checked.
    pub email: Option<String>,
    /// What the provider calls the person.
    pub name: Option<String>,
}

impl Vouched {
    /// How the identity stands in its row. Neither part can hold a space.
    fn value(&self) -> String {
        format!("{} {}", self.provider, self.subject)
    }
}

/// Signs in whom a provider vouches for; makes the account on the first visit.
///
/// A checked address that leads to an account already leads there from now on.
pub fn finish(
    conn: &mut DbConnection,
    tools: &Tools,
    vouched: &Vouched,
    onward: &str,
    before: Option<&Secret>,
    browser: &Browser,
) -> Result<Outcome, SignInError> {
    let email = vouched.email.as_deref().map(normalise_email);
    let known = known(conn, vouched, email.as_deref())?;
    let is_new = known.is_none();
    let account = match known {
        Some(account) => account,
        None if !may_begin(conn, tools, email.as_deref(), onward)? => return Ok(Outcome::Stale),
        None => begun(conn, tools, vouched, email.as_deref())?,
    };
    hold(conn, tools, account.id, "oidc", &vouched.value())?;
    if let Some(email) = &email {
        hold(conn, tools, account.id, "email", email)?;
    }
    let (_, secret) = sessions::sign_in(conn, tools, account.id, before, browser)?;
    Ok(Outcome::In(SignedIn {
        secret,
        account,
        is_new,
        onward: onward.to_owned(),
    }))
}

/// Adds what a provider vouches for to the caller's account.
pub fn add(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    vouched: &Vouched,
) -> Result<(), AccountError> {
    let account = caller.account.ok_or(AccessError::Unauthenticated)?;
    let other = accounts::by_identity(conn, "oidc", &vouched.value())?;
    if other.is_some_and(|other| other.id != account) {
        let message = "This sign-in leads to another account. Sign in with it, and add its e-mail address to join the two.";
        return Err(Violations::one("/provider", "taken", message).into());
    }
    hold(conn, tools, account, "oidc", &vouched.value())?;
    let deed = Deed {
        action: "identity.added",
        subject_kind: "account",
        subject: account.into(),
        issuer: None,
        detail: json!({ "kind": "oidc", "provider": vouched.provider }),
    };
    audit::record(conn, tools, caller, deed)?;
    Ok(())
}

fn known(
    conn: &mut DbConnection,
    vouched: &Vouched,
    email: Option<&str>,
) -> Result<Option<Account>, StorageError> {
    if let Some(account) = accounts::by_identity(conn, "oidc", &vouched.value())? {
        return Ok(Some(account));
    }
    match email {
        Some(email) => accounts::by_identity(conn, "email", email),
        None => Ok(None),
    }
}

fn may_begin(
    conn: &mut DbConnection,
    tools: &Tools,
    email: Option<&str>,
    onward: &str,
) -> Result<bool, StorageError> {
    let may = match email {
        Some(email) => may_enter(conn, tools, email)?,
        None => tools.rules.sign_up == SignUp::Open,
    };
    Ok(may || is_invited(conn, tools, onward)?)
}

fn begun(
    conn: &mut DbConnection,
    tools: &Tools,
    vouched: &Vouched,
    email: Option<&str>,
) -> Result<Account, SignInError> {
    let name = vouched
        .name
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let name = name.or(email.map(name_of)).unwrap_or("Somebody");
    let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
    if let Some(email) = email {
        return Ok(crate::accounts::find_or_create(conn, tools, email, &name)?);
    }
    let account = Account {
        id: ids::new(tools),
        name,
        is_operator: false,
        created_at: tools.now(),
    };
    accounts::insert(conn, &account)?;
    let deed = Deed {
        action: "account.created",
        subject_kind: "account",
        subject: account.id.into(),
        issuer: None,
        detail: json!({}),
    };
    audit::record(conn, tools, &Caller::operator(), deed)?;
    Ok(account)
}

/// Makes sure that an identity leads to this account and is proved; one that leads elsewhere stays there.
fn hold(
    conn: &mut DbConnection,
    tools: &Tools,
    account: AccountId,
    kind: &str,
    value: &str,
) -> Result<(), StorageError> {
    match accounts::find_identity(conn, kind, value)? {
        Some(held) if held.account_id == account => {
            accounts::prove_identity(conn, kind, value, tools.now())
        }
        Some(_) => Ok(()),
        None => {
            let identity = AccountIdentity {
                account_id: account,
                kind: kind.to_owned(),
                value: value.to_owned(),
                proved_at: Some(tools.now()),
            };
            accounts::insert_identity(conn, &identity)
        }
    }
}

#[cfg(test)]
mod tests {
    use accolade_storage::on_each_database;

    use super::*;
    use crate::house::HouseRules;
    use crate::testing::World;

    fn vouched(subject: &str, email: Option<&str>) -> Vouched {
        Vouched {
            provider: "https://id.example".into(),
            subject: subject.into(),
            email: email.map(str::to_owned),
            name: Some("Ada Lovelace".into()),
        }
    }

    fn finished(world: &World<'_>, vouched: &Vouched) -> Outcome {
        let browser = Browser::default();
        world
            .db
            .write(|conn| finish(conn, &world.tools, vouched, "/desk", None, &browser))
            .unwrap()
    }

    fn account_of(outcome: Outcome) -> (AccountId, bool) {
        match outcome {
            Outcome::In(signed_in) => (signed_in.account.id, signed_in.is_new),
            other => panic!("{other:?}"),
        }
    }

    on_each_database! {
        fn whom_a_provider_vouches_for_is_the_same_person_each_time(db: &TestDatabase) {
            let world = World::new(db);
            let (ada, _) = world.person("ada@a.example", None);

            let by_address = account_of(finished(&world, &vouched("1", Some("Ada@a.example"))));
            let by_subject = account_of(finished(&world, &vouched("1", None)));
            let new = account_of(finished(&world, &vouched("2", None)));
            let again = account_of(finished(&world, &vouched("2", None)));

            assert_eq!(by_address, (ada.id, false));
            assert_eq!(by_subject, (ada.id, false));
            assert!(new.1 && new.0 != ada.id);
            assert_eq!(again, (new.0, false));
        }

        fn where_accounts_are_by_invitation_a_stranger_stays_outside(db: &TestDatabase) {
            let mut world = World::new(db);
            world.tools.rules = HouseRules { sign_up: SignUp::Invited, ..HouseRules::default() };
            world.person("ada@a.example", None);

            let stranger = finished(&world, &vouched("1", Some("eve@a.example")));
            let known = finished(&world, &vouched("2", Some("ada@a.example")));

            assert!(matches!(stranger, Outcome::Stale), "{stranger:?}");
            assert!(matches!(known, Outcome::In(_)), "{known:?}");
        }

        fn a_sign_in_of_another_account_is_not_added(db: &TestDatabase) {
            let world = World::new(db);
            let (_, caller) = world.person("eve@a.example", None);
            finished(&world, &vouched("1", Some("ada@a.example")));

            let taken = db.write(|conn| add(conn, &world.tools, &caller, &vouched("1", None)));
            let free = db.write(|conn| add(conn, &world.tools, &caller, &vouched("3", None)));

            assert!(matches!(taken, Err(AccountError::Invalid(_))), "{taken:?}");
            assert!(free.is_ok(), "{free:?}");
        }
    }
}
