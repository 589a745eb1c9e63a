//! What a provider says of itself: its endpoints and its keys.

use std::sync::Arc;

use reqwest::RequestBuilder;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::token::Keys;
use super::{LARGEST, Provider, ProviderError, Providers};

/// The part of a provider's description that we use.
#[derive(Debug)]
pub(super) struct Description {
    pub(super) authorization_endpoint: Url,
    pub(super) token_endpoint: Url,
    jwks_uri: Url,
}

/// The same as it is sent.
#[derive(Debug, Deserialize)]
struct Sent {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
}

impl Providers {
    pub(super) async fn describe(
        &self,
        provider: &Provider,
    ) -> Result<Arc<Description>, ProviderError> {
        if let Some(known) = self.known.get(&provider.slug) {
            return Ok(known);
        }
        let address = format!(
            "{}/.well-known/openid-configuration",
            provider.issuer.trim_end_matches('/')
        );
        let found: Sent = read(self.http.get(address)).await?;
        // A description that names another issuer would let that one speak for this one.
        if found.issuer != provider.issuer {
            return Err(ProviderError::Unexpected("it calls itself by another name"));
        }
        let found = Arc::new(Description {
            authorization_endpoint: self.endpoint(&found.authorization_endpoint)?,
            token_endpoint: self.endpoint(&found.token_endpoint)?,
            jwks_uri: self.endpoint(&found.jwks_uri)?,
        });
        self.known.insert(provider.slug.clone(), Arc::clone(&found));
        Ok(found)
    }

    fn endpoint(&self, address: &str) -> Result<Url, ProviderError> {
        let url = Url::parse(address)
            .map_err(|_| ProviderError::Unexpected("an endpoint has no address"))?;
        match url.scheme() {
            "https" => Ok(url),
            "http" if self.allow_http => Ok(url),
            _ => Err(ProviderError::Unexpected("an endpoint is not encrypted")),
        }
    }

    /// The keys that sign at this moment; asked anew each time, for a sign-in is seldom and keys change.
    pub(super) async fn keys(&self, description: &Description) -> Result<Keys, ProviderError> {
        read(self.http.get(description.jwks_uri.clone())).await
    }
}

/// Reads a JSON answer of bounded size.
pub(super) async fn read<T: DeserializeOwned>(asked: RequestBuilder) -> Result<T, ProviderError> {
    let mut answer = asked.send().await.map_err(ProviderError::Unreachable)?;
    if !answer.status().is_success() {
        return Err(ProviderError::Unexpected("it refused"));
    }
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(ProviderError::Unreachable)? {
        body.extend_from_slice(&chunk);
        if body.len() > LARGEST {
            return Err(ProviderError::Unexpected("its answer is too long"));
        }
    }
    serde_json::from_slice(&body)
        .map_err(|_| ProviderError::Unexpected("its answer has another shape"))
}
