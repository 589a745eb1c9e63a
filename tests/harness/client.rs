//! HTTP as a test speaks it.

use accolade_issuing::secrets::Secret;
use reqwest::{
    Method,
    blocking::RequestBuilder,
    header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap},
    redirect::Policy,
};
use serde_json::Value;
use url::Url;

/// Somebody who calls the server.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::blocking::Client,
    base: Url,
    token: Option<String>,
    session: Option<Secret>,
}

/// What the server answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Client {
    /// A client of the server at `base`, with a token if there is one.
    ///
    /// # Panics
    /// When the system has no means to open connections.
    pub fn new(base: &Url, token: Option<String>) -> Self {
        let http = reqwest::blocking::Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .build()
            .expect("an HTTP client can be made");
        Self {
            http,
            base: base.clone(),
            token,
            session: None,
        }
    }

    /// A client that trusts nobody but the issuer of this certificate, in PEM: what it reaches, it reaches over TLS.
    ///
    /// # Panics
    /// When the text is no certificate.
    pub fn trusting(base: &Url, certificate: &str) -> Self {
        let certificate = reqwest::Certificate::from_pem(certificate.as_bytes());
        let http = reqwest::blocking::Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .https_only(true)
            .tls_certs_only([certificate.expect("the certificate is one")])
            .build()
            .expect("an HTTP client can be made");
        Self {
            http,
            ..Self::new(base, None)
        }
    }

    /// A browser whose cookie holds this secret.
    ///
    /// # Panics
    /// When the system has no means to open connections.
    pub fn in_browser(base: &Url, secret: Secret) -> Self {
        Self {
            session: Some(secret),
            ..Self::new(base, None)
        }
    }

    /// Where the server is.
    pub fn base(&self) -> &Url {
        &self.base
    }

    /// The secret, for a caller that is not this client.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// A request that is still to be described; `path` may be a whole address.
    ///
    /// # Panics
    /// When the path is no path.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut url = self.base.join(path).expect("a path of a test is a path");
        // Addresses in documents carry the public name; the server is where we found it.
        url.set_host(self.base.host_str())
            .expect("the server has a host");
        url.set_port(self.base.port())
            .expect("the server has a port");
        let request = self.http.request(method, url);
        let request = match &self.session {
            Some(secret) => request.header(COOKIE, format!("accolade_session={}", secret.reveal())),
            None => request,
        };
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Sends a form as a page of ours would, and does not follow where it leads.
    pub fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.session.as_ref().map(|secret| secret.derived("forms"));
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("csrf", csrf.as_deref().unwrap_or_default());
        form.extend_pairs(fields);
        Answer::of(
            self.request(Method::POST, path)
                .header(ACCEPT, "text/html")
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form.finish()),
        )
    }

    /// Asks as a browser does.
    pub fn page(&self, path: &str) -> Answer {
        self.get_as(
            path,
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        )
    }

    /// Asks for whatever the server likes to give.
    pub fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path))
    }

    /// Asks for media types.
    pub fn get_as(&self, path: &str, accept: &str) -> Answer {
        Answer::of(self.request(Method::GET, path).header(ACCEPT, accept))
    }

    /// Sends JSON.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::of(self.request(Method::POST, path).json(body))
    }

    /// Sends JSON that changes something.
    pub fn patch(&self, path: &str, body: &Value) -> Answer {
        Answer::of(self.request(Method::PATCH, path).json(body))
    }

    /// Sends JSON under a key that makes it happen once.
    pub fn post_once(&self, path: &str, key: &str, body: &Value) -> Answer {
        Answer::of(
            self.request(Method::POST, path)
                .header("Idempotency-Key", key)
                .json(body),
        )
    }

    /// Sends bytes.
    pub fn post_bytes(&self, path: &str, media_type: &str, body: impl Into<Vec<u8>>) -> Answer {
        let body: Vec<u8> = body.into();
        Answer::of(
            self.request(Method::POST, path)
                .header(CONTENT_TYPE, media_type)
                .body(body),
        )
    }

    /// Deletes.
    pub fn delete(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::DELETE, path))
    }
}

impl Answer {
    /// Sends a request and reads all of its answer.
    ///
    /// # Panics
    /// When the server does not answer.
    pub fn of(request: RequestBuilder) -> Self {
        let response = request.send().expect("the server answers");
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = response.bytes().expect("the answer is whole").to_vec();
        Self {
            status,
            headers,
            body,
        }
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is not JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error} in {} {}", self.status, self.text()))
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The media type without its parameters.
    pub fn media_type(&self) -> &str {
        self.header("content-type")
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
    }

    /// Itself, if it has this status.
    ///
    /// # Panics
    /// When it has another.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// The pointers of a problem's field errors.
    #[track_caller]
    pub fn pointers(&self) -> Vec<String> {
        let problem = self.json();
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        errors
            .iter()
            .filter_map(|error| error["pointer"].as_str().map(str::to_owned))
            .collect()
    }
}
