//! What may be fetched, and how much.

use std::time::Duration;

use url::Url;

/// What may be fetched, and how much of it.
#[derive(Debug, Clone)]
pub struct FetchPolicy {
    /// Whether private, loopback and other special addresses may be called.
    pub allow_private: bool,
    /// Whether plain http may be spoken with any host.
    pub allow_http: bool,
    /// Origins, such as `http://localhost:8080`, that may be called whatever their scheme and address.
    pub allowed_origins: Vec<Url>,
    /// Largest document, in bytes.
    pub document_bytes: usize,
    /// Largest badge file or image, in bytes.
    pub image_bytes: usize,
    /// Redirects followed for one request.
    pub redirects: usize,
    /// Patience with one request.
    pub timeout: Duration,
    /// Requests that one verification may cause.
    pub requests: usize,
    /// Patience with all requests of one verification together.
    pub total_time: Duration,
    /// How long an answer is reused.
    pub keep: Duration,
}

impl Default for FetchPolicy {
    fn default() -> Self {
        Self {
            allow_private: false,
            allow_http: false,
            allowed_origins: Vec::new(),
            document_bytes: 1024 * 1024,
            image_bytes: 10 * 1024 * 1024,
            redirects: 3,
            timeout: Duration::from_secs(5),
            requests: 16,
            total_time: Duration::from_secs(15),
            keep: Duration::from_secs(60),
        }
    }
}
