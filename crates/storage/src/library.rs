//! The library: what others may use, found by words, licence, language and tag.

use diesel::prelude::*;

use crate::badge_classes::BadgeClass;
use crate::connection::DbConnection;
use crate::error::Result;
use crate::page::{Page, PageRequest};
use crate::rows::can_be_stored;
use crate::schema::{badge_classes, library_entries};
use crate::types::BadgeClassId;

/// How a published badge class is found. Lists hold each of their words between two vertical bars.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = library_entries)]
pub struct LibraryEntry {
    /// The badge class.
    pub badge_class_id: BadgeClassId,
    /// Its licence, such as `CC BY 4.0`.
    pub licence: String,
    /// The languages it is to be had in: `|en|de|`.
    pub languages: String,
    /// Its tags in small letters: `|science|listening|`.
    pub tags: String,
    /// All its words in small letters.
    pub words: String,
}

/// Which entries to list; all of them by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LibraryFilter {
    words: Vec<String>,
    licence: Option<String>,
    language: Option<String>,
    tag: Option<String>,
}

/// How many words of a search count: each is one more condition, and no database takes any number of them.
const MOST_WORDS: usize = 12;

impl LibraryFilter {
    /// Every entry.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Only those that hold each of these words, or longer ones that contain them. Words after the twelfth are passed over.
    #[must_use]
    pub fn words(mut self, text: &str) -> Self {
        let words = text.split_whitespace().take(MOST_WORDS);
        self.words = words.map(str::to_lowercase).collect();
        self
    }

    /// Only those under this licence.
    #[must_use]
    pub fn licence(mut self, licence: impl Into<String>) -> Self {
        self.licence = Some(licence.into());
        self
    }

    /// Only those to be had in this language.
    #[must_use]
    pub fn language(mut self, language: &str) -> Self {
        self.language = Some(format!("|{language}|"));
        self
    }

    /// Only those with this tag.
    #[must_use]
    pub fn tag(mut self, tag: &str) -> Self {
        self.tag = Some(format!("|{}|", tag.to_lowercase()));
        self
    }

    /// Whether the texts can stand in a query at all.
    fn can_match(&self) -> bool {
        let texts = [&self.licence, &self.language, &self.tag];
        let mut all = self.words.iter().chain(texts.into_iter().flatten());
        all.all(|text| can_be_stored(text))
    }
}

/// Writes an entry, in place of the one that was there.
pub fn put(conn: &mut DbConnection, entry: &LibraryEntry) -> Result<()> {
    remove(conn, entry.badge_class_id)?;
    diesel::insert_into(library_entries::table)
        .values(entry)
        .execute(conn)?;
    Ok(())
}

/// Takes an entry away, if there is one.
pub fn remove(conn: &mut DbConnection, id: BadgeClassId) -> Result<()> {
    diesel::delete(library_entries::table.find(id)).execute(conn)?;
    Ok(())
}

/// The badge classes that others may use, newest first.
pub fn search(
    conn: &mut DbConnection,
    filter: &LibraryFilter,
    page: PageRequest,
) -> Result<Page<(BadgeClass, LibraryEntry)>> {
    if !filter.can_match() {
        return Ok(Page::cut(Vec::new(), page, found));
    }
    let mut query = library_entries::table
        .inner_join(badge_classes::table)
        .into_boxed();
    for word in &filter.words {
        query = query.filter(library_entries::words.like(containing(word)).escape('!'));
    }
    if let Some(licence) = &filter.licence {
        query = query.filter(library_entries::licence.eq(licence));
    }
    if let Some(language) = &filter.language {
        query = query.filter(
            library_entries::languages
                .like(containing(language))
                .escape('!'),
        );
    }
    if let Some(tag) = &filter.tag {
        query = query.filter(library_entries::tags.like(containing(tag)).escape('!'));
    }
    if let Some(after) = page.after {
        let after = BadgeClassId::from_uuid(after);
        query = query.filter(library_entries::badge_class_id.lt(after));
    }
    let rows = query
        .order(library_entries::badge_class_id.desc())
        .limit(page.rows())
        .select((BadgeClass::as_select(), LibraryEntry::as_select()))
        .load(conn)?;
    Ok(Page::cut(rows, page, found))
}

fn found((badge_class, _): &(BadgeClass, LibraryEntry)) -> uuid::Uuid {
    badge_class.id.into()
}

/// The pattern for a text anywhere in a column; its own signs mean themselves.
pub(crate) fn containing(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::on_each_database! {
        fn entries_are_found_by_words_licence_language_and_tag(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let entry = |licence: &str, languages: &str, tags: &str, words: &str| {
                let class = db.badge_class(&issuer).insert();
                let entry = LibraryEntry {
                    badge_class_id: class.id,
                    licence: licence.into(),
                    languages: languages.into(),
                    tags: tags.into(),
                    words: words.into(),
                };
                db.write(|conn| put(conn, &entry)).unwrap();
                class.id
            };
            let owl = entry("CC BY 4.0", "|en|de|", "|science|", "a good question 100% owl");
            let river = entry("CC BY-SA 4.0", "|en|", "|rivers|science fair|", "river keeper");
            let found = |filter: LibraryFilter| {
                let page = db
                    .read(|conn| search(conn, &filter, PageRequest::default()))
                    .unwrap();
                page.items.into_iter().map(|(class, _)| class.id).collect::<Vec<_>>()
            };

            assert_eq!(found(LibraryFilter::new()), [river, owl]);
            assert_eq!(found(LibraryFilter::new().words("Question owl")), [owl]);
            assert_eq!(found(LibraryFilter::new().words("100%")), [owl]);
            assert!(found(LibraryFilter::new().words("1_0%")).is_empty());
            assert!(found(LibraryFilter::new().words("owl\0")).is_empty());
            assert_eq!(found(LibraryFilter::new().words(&"owl ".repeat(2_000))), [owl]);
            assert_eq!(found(LibraryFilter::new().licence("CC BY-SA 4.0")), [river]);
            assert_eq!(found(LibraryFilter::new().language("de")), [owl]);
            assert_eq!(found(LibraryFilter::new().tag("Science")), [owl]);
        }

        fn an_entry_is_replaced_and_taken_away(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let class = db.badge_class(&issuer).insert();
            let mut entry = LibraryEntry {
                badge_class_id: class.id,
                licence: "CC BY 4.0".into(),
                languages: "|en|".into(),
                tags: "|".into(),
                words: "one".into(),
            };
            db.write(|conn| put(conn, &entry)).unwrap();
            entry.words = "two".into();
            db.write(|conn| put(conn, &entry)).unwrap();
            let all = || {
                db.read(|conn| search(conn, &LibraryFilter::new(), PageRequest::default()))
                    .unwrap()
                    .items
            };

            assert_eq!(all()[0].1, entry);
            db.write(|conn| remove(conn, class.id)).unwrap();
            assert!(all().is_empty());
        }
    }
}
