//! Comments that an assessor keeps for use again.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::schema::saved_comments;
use crate::types::{AccountId, SavedCommentId, Timestamp};

/// One comment of one assessor.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = saved_comments)]
pub struct SavedComment {
    /// Names the comment.
    pub id: SavedCommentId,
    /// Whose it is.
    pub account_id: AccountId,
    /// What it says.
    pub words: String,
    /// When it was kept.
    pub created_at: Timestamp,
}

/// Stores a comment.
pub fn insert(conn: &mut DbConnection, comment: &SavedComment) -> Result<()> {
    diesel::insert_into(saved_comments::table)
        .values(comment)
        .execute(conn)?;
    Ok(())
}

/// The comments of an account, in the order they were kept.
pub fn of_account(conn: &mut DbConnection, account: AccountId) -> Result<Vec<SavedComment>> {
    Ok(saved_comments::table
        .filter(saved_comments::account_id.eq(account))
        .order(saved_comments::id)
        .select(SavedComment::as_select())
        .load(conn)?)
}

/// Takes a comment of an account away and says whether it was there.
pub fn remove(conn: &mut DbConnection, account: AccountId, id: SavedCommentId) -> Result<bool> {
    let row = saved_comments::table
        .find(id)
        .filter(saved_comments::account_id.eq(account));
    Ok(diesel::delete(row).execute(conn)? > 0)
}
