//! Holds `schema.rs` against what the migrations really make, on both databases.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use crate::connection::DbConnection;
use crate::database::{Backend, Database};
use crate::rows::on_backend;
use crate::testing::TestDatabase;

/// A column: its type as the database spells it, and whether it may be empty.
type Column = (String, bool);
type Tables = BTreeMap<String, BTreeMap<String, Column>>;

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    column_type: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
}

const SQLITE_COLUMNS: &str = r#"
    SELECT m.name AS table_name, c.name AS column_name, c.type AS column_type,
           c."notnull" = 0 AS nullable
    FROM sqlite_schema m JOIN pragma_table_info(m.name) c
    WHERE m.type = 'table'
      AND m.name NOT LIKE '\_\_%' ESCAPE '\'
      AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\'"#;

const POSTGRES_COLUMNS: &str = r"
    SELECT table_name::text, column_name::text, data_type::text AS column_type,
           is_nullable = 'YES' AS nullable
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name NOT LIKE '\_\_%'";

fn migrated(db: &Database) -> Tables {
    let rows: Vec<ColumnRow> = db
        .read(|conn| {
            let text = match conn {
                DbConnection::Sqlite(_) => SQLITE_COLUMNS,
                DbConnection::Postgres(_) => POSTGRES_COLUMNS,
            };
            on_backend!(conn, |c| diesel::sql_query(text).load(c))
                .map_err(crate::StorageError::from)
        })
        .unwrap();
    let mut tables = Tables::new();
    for row in rows {
        tables
            .entry(row.table_name)
            .or_default()
            .insert(row.column_name, (row.column_type, row.nullable));
    }
    tables
}

/// The names of the tables that the migrations made.
pub(crate) fn tables(db: &Database) -> BTreeSet<String> {
    migrated(db).into_keys().collect()
}

/// Reads `schema.rs` as text, because diesel forgets names and types once it has compiled them.
fn declared(backend: Backend) -> Tables {
    let mut tables = Tables::new();
    let mut table = None;
    for line in include_str!("../schema.rs").lines().map(str::trim) {
        if let Some((name, "{")) = line
            .split_once(" (")
            .map(|(name, rest)| (name, rest.rsplit(' ').next().unwrap_or_default()))
        {
            table = Some(name.to_owned());
        } else if let (Some((column, kind)), Some(table)) = (line.split_once(" -> "), &table) {
            let Some(kind) = kind.strip_suffix(',') else {
                continue;
            };
            let inner = kind
                .strip_prefix("Nullable<")
                .and_then(|kind| kind.strip_suffix('>'));
            tables.entry(table.clone()).or_default().insert(
                column.to_owned(),
                (
                    spelling(inner.unwrap_or(kind), backend).to_owned(),
                    inner.is_some(),
                ),
            );
        }
    }
    tables
}

fn spelling(kind: &str, backend: Backend) -> &'static str {
    match (kind, backend) {
        ("Id" | "Binary", Backend::Sqlite) => "BLOB",
        ("Text", Backend::Sqlite) => "TEXT",
        ("BigInt" | "Integer" | "Bool", Backend::Sqlite) => "INTEGER",
        ("Id", Backend::Postgres) => "uuid",
        ("Binary", Backend::Postgres) => "bytea",
        ("Text", Backend::Postgres) => "text",
        ("BigInt", Backend::Postgres) => "bigint",
        ("Integer", Backend::Postgres) => "integer",
        ("Bool", Backend::Postgres) => "boolean",
        _ => panic!("schema.rs uses {kind}, which migrations/README.md does not list"),
    }
}

crate::on_each_database! {
    fn the_migrations_make_what_the_schema_declares(db: &TestDatabase) {
        let made = migrated(db);

        let declared = declared(db.backend());

        assert!(declared.len() >= 15, "the schema was not read");
        assert_eq!(made, declared);
    }
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[test]
fn every_table_on_sqlite_is_strict() {
    let db = TestDatabase::sqlite();
    let loose = "SELECT name FROM pragma_table_list
                 WHERE schema = 'main' AND type = 'table' AND strict = 0
                   AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'";

    let rows: Vec<Name> = db
        .read(|conn| {
            on_backend!(conn, |c| diesel::sql_query(loose).load(c))
                .map_err(crate::StorageError::from)
        })
        .unwrap();

    let names: Vec<_> = rows.into_iter().map(|row| row.name).collect();
    assert_eq!(names, Vec::<String>::new());
}
