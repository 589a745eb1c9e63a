//! What every handler shares, and the only place where async meets SQL.

use std::sync::Arc;

use accolade_issuing::Tools;
use accolade_storage::types::{ApiTokenId, SessionId};
use accolade_storage::{Database, DbConnection, StorageError};
use actix_web::web;
use moka::sync::Cache;
use openbadges::verify::Policy;
use url::Url;

use crate::errands::Errands;
use crate::fetcher::Fetcher;
use crate::kept::Kept;
use crate::limits::Limits;
use crate::mail::Delivery;
use crate::problem::Problem;
use crate::providers::Providers;
use crate::reports::Reports;
use crate::vc_api::Door;

/// Shared by all threads; a clone is another handle on the same things.
#[derive(Clone)]
pub struct State {
    /// The pool of connections.
    pub database: Database,
    /// Clock, chance, keys and addresses.
    pub tools: Tools,
    /// What goes out to verify badges of others.
    pub fetcher: Arc<Fetcher>,
    /// The rules for badges that are handed in to be checked.
    pub policy: Arc<Policy>,
    /// Who has asked how often.
    pub limits: Arc<Limits>,
    /// Answers that can never change, ready to be given again.
    pub kept: Kept,
    /// Reports on our own awards, of the last few seconds.
    pub reports: Reports,
    /// Tokens whose use was written down a short while ago.
    pub noted_tokens: Cache<ApiTokenId, ()>,
    /// Sessions whose use was written down a while ago.
    pub noted_sessions: Cache<SessionId, ()>,
    /// What is behind the outside door, if it is open.
    pub door: Option<Arc<Door>>,
    /// Who else may vouch for people who sign in.
    pub providers: Providers,
    /// Where letters go.
    pub mail: Arc<Delivery>,
    /// Wakes the work that nobody waits for.
    pub errands: Errands,
    /// What the pages call this installation.
    pub site_name: Arc<str>,
    /// Whether the last address in `X-Forwarded-For` is believed.
    pub trust_forwarded_for: bool,
}

impl State {
    /// Runs a query on a blocking thread.
    pub async fn read<T, E, F>(&self, query: F) -> Result<T, Problem>
    where
        F: FnOnce(&mut DbConnection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StorageError> + Into<Problem> + Send + 'static,
    {
        let database = self.database.clone();
        let done = web::block(move || database.read(query)).await;
        done.map_err(Problem::internal)?.map_err(Into::into)
    }

    /// Runs a change in one transaction on a blocking thread.
    pub async fn write<T, E, F>(&self, change: F) -> Result<T, Problem>
    where
        F: FnOnce(&mut DbConnection, &Tools) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StorageError> + Into<Problem> + Send + 'static,
    {
        let database = self.database.clone();
        let tools = self.tools.clone();
        let done = web::block(move || database.write(|conn| change(conn, &tools))).await;
        done.map_err(Problem::internal)?.map_err(Into::into)
    }

    /// The same, where the handler itself looks at what went wrong.
    pub async fn change<T, E, F>(&self, change: F) -> Result<Result<T, E>, Problem>
    where
        F: FnOnce(&mut DbConnection, &Tools) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        let database = self.database.clone();
        let tools = self.tools.clone();
        web::block(move || database.write(|conn| change(conn, &tools)))
            .await
            .map_err(Problem::internal)
    }

    /// The address under which the world reaches this server.
    pub fn public_url(&self) -> &Url {
        self.tools.addresses.base()
    }

    /// The present moment.
    pub fn now(&self) -> jiff::Timestamp {
        self.tools.clock.now()
    }
}
