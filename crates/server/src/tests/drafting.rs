//! Issuers, badge classes and tokens through the API.

use accolade_issuing::access::{Caller, Scopes};
use accolade_issuing::testing::World;
use accolade_storage::types::Role;
use actix_web::http::{Method, StatusCode};
use serde_json::json;

use crate::testing::{app, ask, database, get, member, post, state, token};

fn operator(world: &World<'_>) -> String {
    let (account, _) = world.person("operator@badges.test", None);
    world
        .db
        .write(|conn| accolade_issuing::accounts::make_operator(conn, &world.tools, account.id))
        .unwrap();
    let caller = Caller {
        operator: true,
        ..Caller::person(account.id)
    };
    token(world, &caller, Scopes::all())
}

#[actix_web::test]
async fn an_issuer_is_founded_shown_and_edited() {
    let db = database();
    let world = World::new(&db);
    let token = operator(&world);
    let app = app!(state(&world));
    let new = json!({
        "slug": "brook", "name": "Brook School", "url": "https://brook.example/",
        "email": "hello@brook.example", "kind": "school",
    });

    let founded = post("/api/v1/issuers", &new).token(&token).of(&app).await;
    let shown = get(founded.header("location")).of(&app).await;
    let edited = ask(Method::PATCH, "/api/v1/issuers/brook")
        .token(&token)
        .json(&json!({"name": "Brook Academy"}))
        .of(&app)
        .await;
    let again = post("/api/v1/issuers", &new).token(&token).of(&app).await;

    assert_eq!(founded.status, StatusCode::CREATED, "{:?}", founded.body);
    assert_eq!(founded.header("location"), "/api/v1/issuers/brook");
    assert_eq!(shown.json()["did"], "did:web:badges.test:issuers:brook");
    assert_eq!(shown.json(), founded.json());
    assert_eq!(edited.json()["name"], "Brook Academy");
    assert_eq!(edited.json()["email"], "hello@brook.example");
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(again.json()["type"], "/api/problems/slug-taken");
}

