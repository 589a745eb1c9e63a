//! `POST /api/v1/verify`, with our own badges and with what is none.

use std::num::NonZeroU32;
use std::sync::Arc;

use accolade_issuing::access::Caller;
use accolade_issuing::revocation;
use accolade_issuing::testing::World;
use actix_web::http::{Method, StatusCode};
use actix_web::web::Bytes;
use openbadges::verify::Verdict;
use serde_json::{Value, json};

use crate::config::RateLimits;
use crate::testing::{Told, app, ask, database, get, post, state, state_limited};
use crate::verify_service::verify_award;

const VERIFY: &str = "/api/v1/verify";

fn verdict(told: &Told) -> String {
    assert_eq!(told.status, StatusCode::OK, "{:?}", told.body);
    told.json()["verdict"].as_str().unwrap().to_owned()
}

fn checks(told: &Told) -> String {
    let report = told.json();
    let checks = report["checks"].as_array().unwrap().iter();
    checks
        .map(|check| format!("{} {}\n", check["code"], check["detail"]))
        .collect()
}

#[actix_web::test]
async fn every_form_of_an_award_is_valid_and_nothing_leaves_the_house() {
    let db = database();
    let world = World::new(&db);
    let award = world.award(&world.badge(world.issuer("acme").id));
    let app = app!(state(&world));

    for (ending, media_type) in [
        ("json", "application/vc+ld+json"),
        ("json", "application/octet-stream"),
        ("jwt", "text/plain"),
        ("jwt", "application/vc+jwt"),
        ("v2.json", "application/ld+json"),
        ("v2.jwt", "text/plain"),
        ("png", "image/png"),
        ("svg", "image/svg+xml"),
        ("v2.png", "image/png"),
        ("v2.svg", "image/svg+xml"),
    ] {
        let file = get(&format!("/awards/{}.{ending}", award.assertion.id))
            .of(&app)
            .await
            .body;
        let told = ask(Method::POST, VERIFY)
            .header("content-type", media_type)
            .body(file)
            .of(&app)
            .await;
        let verdict = verdict(&told);
        assert!(
            verdict == "valid" || verdict == "valid_with_warnings",
            "{ending}: {verdict}\n{}",
            checks(&told)
        );
    }
}

#[actix_web::test]
async fn an_address_a_request_around_it_and_a_form_are_taken() {
    let db = database();
    let world = World::new(&db);
    let award = world.award(&world.badge(world.issuer("acme").id));
    let app = app!(state(&world));
    let url = format!("https://badges.test/awards/{}", award.assertion.id);
    let credential: Value = get(&format!("/awards/{}.json", award.assertion.id))
        .of(&app)
        .await
        .json();
    let boundary = "frontier";
    let form = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.json\"\r\n\r\n{credential}\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"recipient\"\r\n\r\nmia@example.org\r\n--{boundary}--\r\n"
    );

    let by_url = post(VERIFY, &json!({"url": url})).of(&app).await;
    let by_text = ask(Method::POST, VERIFY)
        .header("content-type", "text/plain")
        .body(url)
        .of(&app)
        .await;
    let matched = post(
        VERIFY,
        &json!({"credential": credential, "recipient": "mia@example.org"}),
    )
    .of(&app)
    .await;
    let other = post(
        VERIFY,
        &json!({"credential": credential, "recipient": "ben@example.org"}),
    )
    .of(&app)
    .await;
    let by_form = ask(Method::POST, VERIFY)
        .header(
            "content-type",
            &format!("multipart/form-data; boundary={boundary}"),
        )
        .body(form)
        .of(&app)
        .await;

    for told in [&by_url, &by_text, &matched, &by_form] {
        assert!(verdict(told).starts_with("valid"), "{}", checks(told));
    }
    assert!(
        checks(&matched).contains("recipient.match"),
        "{}",
        checks(&matched)
    );
    assert!(
        checks(&by_form).contains("recipient.match"),
        "{}",
        checks(&by_form)
    );
    assert!(
        checks(&other).contains("recipient.mismatch"),
        "{}",
        checks(&other)
    );
}

