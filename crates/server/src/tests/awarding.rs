//! Awards through the API: once, with what is shown to whom, and taken back.

use accolade_issuing::access::{Scope, Scopes};
use accolade_issuing::testing::World;
use accolade_storage::assertions;
use accolade_storage::types::Role;
use actix_web::http::StatusCode;
use serde_json::{Value, json};

use crate::testing::{app, database, get, member, post, state, token};

fn order() -> Value {
    json!({
        "recipient": {"email": "Mia@Example.org", "name": "Mia"},
        "narrative": "She asked.",
        "evidence": [
            {"kind": "text", "narrative": "What she asked."},
            {"kind": "link", "url": "https://mia.example/", "visibility": "private"},
        ],
    })
}

#[actix_web::test]
async fn an_award_is_made_with_its_files_and_shown() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = world.badge(issuer.id);
    let owner = member(&world, issuer.id, Role::Owner);
    let app = app!(state(&world));
    let path = format!("/api/v1/badge-classes/{}/assertions", badge.id);

    let made = post(&path, &order()).token(&owner).of(&app).await;
    let shown = get(made.header("location")).token(&owner).of(&app).await;
    let listed = get(&path).token(&owner).of(&app).await.json();

    assert_eq!(made.status, StatusCode::CREATED, "{:?}", made.body);
    assert_eq!(shown.json(), made.json());
    assert_eq!(shown.json()["recipient"]["email"], "mia@example.org");
    assert_eq!(shown.json()["evidence"].as_array().unwrap().len(), 2);
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    for file in shown.json()["files"].as_object().unwrap().values() {
        let path = file
            .as_str()
            .unwrap()
            .strip_prefix("https://badges.test")
            .unwrap()
            .to_owned();
        assert_eq!(get(&path).of(&app).await.status, StatusCode::OK, "{path}");
    }
}

#[actix_web::test]
async fn the_recipients_address_is_shown_only_to_who_may_open_it() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = world.badge(issuer.id);
    let award = world.award(&badge);
    let viewer = member(&world, issuer.id, Role::Viewer);
    let (_, caller) = world.person("writer@acme.example", Some((issuer.id, Role::Owner)));
    let writer = token(
        &world,
        &caller,
        [Scope::AwardsWrite].into_iter().collect::<Scopes>(),
    );
    let app = app!(state(&world));
    let path = format!("/api/v1/assertions/{}", award.assertion.id);

    let seen = get(&path).token(&viewer).of(&app).await;
    let made = post(
        &format!("/api/v1/badge-classes/{}/assertions", badge.id),
        &order(),
    );
    let made = made.token(&writer).of(&app).await;

    assert_eq!(seen.status, StatusCode::OK, "{:?}", seen.body);
    assert!(seen.json()["recipient"].get("email").is_none());
    assert_eq!(made.status, StatusCode::CREATED);
    assert!(
        !String::from_utf8_lossy(&made.body)
            .to_lowercase()
            .contains("mia@example.org")
    );
    assert_eq!(get(&path).of(&app).await.status, StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn the_same_key_and_order_give_the_same_award_and_another_order_a_conflict() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = world.badge(issuer.id);
    let owner = member(&world, issuer.id, Role::Owner);
    let app = app!(state(&world));
    let path = format!("/api/v1/badge-classes/{}/assertions", badge.id);
    let asked = |body: &Value| {
        post(&path, body)
            .token(&owner)
            .header("idempotency-key", "k1")
    };

    let first = asked(&order()).of(&app).await;
    let second = asked(&order()).of(&app).await;
    let other = asked(&json!({"recipient": {"email": "ben@example.org"}}))
        .of(&app)
        .await;

    assert_eq!(first.status, StatusCode::CREATED, "{:?}", first.body);
    assert_eq!((second.status, &second.body), (first.status, &first.body));
    assert_eq!(second.header("location"), first.header("location"));
    assert_eq!(second.header("idempotency-replayed"), "true");
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert_eq!(other.json()["type"], "/api/problems/idempotency-key-reused");
    let count = db
        .read(|conn| assertions::count_by_badge_class(conn, badge.id))
        .unwrap();
    assert_eq!(count, 1);
}