#[actix_web::test]
async fn keys_are_rotated_and_the_old_one_stays_published() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let token = member(&world, issuer.id, Role::Owner);
    let app = app!(state(&world));
    world.clock.advance(jiff::SignedDuration::from_secs(1));

    let rotated = post("/api/v1/issuers/acme/keys", &json!({"algorithm": "EdDSA"}));
    let rotated = rotated.token(&token).of(&app).await;
    let keys = get("/api/v1/issuers/acme/keys").of(&app).await.json();

    assert_eq!(rotated.status, StatusCode::CREATED, "{:?}", rotated.body);
    let states: Vec<_> = keys["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|key| key["algorithm"] == "EdDSA")
        .map(|key| key["state"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(states, ["retired", "active"]);
    assert!(
        !keys.to_string().contains("\"d\""),
        "no private part is shown"
    );
}

#[actix_web::test]
async fn a_badge_class_goes_from_draft_to_archive() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let token = member(&world, issuer.id, Role::Owner);
    let picture = world.picture();
    let app = app!(state(&world));

    let drafted = post(
        "/api/v1/issuers/acme/badge-classes",
        &json!({"name": "Owl", "suspendable": true}),
    );
    let drafted = drafted.token(&token).of(&app).await;
    let path = drafted.header("location").to_owned();
    let early = post(&format!("{path}/publish"), &json!({}))
        .token(&token)
        .of(&app)
        .await;
    let patched = ask(Method::PATCH, &path).token(&token).json(&json!({
        "description": "For those who stay awake.",
        "criteria": {"narrative": "Stay awake."},
        "image": {"blob": picture.to_string(), "alt": "An owl."},
    }));
    let patched = patched.of(&app).await;
    let published = post(&format!("{path}/publish"), &json!({}))
        .token(&token)
        .of(&app)
        .await;
    let again = post(&format!("{path}/publish"), &json!({}))
        .token(&token)
        .of(&app)
        .await;
    let shown = get(&path).of(&app).await.json();
    let archived = post(&format!("{path}/archive"), &json!({}))
        .token(&token)
        .of(&app)
        .await;
    let late = ask(Method::PATCH, &path)
        .token(&token)
        .json(&json!({"name": "B"}))
        .of(&app)
        .await;

    assert_eq!(drafted.status, StatusCode::CREATED, "{:?}", drafted.body);
    assert_eq!(drafted.json()["suspendable"], true);
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    let missing = early.json();
    let pointers: Vec<_> = missing["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["pointer"].clone())
        .collect();
    assert!(pointers.contains(&json!("/image")), "{pointers:?}");
    assert_eq!(patched.json()["draft"]["name"], "Owl", "{:?}", patched.body);
    assert_eq!(
        published.json()["published"]["number"],
        1,
        "{:?}",
        published.body
    );
    assert_eq!(again.json()["type"], "/api/problems/nothing-to-publish");
    assert_eq!(shown["published"]["content"]["name"], "Owl");
    assert!(shown.get("draft").is_none());
    assert_eq!(archived.json()["state"], "archived");
    assert_eq!(late.json()["type"], "/api/problems/badge-class-archived");
}

#[actix_web::test]
async fn lists_come_a_page_at_a_time_with_a_link_to_the_next() {
    let db = database();
    let world = World::new(&db);
    for slug in ["one", "two", "three"] {
        world.issuer(slug);
        world.clock.advance(jiff::SignedDuration::from_secs(1));
    }
    let app = app!(state(&world));

    let first = get("/api/v1/issuers?limit=2").of(&app).await;
    let link = first.header("link").to_owned();
    let next = link
        .strip_prefix('<')
        .and_then(|link| link.split('>').next())
        .unwrap();
    let second = get(next).of(&app).await;

    let slugs = |body: serde_json::Value| -> Vec<String> {
        let items = body["items"].as_array().unwrap().clone();
        items
            .iter()
            .map(|item| item["slug"].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(link.ends_with("rel=\"next\""), "{link}");
    assert_eq!(slugs(first.json()), ["three", "two"]);
    assert_eq!(slugs(second.json()), ["one"]);
    assert!(second.json()["next"].is_null());
}

#[actix_web::test]
async fn a_token_is_shown_once_opens_what_it_says_and_ends_when_withdrawn() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let owner = member(&world, issuer.id, Role::Owner);
    let app = app!(state(&world));
    let new =
        json!({"name": "reader", "scopes": ["issuers:read"], "expiresAt": "2026-12-01T00:00:00Z"});

    let made = post("/api/v1/tokens", &new).token(&owner).of(&app).await;
    let secret = made.json()["secret"].as_str().unwrap().to_owned();
    let me = get("/api/v1/me").token(&secret).of(&app).await;
    let audit = get("/api/v1/issuers/acme/audit-events")
        .token(&secret)
        .of(&app)
        .await;
    let wider = post("/api/v1/tokens", &new).token(&secret).of(&app).await;
    let listed = get("/api/v1/tokens").token(&owner).of(&app).await;
    let withdrawn = ask(Method::DELETE, made.header("location"))
        .token(&owner)
        .of(&app)
        .await;
    let after = get("/api/v1/me").token(&secret).of(&app).await;

    assert_eq!(made.status, StatusCode::CREATED, "{:?}", made.body);
    assert_eq!(me.json()["scopes"], json!(["issuers:read"]));
    assert_eq!(me.json()["memberships"][0]["role"], "owner");
    assert_eq!(audit.status, StatusCode::OK);
    assert_eq!(wider.status, StatusCode::FORBIDDEN);
    assert!(!String::from_utf8_lossy(&listed.body).contains(&secret));
    assert_eq!(withdrawn.status, StatusCode::NO_CONTENT);
    assert_eq!(after.status, StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn an_expired_token_opens_nothing() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let owner = member(&world, issuer.id, Role::Owner);
    let app = app!(state(&world));
    let new = json!({"name": "short", "scopes": ["verify"], "expiresAt": "2026-11-22T10:00:10Z"});
    let made = post("/api/v1/tokens", &new)
        .token(&owner)
        .of(&app)
        .await
        .json();
    let secret = made["secret"].as_str().unwrap();
    let before = get("/api/v1/me").token(secret).of(&app).await;

    world.clock.advance(jiff::SignedDuration::from_secs(10));
    let after = get("/api/v1/me").token(secret).of(&app).await;

    assert_eq!(before.status, StatusCode::OK);
    assert_eq!(after.status, StatusCode::UNAUTHORIZED);
}
