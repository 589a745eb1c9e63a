//! Those who were asked for their word on a draft, what they said, and their comments.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::changed_one;
use crate::schema::{review_comments, reviewers};
use crate::types::{Digest, ReviewAnswer, ReviewCommentId, ReviewRequestId, ReviewerId, Timestamp};

/// Somebody who was asked in one round.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = reviewers)]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Reviewer {
    /// Names the asking, which opens one round to one person.
    pub id: ReviewerId,
    /// The round.
    pub request_id: ReviewRequestId,
    /// Who it is.
    pub name: String,
    /// As what they speak: "head of science".
    pub role: Option<String>,
    /// Where the link was sent; absent if it was handed over.
    pub email: Option<String>,
    /// The SHA-256 of the secret in the link; the secret itself is kept nowhere.
    pub token_digest: Digest,
    /// What they said; absent while they have not.
    pub answer: Option<ReviewAnswer>,
    /// The words they said it in.
    pub words: Option<String>,
    /// Whether the public page may name them.
    pub show_publicly: bool,
    /// When they said it.
    pub answered_at: Option<Timestamp>,
    /// When they were asked.
    pub created_at: Timestamp,
    /// Whether their link went to their address alone: nobody else can have said what they said.
    pub by_letter: bool,
    /// When they got another link, which takes back what they had said.
    pub renewed_at: Option<Timestamp>,
    /// Whether the public page may quote their words beside their name.
    pub show_words: bool,
}

/// A remark on one part of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = review_comments, treat_none_as_default_value = false)]
pub struct ReviewComment {
    /// Names the remark.
    pub id: ReviewCommentId,
    /// The round it was made in.
    pub request_id: ReviewRequestId,
    /// Who made it.
    pub reviewer_id: ReviewerId,
    /// On what: a JSON pointer into the content, or `criterion:` and the id of an item.
    pub target: String,
    /// The remark.
    pub body: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Stores somebody who is asked.
pub fn insert(conn: &mut DbConnection, reviewer: &Reviewer) -> Result<()> {
    diesel::insert_into(reviewers::table)
        .values(reviewer)
        .execute(conn)?;
    Ok(())
}

/// Writes every field of a reviewer who is stored already.
pub fn update(conn: &mut DbConnection, reviewer: &Reviewer) -> Result<()> {
    changed_one(
        diesel::update(reviewers::table.find(reviewer.id))
            .set(reviewer)
            .execute(conn)?,
    )
}

/// Finds a reviewer.
pub fn find(conn: &mut DbConnection, id: ReviewerId) -> Result<Option<Reviewer>> {
    Ok(reviewers::table
        .find(id)
        .select(Reviewer::as_select())
        .first(conn)
        .optional()?)
}

/// Finds the reviewer whose link carries a secret with this digest.
pub fn by_token(conn: &mut DbConnection, digest: Digest) -> Result<Option<Reviewer>> {
    Ok(reviewers::table
        .filter(reviewers::token_digest.eq(digest))
        .select(Reviewer::as_select())
        .first(conn)
        .optional()?)
}

/// Everybody who was asked in a round, in the order they were named.
pub fn of_request(conn: &mut DbConnection, request: ReviewRequestId) -> Result<Vec<Reviewer>> {
    Ok(reviewers::table
        .filter(reviewers::request_id.eq(request))
        .order(reviewers::id.asc())
        .select(Reviewer::as_select())
        .load(conn)?)
}

/// Everybody who was asked in any of these rounds, in the order they were named.
pub fn of_requests(conn: &mut DbConnection, requests: &[ReviewRequestId]) -> Result<Vec<Reviewer>> {
    Ok(reviewers::table
        .filter(reviewers::request_id.eq_any(requests))
        .order(reviewers::id.asc())
        .select(Reviewer::as_select())
        .load(conn)?)
}

/// Stores a remark.
pub fn comment(conn: &mut DbConnection, comment: &ReviewComment) -> Result<()> {
    diesel::insert_into(review_comments::table)
        .values(comment)
        .execute(conn)?;
    Ok(())
}

/// All remarks of a round, oldest first.
pub fn comments(conn: &mut DbConnection, request: ReviewRequestId) -> Result<Vec<ReviewComment>> {
    Ok(review_comments::table
        .filter(review_comments::request_id.eq(request))
        .order(review_comments::id.asc())
        .select(ReviewComment::as_select())
        .load(conn)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review_requests::{self, ReviewRequest};
    use crate::types::ReviewState;

    crate::on_each_database! {
        fn a_round_keeps_its_reviewers_and_their_remarks(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let class = db.badge_class(&issuer).insert();
            let mut request = ReviewRequest {
                id: db.id(),
                badge_class_id: class.id,
                round: 1,
                state: ReviewState::Open,
                content: "{}".into(),
                message: Some("Please look.".into()),
                quorum: 2,
                deadline: Some(db.start()),
                version_number: None,
                override_reason: None,
                created_by: None,
                created_at: db.start(),
                closed_at: None,
            };
            let mut rosa = Reviewer {
                id: db.id(),
                request_id: request.id,
                name: "Rosa".into(),
                role: Some("statistician".into()),
                email: None,
                token_digest: Digest::from_bytes([1; 32]),
                answer: None,
                words: None,
                show_publicly: false,
                answered_at: None,
                created_at: db.start(),
                by_letter: false,
                renewed_at: None,
                show_words: false,
            };
            let remark = ReviewComment {
                id: db.id(),
                request_id: request.id,
                reviewer_id: rosa.id,
                target: "criterion:ask".into(),
                body: "Thirty is many.".into(),
                created_at: db.start(),
            };
            db.write(|conn| {
                review_requests::insert(conn, &request)?;
                insert(conn, &rosa)?;
                comment(conn, &remark)
            })
            .unwrap();

            rosa.answer = Some(ReviewAnswer::Approved);
            rosa.answered_at = Some(db.start());
            request.state = ReviewState::Published;
            request.version_number = Some(1);
            db.write(|conn| {
                update(conn, &rosa)?;
                review_requests::update(conn, &request)
            })
            .unwrap();

            let digest = Digest::from_bytes([1; 32]);
            assert_eq!(db.read(|conn| by_token(conn, digest)).unwrap(), Some(rosa.clone()));
            assert_eq!(db.read(|conn| find(conn, rosa.id)).unwrap(), Some(rosa.clone()));
            assert_eq!(db.read(|conn| of_request(conn, request.id)).unwrap(), [rosa]);
            assert_eq!(db.read(|conn| comments(conn, request.id)).unwrap(), [remark]);
            let latest = db.read(|conn| review_requests::latest(conn, class.id)).unwrap();
            assert_eq!(latest, Some(request.clone()));
            let found = db.read(|conn| review_requests::find(conn, request.id)).unwrap();
            assert_eq!(found, Some(request.clone()));
            let all = db.read(|conn| review_requests::of_badge_class(conn, class.id)).unwrap();
            assert_eq!(all, [request]);
        }
    }
}
