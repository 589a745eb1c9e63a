//! Awards by whatever somebody remembers of them.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::{Assertion, not_issued};
use crate::connection::DbConnection;
use crate::error::Result;
use crate::page::{Page, PageRequest};
use crate::rows::can_be_stored;
use crate::schema::{assertions, award_claims};
use crate::types::{AssertionId, AssertionState, BadgeClassId, BatchId, IssuerId, Timestamp};

/// What is known of the awards that are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// By which issuers they were made.
    pub issuers: Vec<IssuerId>,
    /// Of which badge class.
    pub badge_class: Option<BadgeClassId>,
    /// In which state.
    pub state: Option<AssertionState>,
    /// In which batch.
    pub batch: Option<BatchId>,
    /// Not before this.
    pub from: Option<Timestamp>,
    /// Before this.
    pub until: Option<Timestamp>,
    /// Whether their earners took them.
    pub claimed: Option<bool>,
    /// The key of the recipient.
    pub recipient: Option<Vec<u8>>,
    /// A part of the public name, where the key finds nothing.
    pub name: Option<String>,
}

/// The awards that fit, newest first.
pub fn search(
    conn: &mut DbConnection,
    search: &Search,
    page: PageRequest,
) -> Result<Page<Assertion>> {
    let mut query = assertions::table.into_boxed();
    query = match search.issuers.as_slice() {
        // One by equality, so that the index also gives the order.
        [issuer] => query.filter(assertions::issuer_id.eq(*issuer)),
        issuers => query.filter(assertions::issuer_id.eq_any(issuers.to_vec())),
    };
    if let Some(badge_class) = search.badge_class {
        query = query.filter(assertions::badge_class_id.eq(badge_class));
    }
    if let Some(state) = search.state {
        query = query.filter(assertions::state.eq(state));
        if state != AssertionState::Issued {
            query = query.filter(not_issued());
        }
    }
    if let Some(batch) = search.batch {
        query = query
            .filter(assertions::batch_id.is_not_null())
            .filter(assertions::batch_id.eq(Some(batch)));
    }
    if let Some(from) = search.from {
        query = query.filter(assertions::created_at.ge(from));
    }
    if let Some(until) = search.until {
        query = query.filter(assertions::created_at.lt(until));
    }
    if let Some(claimed) = search.claimed {
        let taken =
            exists(award_claims::table.filter(award_claims::assertion_id.eq(assertions::id)));
        query = match claimed {
            true => query.filter(taken),
            false => query.filter(diesel::dsl::not(taken)),
        };
    }
    let key = search.recipient.clone();
    match (
        key,
        search.name.as_deref().filter(|name| can_be_stored(name)),
    ) {
        (Some(key), Some(name)) => {
            let found = assertions::recipient_key
                .eq(Some(key))
                .or(assertions::recipient_name.like(pattern(name)).escape('\\'));
            query = query.filter(found.assume_not_null());
        }
        (Some(key), None) => query = query.filter(assertions::recipient_key.eq(Some(key))),
        (None, Some(name)) => {
            query = query.filter(assertions::recipient_name.like(pattern(name)).escape('\\'));
        }
        (None, None) => {}
    }
    if let Some(after) = page.after {
        query = query.filter(assertions::id.lt(AssertionId::from_uuid(after)));
    }
    let rows = query
        .order(assertions::id.desc())
        .limit(page.rows())
        .select(Assertion::as_select())
        .load(conn)?;
    Ok(Page::cut(rows, page, |assertion| assertion.id.into()))
}

/// A pattern for any text that has `part` in it.
fn pattern(part: &str) -> String {
    let mut pattern = String::from("%");
    for letter in part.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}