#[actix_web::test]
async fn a_tampered_copy_is_invalid_and_a_revoked_award_revoked() {
    let db = database();
    let world = World::new(&db);
    let award = world.award(&world.badge(world.issuer("acme").id));
    let app = app!(state(&world));
    let file = get(&format!("/awards/{}.json", award.assertion.id))
        .of(&app)
        .await
        .body;
    let text = String::from_utf8(file.to_vec()).unwrap();
    let tampered = text.replace("Ask a good question.", "Ask a bad question.");
    assert_ne!(text, tampered);
    let check = |body: String| {
        ask(Method::POST, VERIFY)
            .header("content-type", "application/json")
            .body(body)
    };

    let forged = check(tampered).of(&app).await;
    db.write(|conn| {
        revocation::revoke(
            conn,
            &world.tools,
            &Caller::operator(),
            award.assertion.id,
            "A mistake.",
        )
    })
    .unwrap();
    let revoked = check(text).of(&app).await;

    assert_eq!(verdict(&forged), "invalid", "{}", checks(&forged));
    assert_eq!(verdict(&revoked), "revoked", "{}", checks(&revoked));
}

#[actix_web::test]
async fn private_addresses_are_not_called_on_behalf_of_anybody() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));

    for url in [
        "http://127.0.0.1:9/",
        "https://localhost:9/x",
        "https://169.254.169.254/latest",
        "http://[::1]/",
    ] {
        let told = post(VERIFY, &json!({"url": url})).of(&app).await;
        assert_eq!(verdict(&told), "indeterminate", "{url}");
    }
}

#[actix_web::test]
async fn what_is_no_badge_gets_a_report_and_what_is_no_request_a_problem() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));
    let send = |kind: &str, body: Bytes| {
        ask(Method::POST, VERIFY)
            .header("content-type", kind)
            .body(body)
    };

    assert_eq!(
        verdict(&send("application/json", "{\"a\":1}".into()).of(&app).await),
        "invalid"
    );
    assert_eq!(
        verdict(&send("image/png", "no picture".into()).of(&app).await),
        "invalid"
    );
    for (kind, body, status) in [
        ("application/json", Bytes::from_static(b"{"), 400),
        ("application/json", Bytes::new(), 400),
        ("text/plain", Bytes::from_static(b"\xff\xfe"), 400),
        ("video/mp4", Bytes::from_static(b"x"), 415),
        (
            "application/json",
            Bytes::from_static(br#"{"url":"ftp://a.test"}"#),
            422,
        ),
        ("image/png", Bytes::from(vec![0; 11 * 1024 * 1024]), 413),
    ] {
        let told = send(kind, body).of(&app).await;
        assert_eq!(told.status.as_u16(), status, "{kind}: {:?}", told.body);
    }
}

#[actix_web::test]
async fn who_verifies_too_much_is_told_to_wait() {
    let db = database();
    let world = World::new(&db);
    let limits = RateLimits {
        verifications: NonZeroU32::new(1),
        ..RateLimits::none()
    };
    let app = app!(state_limited(&world, limits));
    let body = json!({"a": 1});

    let first = post(VERIFY, &body).of(&app).await;
    let second = post(VERIFY, &body).of(&app).await;

    assert_eq!(first.status, StatusCode::OK);
    assert_eq!(second.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!second.header("retry-after").is_empty());
}

#[actix_web::test]
async fn a_report_is_given_again_for_a_moment_but_never_after_a_change() {
    let db = database();
    let world = World::new(&db);
    let award = world.award(&world.badge(world.issuer("acme").id));
    let state = state(&world);

    let first = verify_award(&state, &award.assertion).await.unwrap();
    let again = verify_award(&state, &award.assertion).await.unwrap();
    let revoked = world
        .db
        .write(|conn| {
            revocation::revoke(
                conn,
                &world.tools,
                &Caller::operator(),
                award.assertion.id,
                "Given twice",
            )
        })
        .unwrap();
    let after = verify_award(&state, &revoked).await.unwrap();

    assert!(Arc::ptr_eq(&first, &again));
    assert_eq!(first.verdict, Verdict::Valid);
    assert_eq!(after.verdict, Verdict::Revoked);
}
