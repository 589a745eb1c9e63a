//! Binding, serving and stopping.

use std::fs::File;
use std::io::{self, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use accolade_issuing::Tools;
use accolade_issuing::addresses::Addresses;
use accolade_issuing::house::HouseRules;
use accolade_storage::{Database, StorageError};
use actix_web::dev::ServerHandle;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};
use moka::sync::Cache;
use openbadges::did::DidError;
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use url::Url;

use crate::config::{Config, TlsFiles};
use crate::errands::{self, Errands};
use crate::fetcher::{Fetcher, FetcherError};
use crate::kept::Kept;
use crate::limits::Limits;
use crate::mail::Delivery;
use crate::middleware::Transport;
use crate::providers::Providers;
use crate::reports::Reports;
use crate::state::State;
use crate::vc_api::Door;
use crate::{middleware, routes};

/// Seconds that running requests are given to end after a stop signal.
const PATIENCE: u64 = 10;

/// How exactly it is known when a token was last used: not every request should cost a write.
const NOTE_USE_EVERY: Duration = Duration::from_secs(60);

/// The same for sessions, of which there are more.
const NOTE_SESSION_EVERY: Duration = Duration::from_secs(600);

/// Why the server could not start.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// The address is taken or not ours.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address that was asked for.
        address: std::net::SocketAddr,
        /// What the operating system says.
        source: io::Error,
    },
    /// The database cannot be opened or migrated.
    #[error("the database is not ready")]
    Database(#[from] StorageError),
    /// No did:web can be made of the public URL.
    #[error("the public URL cannot be used")]
    PublicUrl(#[source] DidError),
    /// The client for verifying badges of others could not be set up.
    #[error("the network client could not be set up")]
    Fetcher(#[from] FetcherError),
    /// The certificate or its key cannot be used.
    #[error("the TLS file {path} cannot be used: {why}")]
    Tls {
        /// The file in question.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// Mail cannot be sent as configured.
    #[error("mail cannot be sent: {0}")]
    Mail(String),
    /// Something else the operating system refused.
    #[error("the server could not be set up")]
    Io(#[from] io::Error),
}

/// A server that has its port and its database, and waits to be run.
pub struct Server {
    http: actix_web::dev::Server,
    url: Url,
    state: State,
    errands: bool,
}

impl Server {
    /// Takes the port, opens and migrates the database, and makes everything ready.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a server owns its configuration"
    )]
    pub fn bind(config: Config) -> Result<Self, BindError> {
        let listener = TcpListener::bind(config.listen).map_err(|source| BindError::Listen {
            address: config.listen,
            source,
        })?;
        let url = local_url(&listener, config.tls.is_some())?;
        let state = state(
            &config,
            config.public_url.clone().unwrap_or_else(|| url.clone()),
        )?;
        let http = serve(&config, listener, state.clone())?;
        Ok(Self {
            http,
            url,
            state,
            errands: config.errands,
        })
    }

    /// The address on which this machine reaches the server.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// What the handlers share.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Stops the server from elsewhere; `stop(true)` lets running requests end.
    pub fn handle(&self) -> ServerHandle {
        self.http.handle()
    }

    /// Answers requests until it is stopped.
    pub async fn run(self) -> io::Result<()> {
        tracing::info!(url = %self.url, public_url = %self.state.public_url(), "listening");
        if self.errands {
            errands::start(&self.state);
        }
        self.http.await
    }

    /// Answers requests on a runtime of its own until it is stopped.
    pub fn run_blocking(self) -> io::Result<()> {
        actix_web::rt::System::new().block_on(self.run())
    }
}

/// Everything that handlers share, made from the configuration; also of use without a server.
pub fn state(config: &Config, public_url: Url) -> Result<State, BindError> {
    let database = Database::connect(&config.database_url)?;
    if config.migrate {
        database.migrate()?;
    }
    let addresses = Addresses::new(public_url).map_err(BindError::PublicUrl)?;
    let tools = Tools {
        clock: Arc::clone(&config.clock),
        random: Arc::clone(&config.random),
        key_source: Arc::clone(&config.key_source),
        rules: config.rules,
        ..Tools::system(addresses, config.keyring.clone())
    };
    assemble(config, database, tools)
}

/// The same around a database and tools that are there already.
pub(crate) fn assemble(
    config: &Config,
    database: Database,
    tools: Tools,
) -> Result<State, BindError> {
    let mail = Delivery::of(&config.mail).map_err(BindError::Mail)?;
    let rules = HouseRules {
        sends_mail: mail.is_on(),
        ..tools.rules
    };
    let tools = Tools { rules, ..tools };
    Ok(State {
        door: Door::of(&config.door, &tools),
        database,
        tools,
        fetcher: Arc::new(Fetcher::new(config.fetch.clone())?),
        policy: Arc::new(config.verify.clone()),
        limits: Arc::new(Limits::new(&config.limits)),
        kept: Kept::default(),
        reports: Reports::default(),
        noted_tokens: Cache::builder()
            .max_capacity(10_000)
            .time_to_live(NOTE_USE_EVERY)
            .build(),
        providers: Providers::new(config.providers.clone(), config.fetch.allow_http)
            .map_err(FetcherError::Client)?,
        mail: Arc::new(mail),
        errands: Errands::default(),
        noted_sessions: Cache::builder()
            .max_capacity(10_000)
            .time_to_live(NOTE_SESSION_EVERY)
            .build(),
        site_name: config.site_name.as_str().into(),
        trust_forwarded_for: config.trust_forwarded_for,
    })
}

/// Everything an application is but its middleware.
pub(crate) fn configure(cfg: &mut web::ServiceConfig, state: &State, transport: Transport) {
    cfg.app_data(web::Data::new(state.clone()))
        .app_data(web::Data::new(transport));
    routes::configure(cfg);
}

fn serve(
    config: &Config,
    listener: TcpListener,
    state: State,
) -> Result<actix_web::dev::Server, BindError> {
    let secure = config.tls.is_some() || state.public_url().scheme() == "https";
    let mut server = HttpServer::new(move || {
        App::new()
            .configure(|cfg| configure(cfg, &state, Transport { secure }))
            .wrap(from_fn(middleware::layers))
    })
    .shutdown_timeout(PATIENCE);
    if let Some(workers) = config.workers {
        server = server.workers(workers);
    }
    if !config.stop_on_signals {
        server = server.disable_signals();
    }
    let server = match &config.tls {
        Some(files) => server.listen_rustls_0_23(listener, tls(files)?)?,
        None => server.listen(listener)?,
    };
    Ok(server.run())
}

fn local_url(listener: &TcpListener, tls: bool) -> io::Result<Url> {
    let address = listener.local_addr()?;
    let scheme = if tls { "https" } else { "http" };
    // Loopback is called by its name: certificates and did:web both want one.
    let host = if address.ip().is_loopback() || address.ip().is_unspecified() {
        format!("localhost:{}", address.port())
    } else {
        address.to_string()
    };
    Url::parse(&format!("{scheme}://{host}/")).map_err(io::Error::other)
}

fn tls(files: &TlsFiles) -> Result<ServerConfig, BindError> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let why = |error: rustls::Error| BindError::Tls {
        path: files.certificate.clone(),
        why: error.to_string(),
    };
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(why)?
        .with_no_client_auth()
        .with_single_cert(certificates(&files.certificate)?, private_key(&files.key)?)
        .map_err(why)
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, BindError> {
    let unusable = |why: String| BindError::Tls {
        path: path.to_owned(),
        why,
    };
    let file = File::open(path).map_err(|error| unusable(error.to_string()))?;
    let chain: Result<Vec<_>, _> = rustls_pemfile::certs(&mut BufReader::new(file)).collect();
    let chain = chain.map_err(|error| unusable(error.to_string()))?;
    if chain.is_empty() {
        return Err(unusable("it holds no certificate".to_owned()));
    }
    Ok(chain)
}

fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>, BindError> {
    let unusable = |why: String| BindError::Tls {
        path: path.to_owned(),
        why,
    };
    let file = File::open(path).map_err(|error| unusable(error.to_string()))?;
    rustls_pemfile::private_key(&mut BufReader::new(file))
        .map_err(|error| unusable(error.to_string()))?
        .ok_or_else(|| unusable("it holds no private key".to_owned()))
}
