//! Comments that an assessor keeps for use again.

use accolade_storage::DbConnection;
use accolade_storage::saved_comments::{self, SavedComment};
use accolade_storage::types::{AccountId, SavedCommentId};

use super::ApplicationError;
use crate::access::{AccessError, Caller};
use crate::violations::Violations;
use crate::{Tools, ids, limits};

/// The caller's own comments, in the order they were kept.
pub fn list(
    conn: &mut DbConnection,
    caller: &Caller,
) -> Result<Vec<SavedComment>, ApplicationError> {
    match caller.account {
        Some(account) => Ok(saved_comments::of_account(conn, account)?),
        None => Ok(Vec::new()),
    }
}

/// Keeps a comment. One that is there already is kept once.
pub fn keep(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    words: &str,
) -> Result<SavedComment, ApplicationError> {
    let account = account_of(caller)?;
    let words = words.trim();
    let present = saved_comments::of_account(conn, account)?;
    if let Some(same) = present.iter().find(|comment| comment.words == words) {
        return Ok(same.clone());
    }
    let mut found = Violations::default();
    found.required("/words", words, limits::REVIEW_COMMENT);
    found.count("", present.len() + 1, limits::SAVED_COMMENTS);
    found.into_result()?;
    let comment = SavedComment {
        id: ids::new(tools),
        account_id: account,
        words: words.to_owned(),
        created_at: tools.now(),
    };
    saved_comments::insert(conn, &comment)?;
    Ok(comment)
}

/// Forgets a comment of the caller's own.
pub fn forget(
    conn: &mut DbConnection,
    caller: &Caller,
    id: SavedCommentId,
) -> Result<(), ApplicationError> {
    saved_comments::remove(conn, account_of(caller)?, id)?;
    Ok(())
}

fn account_of(caller: &Caller) -> Result<AccountId, ApplicationError> {
    caller
        .account
        .ok_or_else(|| AccessError::Unauthenticated.into())
}
