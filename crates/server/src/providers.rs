//! Signing in through OpenID Connect: providers that the operator named.
//!
//! Authorization code flow with PKCE, state and nonce. What must be remembered on the way travels sealed in the
//! browser's cookie, so that any copy of the server can go on. A provider may stand in a private network: the
//! operator named it, nobody else can.

mod discovery;
mod token;

use std::sync::Arc;
use std::time::Duration;

use accolade_issuing::Tools;
use accolade_issuing::addresses::paths;
use accolade_issuing::secrets::Secret;
use accolade_issuing::sign_in::external::Vouched;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use moka::sync::Cache;
use reqwest::redirect::Policy;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::pages::Link;
use discovery::Description;

/// How long somebody may take to sign in at the provider.
const PATIENCE: SignedDuration = SignedDuration::from_mins(10);

/// How long an answer of a provider may take.
const WAIT: Duration = Duration::from_secs(10);

/// How long what a provider says of itself is kept.
const KEEP: Duration = Duration::from_secs(600);

/// No answer of a provider that we read is larger.
const LARGEST: usize = 1024 * 1024;

/// One provider, as the operator names it.
#[derive(Clone, PartialEq, Eq)]
pub struct Provider {
    /// Its part of our addresses.
    pub slug: String,
    /// What people call it: "Google".
    pub name: String,
    /// Its issuer identifier, below which its description stands.
    pub issuer: String,
    /// How it knows this site.
    pub client_id: String,
    /// What it shares with this site.
    pub client_secret: String,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Provider")
            .field("slug", &self.slug)
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

/// Why signing in through a provider failed. What a person can do about it is the same: try again, or a letter.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// The provider could not be asked.
    #[error("the provider does not answer")]
    Unreachable(#[source] reqwest::Error),
    /// The provider answered something else than the standard says.
    #[error("the provider answered something unexpected: {0}")]
    Unexpected(&'static str),
    /// What came back is not the end of what began in this browser.
    #[error("this is not the end of what began in this browser")]
    NotBegun,
}

/// All providers, and the client that asks them.
#[derive(Clone)]
pub struct Providers {
    all: Arc<[Provider]>,
    http: reqwest::Client,
    known: Cache<String, Arc<Description>>,
    allow_http: bool,
}

/// What must be remembered while somebody is at the provider.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Voyage {
    provider: String,
    state: String,
    nonce: String,
    verifier: String,
    until: Timestamp,
    /// The page to show afterwards.
    pub(crate) onward: String,
}

/// What the provider sends the browser back with.
#[derive(Debug, Deserialize)]
pub(crate) struct Returned {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
}

impl Providers {
    /// These providers; `allow_http` only for closed networks and tests.
    pub fn new(all: Vec<Provider>, allow_http: bool) -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .timeout(WAIT)
            .https_only(!allow_http)
            .build()?;
        Ok(Self {
            all: all.into(),
            http,
            known: Cache::builder()
                .max_capacity(100)
                .time_to_live(KEEP)
                .build(),
            allow_http,
        })
    }

    /// A link to each, that comes back to `onward`.
    pub(crate) fn links(&self, onward: &str) -> Vec<Link> {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("to", onward)
            .finish();
        self.all
            .iter()
            .map(|provider| Link {
                href: format!("{}?{query}", paths::sign_in_with(&provider.slug)),
                words: provider.name.clone(),
            })
            .collect()
    }

    /// The provider with this part of our addresses.
    pub(crate) fn find(&self, slug: &str) -> Option<&Provider> {
        self.all.iter().find(|provider| provider.slug == slug)
    }

    /// Where to send the browser, and what to remember until it comes back.
    pub(crate) async fn begin(
        &self,
        tools: &Tools,
        provider: &Provider,
        onward: &str,
    ) -> Result<(Url, Voyage), ProviderError> {
        let description = self.describe(provider).await?;
        let fresh = || Secret::new(tools).reveal();
        let voyage = Voyage {
            provider: provider.slug.clone(),
            state: fresh(),
            nonce: fresh(),
            verifier: fresh(),
            until: tools.clock.now() + PATIENCE,
            onward: onward.to_owned(),
        };
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&voyage.verifier));
        let mut there = description.authorization_endpoint.clone();
        there
            .query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &provider.client_id)
            .append_pair("redirect_uri", &back(tools, provider))
            .append_pair("scope", "openid email profile")
            .append_pair("state", &voyage.state)
            .append_pair("nonce", &voyage.nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        Ok((there, voyage))
    }

    /// Whom the provider vouches for, once the browser is back.
    pub(crate) async fn finish(
        &self,
        tools: &Tools,
        provider: &Provider,
        voyage: &Voyage,
        returned: &Returned,
    ) -> Result<Vouched, ProviderError> {
        let begun = voyage.provider == provider.slug
            && voyage.state == returned.state
            && tools.clock.now() < voyage.until;
        if !begun || returned.code.is_empty() {
            return Err(ProviderError::NotBegun);
        }
        let description = self.describe(provider).await?;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &returned.code),
            ("redirect_uri", &back(tools, provider)),
            ("code_verifier", &voyage.verifier),
        ];
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form);
        let asked = self
            .http
            .post(description.token_endpoint.clone())
            .basic_auth(&provider.client_id, Some(&provider.client_secret))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .body(body.finish());
        let answer: token::Answer = discovery::read(asked).await?;
        let keys = self.keys(&description).await?;
        let now = tools.clock.now().as_second();
        token::vouched(&answer.id_token, &keys, provider, &voyage.nonce, now)
    }
}

/// Where the provider sends the browser back to.
fn back(tools: &Tools, provider: &Provider) -> String {
    tools.addresses.url(&paths::sign_in_back(&provider.slug))
}
