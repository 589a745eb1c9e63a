//! Badge classes: what can be earned, while it is written and after.

use diesel::prelude::*;

use crate::assertions;
use crate::connection::DbConnection;
use crate::error::Result;
use crate::page::{Page, PageRequest};
use crate::rows::{changed_one, find_locked};
use crate::schema::badge_classes;
use crate::types::{BadgeClassId, BadgeClassState, IssuerId, Timestamp};

/// Something that can be earned. What it says stands in its draft and its published versions.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = badge_classes)]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct BadgeClass {
    /// Names the badge class.
    pub id: BadgeClassId,
    /// Who awards it.
    pub issuer_id: IssuerId,
    /// How far it has come.
    pub state: BadgeClassState,
    /// Its name, from the draft or else from the current version.
    pub name: String,
    /// The content being written, as JSON; absent when nothing is unpublished.
    pub draft: Option<String>,
    /// The number of the version that is awarded now; absent before the first.
    pub current_version: Option<i32>,
    /// Whether its awards can be suspended, which costs them readers.
    pub suspendable: bool,
    /// When it was drafted.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Counts its saves: whoever writes a draft says which save they read.
    pub revision: i32,
    /// The badge class it was made from, if it is somebody's own version of another.
    pub remixed_from: Option<BadgeClassId>,
    /// The version of that badge class that was copied.
    pub remixed_version: Option<i32>,
}

/// Which badge classes to list; all of them by default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BadgeClassFilter {
    issuer: Option<IssuerId>,
    state: Option<BadgeClassState>,
}

impl BadgeClassFilter {
    /// Every badge class.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Only those of one issuer.
    #[must_use]
    pub fn issuer(mut self, issuer: IssuerId) -> Self {
        self.issuer = Some(issuer);
        self
    }

    /// Only those in one state.
    #[must_use]
    pub fn state(mut self, state: BadgeClassState) -> Self {
        self.state = Some(state);
        self
    }
}

