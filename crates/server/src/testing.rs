//! What the tests of this crate share.

use std::path::PathBuf;

use accolade_issuing::access::{Caller, Scopes};
use accolade_issuing::mail;
use accolade_issuing::secrets::Secret;
use accolade_issuing::sessions;
use accolade_issuing::testing::World;
use accolade_issuing::tokens::{self, NewToken};
use accolade_storage::mails;
use accolade_storage::testing::TestDatabase;
use accolade_storage::types::{IssuerId, Role};
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::test::{self, TestRequest};
use actix_web::web::Bytes;
use serde_json::Value;

use crate::config::{Config, MailPolicy, RateLimits};
use crate::server;
use crate::state::State;

/// Holds a generated page of `docs/reference` against its source; `UPDATE_REFERENCE` writes it anew.
pub(crate) fn assert_reference(name: &str, generated: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/reference")
        .join(name);
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, generated).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == generated,
        "docs/reference/{name} is not what the code says: run this test with UPDATE_REFERENCE=1"
    );
}

/// What handlers share, around the database and the tools of a world.
pub(crate) fn state(world: &World<'_>) -> State {
    state_limited(world, RateLimits::none())
}

/// The same on a site that sends letters.
pub(crate) fn state_with_mail(world: &World<'_>) -> State {
    let config = Config {
        limits: RateLimits::none(),
        mail: MailPolicy::Outbox,
        ..Config::new("", "", world.tools.keyring.clone())
    };
    server::assemble(&config, world.db.clone(), world.tools.clone()).unwrap()
}

/// The path in the newest letter to this address that begins with `part`.
pub(crate) fn mailed_link(world: &World<'_>, email: &str, part: &str) -> String {
    let letters = world.db.read(|conn| mails::newest(conn, 50)).unwrap();
    let mut opened = letters
        .iter()
        .filter_map(|letter| mail::open(&world.tools, letter).unwrap());
    let envelope = opened.find(|envelope| envelope.to == email).unwrap();
    let text = serde_json::to_string(&envelope.letter).unwrap();
    let site = "https://badges.test";
    let begin = text.find(&format!("{site}{part}")).expect("it has a link") + site.len();
    text[begin..].split('"').next().unwrap().to_owned()
}

/// The same with rate limits.
pub(crate) fn state_limited(world: &World<'_>, limits: RateLimits) -> State {
    let config = Config {
        limits,
        ..Config::new("", "", world.tools.keyring.clone())
    };
    server::assemble(&config, world.db.clone(), world.tools.clone()).unwrap()
}

/// The application as the server runs it, without a port.
macro_rules! app {
    ($state:expr) => {{
        let state: $crate::state::State = $state;
        let transport = $crate::middleware::Transport { secure: true };
        actix_web::test::init_service(
            actix_web::App::new()
                .configure(|cfg| $crate::server::configure(cfg, &state, transport))
                .wrap(actix_web::middleware::from_fn($crate::middleware::layers)),
        )
        .await
    }};
}
pub(crate) use app;

/// A request in the making.
pub(crate) struct Ask(TestRequest);

pub(crate) fn get(path: &str) -> Ask {
    ask(Method::GET, path)
}

pub(crate) fn post(path: &str, body: &Value) -> Ask {
    ask(Method::POST, path).json(body)
}

pub(crate) fn ask(method: Method, path: &str) -> Ask {
    let peer = "192.0.2.1:4000".parse().unwrap();
    Ask(TestRequest::with_uri(path).method(method).peer_addr(peer))
}

impl Ask {
    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        Self(self.0.insert_header((name, value)))
    }

    pub(crate) fn accept(self, value: &str) -> Self {
        self.header("accept", value)
    }

    pub(crate) fn token(self, secret: &str) -> Self {
        self.header("authorization", &format!("Bearer {secret}"))
    }

    /// As this browser would, with its cookie.
    pub(crate) fn browser(self, browser: &Browser) -> Self {
        let cookie = format!("__Host-accolade_session={}", browser.secret.reveal());
        self.header("cookie", &cookie)
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json")
            .body(body.to_string())
    }

    pub(crate) fn body(self, body: impl Into<Bytes>) -> Self {
        Self(self.0.set_payload(body))
    }

    pub(crate) async fn of<S>(self, app: &S) -> Told
    where
        S: Service<actix_http::Request, Response = ServiceResponse, Error = actix_web::Error>,
    {
        let response = test::call_service(app, self.0.to_request()).await;
        let status = response.status();
        let headers = response.headers().clone();
        Told {
            status,
            headers,
            body: test::read_body(response).await,
        }
    }
}

