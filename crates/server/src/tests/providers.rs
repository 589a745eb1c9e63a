//! Signing in through a provider: a small one on loopback, that vouches for whom it is told to.

use std::sync::{Arc, Mutex};

use accolade_issuing::testing::World;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use url::{Url, form_urlencoded};

use crate::providers::{Provider, Providers};
use crate::state::State;
use crate::testing::{Browser, Told, app, database, get, state};

/// What the provider remembers of the sign-in that it was asked for, and whom it vouches for.
struct Fake {
    address: String,
    key: EcdsaKeyPair,
    claims: Mutex<Value>,
    challenge: Mutex<String>,
}

fn encoded(value: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(value.to_string())
}

impl Fake {
    /// A provider that answers on a free port.
    fn start() -> Arc<Self> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let fake = Arc::new(Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap(),
            claims: Mutex::default(),
            challenge: Mutex::default(),
        });
        let shared = web::Data::from(Arc::clone(&fake));
        let server = HttpServer::new(move || {
            App::new()
                .app_data(shared.clone())
                .route(
                    "/.well-known/openid-configuration",
                    web::get().to(description),
                )
                .route("/keys", web::get().to(keys))
                .route("/token", web::post().to(token))
        })
        .workers(1)
        .disable_signals()
        .listen(listener)
        .unwrap();
        actix_web::rt::spawn(server.run());
        fake
    }

    fn provider(&self) -> Provider {
        Provider {
            slug: "school".into(),
            name: "the school".into(),
            issuer: self.address.clone(),
            client_id: "accolade".into(),
            client_secret: "s:cret".into(),
        }
    }

    /// Takes note of what the browser was sent with, and will vouch for these claims.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the handler hands its request over"
    )]
    fn was_asked(&self, there: &str, claims: Value) -> String {
        let there = Url::parse(there).unwrap();
        let asked = |name: &str| {
            let found = there.query_pairs().find(|(key, _)| key == name);
            found
                .map(|(_, value)| value.into_owned())
                .unwrap_or_default()
        };
        assert_eq!(
            asked("redirect_uri"),
            "https://badges.test/sign-in/back/school"
        );
        assert_eq!(asked("code_challenge_method"), "S256");
        let mut all = json!({
            "iss": self.address, "aud": "accolade", "exp": 4_000_000_000_i64, "nonce": asked("nonce"),
        });
        all.as_object_mut()
            .unwrap()
            .extend(claims.as_object().unwrap().clone());
        *self.claims.lock().unwrap() = all;
        *self.challenge.lock().unwrap() = asked("code_challenge");
        asked("state")
    }
}

async fn description(fake: web::Data<Fake>) -> HttpResponse {
    let at = |path: &str| format!("{}{path}", fake.address);
    HttpResponse::Ok().json(json!({
        "issuer": fake.address, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"),
    }))
}

async fn keys(fake: web::Data<Fake>) -> HttpResponse {
    let point = fake.key.public_key().as_ref();
    let text = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
    HttpResponse::Ok().json(json!({ "keys": [
        { "kty": "EC", "kid": "one", "crv": "P-256", "x": text(&point[1..33]), "y": text(&point[33..]) },
    ]}))
}

async fn token(fake: web::Data<Fake>, request: HttpRequest, body: web::Bytes) -> HttpResponse {
    let field = |name: &str| {
        let found = form_urlencoded::parse(&body).find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(field("code_verifier")));
    let known = request
        .headers()
        .get("authorization")
        .unwrap()
        .to_str()
        .unwrap()
        == "Basic YWNjb2xhZGU6czpjcmV0";
    if !known || field("code") != "good" || challenge != *fake.challenge.lock().unwrap() {
        return HttpResponse::BadRequest().json(json!({"error": "invalid_grant"}));
    }
    let claims = fake.claims.lock().unwrap().clone();
    let text = format!(
        "{}.{}",
        encoded(&json!({"alg": "ES256", "kid": "one"})),
        encoded(&claims)
    );
    let signature = fake
        .key
        .sign(&SystemRandom::new(), text.as_bytes())
        .unwrap();
    let id_token = format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature));
    HttpResponse::Ok()
        .json(json!({"access_token": "x", "token_type": "Bearer", "id_token": id_token}))
}

fn state_with(world: &World<'_>, fake: &Fake) -> State {
    let mut state = state(world);
    state.providers = Providers::new(vec![fake.provider()], true).unwrap();
    state
}

/// The same browser with what it was told to remember.
fn cookies(browser: &Browser, told: &Told) -> String {
    format!(
        "__Host-accolade_session={}; __Host-accolade_voyage={}",
        browser.secret().reveal(),
        told.cookie("__Host-accolade_voyage")
    )
}

#[actix_web::test]
async fn a_provider_signs_in_whom_it_vouches_for_and_only_once() {
    let db = database();
    let world = World::new(&db);
    let fake = Fake::start();
    let app = app!(state_with(&world, &fake));
    let page = get("/sign-in").accept("text/html").of(&app).await;
    let browser = Browser::after(&page);

    let away = browser
        .get("/sign-in/with/school?to=/account")
        .of(&app)
        .await;
    let claims =
        json!({"sub": "7", "email": "ada@a.example", "email_verified": true, "name": "Ada"});
    let returned = fake.was_asked(away.header("location"), claims);
    let cookies = cookies(&browser, &away);
    let back = |query: String| {
        get(&format!("/sign-in/back/school?{query}"))
            .accept("text/html")
            .header("cookie", &cookies)
    };
    let forged = back("code=good&state=other".to_owned()).of(&app).await;
    let refused = back(format!("code=bad&state={returned}")).of(&app).await;
    let elsewhere = browser
        .get(&format!("/sign-in/back/school?code=good&state={returned}"))
        .of(&app)
        .await;
    let done = back(format!("code=good&state={returned}")).of(&app).await;

    assert!(page.html().contains("Sign in with the school"));
    assert_eq!(away.status, 303);
    for told in [&forged, &refused, &elsewhere] {
        assert_eq!(told.status, 400, "{}", told.html());
        assert!(told.html().contains("role=\"alert\""));
    }
    assert_eq!(
        (done.status.as_u16(), done.header("location")),
        (303, "/account")
    );
    let account = Browser::after(&done).get("/account").of(&app).await.html();
    assert!(
        account.contains("ada@a.example") && account.contains("An account at http://127.0.0.1"),
        "{account}"
    );
}

#[actix_web::test]
async fn somebody_who_is_signed_in_adds_the_provider_to_their_account() {
    let db = database();
    let world = World::new(&db);
    let (ada, caller) = world.person("ada@a.example", None);
    let browser = Browser::of(&world, &caller);
    let fake = Fake::start();
    let app = app!(state_with(&world, &fake));

    let away = browser
        .get("/sign-in/with/school?to=/account")
        .of(&app)
        .await;
    let returned = fake.was_asked(away.header("location"), json!({"sub": "8"}));
    let done = get(&format!("/sign-in/back/school?code=good&state={returned}"))
        .accept("text/html")
        .header("cookie", &cookies(&browser, &away))
        .of(&app)
        .await;

    assert_eq!(done.header("location"), "/account");
    let held = db
        .read(|conn| accolade_storage::accounts::identities_of(conn, ada.id))
        .unwrap();
    assert_eq!(held.len(), 2);
    assert_eq!(
        browser.get("/sign-in/with/nobody").of(&app).await.status,
        404
    );
}
