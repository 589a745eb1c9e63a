//! Issuers and how they stand under each other.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::page::{Page, PageRequest};
use crate::rows::{can_be_stored, changed_one, find_locked};
use crate::schema::issuers;
use crate::types::{Digest, IssuerId, IssuerKind, KeyAlgorithm, Timestamp};

/// How many levels [`ancestors`] climbs before it takes the chain for a circle.
pub const DEEPEST: usize = 16;

/// An organisation that awards badges.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = issuers)]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Issuer {
    /// Names the issuer.
    pub id: IssuerId,
    /// Its part of the public address; never changes once given out.
    pub slug: String,
    /// The issuer above, if there is one.
    pub parent_id: Option<IssuerId>,
    /// What sort of organisation it is.
    pub kind: IssuerKind,
    /// What it is called.
    pub name: String,
    /// What it says about itself.
    pub description: String,
    /// Its own web site.
    pub url: String,
    /// Where to write to.
    pub email: String,
    /// Its image.
    pub image_blob: Option<Digest>,
    /// The colours of its pages, by name.
    pub palette: String,
    /// Its organisation number at LinkedIn.
    pub linkedin_id: Option<String>,
    /// Whether a second proof in the older suite is added to what it signs.
    pub compatibility_proof: bool,
    /// Which key signs its JSON Web Tokens.
    pub jwt_algorithm: KeyAlgorithm,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub updated_at: Timestamp,
    /// When it was archived: it gives no new badges, and what it gave stays.
    pub archived_at: Option<Timestamp>,
}

/// Stores a new issuer; a conflict says that its slug is taken or its parent unknown.
pub fn insert(conn: &mut DbConnection, issuer: &Issuer) -> Result<()> {
    diesel::insert_into(issuers::table)
        .values(issuer)
        .execute(conn)?;
    Ok(())
}

/// Writes every field of an issuer that is stored already.
pub fn update(conn: &mut DbConnection, issuer: &Issuer) -> Result<()> {
    changed_one(
        diesel::update(issuers::table.find(issuer.id))
            .set(issuer)
            .execute(conn)?,
    )
}

/// What these issuers are called, in no particular order.
pub fn names_of(conn: &mut DbConnection, ids: &[IssuerId]) -> Result<Vec<(IssuerId, String)>> {
    Ok(issuers::table
        .filter(issuers::id.eq_any(ids))
        .select((issuers::id, issuers::name))
        .load(conn)?)
}

/// Finds an issuer.
pub fn find(conn: &mut DbConnection, id: IssuerId) -> Result<Option<Issuer>> {
    Ok(issuers::table
        .find(id)
        .select(Issuer::as_select())
        .first(conn)
        .optional()?)
}

/// Finds an issuer and keeps other transactions from changing it until this one ends.
///
/// Whoever begins a status list or changes keys holds this, so that numbers are not given twice.
pub fn find_for_update(conn: &mut DbConnection, id: IssuerId) -> Result<Option<Issuer>> {
    Ok(find_locked!(conn, issuers::table.find(id), Issuer)?)
}

/// Finds the issuer whose public address carries `slug`.
pub fn by_slug(conn: &mut DbConnection, slug: &str) -> Result<Option<Issuer>> {
    if !can_be_stored(slug) {
        return Ok(None);
    }
    Ok(issuers::table
        .filter(issuers::slug.eq(slug))
        .select(Issuer::as_select())
        .first(conn)
        .optional()?)
}

/// The issuers above one, nearest first, without itself.
pub fn ancestors(conn: &mut DbConnection, id: IssuerId) -> Result<Vec<Issuer>> {
    let mut above = Vec::new();
    let mut next = find(conn, id)?.and_then(|issuer| issuer.parent_id);
    while let Some(parent) = next {
        let Some(issuer) = find(conn, parent)? else {
            break;
        };
        next = issuer.parent_id;
        above.push(issuer);
        if above.len() == DEEPEST {
            break;
        }
    }
    Ok(above)
}

