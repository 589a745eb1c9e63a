//! Where the database is: the URL that the operator wrote, understood before anything connects.

use std::fmt;

use crate::database::Backend;
use crate::error::StorageError;

/// Seconds that libpq waits for a server that does not answer; it would wait for minutes.
const CONNECT_TIMEOUT: &str = "connect_timeout=10";

/// A database URL that was understood.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Address {
    /// A file, by a path that SQLite cannot mistake for a URI.
    SqliteFile(String),
    /// A database that lives and dies with its one connection.
    SqliteMemory,
    /// A server.
    Postgres(PostgresAddress),
}

/// The parts of a PostgreSQL URL that we need to know; libpq reads the rest.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct PostgresAddress {
    /// What libpq gets.
    url: String,
    /// What people may see: no password.
    shown: String,
    /// What must not be seen, also not within libpq's own messages.
    secrets: Vec<String>,
}

impl Address {
    /// Reads a database URL.
    pub(crate) fn parse(url: &str) -> Result<Self, StorageError> {
        match url.split_once(':') {
            Some(("sqlite", rest)) => parse_sqlite(rest),
            Some(("postgres" | "postgresql", rest)) => parse_postgres(url, rest),
            Some((scheme, rest)) if rest.starts_with("//") => Err(wrong(&format!(
                "It begins with \"{scheme}:\", and that kind of database is not supported."
            ))),
            _ => Err(wrong("It does not say which kind of database it means.")),
        }
    }

    pub(crate) fn backend(&self) -> Backend {
        match self {
            Self::SqliteFile(_) | Self::SqliteMemory => Backend::Sqlite,
            Self::Postgres(_) => Backend::Postgres,
        }
    }
}

/// Shows where the database is, without the password.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SqliteFile(path) => f.write_str(path),
            Self::SqliteMemory => f.write_str("memory"),
            Self::Postgres(address) => f.write_str(&address.shown),
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

impl PostgresAddress {
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// A message of libpq on one line, with our secrets struck out.
    pub(crate) fn censor(&self, message: &str) -> String {
        let mut line = message.split_whitespace().collect::<Vec<_>>().join(" ");
        for secret in &self.secrets {
            line = line.replace(secret.as_str(), "…");
        }
        line
    }
}

fn parse_sqlite(rest: &str) -> Result<Address, StorageError> {
    let path = rest.strip_prefix("//").unwrap_or(rest);
    match path {
        ":memory:" => Ok(Address::SqliteMemory),
        "" => Err(wrong("It names no file.")),
        path if path.starts_with('/') => Ok(Address::SqliteFile(path.to_owned())),
        _ if rest.starts_with("//") => Err(wrong(
            "After \"sqlite://\" comes a third slash and the whole path; a path from here is \
             written without slashes before it.",
        )),
        path => Ok(Address::SqliteFile(format!("./{path}"))),
    }
}

fn parse_postgres(url: &str, rest: &str) -> Result<Address, StorageError> {
    let Some(rest) = rest.strip_prefix("//") else {
        return Err(wrong("Two slashes are missing after \"postgres:\"."));
    };
    let (location, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = location.split_once('/').unwrap_or((location, ""));
    if path.contains('@') {
        return Err(wrong(
            "Its password holds a slash. Within the URL / is written %2F, @ is %40, : is %3A and \
             ? is %3F.",
        ));
    }
    let (login, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (user, password) = login.split_once(':').unwrap_or((login, ""));
    let user = if user.is_empty() {
        String::new()
    } else {
        format!("{user}@")
    };

    let parameters = query.split('&').filter_map(|part| part.split_once('='));
    let mut secrets: Vec<String> = parameters
        .filter(|(name, _)| name.contains("password"))
        .map(|(_, value)| value)
        .chain([password])
        .filter(|secret| !secret.is_empty())
        .map(str::to_owned)
        .collect();
    secrets.extend(query.contains('@').then(|| query.to_owned()));

    let joint = if query.is_empty() { "?" } else { "&" };
    let url = match query.contains("connect_timeout=") {
        true => url.to_owned(),
        false => format!("{}{joint}{CONNECT_TIMEOUT}", url.trim_end_matches('?')),
    };
    Ok(Address::Postgres(PostgresAddress {
        url,
        shown: format!("postgres://{user}{host}/{path}"),
        secrets,
    }))
}

/// Every mistake in the URL is answered with what a right one looks like, never with the URL
/// itself: there may be a password in it.
fn wrong(why: &str) -> StorageError {
    StorageError::Unavailable(format!(
        "The database URL cannot be used. {why} Write sqlite:///absolute/path/to/file, \
         sqlite:path/from/here, sqlite::memory: or postgres://user:password@host:5432/database."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(url: &str) -> String {
        Address::parse(url).unwrap().to_string()
    }

    fn refused(url: &str) -> String {
        Address::parse(url).unwrap_err().to_string()
    }

    #[test]
    fn each_scheme_leads_to_its_database() {
        assert_eq!(
            shown("sqlite:///var/lib/accolade.db"),
            "/var/lib/accolade.db"
        );
        assert_eq!(shown("sqlite:/var/lib/accolade.db"), "/var/lib/accolade.db");
        assert_eq!(shown("sqlite:data/accolade.db"), "./data/accolade.db");
        assert_eq!(shown("sqlite::memory:"), "memory");
        assert_eq!(shown("postgresql://db/accolade"), "postgres://db/accolade");
    }

    #[test]
    fn a_password_is_shown_nowhere() {
        let url = "postgres://ann:hunter2@db:5432/accolade?sslpassword=hunter3";

        let address = Address::parse(url).unwrap();

        assert_eq!(address.to_string(), "postgres://ann@db:5432/accolade");
        assert_eq!(
            format!("{address:?}"),
            "Address(postgres://ann@db:5432/accolade)"
        );
        let Address::Postgres(address) = address else {
            panic!("the scheme says PostgreSQL");
        };
        assert_eq!(
            address.censor("bad token\n hunter2 or hunter3"),
            "bad token … or …"
        );
    }

    #[test]
    fn a_slash_in_a_password_is_explained_without_repeating_it() {
        let message = refused("postgres://ann:hun/ter2@db/accolade");

        assert!(message.contains("%2F"), "{message}");
        assert!(!message.contains("ter2"), "{message}");
    }

    #[test]
    fn a_wrong_url_is_answered_with_right_ones() {
        for url in [
            "",
            "accolade.db",
            "mysql://root:secret@db/accolade",
            "sqlite:",
            "sqlite://accolade.db",
            "postgres:db",
        ] {
            let message = refused(url);
            assert!(
                message.contains("sqlite:path/from/here"),
                "{url}: {message}"
            );
            assert!(!message.contains("secret"), "{url}: {message}");
        }
    }

    #[test]
    fn libpq_is_told_not_to_wait_for_minutes() {
        for (url, expected) in [
            ("postgres://db/a", "postgres://db/a?connect_timeout=10"),
            ("postgres://db/a?", "postgres://db/a?connect_timeout=10"),
            (
                "postgres://db/a?x=y",
                "postgres://db/a?x=y&connect_timeout=10",
            ),
            (
                "postgres://db/a?connect_timeout=3",
                "postgres://db/a?connect_timeout=3",
            ),
        ] {
            let Address::Postgres(address) = Address::parse(url).unwrap() else {
                panic!("the scheme says PostgreSQL");
            };
            assert_eq!(address.url(), expected);
        }
    }
}
