//! Who may pass the door at all.

use accolade_server::config::{DoorPolicy, RateLimits};
use accolade_storage::testing::TestDatabase;
use accolade_tests::{Client, TestServer};
use reqwest::Method;
use serde_json::json;

use super::{credential, issue};

#[test]
fn the_door_is_closed_unless_it_is_opened() {
    let db = TestDatabase::sqlite();
    let server = TestServer::on(&db);
    let client = server.anonymous();

    for path in [
        "/vc/credentials/issue",
        "/vc/credentials/verify",
        "/vc/credentials/status",
        "/vc/presentations/verify",
        "/vc/presentations/prove",
    ] {
        assert_eq!(client.post(path, &json!({})).status, 404, "{path}");
        let large = "x".repeat(2_000_000);
        let unread = client.post_bytes(path, "text/plain", large.as_bytes());
        assert_eq!(unread.status, 404, "{path}");
    }
    assert_eq!(issue(&client, &credential(), &json!({})).status, 404);
    assert_eq!(client.get("/vc/status-lists/revocation").status, 404);
}

#[test]
fn a_door_with_a_token_opens_for_the_token_alone() {
    let db = TestDatabase::sqlite();
    let token = "sesame sesame sesame";
    let server = TestServer::start(&db, |config| {
        config.door = DoorPolicy::Token(token.to_owned());
    });
    let with = |token: Option<&str>| Client::new(&server.url, token.map(str::to_owned));

    let nobody = issue(&with(None), &credential(), &json!({}));
    let wrong = issue(&with(Some("other")), &credential(), &json!({}));
    let right = issue(&with(Some(token)), &credential(), &json!({}));

    assert_eq!((nobody.status, wrong.status, right.status), (401, 401, 201));
    let unread = with(None).post("/vc/credentials/issue", &json!({}));
    assert_eq!(unread.status, 401);
    assert!(nobody.header("www-authenticate").starts_with("Bearer"));
    assert_eq!(with(None).get("/vc/status-lists/revocation").status, 200);
}

#[test]
fn who_knocks_too_often_is_told_to_wait() {
    let db = TestDatabase::sqlite();
    let server = TestServer::start(&db, |config| {
        config.door = DoorPolicy::Open;
        config.limits = RateLimits {
            verifications: std::num::NonZeroU32::new(2),
            ..RateLimits::none()
        };
    });
    let client = server.anonymous();

    let statuses: Vec<u16> = (0..3)
        .map(|_| issue(&client, &credential(), &json!({})).status)
        .collect();

    assert_eq!(statuses, [201, 201, 429]);
}

#[test]
fn a_body_that_is_too_large_or_no_request_is_refused() {
    let open = super::Open::new();
    let large = format!(
        "{{\"credential\": {{\"x\": \"{}\"}}}}",
        "x".repeat(2_000_000)
    );
    let send = |body: &str| {
        let path = "/vc/credentials/issue";
        open.client
            .post_bytes(path, "application/json", body)
            .status
    };

    assert_eq!(send(&large), 413);
    assert_eq!(send("{"), 400);
    assert_eq!(send("{\"credential\": 1}"), 422);
    assert_eq!(send("{}"), 422);
}

#[test]
fn the_test_issuer_keeps_its_name_and_signs_in_no_other() {
    let open = super::Open::new();
    let mut named = credential();
    named["issuer"] = json!({"id": "https://university.example", "name": "University"});

    let issued = open.issued(&named, &json!({}));
    let again = super::Open::new();

    assert_eq!(issued["issuer"]["id"], open.did.as_str());
    assert_eq!(issued["issuer"]["name"], "University");
    assert_eq!(again.did, open.did);
}

#[test]
fn the_door_speaks_tls_and_nothing_else_where_it_has_a_certificate() {
    let open = super::Open::new();
    assert_eq!(open.client.get("/vc").status, 200);

    // A client that trusts the usual authorities does not trust a certificate that nobody signed.
    let stranger = Client::new(&open.url(), None);
    let refused = stranger.request(Method::GET, "/vc").send();
    assert!(refused.is_err_and(|error| error.is_connect()));
    let mut plain = open.url();
    plain.set_scheme("http").unwrap();
    let unheard = Client::new(&plain, None).request(Method::GET, "/vc").send();
    assert!(unheard.is_err());
}
