//! Getting what verification needs from elsewhere, without being sent where it should not go.
//!
//! Only https, only public addresses (checked when connecting), few redirects each checked anew, small
//! answers, short waits, and a budget for each verification.

use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;
use openbadges::verify::{Fetch, FetchError, Fetched};
use reqwest::header;
use tokio::runtime::Runtime;
use tokio::time::Instant;
use url::{Host, Url};

mod guard;
mod policy;
mod session;

pub use policy::FetchPolicy;
pub use session::FetchSession;

/// Why a fetcher could not be made.
#[derive(Debug, thiserror::Error)]
pub enum FetcherError {
    /// The thread that waits for answers could not be started.
    #[error("the network thread could not be started")]
    Thread(#[source] std::io::Error),
    /// The HTTP client could not be set up.
    #[error("the network client could not be set up")]
    Client(#[source] reqwest::Error),
}

/// A guarded HTTP client with a cache, shared by all verifications.
///
/// It waits on a thread of its own, so it may be called from any thread that is allowed to block.
pub struct Fetcher {
    policy: FetchPolicy,
    guarded: reqwest::Client,
    unguarded: reqwest::Client,
    cache: Cache<(Url, String), Arc<Kept>>,
    runtime: Option<Runtime>,
}

/// `Fetched`, kept for a while.
struct Kept {
    status: u16,
    media_type: Option<String>,
    body: Vec<u8>,
    final_url: Url,
}

/// What one cache may hold.
const CACHE_BYTES: u64 = 32 * 1024 * 1024;

impl Fetcher {
    /// A fetcher that keeps to this policy.
    pub fn new(policy: FetchPolicy) -> Result<Self, FetcherError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("accolade-fetch")
            .enable_all()
            .build()
            .map_err(FetcherError::Thread)?;
        let client = |guarded: bool| {
            let mut client = reqwest::Client::builder()
                .user_agent(concat!("Accolade/", env!("CARGO_PKG_VERSION")))
                .redirect(reqwest::redirect::Policy::none())
                .referer(false)
                .no_proxy()
                .timeout(policy.timeout)
                .connect_timeout(policy.timeout);
            if guarded {
                client = client.dns_resolver(Arc::new(guard::GuardedResolver));
            }
            client.build().map_err(FetcherError::Client)
        };
        Ok(Self {
            guarded: client(!policy.allow_private)?,
            unguarded: client(false)?,
            cache: Cache::builder()
                .max_capacity(CACHE_BYTES)
                .weigher(|_, kept: &Arc<Kept>| {
                    u32::try_from(kept.body.len() + 512).unwrap_or(u32::MAX)
                })
                .time_to_live(policy.keep)
                .build(),
            policy,
            runtime: Some(runtime),
        })
    }

    /// Fetching for one verification, within its budget, and no longer than `until` if that is sooner.
    pub fn session(&self, until: Option<Instant>) -> FetchSession<'_> {
        FetchSession::new(self, until)
    }

    fn get(&self, url: &Url, accept: &str, until: Instant) -> Result<Fetched, FetchError> {
        let key = (url.clone(), accept.to_owned());
        if let Some(kept) = self.cache.get(&key) {
            return Ok(kept.as_fetched());
        }
        let late = || FetchError::Unreachable("it took too long".to_owned());
        // A timer that has run out does not keep a quick answer from coming first.
        if Instant::now() >= until {
            return Err(late());
        }
        let runtime = self
            .runtime
            .as_ref()
            .expect("taken only when the fetcher is dropped");
        let kept = runtime.block_on(async {
            tokio::time::timeout_at(until, self.attempt(url, accept))
                .await
                .map_err(|_| late())?
        })?;
        let kept = Arc::new(kept);
        self.cache.insert(key, Arc::clone(&kept));
        Ok(kept.as_fetched())
    }

    /// Whether a message may be posted to this address at all; what a name resolves to is looked at when connecting.
    pub fn may_post(&self, url: &Url) -> Result<(), FetchError> {
        self.client_for(url).map(|_| ())
    }

