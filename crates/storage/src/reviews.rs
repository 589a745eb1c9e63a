//! Reviews: what one person said of one application, criterion by criterion.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::changed_one;
use crate::schema::reviews;
use crate::types::{
    AccountId, ApplicationId, ApplicationLinkId, Digest, ReviewId, ReviewKind, Timestamp,
};

/// What one person said of one application.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = reviews, treat_none_as_default_value = false)]
#[diesel(treat_none_as_null = true)]
pub struct Review {
    /// Names the review.
    pub id: ReviewId,
    /// What it is about.
    pub application_id: ApplicationId,
    /// Whose look it is.
    pub kind: ReviewKind,
    /// By what name.
    pub reviewer_name: String,
    /// The reviewer's account, if they were signed in.
    pub account_id: Option<AccountId>,
    /// The link they came by, if they came by one.
    pub link_id: Option<ApplicationLinkId>,
    /// The reviewer's address as a keyed hash, if it is known.
    pub person_key: Option<Digest>,
    /// The badge classes they were found to hold, as a JSON list of ids.
    pub holds: String,
    /// What was said of each criterion, as JSON.
    pub decisions: String,
    /// Whether all that is required was found.
    pub supports: bool,
    /// What was said of the whole.
    pub comment: Option<String>,
    /// When it was first written.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The results that were given for the whole, as a JSON list.
    pub results: String,
}

/// Stores a new review; a conflict says that this person has looked already.
pub fn insert(conn: &mut DbConnection, review: &Review) -> Result<()> {
    diesel::insert_into(reviews::table)
        .values(review)
        .execute(conn)?;
    Ok(())
}

/// Writes a review anew.
pub fn update(conn: &mut DbConnection, review: &Review) -> Result<()> {
    changed_one(
        diesel::update(reviews::table.find(review.id))
            .set(review)
            .execute(conn)?,
    )
}

/// All reviews of an application, in the order they were written.
pub fn of_application(conn: &mut DbConnection, application: ApplicationId) -> Result<Vec<Review>> {
    Ok(reviews::table
        .filter(reviews::application_id.eq(application))
        .order(reviews::id)
        .select(Review::as_select())
        .load(conn)?)
}
