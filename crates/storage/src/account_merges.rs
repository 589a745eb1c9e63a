//! One account taken up in another: everything that hangs on a person moves; the audit trail stays as it was.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::changed_one;
use crate::schema::{
    account_identities, accounts, api_tokens, application_links, applications, assertions,
    award_claims, badge_class_versions, batches, claim_links, claims, desk_letters, endorsements,
    frameworks, idempotency_keys, invitations, memberships, passkeys, review_requests, reviews,
    saved_comments, sessions, sign_ins, sketches, webhooks,
};
use crate::types::{AccountId, ApplicationId};

/// Writes another account into every column that names the first: each column once, and whether it may be empty.
macro_rules! columns_that_move {
    ($($table:ident.$column:ident: $kind:ident;)+) => {
        fn move_columns(conn: &mut DbConnection, from: AccountId, to: AccountId) -> Result<()> {
            $(
                diesel::update($table::table.filter($table::$column.eq(from)))
                    .set($table::$column.eq(value!($kind, to)))
                    .execute(conn)?;
            )+
            Ok(())
        }

        /// Table and column, as the schema writes them.
        #[cfg(test)]
        const MOVED: &[(&str, &str)] = &[$((stringify!($table), stringify!($column)),)+];
    };
}

macro_rules! value {
    (always, $to:expr) => {
        $to
    };
    (maybe, $to:expr) => {
        Some($to)
    };
}

columns_that_move! {
    account_identities.account_id: always;
    accounts.merged_into: maybe;
    api_tokens.account_id: always;
    application_links.created_by: maybe;
    applications.account_id: maybe;
    applications.assigned_to: maybe;
    applications.decided_by: maybe;
    assertions.created_by: maybe;
    award_claims.account_id: maybe;
    badge_class_versions.published_by: maybe;
    batches.created_by: maybe;
    claim_links.created_by: maybe;
    claims.decided_by: maybe;
    endorsements.created_by: maybe;
    frameworks.created_by: maybe;
    invitations.invited_by: maybe;
    passkeys.account_id: always;
    review_requests.created_by: maybe;
    reviews.account_id: maybe;
    saved_comments.account_id: always;
    sessions.account_id: maybe;
    sign_ins.account_id: maybe;
    sketches.account_id: maybe;
    webhooks.created_by: maybe;
}

/// Moves what hangs on `from` to `to`, but its roles and kept answers: those are told apart by account and
/// are removed. Returns nothing of them: read the roles first.
///
/// Of two looks at one application the earlier account's goes: one person looks once.
pub fn move_everything(conn: &mut DbConnection, from: AccountId, to: AccountId) -> Result<()> {
    forget_second_looks(conn, from, to)?;
    move_columns(conn, from, to)?;
    let kept_answers = idempotency_keys::table.filter(idempotency_keys::account_id.eq(from));
    diesel::delete(kept_answers).execute(conn)?;
    let letters = desk_letters::table.filter(desk_letters::account_id.eq(from));
    diesel::delete(letters).execute(conn)?;
    let roles = memberships::table.filter(memberships::account_id.eq(from));
    diesel::delete(roles).execute(conn)?;
    changed_one(
        diesel::update(accounts::table.find(from))
            .set((
                accounts::merged_into.eq(Some(to)),
                accounts::is_operator.eq(false),
            ))
            .execute(conn)?,
    )
}

fn forget_second_looks(conn: &mut DbConnection, from: AccountId, to: AccountId) -> Result<()> {
    let looked: Vec<ApplicationId> = reviews::table
        .filter(reviews::account_id.eq(to))
        .select(reviews::application_id)
        .load(conn)?;
    let second = reviews::table
        .filter(reviews::account_id.eq(from))
        .filter(reviews::application_id.eq_any(looked));
    diesel::delete(second).execute(conn)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assertions as awards;
    use crate::on_each_database;

    /// Columns that name an account and stay: history, and what is removed instead.
    const LEFT: &[(&str, &str)] = &[
        ("audit_events", "account_id"),
        ("desk_letters", "account_id"),
        ("entry_requests", "account_id"),
        ("idempotency_keys", "account_id"),
        ("memberships", "account_id"),
    ];

    fn names_an_account(column: &str) -> bool {
        column.ends_with("_by") || ["account_id", "assigned_to", "merged_into"].contains(&column)
    }

    #[test]
    fn every_column_that_names_an_account_is_moved_or_left_on_purpose() {
        let mut table = "";
        let mut found = Vec::new();
        for line in include_str!("schema.rs").lines().map(str::trim) {
            if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
                table = name;
            }
            if let Some((column, _)) = line.split_once(" -> ").filter(|_| line.contains("Id")) {
                found.push((table, column));
            }
        }
        found.retain(|(_, column)| names_an_account(column));
        found.sort_unstable();

        let mut expected = [MOVED, LEFT].concat();
        expected.sort_unstable();
        assert_eq!(found, expected);
    }

    on_each_database! {
        fn what_somebody_made_is_theirs_after_their_accounts_are_one(db: &TestDatabase) {
            let (ada, old, older) = (db.account().insert(), db.account().insert(), db.account().insert());
            let issuer = db.issuer().insert();
            let version = db.version(&db.badge_class(&issuer).insert()).insert();
            let list = db.status_list(&issuer).insert();
            let award = db.assertion(&version, &list).created_by(old.id).insert();

            db.write(|conn| move_everything(conn, older.id, old.id)).unwrap();
            db.write(|conn| move_everything(conn, old.id, ada.id)).unwrap();

            let award = db.read(|conn| awards::find(conn, award.id)).unwrap().unwrap();
            let older = db.read(|conn| {
                Ok::<_, crate::StorageError>(accounts::table
                    .find(older.id)
                    .select(accounts::merged_into)
                    .first::<Option<AccountId>>(conn)?)
            });
            assert_eq!(award.created_by, Some(ada.id));
            assert_eq!(older.unwrap(), Some(ada.id));
        }
    }
}
