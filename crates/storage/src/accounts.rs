//! Accounts and the identities that prove who they are.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::page::{Page, PageRequest};
use crate::rows::{can_be_stored, changed_one};
use crate::schema::{account_identities, accounts};
use crate::types::{AccountId, Timestamp};

/// A person who may sign in.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = accounts, treat_none_as_default_value = false)]
pub struct Account {
    /// Names the account.
    pub id: AccountId,
    /// What to call the person.
    pub name: String,
    /// Whether the account runs this installation and may do everything in it.
    pub is_operator: bool,
    /// When the account was made.
    pub created_at: Timestamp,
}

/// One way to recognise an account, such as an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = account_identities, treat_none_as_default_value = false)]
pub struct AccountIdentity {
    /// Whom it leads to.
    pub account_id: AccountId,
    /// What sort of identity; "email" for now.
    pub kind: String,
    /// The identity itself, in lower case.
    pub value: String,
    /// When the person showed that it is theirs; absent until then.
    pub proved_at: Option<Timestamp>,
}

/// Stores a new account.
pub fn insert(conn: &mut DbConnection, account: &Account) -> Result<()> {
    diesel::insert_into(accounts::table)
        .values(account)
        .execute(conn)?;
    Ok(())
}

/// Stores a new identity; a conflict says that it leads to an account already.
pub fn insert_identity(conn: &mut DbConnection, identity: &AccountIdentity) -> Result<()> {
    diesel::insert_into(account_identities::table)
        .values(identity)
        .execute(conn)?;
    Ok(())
}

/// Finds an account.
pub fn find(conn: &mut DbConnection, id: AccountId) -> Result<Option<Account>> {
    Ok(accounts::table
        .find(id)
        .select(Account::as_select())
        .first(conn)
        .optional()?)
}

/// What these accounts are called, in no particular order.
pub fn names_of(conn: &mut DbConnection, ids: &[AccountId]) -> Result<Vec<(AccountId, String)>> {
    Ok(accounts::table
        .filter(accounts::id.eq_any(ids))
        .select((accounts::id, accounts::name))
        .load(conn)?)
}

/// Finds the account that an identity leads to. `value` must be in lower case.
pub fn by_identity(conn: &mut DbConnection, kind: &str, value: &str) -> Result<Option<Account>> {
    if !can_be_stored(value) {
        return Ok(None);
    }
    Ok(account_identities::table
        .inner_join(accounts::table)
        .filter(account_identities::kind.eq(kind))
        .filter(account_identities::value.eq(value))
        .select(Account::as_select())
        .first(conn)
        .optional()?)
}

/// The identities of an account, in alphabetical order.
pub fn identities_of(conn: &mut DbConnection, account: AccountId) -> Result<Vec<AccountIdentity>> {
    Ok(account_identities::table
        .filter(account_identities::account_id.eq(account))
        .order((account_identities::kind, account_identities::value))
        .select(AccountIdentity::as_select())
        .load(conn)?)
}

/// Notes that the person showed an identity to be theirs.
pub fn prove_identity(
    conn: &mut DbConnection,
    kind: &str,
    value: &str,
    at: Timestamp,
) -> Result<()> {
    let row = account_identities::table.find((kind, value));
    changed_one(
        diesel::update(row)
            .set(account_identities::proved_at.eq(Some(at)))
            .execute(conn)?,
    )
}

/// Gives or takes the operator's rights.
pub fn set_operator(conn: &mut DbConnection, id: AccountId, is_operator: bool) -> Result<()> {
    changed_one(
        diesel::update(accounts::table.find(id))
            .set(accounts::is_operator.eq(is_operator))
            .execute(conn)?,
    )
}

/// Renames an account.
pub fn rename(conn: &mut DbConnection, id: AccountId, name: &str) -> Result<()> {
    changed_one(
        diesel::update(accounts::table.find(id))
            .set(accounts::name.eq(name))
            .execute(conn)?,
    )
}

/// Whether anybody runs this installation yet.
pub fn any_operator(conn: &mut DbConnection) -> Result<bool> {
    let operators = accounts::table.filter(accounts::is_operator.eq(true));
    Ok(diesel::select(diesel::dsl::exists(operators)).get_result(conn)?)
}

