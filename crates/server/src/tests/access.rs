//! Every route, as nobody and as somebody without rights.

mod bodies;
mod pages;
mod things;

use accolade_issuing::access::{Scope, Scopes, Who};
use accolade_issuing::testing::World;
use accolade_storage::types::Role;
use actix_web::http::Method;
use serde_json::json;

use crate::routes::{self, Access, Route};
use crate::testing::{app, ask, database, get, member, post, state, stranger, token};

use bodies::sample;
use things::things;

fn method(route: &Route) -> Method {
    route.method.parse().unwrap()
}

#[actix_web::test]
async fn without_a_token_nothing_that_needs_one_is_answered() {
    let db = database();
    let world = World::new(&db);
    let things = things(&world);
    let app = app!(state(&world));

    for route in routes::table() {
        let told = ask(method(&route), &things.path(route.pattern))
            .json(&json!({}))
            .of(&app)
            .await;
        let name = format!("{} {}", route.method, route.pattern);
        match route.access {
            Access::Form | Access::SignedIn | Access::Page(_) if route.method != "GET" => {
                // 415: a form with files says first that this is none.
                assert!(
                    [403, 415].contains(&told.status.as_u16()),
                    "{name}: {:?}",
                    told.body
                );
            }
            Access::SignedIn | Access::Page(_) => assert_eq!(told.status.as_u16(), 401, "{name}"),
            Access::Anyone | Access::Form => assert!(
                told.status.as_u16() != 401 && told.status.as_u16() != 403,
                "{name}"
            ),
            _ if takes_a_body_first(&route) => {
                assert!(
                    [401, 415, 422].contains(&told.status.as_u16()),
                    "{name}: {}",
                    told.status
                );
            }
            Access::Account | Access::Needs(_) => {
                assert_eq!(told.status.as_u16(), 401, "{name}: {:?}", told.body);
                assert!(
                    told.header("www-authenticate").starts_with("Bearer"),
                    "{name}"
                );
            }
        }
    }
}

/// Where the shape of the body is read before anything is looked up: nothing is told but that.
fn takes_a_body_first(route: &Route) -> bool {
    route.method != "GET" && matches!(route.access, Access::Account | Access::Needs(_))
}

#[actix_web::test]
async fn a_stranger_is_refused_whatever_needs_a_role() {
    let db = database();
    let world = World::new(&db);
    let things = things(&world);
    let stranger = stranger(&world);
    let app = app!(state(&world));

    for route in routes::table() {
        let Access::Needs(action) = route.access else {
            continue;
        };
        let Who::AtLeast(_) = action.rule().who else {
            continue;
        };
        let body = sample(route.pattern);
        let told = ask(method(&route), &things.path(route.pattern))
            .token(&stranger)
            .json(&body)
            .of(&app)
            .await;
        assert!(
            [403, 404].contains(&told.status.as_u16()),
            "{} {}: {} {:?}",
            route.method,
            route.pattern,
            told.status,
            told.body
        );
    }
}

#[actix_web::test]
async fn a_viewer_changes_nothing() {
    let db = database();
    let world = World::new(&db);
    let things = things(&world);
    let issuer = db
        .read(|conn| accolade_storage::issuers::by_slug(conn, "acme"))
        .unwrap()
        .unwrap();
    let viewer = member(&world, issuer.id, Role::Viewer);
    let app = app!(state(&world));

    for route in routes::table() {
        let Access::Needs(action) = route.access else {
            continue;
        };
        let Who::AtLeast(least) = action.rule().who else {
            continue;
        };
        if least == Role::Viewer {
            continue;
        }
        let told = ask(method(&route), &things.path(route.pattern))
            .token(&viewer)
            .json(&sample(route.pattern))
            .of(&app)
            .await;
        // The operator's list of everything is hidden from everybody else.
        let expected: &[u16] = match route.pattern {
            "/api/v1/audit-events" => &[404],
            _ => &[403],
        };
        assert!(
            expected.contains(&told.status.as_u16()),
            "{} {}: {:?}",
            route.method,
            route.pattern,
            told.body
        );
    }
}

