//! Frameworks of skills that issuers took in, and their items.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::library::containing;
use crate::rows::{can_be_stored, insert_rows};
use crate::schema::{framework_items, frameworks};
use crate::types::{AccountId, FrameworkFormat, FrameworkId, IssuerId, Timestamp};

/// A framework that an issuer took in.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = frameworks, treat_none_as_default_value = false)]
pub struct Framework {
    /// Names the framework.
    pub id: FrameworkId,
    /// Who took it in; issuers below may pick from it too.
    pub issuer_id: IssuerId,
    /// What it is called.
    pub name: String,
    /// Its own address.
    pub url: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// The language of its texts.
    pub language: Option<String>,
    /// Under which terms it may be used.
    pub licence: Option<String>,
    /// What sort of file it came in.
    pub format: FrameworkFormat,
    /// How many items it has.
    pub items: i32,
    /// Who took it in.
    pub created_by: Option<AccountId>,
    /// When.
    pub created_at: Timestamp,
}

/// One skill or standard of a framework.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = framework_items, treat_none_as_default_value = false)]
pub struct FrameworkItem {
    /// The framework.
    pub framework_id: FrameworkId,
    /// Its place there, from zero.
    pub position: i32,
    /// Its code.
    pub code: Option<String>,
    /// Its name, or the whole statement.
    pub name: String,
    /// What it means.
    pub description: Option<String>,
    /// Its address.
    pub url: String,
    /// What sort of item it is, in the framework's words.
    pub kind: Option<String>,
    /// All its words in small letters.
    pub words: String,
}

/// Stores a framework with its items.
pub fn insert(
    conn: &mut DbConnection,
    framework: &Framework,
    items: &[FrameworkItem],
) -> Result<()> {
    diesel::insert_into(frameworks::table)
        .values(framework)
        .execute(conn)?;
    insert_rows!(conn, framework_items::table, items)
}

/// Takes a framework and its items away.
pub fn remove(conn: &mut DbConnection, id: FrameworkId) -> Result<()> {
    diesel::delete(framework_items::table.filter(framework_items::framework_id.eq(id)))
        .execute(conn)?;
    diesel::delete(frameworks::table.find(id)).execute(conn)?;
    Ok(())
}

/// Finds a framework.
pub fn find(conn: &mut DbConnection, id: FrameworkId) -> Result<Option<Framework>> {
    Ok(frameworks::table
        .find(id)
        .select(Framework::as_select())
        .first(conn)
        .optional()?)
}

/// The frameworks of these issuers, newest first.
pub fn of_issuers(conn: &mut DbConnection, issuers: &[IssuerId]) -> Result<Vec<Framework>> {
    Ok(frameworks::table
        .filter(frameworks::issuer_id.eq_any(issuers))
        .order(frameworks::id.desc())
        .select(Framework::as_select())
        .load(conn)?)
}

/// The items of a framework that hold each of these words, in its own order, at most `limit`.
pub fn search(
    conn: &mut DbConnection,
    framework: FrameworkId,
    text: &str,
    limit: u32,
) -> Result<Vec<FrameworkItem>> {
    if !can_be_stored(text) {
        return Ok(Vec::new());
    }
    let mut query = framework_items::table
        .filter(framework_items::framework_id.eq(framework))
        .into_boxed();
    for word in text.split_whitespace().take(MOST_WORDS) {
        let pattern = containing(&word.to_lowercase());
        query = query.filter(framework_items::words.like(pattern).escape('!'));
    }
    Ok(query
        .order(framework_items::position.asc())
        .limit(i64::from(limit))
        .select(FrameworkItem::as_select())
        .load(conn)?)
}

/// More words than these make no search better, only longer.
const MOST_WORDS: usize = 12;

/// Finds one item of a framework.
pub fn item(
    conn: &mut DbConnection,
    framework: FrameworkId,
    position: i32,
) -> Result<Option<FrameworkItem>> {
    Ok(framework_items::table
        .find((framework, position))
        .select(FrameworkItem::as_select())
        .first(conn)
        .optional()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::on_each_database! {
        fn items_are_found_by_any_of_their_words(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let framework = Framework {
                id: db.id(),
                issuer_id: issuer.id,
                name: "Northern Skills Frame".into(),
                url: None,
                publisher: None,
                language: Some("en".into()),
                licence: None,
                format: FrameworkFormat::Case,
                items: 1_200,
                created_by: None,
                created_at: db.start(),
            };
            let items: Vec<_> = (0..1_200)
                .map(|position| FrameworkItem {
                    framework_id: framework.id,
                    position,
                    code: Some(format!("MA-{position}")),
                    name: format!("Skill {position}"),
                    description: None,
                    url: format!("https://frame.example/{position}"),
                    kind: None,
                    words: format!("ma-{position} skill {position} x"),
                })
                .collect();
            db.write(|conn| insert(conn, &framework, &items)).unwrap();
            let found = |text: &str| db.read(|conn| search(conn, framework.id, text, 5)).unwrap();

            assert_eq!(found("MA-1199"), items[1199..]);
            assert_eq!(found("skill"), items[..5]);
            assert_eq!(db.read(|conn| item(conn, framework.id, 7)).unwrap().as_ref(), items.get(7));
            let listed = db.read(|conn| of_issuers(conn, &[issuer.id])).unwrap();
            assert_eq!(listed, std::slice::from_ref(&framework));
            db.write(|conn| remove(conn, framework.id)).unwrap();
            assert!(found("skill").is_empty());
            assert_eq!(db.read(|conn| find(conn, framework.id)).unwrap(), None);
        }
    }
}
