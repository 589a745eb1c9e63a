//! What a server needs to be told before it starts.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;

use accolade_issuing::clock::{Clock, SystemClock};
use accolade_issuing::house::HouseRules;
use accolade_issuing::key_source::{KeySource, SystemKeys};
use accolade_issuing::keyring::Keyring;
use accolade_issuing::random::{Random, SystemRandom};
use openbadges::verify::Policy;
use url::Url;

use crate::fetcher::FetchPolicy;
pub use crate::mail::MailPolicy;
use crate::providers::Provider;

/// Everything that differs from one installation to another.
#[derive(Clone)]
pub struct Config {
    /// `sqlite:PATH` or `postgres://…`.
    pub database_url: String,
    /// The address under which the world reaches this server; none takes the address it listens on, which suits
    /// tests and first tries on port 0.
    pub public_url: Option<Url>,
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The folder that holds what is not in the database.
    pub data_dir: PathBuf,
    /// The master key under which private signing keys are sealed.
    pub keyring: Keyring,
    /// Certificate and key, if this server itself speaks TLS.
    pub tls: Option<TlsFiles>,
    /// What may be fetched to verify badges of others.
    pub fetch: FetchPolicy,
    /// The rules for badges that are handed in to be checked, and the registers of issuers to ask.
    pub verify: Policy,
    /// How many requests one caller may make.
    pub limits: RateLimits,
    /// Whether the last address in `X-Forwarded-For` is believed; only behind a proxy that sets it.
    pub trust_forwarded_for: bool,
    /// Whether anything is issued and verified for test suites of W3C.
    pub door: DoorPolicy,
    /// Where letters go.
    pub mail: MailPolicy,
    /// Whether this copy does the work that nobody waits for; tests that take each turn themselves say no.
    pub errands: bool,
    /// What the pages call this installation.
    pub site_name: String,
    /// Threads that answer requests; none takes one a core.
    pub workers: Option<usize>,
    /// Whether stop signals of the operating system end `run`; tests say no.
    pub stop_on_signals: bool,
    /// Whether migrations are applied before the first request.
    pub migrate: bool,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where chance comes from.
    pub random: Arc<dyn Random>,
    /// Where new signing keys come from.
    pub key_source: Arc<dyn KeySource>,
    /// What the operator decided for everybody.
    pub rules: HouseRules,
    /// Who else may vouch for people who sign in.
    pub providers: Vec<Provider>,
}

impl Config {
    /// The usual settings around the three things that have no default.
    pub fn new(
        database_url: impl Into<String>,
        data_dir: impl Into<PathBuf>,
        keyring: Keyring,
    ) -> Self {
        Self {
            database_url: database_url.into(),
            public_url: None,
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080),
            data_dir: data_dir.into(),
            keyring,
            tls: None,
            fetch: FetchPolicy::default(),
            verify: Policy::default(),
            limits: RateLimits::default(),
            trust_forwarded_for: false,
            door: DoorPolicy::Closed,
            mail: MailPolicy::Off,
            errands: true,
            site_name: "Accolade".to_owned(),
            workers: None,
            stop_on_signals: true,
            migrate: true,
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            key_source: Arc::new(SystemKeys),
            rules: HouseRules::default(),
            providers: Vec::new(),
        }
    }
}

/// Who may use the outside door ([`crate::vc_api`]).
#[derive(Clone, Default, PartialEq, Eq)]
pub enum DoorPolicy {
    /// Nobody: its addresses answer 404.
    #[default]
    Closed,
    /// Whoever sends this bearer token.
    Token(String),
    /// Whoever can reach the server.
    Open,
}

/// A certificate chain and its private key, both as PEM files.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    /// The certificate chain, leaf first.
    pub certificate: PathBuf,
    /// The private key (PKCS#8, PKCS#1 or SEC1).
    pub key: PathBuf,
}

/// Requests a minute; none means no limit.
#[derive(Debug, Clone)]
pub struct RateLimits {
    /// Verifications by one address.
    pub verifications: Option<NonZeroU32>,
    /// Tokens that were refused, by one address.
    pub refused_tokens: Option<NonZeroU32>,
    /// Uploaded files by one token.
    pub uploads: Option<NonZeroU32>,
    /// Changes through the API by one token.
    pub changes: Option<NonZeroU32>,
    /// Codes that nobody made, tried by one address.
    pub wrong_codes: Option<NonZeroU32>,
    /// Claims from one address; a whole class may sit behind one.
    pub claims: Option<NonZeroU32>,
    /// Claims with one code.
    pub claims_of_code: Option<NonZeroU32>,
    /// Letters and codes for signing in, by one address.
    pub sign_ins: Option<NonZeroU32>,
    /// Badges drawn for whoever asks, by one address: a whole class may sit behind it.
    pub drawings: Option<NonZeroU32>,
    /// Words of people who were asked by link, from one address: a staff room may sit behind it.
    pub reviews: Option<NonZeroU32>,
    /// Visitors without an account for whom something is kept, from one address: two classes may begin at once.
    pub visitors: Option<NonZeroU32>,
}

impl RateLimits {
    /// No limits at all: for load tests.
    pub fn none() -> Self {
        Self {
            verifications: None,
            refused_tokens: None,
            uploads: None,
            changes: None,
            wrong_codes: None,
            claims: None,
            claims_of_code: None,
            sign_ins: None,
            drawings: None,
            reviews: None,
            visitors: None,
        }
    }
}

impl Default for RateLimits {
    fn default() -> Self {
        Self {
            verifications: NonZeroU32::new(120),
            refused_tokens: NonZeroU32::new(20),
            uploads: NonZeroU32::new(120),
            changes: NonZeroU32::new(1_200),
            wrong_codes: NonZeroU32::new(20),
            claims: NonZeroU32::new(120),
            claims_of_code: NonZeroU32::new(240),
            sign_ins: NonZeroU32::new(20),
            drawings: NonZeroU32::new(1_800),
            reviews: NonZeroU32::new(60),
            visitors: NonZeroU32::new(60),
        }
    }
}