/// Finds one identity.
pub fn find_identity(
    conn: &mut DbConnection,
    kind: &str,
    value: &str,
) -> Result<Option<AccountIdentity>> {
    if !can_be_stored(value) {
        return Ok(None);
    }
    Ok(account_identities::table
        .find((kind, value))
        .select(AccountIdentity::as_select())
        .first(conn)
        .optional()?)
}

/// Takes an identity away from an account and says whether it was there.
pub fn remove_identity(
    conn: &mut DbConnection,
    account: AccountId,
    kind: &str,
    value: &str,
) -> Result<bool> {
    let row = account_identities::table
        .find((kind, value))
        .filter(account_identities::account_id.eq(account));
    Ok(diesel::delete(row).execute(conn)? > 0)
}

/// All accounts, newest first.
pub fn list(conn: &mut DbConnection, page: PageRequest) -> Result<Page<Account>> {
    let mut query = accounts::table.into_boxed();
    if let Some(after) = page.after {
        query = query.filter(accounts::id.lt(AccountId::from_uuid(after)));
    }
    let rows = query
        .order(accounts::id.desc())
        .limit(page.rows())
        .select(Account::as_select())
        .load(conn)?;
    Ok(Page::cut(rows, page, |account| account.id.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::StorageError;

    fn identity(account: &Account, value: &str) -> AccountIdentity {
        AccountIdentity {
            account_id: account.id,
            kind: "email".to_owned(),
            value: value.to_owned(),
            proved_at: None,
        }
    }

    crate::on_each_database! {
        fn an_account_is_found_by_any_of_its_identities(db: &TestDatabase) {
            let ada = db.account().name("Ada").insert();
            let grace = db.account().name("Grace").insert();
            for (account, value) in [
                (&ada, "ada@a.example"),
                (&ada, "ada@b.example"),
                (&grace, "g@a.example"),
            ] {
                db.write(|conn| insert_identity(conn, &identity(account, value)))
                    .unwrap();
            }

            let found = db
                .read(|conn| by_identity(conn, "email", "ada@b.example"))
                .unwrap();
            let other_kind = db
                .read(|conn| by_identity(conn, "phone", "ada@b.example"))
                .unwrap();
            let identities = db.read(|conn| identities_of(conn, ada.id)).unwrap();

            assert_eq!(found, Some(ada));
            assert_eq!(other_kind, None);
            assert_eq!(identities.len(), 2);
        }

        fn an_identity_leads_to_one_account_only(db: &TestDatabase) {
            let ada = db.account().insert();
            let grace = db.account().insert();
            db.write(|conn| insert_identity(conn, &identity(&ada, "a@a.example")))
                .unwrap();

            let outcome = db.write(|conn| insert_identity(conn, &identity(&grace, "a@a.example")));

            assert!(
                matches!(outcome, Err(StorageError::Conflict(_))),
                "{outcome:?}"
            );
        }

        fn an_identity_can_be_proved(db: &TestDatabase) {
            let ada = db.account().insert();
            db.write(|conn| insert_identity(conn, &identity(&ada, "a@a.example")))
                .unwrap();

            db.write(|conn| prove_identity(conn, "email", "a@a.example", db.start()))
                .unwrap();

            let identities = db.read(|conn| identities_of(conn, ada.id)).unwrap();
            assert_eq!(identities[0].proved_at, Some(db.start()));
        }

        fn an_account_can_become_operator_and_take_another_name(db: &TestDatabase) {
            let ada = db.account().insert();

            db.write(|conn| set_operator(conn, ada.id, true)).unwrap();
            db.write(|conn| rename(conn, ada.id, "Ada L.")).unwrap();

            let found = db.read(|conn| find(conn, ada.id)).unwrap().unwrap();
            assert!(found.is_operator);
            assert_eq!(found.name, "Ada L.");
        }

        fn changing_an_account_that_is_not_there_is_an_error(db: &TestDatabase) {
            let outcome = db.write(|conn| rename(conn, db.id(), "Nobody"));

            assert!(
                matches!(outcome, Err(StorageError::Query(_))),
                "{outcome:?}"
            );
        }
    }
}
