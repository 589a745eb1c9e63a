//! After the award, by the API: found, put right, given anew, changed in numbers, taken out as a file.

use accolade_issuing::awards::{AwardOrder, Recipient};
use accolade_issuing::testing::World;
use accolade_storage::types::{IssuerId, Role};
use actix_web::http::Method;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::testing::{app, ask, database, get, member, post, state};

/// An award to somebody of this name, under a badge whose awards can be put on hold.
fn named(world: &World<'_>, issuer: IssuerId, name: &str) -> String {
    let badge = world.badge_with(issuer, world.content("Swimming"), true);
    let recipient = Recipient {
        name: Some(name.into()),
        ..Recipient::email("mia@example.org")
    };
    // A millisecond each: lists are in the order of their ids.
    world.clock.advance(SignedDuration::from_millis(1));
    let award = world.award_with(AwardOrder::to(badge.id, recipient));
    award.assertion.id.to_string()
}

#[actix_web::test]
async fn an_award_is_put_right_part_by_part_and_keeps_its_address() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let id = named(&world, issuer.id, "Mia Cartre");
    let token = member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));
    let path = format!("/api/v1/assertions/{id}/correct");
    let correct = |body: Value| {
        post(&path, &body)
            .token(&token)
            .header("idempotency-key", "k1")
    };

    let name = json!({ "recipient": { "email": "mia@example.org", "name": "Mia Carter" } });
    let first = correct(name.clone()).of(&app).await;
    let again = correct(name).of(&app).await;
    let ends = json!({ "validUntil": "2027-01-01T00:00:00Z", "narrative": "She swam." });
    let ended = post(&path, &ends).token(&token).of(&app).await;
    let for_good = json!({ "validUntil": null });
    let endless = post(&path, &for_good).token(&token).of(&app).await;
    let empty = json!({ "recipient": { "email": "" } });
    let refused = post(&path, &empty).token(&token).of(&app).await;

    assert_eq!(first.status, 200, "{:?}", first.body);
    assert_eq!(first.json()["id"], id);
    assert_eq!(first.json()["recipient"]["name"], "Mia Carter");
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(ended.json()["validUntil"], "2027-01-01T00:00:00Z");
    assert_eq!(endless.json()["validUntil"], Value::Null);
    assert_eq!(endless.json()["narrative"], "She swam.");
    assert_eq!(endless.json()["recipient"]["name"], "Mia Carter");
    assert_eq!(refused.status, 422);
    assert_eq!(refused.first_error().0, "/recipient/email");
}

#[actix_web::test]
async fn an_award_given_anew_takes_the_place_of_the_earlier_one() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let id = named(&world, issuer.id, "Mia");
    let token = member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));

    let made = ask(Method::POST, &format!("/api/v1/assertions/{id}/reissue"))
        .token(&token)
        .of(&app)
        .await;
    let earlier = get(&format!("/api/v1/assertions/{id}"))
        .token(&token)
        .of(&app)
        .await;

    assert_eq!(made.status, 201, "{:?}", made.body);
    let new = made.json()["id"].as_str().unwrap().to_owned();
    assert!(made.header("location").ends_with(&new));
    assert_ne!(new, id);
    assert_eq!(earlier.json()["state"], "revoked");
}

#[actix_web::test]
async fn many_awards_are_changed_in_one_request_and_what_was_left_is_told() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let (mia, leo) = (
        named(&world, issuer.id, "Mia"),
        named(&world, issuer.id, "Leo"),
    );
    let token = member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));
    let path = "/api/v1/issuers/acme/assertions/change";
    let order = |deed: &str, awards: &[&String]| json!({ "deed": deed, "awards": awards, "reason": "Checked." });

    let held = post(path, &order("suspend", &[&mia]))
        .token(&token)
        .of(&app)
        .await;
    let both = post(path, &order("suspend", &[&mia, &leo]))
        .token(&token)
        .of(&app)
        .await;
    let freed = post(path, &order("reinstate", &[&mia, &leo]))
        .token(&token)
        .of(&app)
        .await;
    let mailed = post(path, &order("resend", &[&mia]))
        .token(&token)
        .of(&app)
        .await;
    let gone = post(path, &order("revoke", &[&mia, &leo]))
        .token(&token)
        .of(&app)
        .await;
    let silent = json!({ "deed": "revoke", "awards": [mia] });
    let silent = post(path, &silent).token(&token).of(&app).await;
    let unknown = post(path, &order("burn", &[&mia]))
        .token(&token)
        .of(&app)
        .await;

    assert_eq!(held.json()["changed"], json!([mia]));
    assert_eq!(
        both.json(),
        json!({ "changed": [leo], "left": [{ "award": mia, "why": "on_hold" }] })
    );
    assert_eq!(freed.json()["changed"].as_array().unwrap().len(), 2);
    assert_eq!(mailed.json()["changed"], json!([mia]));
    assert_eq!(gone.json()["changed"].as_array().unwrap().len(), 2);
    assert_eq!(silent.first_error(), ("/reason".into(), "required".into()));
    assert_eq!(unknown.first_error().0, "/deed");
}

#[actix_web::test]
async fn awards_are_found_by_what_is_remembered_of_them() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let below = world.issuer_below("class", issuer.id);
    let mia = named(&world, issuer.id, "Mia Carter");
    let leo = named(&world, below.id, "Leo Lind");
    let token = member(&world, issuer.id, Role::Viewer);
    let app = app!(state(&world));

    for (query, expected) in [
        ("", vec![&mia]),
        ("below=true", vec![&leo, &mia]),
        ("below=true&limit=1", vec![&leo]),
        ("below=true&q=carter", vec![&mia]),
        ("below=true&q=MIA%40example.org", vec![&leo, &mia]),
        ("below=true&claimed=true", vec![]),
        ("from=2026-11-22&until=2026-11-22", vec![&mia]),
        ("until=2026-11-21", vec![]),
        ("state=revoked", vec![]),
    ] {
        let told = get(&format!("/api/v1/issuers/acme/assertions?{query}"))
            .token(&token)
            .of(&app)
            .await
            .json();
        let ids: Vec<&str> = told["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap())
            .collect();
        assert_eq!(ids, expected, "{query}");
    }
    for wrong in ["from=yesterday", "state=lost", "claimed=maybe", "batch=7"] {
        let told = get(&format!("/api/v1/issuers/acme/assertions?{wrong}"))
            .token(&token)
            .of(&app)
            .await;
        assert_eq!(told.status, 400, "{wrong}");
    }
}

#[actix_web::test]
async fn a_file_of_awards_runs_nothing_in_a_spreadsheet_and_names_nobody_to_a_viewer() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    named(&world, issuer.id, "=HYPERLINK(1)");
    let (staff, viewer) = (
        member(&world, issuer.id, Role::Issuer),
        member(&world, issuer.id, Role::Viewer),
    );
    let app = app!(state(&world));

    let table = get("/api/v1/issuers/acme/assertions.csv")
        .token(&staff)
        .of(&app)
        .await;
    let seen = get("/api/v1/issuers/acme/assertions.json")
        .token(&viewer)
        .of(&app)
        .await;

    assert!(table.header("content-type").starts_with("text/csv"));
    assert!(
        table.html().contains("\"'=HYPERLINK(1)\",mia@example.org,"),
        "{}",
        table.html()
    );
    assert_eq!(seen.json()[0]["name"], "=HYPERLINK(1)");
    assert_eq!(seen.json()[0]["email"], Value::Null);
}
