//! Our own documents for the verifier, straight from the database.
//!
//! A badge of ours must verify without the server calling itself: that would need a way out and in again, and
//! would wait for a worker that may be waiting for it.

use accolade_issuing::Tools;
use accolade_storage::Database;
use openbadges::verify::{Fetch, FetchError, Fetched};
use url::Url;

use crate::problem::Problem;
use crate::standard::{self, Address, Form};

/// Answers addresses under our public URL from the database, and passes all others on.
pub struct OwnDocuments<'a> {
    database: &'a Database,
    tools: &'a Tools,
    others: &'a dyn Fetch,
}

impl<'a> OwnDocuments<'a> {
    /// Our documents before everybody else's.
    pub fn before(others: &'a dyn Fetch, database: &'a Database, tools: &'a Tools) -> Self {
        Self {
            database,
            tools,
            others,
        }
    }

    /// The path below our public URL, if the address is there. The scheme does not matter: a did:web always
    /// means https, also where a proxy or a test speaks plain http.
    fn own_path(&self, url: &Url) -> Option<String> {
        let base = self.tools.addresses.base();
        let same_port = url.port() == base.port()
            || url.port_or_known_default() == base.port_or_known_default();
        if !matches!(url.scheme(), "http" | "https") || url.host() != base.host() || !same_port {
            return None;
        }
        let path = url.path().strip_prefix(base.path().trim_end_matches('/'))?;
        Some(path.to_owned())
    }

    fn answer(&self, url: &Url, path: &str, accept: &str) -> Result<Fetched, Problem> {
        let address = Address::of_path(path).ok_or_else(Problem::not_found)?;
        // Machines are never given the page, whatever they say.
        let (media_type, form) = standard::choose(&address, accept)?;
        let form = if form == Form::Page {
            Form::V2Json
        } else {
            form
        };
        let (database, tools) = (self.database, self.tools);
        let found = database.read(|conn| standard::render(conn, tools, &address, form))?;
        let found = match found {
            Some(answer) => Some(answer),
            None if address.is_signed(form) => {
                database.write(|conn| standard::render_signing(conn, tools, &address, form))?
            }
            None => None,
        };
        let answer = found.ok_or_else(Problem::not_found)?.labelled(media_type);
        let (status, media_type, body) = answer.parts();
        Ok(Fetched {
            status,
            media_type: Some(media_type.to_owned()),
            body: body.to_vec(),
            final_url: url.clone(),
        })
    }
}

impl Fetch for OwnDocuments<'_> {
    fn fetch(&self, url: &Url, accept: &str) -> Result<Fetched, FetchError> {
        let Some(path) = self.own_path(url) else {
            return self.others.fetch(url, accept);
        };
        match self.answer(url, &path, accept) {
            Ok(fetched) => Ok(fetched),
            Err(problem) if problem.kind.status().is_server_error() => Err(
                FetchError::Unreachable("our own database did not answer".to_owned()),
            ),
            Err(problem) => Ok(Fetched {
                status: problem.kind.status().as_u16(),
                media_type: None,
                body: Vec::new(),
                final_url: url.clone(),
            }),
        }
    }
}