    /// Posts JSON, follows no redirect, and keeps the beginning of the answer.
    pub fn post(
        &self,
        url: &Url,
        headers: &[(&'static str, String)],
        body: String,
    ) -> Result<Posted, FetchError> {
        let client = self.client_for(url)?;
        let mut request = client
            .post(url.clone())
            .timeout(POST_TIMEOUT)
            .header(header::CONTENT_TYPE, "application/json")
            .body(body);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let runtime = self
            .runtime
            .as_ref()
            .expect("taken only when the fetcher is dropped");
        runtime.block_on(async {
            let mut answer = request.send().await.map_err(|error| describe(&error))?;
            let status = answer.status().as_u16();
            let mut text = Vec::new();
            // The status says it all; the rest is for the page, as far as it comes.
            while text.len() < POST_ANSWER {
                match answer.chunk().await {
                    Ok(Some(chunk)) => text.extend_from_slice(&chunk),
                    Ok(None) | Err(_) => break,
                }
            }
            text.truncate(POST_ANSWER);
            let text = String::from_utf8_lossy(&text).into_owned();
            Ok(Posted { status, text })
        })
    }

    /// A did:web always means https. A server on this very machine may speak plain http, if that is allowed.
    async fn attempt(&self, url: &Url, accept: &str) -> Result<Kept, FetchError> {
        let first = self.follow(url, accept).await;
        let plain = || {
            let mut plain = url.clone();
            plain.set_scheme("http").ok().map(|()| plain)
        };
        let local = self.policy.allow_http && self.policy.allow_private && is_local(url);
        match first {
            Err(FetchError::Unreachable(_)) if local && url.scheme() == "https" => match plain() {
                Some(plain) => self.follow(&plain, accept).await,
                None => first,
            },
            first => first,
        }
    }

    async fn follow(&self, url: &Url, accept: &str) -> Result<Kept, FetchError> {
        let mut url = self.as_allowed(url);
        for _ in 0..=self.policy.redirects {
            let client = self.client_for(&url)?;
            let answer = client
                .get(url.clone())
                .header(header::ACCEPT, accept)
                .send()
                .await
                .map_err(|error| describe(&error))?;
            match redirect_of(&answer, &url)? {
                Some(next) => url = next,
                None => return self.keep(answer, url, accept).await,
            }
        }
        Err(FetchError::TooManyRedirects)
    }

    /// A did:web always means https; where a plain-http origin is allowed explicitly, that one is meant.
    fn as_allowed(&self, url: &Url) -> Url {
        let same = |allowed: &&Url| {
            allowed.scheme() == "http"
                && allowed.host() == url.host()
                && allowed.port() == url.port()
        };
        match self.policy.allowed_origins.iter().find(same) {
            Some(allowed) if url.scheme() == "https" && url.port().is_some() => {
                let mut plain = allowed.clone();
                plain.set_path(url.path());
                plain.set_query(url.query());
                plain
            }
            _ => url.clone(),
        }
    }

    /// Refuses addresses that no request may go to; what a name resolves to is checked when connecting.
    fn client_for(&self, url: &Url) -> Result<&reqwest::Client, FetchError> {
        let refused = |why: &str| Err(FetchError::Refused(why.to_owned()));
        if self
            .policy
            .allowed_origins
            .iter()
            .any(|allowed| allowed.origin() == url.origin())
        {
            return Ok(&self.unguarded);
        }
        match url.scheme() {
            "https" => {}
            "http" if self.policy.allow_http => {}
            _ => return refused("only https addresses are fetched"),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refused("addresses with a user name are not fetched");
        }
        let address = match url.host() {
            Some(Host::Ipv4(v4)) => Some(v4.into()),
            Some(Host::Ipv6(v6)) => Some(v6.into()),
            Some(Host::Domain(_)) => None,
            None => return refused("the address has no host"),
        };
        if !self.policy.allow_private && address.is_some_and(|address| !guard::is_public(address)) {
            return refused("private addresses are not fetched");
        }
        Ok(&self.guarded)
    }

    async fn keep(
        &self,
        mut answer: reqwest::Response,
        final_url: Url,
        accept: &str,
    ) -> Result<Kept, FetchError> {
        let most = if accept.contains("image/") {
            self.policy.image_bytes
        } else {
            self.policy.document_bytes
        };
        let media_type = answer
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| describe(&error))? {
            if body.len() + chunk.len() > most {
                return Err(FetchError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Kept {
            status: answer.status().as_u16(),
            media_type,
            body,
            final_url,
        })
    }
}

/// How long the receiver of a message may take.
const POST_TIMEOUT: Duration = Duration::from_secs(15);

/// How much of the answer to a message is read, in bytes.
const POST_ANSWER: usize = 2_048;

/// What came back for a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// The HTTP status.
    pub status: u16,
    /// The beginning of the body, as text.
    pub text: String,
}

impl Drop for Fetcher {
    fn drop(&mut self) {
        // A runtime must not wait for its threads when it is dropped from within another one.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Fetch for Fetcher {
    /// One request by itself, with a budget of its own.
    fn fetch(&self, url: &Url, accept: &str) -> Result<Fetched, FetchError> {
        self.session(None).fetch(url, accept)
    }
}

impl Kept {
    fn as_fetched(&self) -> Fetched {
        Fetched {
            status: self.status,
            media_type: self.media_type.clone(),
            body: self.body.clone(),
            final_url: self.final_url.clone(),
        }
    }
}

fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(v4)) => v4.is_loopback(),
        Some(Host::Ipv6(v6)) => v6.is_loopback(),
        None => false,
    }
}

fn redirect_of(answer: &reqwest::Response, from: &Url) -> Result<Option<Url>, FetchError> {
    if !answer.status().is_redirection() {
        return Ok(None);
    }
    let Some(location) = answer.headers().get(header::LOCATION) else {
        return Ok(None);
    };
    let next = location
        .to_str()
        .ok()
        .and_then(|location| from.join(location).ok());
    next.map(Some)
        .ok_or_else(|| FetchError::Unreachable("it redirects to nowhere".to_owned()))
}

/// What a client may learn of a failed request: its kind, never what a private network answered.
fn describe(error: &reqwest::Error) -> FetchError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(inner) = cause {
        if inner.downcast_ref::<guard::NoPublicAddress>().is_some() {
            return FetchError::Refused("private addresses are not fetched".to_owned());
        }
        cause = inner.source();
    }
    let why = if error.is_timeout() {
        "it took too long"
    } else if error.is_connect() {
        "no connection could be made"
    } else {
        "the answer broke off"
    };
    FetchError::Unreachable(why.to_owned())
}

#[cfg(test)]
mod tests;