#[actix_web::test]
async fn a_token_without_the_scope_is_refused_though_its_owner_may() {
    let db = database();
    let world = World::new(&db);
    let things = things(&world);
    let issuer = db
        .read(|conn| accolade_storage::issuers::by_slug(conn, "acme"))
        .unwrap()
        .unwrap();
    let (_, owner) = world.person("owner@acme.example", Some((issuer.id, Role::Owner)));
    let narrow = token(
        &world,
        &owner,
        [Scope::Verify].into_iter().collect::<Scopes>(),
    );
    let app = app!(state(&world));

    for route in routes::table() {
        let Access::Needs(action) = route.access else {
            continue;
        };
        let told = ask(method(&route), &things.path(route.pattern))
            .token(&narrow)
            .json(&sample(route.pattern))
            .of(&app)
            .await;
        assert_eq!(
            told.status.as_u16(),
            403,
            "{} {}: {:?}",
            route.method,
            route.pattern,
            told.body
        );
        assert!(
            told.json()["detail"]
                .as_str()
                .unwrap()
                .contains(action.rule().scope.as_str())
        );
    }
}

#[actix_web::test]
async fn there_is_something_behind_every_address_that_the_walk_goes_to() {
    let db = database();
    let world = World::new(&db);
    let things = things(&world);
    let issuer = db
        .read(|conn| accolade_storage::issuers::by_slug(conn, "acme"))
        .unwrap()
        .unwrap();
    let owner = member(&world, issuer.id, Role::Owner);
    let app = app!(state(&world));

    for route in routes::table() {
        let Access::Needs(action) = route.access else {
            continue;
        };
        let Who::AtLeast(_) = action.rule().who else {
            continue;
        };
        // The operator's list of everything is hidden from everybody else.
        if route.method != "GET" || route.pattern == "/api/v1/audit-events" {
            continue;
        }
        let path = things.path(route.pattern);
        let told = get(&path).token(&owner).of(&app).await;
        assert_eq!(told.status, 200, "{path}: {:?}", told.body);
    }
}

#[actix_web::test]
async fn a_draft_is_seen_by_members_only() {
    let db = database();
    let world = World::new(&db);
    let things = things(&world);
    let issuer = db
        .read(|conn| accolade_storage::issuers::by_slug(conn, "acme"))
        .unwrap()
        .unwrap();
    let (stranger, viewer) = (stranger(&world), member(&world, issuer.id, Role::Viewer));
    let app = app!(state(&world));
    let path = format!("/api/v1/badge-classes/{}", things.draft);

    assert_eq!(get(&path).of(&app).await.status.as_u16(), 404);
    assert_eq!(
        get(&path).token(&stranger).of(&app).await.status.as_u16(),
        404
    );
    assert_eq!(
        get(&path).token(&viewer).of(&app).await.json()["draft"]["name"],
        "Secret plans"
    );
    assert_eq!(
        get(&format!("/badges/{}", things.draft))
            .of(&app)
            .await
            .status
            .as_u16(),
        404
    );
    for list in [
        "/api/v1/issuers/acme/badge-classes",
        "/api/v1/badge-classes",
    ] {
        let told = get(list).token(&stranger).of(&app).await;
        assert!(
            !String::from_utf8_lossy(&told.body).contains("Secret plans"),
            "{list}"
        );
    }
}

#[actix_web::test]
async fn a_token_that_may_do_less_is_not_given_what_another_was_answered() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let (_, caller) = world.person("owner@acme.example", Some((issuer.id, Role::Owner)));
    let strong = token(&world, &caller, Scopes::all());
    let weak = token(&world, &caller, [Scope::BadgesRead].into_iter().collect());
    let app = app!(state(&world));
    let order = json!({"name": "Below", "slug": "below", "parent": issuer.id, "url": "https://acme.example", "email": "office@acme.example"});
    let ask = |token: &str| {
        post("/api/v1/issuers", &order)
            .token(token)
            .header("idempotency-key", "one")
    };

    let first = ask(&strong).of(&app).await;
    let other = ask(&weak).of(&app).await;
    let again = ask(&strong).of(&app).await;

    assert_eq!(first.status, 201, "{:?}", first.body);
    assert_eq!(other.status, 409);
    assert_eq!(again.body, first.body);
}