#[actix_web::test]
async fn a_wrong_order_is_told_field_by_field_and_leaves_nothing_behind() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = world.badge(issuer.id);
    let owner = member(&world, issuer.id, Role::Owner);
    let app = app!(state(&world));
    let path = format!("/api/v1/badge-classes/{}/assertions", badge.id);

    for (order, pointer) in [
        (
            json!({"recipient": {"email": "nobody"}}),
            "/recipient/email",
        ),
        (
            json!({"recipient": {"email": "mia@example.org"}, "evidence": [{"kind": "text", "narrative": "x"}, {"kind": "text", "narative": "x"}]}),
            "/evidence/1/narative",
        ),
        (
            json!({"recipient": {"email": "mia@example.org"}, "evidence": [{"kind": "link", "url": 7}]}),
            "/evidence/0/url",
        ),
        (
            json!({"recipient": {"email": "mia@example.org", "phone": "1"}}),
            "/recipient/phone",
        ),
        (
            json!({"recipient": {"email": "mia@example.org"}, "results": [{"result": "r", "grade": "A"}]}),
            "/results/0/grade",
        ),
        (
            json!({"recipient": {"email": "mia@example.org"}, "assessment": {"who": "Ms A"}}),
            "/assessment/who",
        ),
        (
            json!({"recipient": {"email": "a@b.example"}, "evidence": [{"kind": "text"}]}),
            "/evidence/0/narrative",
        ),
        (
            json!({"recipient": {"email": "a@b.example"}, "evidence": [{"kind": "film"}]}),
            "/evidence/0/kind",
        ),
        (
            json!({"recipient": {"email": "a@b.example"}, "validUntil": "tomorrow"}),
            "/validUntil",
        ),
        (
            json!({"recipient": {"email": "a@b.example"}, "colour": "red"}),
            "/colour",
        ),
        (json!({}), "/recipient"),
    ] {
        let told = post(&path, &order).token(&owner).of(&app).await;
        assert_eq!(
            told.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{order}: {:?}",
            told.body
        );
        assert_eq!(told.first_error().0, pointer, "{order}: {:?}", told.body);
    }
    let count = db
        .read(|conn| assertions::count_by_badge_class(conn, badge.id))
        .unwrap();
    assert_eq!(count, 0);
}

#[actix_web::test]
async fn an_award_is_held_given_back_and_revoked_for_good() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = world.badge_with(issuer.id, world.content("Owl"), true);
    let award = world.award(&badge);
    let owner = member(&world, issuer.id, Role::Owner);
    let app = app!(state(&world));
    let path = format!("/api/v1/assertions/{}", award.assertion.id);
    let reason = json!({"reason": "A question came up."});

    let mut seen = Vec::new();
    for (verb, body) in [
        ("reinstate", json!({})),
        ("suspend", reason.clone()),
        ("suspend", reason.clone()),
        ("reinstate", json!({})),
        ("revoke", reason.clone()),
        ("revoke", reason.clone()),
        ("reinstate", json!({})),
    ] {
        let told = post(&format!("{path}/{verb}"), &body)
            .token(&owner)
            .of(&app)
            .await;
        let said = told.json();
        let word = said["state"]
            .as_str()
            .or(said["type"].as_str())
            .unwrap()
            .to_owned();
        seen.push(word.trim_start_matches("/api/problems/").to_owned());
    }
    let empty = post(&format!("{path}/revoke"), &json!({}))
        .token(&owner)
        .of(&app)
        .await;

    assert_eq!(
        seen,
        [
            "not-suspended",
            "suspended",
            "already-suspended",
            "issued",
            "revoked",
            "already-revoked",
            "already-revoked"
        ]
    );
    assert_eq!(empty.first_error(), ("/reason".into(), "required".into()));
    let revoked = get("/api/v1/issuers/acme/assertions?state=revoked")
        .token(&owner)
        .of(&app)
        .await;
    assert_eq!(
        revoked.json()["items"][0]["stateReason"],
        "A question came up."
    );
    let events = get("/api/v1/issuers/acme/audit-events?limit=1")
        .token(&owner)
        .of(&app)
        .await
        .json();
    assert_eq!(events["items"][0]["subjectKind"], "assertion");
}
