//! A server of its own for each test.

use std::{sync::Arc, thread::JoinHandle};

use accolade_issuing::{
    Tools,
    access::{Caller, Scopes},
    accounts,
    clock::{FixedClock, SystemClock},
    keyring::Keyring,
    random::SeededRandom,
    sessions::{self, Browser},
    testing::FixedKeys,
    tokens::{self, NewToken},
};
use accolade_server::{
    Config, Server,
    config::{MailPolicy, RateLimits},
    state::State,
};
use accolade_storage::{
    DbConnection,
    testing::TestDatabase,
    types::{IssuerId, Role},
};
use jiff::Timestamp;
use url::Url;

use crate::{Client, School};

/// The moment at which every test takes place.
const NOW: &str = "2026-11-22T10:00:00Z";

/// A running server; it stops when it is dropped.
pub struct TestServer {
    /// Where it is.
    pub url: Url,
    /// Its clock, which stands still until it is moved.
    pub clock: Arc<FixedClock>,
    state: State,
    handle: actix_web::dev::ServerHandle,
    thread: Option<JoinHandle<()>>,
    _folder: tempfile::TempDir,
}

impl TestServer {
    /// Starts a server on a database.
    ///
    /// # Panics
    /// When it cannot start.
    pub fn on(db: &TestDatabase) -> Self {
        Self::start(db, |_| {})
    }

    /// Starts a server whose clock goes, for tests with another process that looks at its own.
    ///
    /// # Panics
    /// When it cannot start.
    pub fn with_real_time(db: &TestDatabase) -> Self {
        Self::start(db, |config| config.clock = Arc::new(SystemClock))
    }

    /// Starts a server with settings of its own.
    ///
    /// # Panics
    /// When it cannot start.
    pub fn start(db: &TestDatabase, change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("the folder for temporary files can be written");
        let now: Timestamp = NOW.parse().expect("the constant is a timestamp");
        let clock = Arc::new(FixedClock::new(now));
        let mut config = Config::new(db.url(), folder.path(), Keyring::from_key([7; 32]));
        config.listen = ([127, 0, 0, 1], 0).into();
        config.limits = RateLimits::none();
        config.mail = MailPolicy::Outbox;
        config.workers = Some(2);
        config.stop_on_signals = false;
        config.clock = clock.clone();
        config.random = Arc::new(SeededRandom::new(1));
        change(&mut config);
        let server = Server::bind(config).expect("the server starts");
        let url = server.url().clone();
        let state = server.state().clone();
        let handle = server.handle();
        let thread = std::thread::spawn(move || {
            server
                .run_blocking()
                .expect("the server runs until it is stopped");
        });
        Self {
            url,
            clock,
            state,
            handle,
            thread: Some(thread),
            _folder: folder,
        }
    }

    /// What the handlers share.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Tools whose RSA key is a fixed one, because making one takes long.
    pub fn tools(&self) -> Tools {
        Tools {
            key_source: Arc::new(FixedKeys),
            ..self.state.tools.clone()
        }
    }

    /// Somebody without a token.
    pub fn anonymous(&self) -> Client {
        Client::new(&self.url, None)
    }

    /// Somebody who may do everything.
    pub fn operator(&self) -> Client {
        self.with_token(
            "operator@test.example",
            Scopes::all(),
            |conn, tools, account| {
                accounts::make_operator(conn, tools, account)
                    .expect("an account becomes an operator");
            },
        )
    }

    /// A member of an issuer, with every scope.
    pub fn member(&self, issuer: IssuerId, role: Role) -> Client {
        let email = format!("{role}@{issuer}.example");
        self.with_token(&email, Scopes::all(), |conn, tools, account| {
            accounts::grant(conn, tools, &Caller::operator(), account, issuer, role)
                .expect("a member is added");
        })
    }

    /// Somebody with an account and no rights.
    pub fn stranger(&self) -> Client {
        self.with_token("stranger@test.example", Scopes::all(), |_, _, _| {})
    }

    /// An operator whose token is good for less than everything.
    pub fn operator_with(&self, scopes: &str) -> Client {
        let scopes = scopes.parse().expect("the scopes of a test exist");
        self.with_token("operator@test.example", scopes, |conn, tools, account| {
            accounts::make_operator(conn, tools, account).expect("an account becomes an operator");
        })
    }

    /// A browser in which the person with this address signed in; their account is made if there is none.
    ///
    /// # Panics
    /// When the address cannot be one.
    pub fn sign_in_as(&self, email: &str) -> Client {
        let tools = &self.state.tools;
        let begun = self.state.database.write(|conn| {
            let account = accounts::find_or_create(conn, tools, email, "Somebody")
                .expect("an account is made");
            sessions::sign_in(conn, tools, account.id, None, &Browser::default())
        });
        Client::in_browser(&self.url, begun.expect("a session begins").1)
    }

    /// A browser in which a member of an issuer signed in.
    ///
    /// # Panics
    /// When the member cannot be added.
    pub fn sign_in_member(&self, issuer: IssuerId, role: Role) -> Client {
        let email = format!("{role}@{issuer}.example");
        let tools = &self.state.tools;
        self.state
            .database
            .write(|conn| -> Result<_, accounts::AccountError> {
                let account = accounts::find_or_create(conn, tools, &email, "Somebody")?;
                accounts::grant(conn, tools, &Caller::operator(), account.id, issuer, role)
            })
            .expect("a member is added");
        self.sign_in_as(&email)
    }

    /// A school that gives badges.
    pub fn school(&self) -> School {
        School::found(self, "kestrel-hill")
    }

    fn with_token(
        &self,
        email: &str,
        scopes: Scopes,
        prepare: impl FnOnce(&mut DbConnection, &Tools, accolade_storage::types::AccountId),
    ) -> Client {
        let tools = &self.state.tools;
        let secret = self
            .state
            .database
            .write(|conn| -> Result<_, tokens::TokenError> {
                let account = accounts::find_or_create(conn, tools, email, "Somebody")
                    .expect("an account is made");
                prepare(conn, tools, account.id);
                let order = NewToken {
                    account: Some(account.id),
                    name: "Test".to_owned(),
                    scopes,
                    expires_at: None,
                };
                Ok(tokens::create(conn, tools, &Caller::operator(), order)?.1)
            });
        Client::new(&self.url, Some(secret.expect("a token is made")))
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            // Its panic has failed the test already.
            let _ = thread.join();
        }
    }
}
