//! `POST /api/v1/verify/batch`.

use std::num::NonZeroU32;

use accolade_issuing::testing::World;
use actix_web::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::config::RateLimits;
use crate::testing::{app, ask, database, get, post, state, state_limited};

const BATCH: &str = "/api/v1/verify/batch";

#[actix_web::test]
async fn each_badge_of_a_batch_gets_its_report_in_order() {
    let db = database();
    let world = World::new(&db);
    let award = world.award(&world.badge(world.issuer("acme").id));
    let app = app!(state(&world));
    let url = format!("https://badges.test/awards/{}", award.assertion.id);
    let file = format!("/awards/{}.json", award.assertion.id);
    let credential = get(&file).of(&app).await.json();
    let mut tampered = credential.clone();
    tampered["credentialSubject"]["achievement"]["name"] = json!("Something else");

    let told = post(
        BATCH,
        &json!({"items": [
            {"url": url},
            {"a": 1},
            {"credential": credential, "recipient": "mia@example.org"},
            tampered,
            {"url": "https://127.0.0.1:9/"},
            credential,
            url,
        ]}),
    )
    .of(&app)
    .await;

    assert_eq!(told.status, StatusCode::OK, "{:?}", told.body);
    assert_eq!(told.header("cache-control"), "no-store");
    let reports = told.json();
    let verdicts: Vec<&str> = reports["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|report| report["verdict"].as_str().unwrap())
        .collect();
    let good = verdicts[0];
    assert!(good.starts_with("valid"), "{verdicts:?}");
    assert_eq!(
        verdicts,
        [
            good,
            "invalid",
            good,
            "invalid",
            "indeterminate",
            good,
            good
        ]
    );
    let third = reports["items"][2]["checks"].to_string();
    assert!(third.contains("recipient.match"), "{third}");
}

#[actix_web::test]
async fn what_cannot_be_taken_is_told_by_its_place_in_the_batch() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));
    let many: Vec<Value> = vec![json!({"a": 1}); 51];

    for (body, pointer, code) in [
        (json!({}), "/items", "required"),
        (json!({"items": []}), "/items", "required"),
        (json!({"items": many}), "/items", "too_many"),
        (json!({"items": [{}, 7]}), "/items/1", "bad_format"),
        (
            json!({"items": [{"a": 1}, {"url": "ftp://a.test"}]}),
            "/items/1/url",
            "bad_scheme",
        ),
        (
            json!({"items": [{"url": "https://a.test", "recipient": "x".repeat(3_000)}]}),
            "/items/0/recipient",
            "too_long",
        ),
        (json!({"items": [{}], "fast": true}), "/fast", "unknown"),
    ] {
        let told = post(BATCH, &body).of(&app).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{pointer}");
        assert_eq!(told.first_error(), (pointer.into(), code.into()));
    }
    let text = ask(Method::POST, BATCH)
        .header("content-type", "text/plain")
        .body("https://a.test");
    assert_eq!(
        text.of(&app).await.status,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
}

#[actix_web::test]
async fn every_badge_of_a_batch_counts_as_one_verification() {
    let db = database();
    let world = World::new(&db);
    let limits = RateLimits {
        verifications: NonZeroU32::new(3),
        ..RateLimits::none()
    };
    let app = app!(state_limited(&world, limits));
    let batch = json!({"items": [{"a": 1}, {"a": 2}]});

    let first = post(BATCH, &batch).of(&app).await;
    let second = post(BATCH, &batch).of(&app).await;

    assert_eq!(first.status, StatusCode::OK);
    assert_eq!(second.status, StatusCode::TOO_MANY_REQUESTS);
}