/// The issuers directly below one, in the order of their names.
///
/// They are few, and sorted here because the two databases disagree on how text is sorted.
pub fn children(conn: &mut DbConnection, id: IssuerId) -> Result<Vec<Issuer>> {
    let mut below: Vec<Issuer> = issuers::table
        .filter(issuers::parent_id.eq(Some(id)))
        .order(issuers::id)
        .select(Issuer::as_select())
        .load(conn)?;
    below.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(below)
}

/// All issuers below one, at whatever depth, each after the one it stands under.
pub fn descendants(conn: &mut DbConnection, id: IssuerId) -> Result<Vec<Issuer>> {
    let mut all: Vec<Issuer> = Vec::new();
    let mut generation = vec![id];
    for _ in 0..DEEPEST {
        let mut below: Vec<Issuer> = issuers::table
            .filter(issuers::parent_id.eq_any(&generation))
            .order(issuers::id)
            .select(Issuer::as_select())
            .load(conn)?;
        // A circle of parents would come back to those that are known.
        below.retain(|issuer| issuer.id != id && all.iter().all(|known| known.id != issuer.id));
        if below.is_empty() {
            break;
        }
        below.sort_by(|one, other| one.name.cmp(&other.name));
        generation = below.iter().map(|issuer| issuer.id).collect();
        all.append(&mut below);
    }
    Ok(all)
}

/// All issuers, newest first.
pub fn list_all(conn: &mut DbConnection, page: PageRequest) -> Result<Page<Issuer>> {
    list(conn, page, &Kind::Any)
}

/// The issuers that are not archived themselves, newest first.
pub fn list_active(conn: &mut DbConnection, page: PageRequest) -> Result<Page<Issuer>> {
    list(conn, page, &Kind::Active)
}

/// The issuers that stand under no other, newest first.
pub fn top(conn: &mut DbConnection, page: PageRequest) -> Result<Page<Issuer>> {
    list(conn, page, &Kind::Top)
}

/// Which issuers are listed.
enum Kind {
    Any,
    Active,
    Top,
}

fn list(conn: &mut DbConnection, page: PageRequest, kind: &Kind) -> Result<Page<Issuer>> {
    let mut query = issuers::table.into_boxed();
    match kind {
        Kind::Any => {}
        Kind::Active => query = query.filter(issuers::archived_at.is_null()),
        Kind::Top => query = query.filter(issuers::parent_id.is_null()),
    }
    if let Some(after) = page.after {
        query = query.filter(issuers::id.lt(IssuerId::from_uuid(after)));
    }
    let rows = query
        .order(issuers::id.desc())
        .limit(page.rows())
        .select(Issuer::as_select())
        .load(conn)?;
    Ok(Page::cut(rows, page, |issuer| issuer.id.into()))
}