/// An answer, read to its end.
pub(crate) struct Told {
    pub(crate) status: StatusCode,
    pub(crate) headers: header::HeaderMap,
    pub(crate) body: Bytes,
}

impl Told {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The value of a cookie that was set; empty if it was taken away or never set.
    pub(crate) fn cookie(&self, name: &str) -> String {
        let cookies = self.headers.get_all("set-cookie");
        cookies
            .filter_map(|cookie| cookie.to_str().unwrap().split(';').next())
            .filter_map(|pair| pair.split_once('='))
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.to_owned())
            .unwrap_or_default()
    }

    pub(crate) fn html(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("{}: {:?} is not JSON", self.status, self.body))
    }

    /// The first entry of `errors`, as pointer and code.
    pub(crate) fn first_error(&self) -> (String, String) {
        let body = self.json();
        let text = |key: &str| {
            body["errors"][0][key]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        (text("pointer"), text("code"))
    }
}

/// A token with all scopes for somebody with this role.
pub(crate) fn member(world: &World<'_>, issuer: IssuerId, role: Role) -> String {
    let (_, caller) = world.person(&format!("{role}@acme.example"), Some((issuer, role)));
    token(world, &caller, Scopes::all())
}

/// A token for somebody who has no role anywhere.
pub(crate) fn stranger(world: &World<'_>) -> String {
    let (_, caller) = world.person("stranger@elsewhere.example", None);
    token(world, &caller, Scopes::all())
}

pub(crate) fn token(world: &World<'_>, caller: &Caller, scopes: Scopes) -> String {
    let new = NewToken {
        account: None,
        name: "test".into(),
        scopes,
        expires_at: None,
    };
    world
        .db
        .write(|conn| tokens::create(conn, &world.tools, caller, new))
        .unwrap()
        .1
}

/// A browser in which somebody signed in, or nobody.
pub(crate) struct Browser {
    secret: Secret,
}

impl Browser {
    /// A browser in which `caller` signed in.
    pub(crate) fn of(world: &World<'_>, caller: &Caller) -> Self {
        let account = caller.account.unwrap();
        let begun = world.db.write(|conn| {
            sessions::sign_in(
                conn,
                &world.tools,
                account,
                None,
                &sessions::Browser::default(),
            )
        });
        Self {
            secret: begun.unwrap().1,
        }
    }

    /// A browser in which somebody with this role signed in.
    pub(crate) fn member(world: &World<'_>, issuer: IssuerId, role: Role) -> Self {
        let email = format!("{role}@acme.example");
        Self::of(world, &world.person(&email, Some((issuer, role))).1)
    }

    /// A browser in which somebody without any role signed in.
    pub(crate) fn stranger(world: &World<'_>) -> Self {
        Self::of(world, &world.person("stranger@elsewhere.example", None).1)
    }

    /// A browser that looked at a form and in which nobody signed in.
    pub(crate) fn nobody(world: &World<'_>) -> Self {
        Self {
            secret: Secret::new(&world.tools),
        }
    }

    /// The browser that got this cookie with an answer.
    pub(crate) fn after(told: &Told) -> Self {
        let cookie = told.cookie("__Host-accolade_session");
        Self {
            secret: cookie.parse().unwrap(),
        }
    }

    /// Asks for a page.
    pub(crate) fn get(&self, path: &str) -> Ask {
        get(path).accept("text/html").browser(self)
    }

    /// Sends a form of ours.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Ask {
        let csrf = self.csrf();
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("csrf", &csrf);
        form.extend_pairs(fields);
        ask(Method::POST, path)
            .accept("text/html")
            .browser(self)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.finish())
    }

    /// What the browser holds.
    pub(crate) fn secret(&self) -> &Secret {
        &self.secret
    }

    /// What its forms carry.
    pub(crate) fn csrf(&self) -> String {
        self.secret.derived("forms")
    }
}

/// A database for one test.
pub(crate) fn database() -> TestDatabase {
    TestDatabase::sqlite()
}
