//! By the API: one's own account, an invitation taken, a badge claimed by its code.

use accolade_issuing::access::{Caller, Scope, Scopes};
use accolade_issuing::claims::{self, LinkOrder, Terms};
use accolade_issuing::invitations::{self, NewInvitation};
use accolade_issuing::testing::World;
use accolade_storage::accounts;
use accolade_storage::types::Role;
use actix_web::http::Method;
use serde_json::json;

use crate::testing::{Browser, app, ask, database, get, post, state, token};

#[actix_web::test]
async fn an_account_is_renamed_looked_at_and_signed_out_everywhere() {
    let db = database();
    let world = World::new(&db);
    let (ada, caller) = world.person("ada@a.example", None);
    db.write(|conn| accounts::prove_identity(conn, "email", "ada@a.example", world.tools.now()))
        .unwrap();
    let browser = Browser::of(&world, &caller);
    let token = token(&world, &caller, Scopes::all());
    let app = app!(state(&world));

    let renamed = ask(Method::PATCH, "/api/v1/me")
        .json(&json!({ "name": "Ada L." }))
        .token(&token)
        .of(&app)
        .await;
    let ways = get("/api/v1/me/identities").token(&token).of(&app).await;
    let last = ask(
        Method::DELETE,
        "/api/v1/me/identities?kind=email&value=ada%40a.example",
    )
    .token(&token)
    .of(&app)
    .await;
    let keys = get("/api/v1/me/passkeys").token(&token).of(&app).await;
    let out = ask(Method::DELETE, "/api/v1/sessions")
        .token(&token)
        .of(&app)
        .await;

    assert_eq!(renamed.json()["name"], "Ada L.");
    assert_eq!(renamed.json()["account"], ada.id.to_string());
    assert_eq!(ways.json()["items"][0]["value"], "ada@a.example");
    assert_eq!(last.first_error(), ("/value".into(), "last".into()));
    assert_eq!(keys.json()["items"], json!([]));
    assert_eq!(out.status, 204);
    assert_eq!(browser.get("/account").of(&app).await.status, 303);
}

#[actix_web::test]
async fn an_invitation_is_taken_by_a_token_that_may_and_by_no_other() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let (_, caller) = world.person("ada@a.example", None);
    let narrow = token(&world, &caller, [Scope::AwardsRead].into_iter().collect());
    let full = token(&world, &caller, Scopes::all());
    let new = NewInvitation {
        role: Role::Issuer,
        email: None,
        seats: 1,
        days: 3,
    };
    let (_, link) = db
        .write(|conn| invitations::invite(conn, &world.tools, &Caller::operator(), issuer.id, new))
        .unwrap();
    let path = format!(
        "/api/v1/invitations/{}",
        link.unwrap().rsplit('/').next().unwrap()
    );
    let app = app!(state(&world));
    let accept = |token: &str| ask(Method::POST, &format!("{path}/accept")).token(token);

    let offer = get(&path).of(&app).await;
    let refused = accept(&narrow).of(&app).await;
    let taken = accept(&full).of(&app).await;
    let over = get(&path).of(&app).await;

    assert_eq!(
        (
            offer.json()["issuer"].as_str(),
            offer.json()["role"].as_str()
        ),
        (Some("acme"), Some("issuer"))
    );
    assert_eq!(refused.status, 403);
    assert_eq!(taken.status, 201, "{:?}", taken.body);
    assert_eq!(taken.json()["memberships"][0]["role"], "issuer");
    assert!(over.status.is_client_error());
}

#[actix_web::test]
async fn a_badge_is_claimed_by_its_code_once_however_often_it_is_sent() {
    let db = database();
    let world = World::new(&db);
    let badge = world.badge(world.issuer("acme").id);
    let order = LinkOrder {
        giver: "Ms Carvalho".into(),
        terms: Terms {
            without_email: true,
            ..Terms::default()
        },
        ..LinkOrder::default()
    };
    let link = db
        .write(|conn| claims::create(conn, &world.tools, &Caller::operator(), badge.id, order))
        .unwrap();
    let path = format!("/api/v1/claim-codes/{}", link.code.unwrap());
    let mia =
        json!({ "name": "Mia", "showName": true, "once": "01931b4e-8a00-7000-8000-000000000001" });
    let app = app!(state(&world));

    let seen = get(&path).of(&app).await;
    let first = post(&path, &mia).of(&app).await;
    let again = post(&path, &mia).of(&app).await;
    let nameless =
        json!({ "name": "", "showName": true, "once": "01931b4e-8a00-7000-8000-000000000002" });
    let nameless = post(&path, &nameless).of(&app).await;
    let nothing = get("/api/v1/claim-codes/ZZZZ-ZZZZ").of(&app).await;

    assert_eq!(seen.json()["standing"], "open");
    assert_eq!(seen.json()["emailNeeded"], false);
    assert_eq!(first.status, 201, "{:?}", first.body);
    assert_eq!(first.json()["state"], "awarded");
    assert_eq!(again.json()["award"], first.json()["award"]);
    assert_eq!(nameless.status, 422);
    assert_eq!(nothing.status, 404);
}