/// How many issuers there are.
pub fn count(conn: &mut DbConnection) -> Result<i64> {
    Ok(issuers::table.count().get_result(conn)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::StorageError;

    crate::on_each_database! {
        fn a_slug_finds_its_issuer(db: &TestDatabase) {
            let issuer = db.issuer().slug("acme").insert();

            let found = db.read(|conn| by_slug(conn, &issuer.slug)).unwrap();

            assert_eq!(found, Some(issuer));
        }

        fn a_slug_can_be_taken_once(db: &TestDatabase) {
            db.issuer().slug("acme").insert();
            let second = db.issuer().slug("acme").build();

            let outcome = db.write(|conn| insert(conn, &second));

            assert!(
                matches!(outcome, Err(StorageError::Conflict(_))),
                "{outcome:?}"
            );
        }

        fn every_field_is_stored_and_updated(db: &TestDatabase) {
            let blob = db.blob(b"image");
            let parent = db.issuer().insert();
            let mut issuer = db.issuer().kind(IssuerKind::Club).insert();
            issuer.parent_id = Some(parent.id);
            issuer.image_blob = Some(blob.digest);
            issuer.linkedin_id = Some("12345".to_owned());
            issuer.name = "Überall ✓ \"quoted\"".to_owned();
            issuer.compatibility_proof = false;
            issuer.jwt_algorithm = KeyAlgorithm::Rs256;

            db.write(|conn| update(conn, &issuer)).unwrap();

            assert_eq!(db.read(|conn| find(conn, issuer.id)).unwrap(), Some(issuer));
        }

        fn a_field_can_be_emptied(db: &TestDatabase) {
            let parent = db.issuer().insert();
            let mut issuer = db.issuer().parent(parent.id).insert();
            issuer.parent_id = None;

            db.write(|conn| update(conn, &issuer)).unwrap();

            let found = db.read(|conn| find(conn, issuer.id)).unwrap().unwrap();
            assert_eq!(found.parent_id, None);
        }

        fn ancestors_come_nearest_first(db: &TestDatabase) {
            let district = db.issuer().insert();
            let school = db.issuer().parent(district.id).insert();
            let class = db.issuer().parent(school.id).insert();

            let above = db.read(|conn| ancestors(conn, class.id)).unwrap();
            let above_all = db.read(|conn| ancestors(conn, district.id)).unwrap();

            assert_eq!(above, [school, district]);
            assert_eq!(above_all, []);
        }

        fn a_circle_of_parents_ends(db: &TestDatabase) {
            let mut first = db.issuer().insert();
            let second = db.issuer().parent(first.id).insert();
            first.parent_id = Some(second.id);
            db.write(|conn| update(conn, &first)).unwrap();

            let above = db.read(|conn| ancestors(conn, first.id)).unwrap();

            assert_eq!(above.len(), DEEPEST);
        }

        fn children_come_in_the_order_of_their_names(db: &TestDatabase) {
            let district = db.issuer().insert();
            let west = db.issuer().name("West").parent(district.id).insert();
            let east = db.issuer().name("East").parent(district.id).insert();
            db.issuer().name("Elsewhere").insert();

            let below = db.read(|conn| children(conn, district.id)).unwrap();

            assert_eq!(below, [east, west]);
        }

        fn top_issuers_stand_under_no_other(db: &TestDatabase) {
            let district = db.issuer().insert();
            db.issuer().parent(district.id).insert();
            let other = db.issuer().insert();

            let page = db.read(|conn| top(conn, PageRequest::default())).unwrap();

            assert_eq!(page.items, [other, district]);
            assert_eq!(page.next, None);
            assert_eq!(db.read(count).unwrap(), 3);
        }

        fn pages_show_each_row_once_newest_first_while_new_rows_arrive(db: &TestDatabase) {
            let mut expected: Vec<_> = (0..5).map(|_| db.issuer().insert().id).collect();
            expected.reverse();

            let mut seen = Vec::new();
            let mut request = PageRequest::first(2);
            loop {
                let page = db.read(|conn| list_all(conn, request)).unwrap();
                seen.extend(page.items.into_iter().map(|issuer| issuer.id));
                db.issuer().insert();
                let Some(cursor) = page.next else { break };
                request = PageRequest::after(cursor, 2);
            }

            assert_eq!(seen, expected);
        }

        fn a_page_that_ends_with_the_last_row_has_no_next(db: &TestDatabase) {
            db.issuer().insert();
            db.issuer().insert();

            let exact = db
                .read(|conn| list_all(conn, PageRequest::first(2)))
                .unwrap();
            let nothing_asked = db
                .read(|conn| list_all(conn, PageRequest::first(0)))
                .unwrap();

            assert_eq!(exact.items.len(), 2);
            assert_eq!(exact.next, None);
            assert_eq!(nothing_asked.items.len(), 1);
            assert!(nothing_asked.next.is_some());
        }
    }
}
