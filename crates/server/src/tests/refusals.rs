//! What is refused, and how it is said.

use std::num::NonZeroU32;

use accolade_issuing::testing::World;
use actix_web::http::{Method, StatusCode};
use serde_json::json;

use crate::config::RateLimits;
use crate::testing::{app, ask, database, get, post, state, state_limited};

const UNKNOWN: &str = "01931b4e-8a00-7000-8000-00000000ffff";

#[actix_web::test]
async fn a_machine_gets_a_problem_and_a_person_a_page_with_the_same_status() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));

    for path in [
        "/nothing",
        "/awards/x",
        &format!("/awards/{UNKNOWN}"),
        "/issuers/none",
        "/issuers/none/did.json",
    ] {
        let machine = get(path).of(&app).await;
        let person = get(path).accept("text/html,*/*;q=0.8").of(&app).await;

        assert_eq!(machine.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(
            machine.header("content-type"),
            "application/problem+json",
            "{path}"
        );
        assert_eq!(machine.json()["type"], "/api/problems/not-found");
        assert_eq!(machine.json()["requestId"], machine.header("x-request-id"));
        assert_eq!(person.status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            person.header("content-type").starts_with("text/html"),
            "{path}"
        );
    }
}

#[actix_web::test]
async fn another_method_is_told_which_ones_there_are() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));

    let told = ask(Method::DELETE, "/api/v1/issuers").of(&app).await;

    assert_eq!(told.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(told.header("allow"), "GET, HEAD, POST");
    assert_eq!(told.json()["type"], "/api/problems/method-not-allowed");
}

#[actix_web::test]
async fn tokens_that_open_nothing_are_refused_with_a_challenge() {
    let db = database();
    let world = World::new(&db);
    world.issuer("acme");
    let app = app!(state(&world));

    for value in [
        "Bearer acc_nonsense",
        "Bearer x",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "nonsense",
    ] {
        let told = get("/api/v1/issuers")
            .header("authorization", value)
            .of(&app)
            .await;
        assert_eq!(told.status, StatusCode::UNAUTHORIZED, "{value}");
        assert!(
            told.header("www-authenticate").starts_with("Bearer"),
            "{value}"
        );
    }
}

#[actix_web::test]
async fn who_guesses_tokens_is_told_to_wait() {
    let db = database();
    let world = World::new(&db);
    let limits = RateLimits {
        refused_tokens: NonZeroU32::new(2),
        ..RateLimits::none()
    };
    let app = app!(state_limited(&world, limits));
    let mut statuses = Vec::new();

    for _ in 0..3 {
        statuses.push(get("/api/v1/me").token("acc_guess").of(&app).await);
    }

    let codes: Vec<u16> = statuses.iter().map(|told| told.status.as_u16()).collect();
    assert_eq!(codes, [401, 401, 429]);
    assert!(statuses[2].header("retry-after").parse::<u64>().unwrap() > 0);
}

#[actix_web::test]
async fn bodies_of_the_wrong_kind_size_or_shape_are_told_apart() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let token = crate::testing::member(&world, issuer.id, accolade_storage::types::Role::Owner);
    let app = app!(state(&world));
    let path = "/api/v1/issuers/acme/badge-classes";
    let raw = |body: String| {
        ask(Method::POST, path)
            .token(&token)
            .header("content-type", "application/json")
            .body(body)
    };

    let form = ask(Method::POST, path)
        .token(&token)
        .header("content-type", "text/csv")
        .body("a,b");
    assert_eq!(
        form.of(&app).await.status,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
    assert_eq!(
        raw("{".into()).of(&app).await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        raw("[".repeat(500)).of(&app).await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        raw("{\"name\":1,\"name\":2}".into()).of(&app).await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        raw(" ".repeat(2_000_000)).of(&app).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );

    let misfit = post(path, &json!({"name": 7})).token(&token).of(&app).await;
    assert_eq!(misfit.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(misfit.first_error(), ("/name".into(), "bad_format".into()));
}

#[actix_web::test]
async fn odd_queries_are_refused() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));

    for (path, query, pointer, code) in [
        ("issuers", "limit=0", "/limit", "out_of_range"),
        ("issuers", "limit=1000", "/limit", "out_of_range"),
        ("badge-classes", "limit=ten", "/limit", "bad_format"),
        (
            "issuers/acme/badge-classes",
            "after=1",
            "/after",
            "bad_format",
        ),
        (
            "issuers/acme/assertions",
            "state=lost",
            "/state",
            "bad_format",
        ),
    ] {
        let told = get(&format!("/api/v1/{path}?{query}")).of(&app).await;
        assert_eq!(told.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(told.json()["type"], "/api/problems/bad-query");
        assert_eq!(told.first_error(), (pointer.into(), code.into()), "{query}");
    }
}

#[actix_web::test]
async fn every_problem_type_leads_to_its_explanation() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));

    let all = get("/api/problems").of(&app).await.json();

    for problem in all.as_array().unwrap() {
        let told = get(problem["type"].as_str().unwrap()).of(&app).await;
        assert_eq!(&told.json(), problem);
    }
}

#[actix_web::test]
async fn pages_forbid_what_they_do_not_need() {
    let db = database();
    let world = World::new(&db);
    world.issuer("acme");
    let app = app!(state(&world));

    let page = get("/issuers/acme").accept("text/html").of(&app).await;

    let policy = page.header("content-security-policy");
    for rule in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(rule), "{rule}");
    }
    assert!(!policy.contains("unsafe"));
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert!(page.header("strict-transport-security").contains("max-age"));
    assert_eq!(page.header("access-control-allow-origin"), "");
}
