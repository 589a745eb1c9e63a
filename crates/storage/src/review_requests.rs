//! Rounds of review: a draft as it was sent to others for their word.

use diesel::prelude::*;

use crate::badge_classes::BadgeClass;
use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::changed_one;
use crate::schema::{badge_classes, review_requests};
use crate::types::{AccountId, BadgeClassId, IssuerId, ReviewRequestId, ReviewState, Timestamp};

/// One round of review.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = review_requests)]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct ReviewRequest {
    /// Names the round.
    pub id: ReviewRequestId,
    /// The badge class that is judged.
    pub badge_class_id: BadgeClassId,
    /// Counts from one within the badge class.
    pub round: i32,
    /// How far it has come.
    pub state: ReviewState,
    /// The draft as it was sent, as JSON.
    pub content: String,
    /// A word to the reviewers.
    pub message: Option<String>,
    /// How many must say yes.
    pub quorum: i32,
    /// Until when answers are taken.
    pub deadline: Option<Timestamp>,
    /// The version that it was published as.
    pub version_number: Option<i32>,
    /// Why it was published without the quorum.
    pub override_reason: Option<String>,
    /// Who asked; absent if the operator did from the terminal.
    pub created_by: Option<AccountId>,
    /// When it was sent.
    pub created_at: Timestamp,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
}

/// Stores a new round; a conflict says that another with this number was begun.
pub fn insert(conn: &mut DbConnection, request: &ReviewRequest) -> Result<()> {
    diesel::insert_into(review_requests::table)
        .values(request)
        .execute(conn)?;
    Ok(())
}

/// Writes every field of a round that is stored already.
pub fn update(conn: &mut DbConnection, request: &ReviewRequest) -> Result<()> {
    changed_one(
        diesel::update(review_requests::table.find(request.id))
            .set(request)
            .execute(conn)?,
    )
}

/// Finds a round.
pub fn find(conn: &mut DbConnection, id: ReviewRequestId) -> Result<Option<ReviewRequest>> {
    Ok(review_requests::table
        .find(id)
        .select(ReviewRequest::as_select())
        .first(conn)
        .optional()?)
}

/// The rounds of a badge class, newest first.
pub fn of_badge_class(conn: &mut DbConnection, id: BadgeClassId) -> Result<Vec<ReviewRequest>> {
    Ok(review_requests::table
        .filter(review_requests::badge_class_id.eq(id))
        .order(review_requests::round.desc())
        .select(ReviewRequest::as_select())
        .load(conn)?)
}

/// The open rounds of these issuers, each with the badge class it is about.
pub fn open(
    conn: &mut DbConnection,
    issuers: &[IssuerId],
) -> Result<Vec<(ReviewRequest, BadgeClass)>> {
    Ok(review_requests::table
        .inner_join(badge_classes::table)
        .filter(badge_classes::issuer_id.eq_any(issuers))
        .filter(review_requests::state.eq(ReviewState::Open))
        .order(review_requests::id.desc())
        .select((ReviewRequest::as_select(), BadgeClass::as_select()))
        .load(conn)?)
}

/// The newest round of a badge class.
pub fn latest(conn: &mut DbConnection, id: BadgeClassId) -> Result<Option<ReviewRequest>> {
    Ok(review_requests::table
        .filter(review_requests::badge_class_id.eq(id))
        .order(review_requests::round.desc())
        .select(ReviewRequest::as_select())
        .first(conn)
        .optional()?)
}
