//! Capital and small letters, alike on both databases.
//!
//! PostgreSQL tells them apart wherever texts are compared, SQLite only outside ASCII: whoever looks for `åsa` finds Åsa
//! on either.

use diesel::sql_types::{Nullable, Text};
use diesel::{QueryResult, SqliteConnection};

#[diesel::declare_sql_function]
extern "SQL" {
    /// The text in small letters.
    fn lower(text: Nullable<Text>) -> Nullable<Text>;
}

/// Gives a connection the whole alphabet, where SQLite's own function knows twenty-six letters.
pub(crate) fn teach(conn: &mut SqliteConnection) -> QueryResult<()> {
    lower_utils::register_impl(conn, |text: Option<String>| {
        text.map(|text| text.to_lowercase())
    })
}
