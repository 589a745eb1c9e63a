//! Awards by whatever somebody remembers of them.

use std::cmp::Reverse;

use diesel::dsl::exists;
use diesel::prelude::*;

use super::{Assertion, not_issued};
use crate::connection::DbConnection;
use crate::error::Result;
use crate::letters::{lower, spellings};
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
    /// A part of the public name in capital or small letters, where the key finds nothing.
    pub name: Option<String>,
}

/// The awards that fit, newest first.
///
/// Each issuer is asked by itself, so that an index gives the order: over several at once the database would sort all
/// their awards to find the newest few.
pub fn search(
    conn: &mut DbConnection,
    search: &Search,
    page: PageRequest,
) -> Result<Page<Assertion>> {
    let most = usize::try_from(page.rows()).unwrap_or(usize::MAX);
    let mut found: Vec<Assertion> = Vec::new();
    for issuer in &search.issuers {
        // What is older than a full page of newer ones need not be read.
        let oldest = found.get(most.saturating_sub(1)).map(|award| award.id);
        found.extend(newest(conn, *issuer, search, page, oldest)?);
        found.sort_unstable_by_key(|award| Reverse(award.id));
        found.truncate(most);
    }
    Ok(Page::cut(found, page, |assertion| assertion.id.into()))
}

/// The ids of the awards that fit, at most `most` of them, newest first.
pub fn search_ids(conn: &mut DbConnection, search: &Search, most: u32) -> Result<Vec<AssertionId>> {
    let mut found: Vec<AssertionId> = Vec::new();
    for issuer in &search.issuers {
        let query = of_issuer(*issuer, search)
            .order(assertions::id.desc())
            .limit(most.into())
            .select(assertions::id);
        found.extend(query.load::<AssertionId>(conn)?);
        found.sort_unstable_by_key(|id| Reverse(*id));
        found.truncate(most as usize);
    }
    Ok(found)
}

/// Whether this is a part of the public name, in whatever letters.
macro_rules! called {
    ($name:expr) => {{
        let [as_it_is, small, capital] = spellings($name).map(|spelling| {
            lower(assertions::recipient_name)
                .like(lower(pattern(&spelling)))
                .escape('\\')
        });
        as_it_is.or(small).or(capital)
    }};
}

/// The newest of one issuer that fit, and are newer than `oldest`.
fn newest(
    conn: &mut DbConnection,
    issuer: IssuerId,
    search: &Search,
    page: PageRequest,
    oldest: Option<AssertionId>,
) -> Result<Vec<Assertion>> {
    let mut query = of_issuer(issuer, search);
    if let Some(oldest) = oldest {
        query = query.filter(assertions::id.gt(oldest));
    }
    if let Some(after) = page.after {
        query = query.filter(assertions::id.lt(AssertionId::from_uuid(after)));
    }
    Ok(query
        .order(assertions::id.desc())
        .limit(page.rows())
        .select(Assertion::as_select())
        .load(conn)?)
}

/// The question to one issuer.
fn of_issuer(
    issuer: IssuerId,
    search: &Search,
) -> assertions::BoxedQuery<'_, <DbConnection as Connection>::Backend> {
    let mut query = assertions::table
        .filter(assertions::issuer_id.eq(issuer))
        .into_boxed();
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
    let known = || assertions::recipient_key.eq(search.recipient.clone());
    let name = search.name.as_deref().filter(|name| can_be_stored(name));
    match (&search.recipient, name) {
        (Some(_), Some(name)) => query.filter(known().or(called!(name)).assume_not_null()),
        (Some(_), None) => query.filter(known()),
        (None, Some(name)) => query.filter(called!(name).assume_not_null()),
        (None, None) => query,
    }
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