/// Badge classes of these issuers that carry a draft and are not archived, newest first.
pub fn with_drafts(
    conn: &mut DbConnection,
    issuers: &[IssuerId],
    limit: i64,
) -> Result<Vec<BadgeClass>> {
    let mut found: Vec<BadgeClass> = Vec::new();
    for issuer in issuers {
        let room = limit.saturating_sub(i64::try_from(found.len()).unwrap_or(i64::MAX));
        let rows: Vec<BadgeClass> = badge_classes::table
            .filter(badge_classes::issuer_id.eq(issuer))
            .filter(badge_classes::draft.is_not_null())
            .filter(badge_classes::state.ne(BadgeClassState::Archived))
            .order(badge_classes::id.desc())
            .limit(room.max(0))
            .select(BadgeClass::as_select())
            .load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}

/// What these badge classes are called, in no particular order.
pub fn names_of(
    conn: &mut DbConnection,
    ids: &[BadgeClassId],
) -> Result<Vec<(BadgeClassId, String)>> {
    Ok(badge_classes::table
        .filter(badge_classes::id.eq_any(ids))
        .select((badge_classes::id, badge_classes::name))
        .load(conn)?)
}

/// Stores a new badge class.
pub fn insert(conn: &mut DbConnection, badge_class: &BadgeClass) -> Result<()> {
    diesel::insert_into(badge_classes::table)
        .values(badge_class)
        .execute(conn)?;
    Ok(())
}

/// Writes every field of a badge class that is stored already.
pub fn update(conn: &mut DbConnection, badge_class: &BadgeClass) -> Result<()> {
    changed_one(
        diesel::update(badge_classes::table.find(badge_class.id))
            .set(badge_class)
            .execute(conn)?,
    )
}

/// Finds a badge class.
pub fn find(conn: &mut DbConnection, id: BadgeClassId) -> Result<Option<BadgeClass>> {
    Ok(badge_classes::table
        .find(id)
        .select(BadgeClass::as_select())
        .first(conn)
        .optional()?)
}

/// Finds a badge class and keeps other transactions from changing it until this one ends.
///
/// Whoever edits or publishes it reads it through this, or of two edits at once one is lost.
pub fn find_for_update(conn: &mut DbConnection, id: BadgeClassId) -> Result<Option<BadgeClass>> {
    Ok(find_locked!(
        conn,
        badge_classes::table.find(id),
        BadgeClass
    )?)
}

/// The badge classes that pass a filter, newest first.
pub fn list(
    conn: &mut DbConnection,
    filter: BadgeClassFilter,
    page: PageRequest,
) -> Result<Page<BadgeClass>> {
    let mut query = badge_classes::table.into_boxed();
    if let Some(issuer) = filter.issuer {
        query = query.filter(badge_classes::issuer_id.eq(issuer));
    }
    if let Some(state) = filter.state {
        query = query.filter(badge_classes::state.eq(state));
    }
    if let Some(after) = page.after {
        query = query.filter(badge_classes::id.lt(BadgeClassId::from_uuid(after)));
    }
    let rows = query
        .order(badge_classes::id.desc())
        .limit(page.rows())
        .select(BadgeClass::as_select())
        .load(conn)?;
    Ok(Page::cut(rows, page, |badge_class| badge_class.id.into()))
}

/// The badge classes of one issuer in any state, newest first.
pub fn list_by_issuer(
    conn: &mut DbConnection,
    issuer: IssuerId,
    page: PageRequest,
) -> Result<Page<BadgeClass>> {
    list(conn, BadgeClassFilter::new().issuer(issuer), page)
}

/// The badge classes that can be awarded now, of all issuers, newest first.
pub fn list_published(conn: &mut DbConnection, page: PageRequest) -> Result<Page<BadgeClass>> {
    let filter = BadgeClassFilter::new().state(BadgeClassState::Published);
    list(conn, filter, page)
}

/// The badge classes that were made from this one, newest first.
pub fn remixes_of(
    conn: &mut DbConnection,
    source: BadgeClassId,
    page: PageRequest,
) -> Result<Page<BadgeClass>> {
    let mut query = badge_classes::table
        .filter(badge_classes::remixed_from.eq(source))
        .into_boxed();
    if let Some(after) = page.after {
        query = query.filter(badge_classes::id.lt(BadgeClassId::from_uuid(after)));
    }
    let rows = query
        .order(badge_classes::id.desc())
        .limit(page.rows())
        .select(BadgeClass::as_select())
        .load(conn)?;
    Ok(Page::cut(rows, page, |badge_class| badge_class.id.into()))
}

/// How often a badge class was awarded, whatever became of the awards.
pub fn count_awards(conn: &mut DbConnection, id: BadgeClassId) -> Result<i64> {
    assertions::count_by_badge_class(conn, id)
}

/// How many badge classes can be awarded now.
pub fn count_published(conn: &mut DbConnection) -> Result<i64> {
    Ok(badge_classes::table
        .filter(badge_classes::state.eq(BadgeClassState::Published))
        .count()
        .get_result(conn)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::on_each_database! {
        fn every_field_is_stored_and_updated(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let mut badge_class = db.badge_class(&issuer).draft("{\"b\":1,\"a\":2}").insert();
            assert_eq!(
                db.read(|conn| find(conn, badge_class.id)).unwrap().as_ref(),
                Some(&badge_class)
            );

            badge_class.state = BadgeClassState::Archived;
            badge_class.draft = None;
            badge_class.current_version = Some(3);
            badge_class.suspendable = true;
            badge_class.revision = 4;
            badge_class.remixed_from = Some(badge_class.id);
            badge_class.remixed_version = Some(2);
            db.write(|conn| update(conn, &badge_class)).unwrap();

            assert_eq!(
                db.read(|conn| find(conn, badge_class.id)).unwrap(),
                Some(badge_class)
            );
        }

        fn lists_keep_to_their_issuer_and_state(db: &TestDatabase) {
            let (one, two) = (db.issuer().insert(), db.issuer().insert());
            let draft = db.badge_class(&one).insert();
            let published = db
                .badge_class(&one)
                .state(BadgeClassState::Published)
                .insert();
            let elsewhere = db
                .badge_class(&two)
                .state(BadgeClassState::Published)
                .insert();

            let of_one = db
                .read(|conn| list_by_issuer(conn, one.id, PageRequest::default()))
                .unwrap();
            let public = db
                .read(|conn| list_published(conn, PageRequest::default()))
                .unwrap();
            let filter = BadgeClassFilter::new()
                .issuer(one.id)
                .state(BadgeClassState::Published);
            let both = db
                .read(|conn| list(conn, filter, PageRequest::default()))
                .unwrap();

            assert_eq!(of_one.items, [published.clone(), draft]);
            assert_eq!(public.items, [elsewhere, published.clone()]);
            assert_eq!(both.items, [published]);
            assert_eq!(db.read(count_published).unwrap(), 2);
        }

        fn remixes_are_found_by_what_they_were_made_from(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let source = db.badge_class(&issuer).insert();
            let mut remix = db.badge_class(&issuer).insert();
            remix.remixed_from = Some(source.id);
            db.write(|conn| update(conn, &remix)).unwrap();

            let found = db
                .read(|conn| remixes_of(conn, source.id, PageRequest::default()))
                .unwrap();

            assert_eq!(found.items, [remix]);
        }

        fn awards_are_counted_in_any_state(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let badge_class = db.badge_class(&issuer).insert();
            let version = db.version(&badge_class).insert();
            let list = db.status_list(&issuer).insert();
            db.assertion(&version, &list).insert();
            db.assertion(&version, &list)
                .state(crate::types::AssertionState::Revoked)
                .insert();

            assert_eq!(
                db.read(|conn| count_awards(conn, badge_class.id)).unwrap(),
                2
            );
        }
    }
}
