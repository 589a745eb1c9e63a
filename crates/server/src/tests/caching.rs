//! What a client has already is not sent again.

use accolade_issuing::testing::World;
use actix_web::http::{Method, StatusCode};

use crate::testing::{app, ask, database, get, state};

#[actix_web::test]
async fn a_page_that_did_not_change_is_answered_with_304() {
    let db = database();
    let world = World::new(&db);
    let badge = world.badge(world.issuer("acme").id);
    let award = world.award(&badge).assertion;
    let app = app!(state(&world));

    for path in [
        "/".to_owned(),
        "/issuers".to_owned(),
        "/issuers/acme".to_owned(),
        "/badges".to_owned(),
        format!("/badges/{}", badge.id),
        format!("/badges/{}/versions/1", badge.id),
        format!("/awards/{}", award.id),
        "/verify".to_owned(),
        "/api/docs".to_owned(),
    ] {
        let page = |method: Method| ask(method, &path).accept("text/html");
        let first = page(Method::GET).of(&app).await;
        let tag = first.header("etag");
        for method in [Method::GET, Method::HEAD] {
            let again = page(method).header("if-none-match", tag).of(&app).await;
            assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
            assert_eq!(again.header("etag"), tag, "{path}");
            assert_eq!(again.header("vary"), "Accept", "{path}");
            assert!(again.body.is_empty(), "{path}");
        }
        let other = page(Method::GET).header("if-none-match", "\"other\"");
        assert_eq!(other.of(&app).await.status, StatusCode::OK, "{path}");
    }
}

#[actix_web::test]
async fn a_page_that_changed_is_sent_whole() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let app = app!(state(&world));
    let page = || get("/issuers/acme").accept("text/html");
    let before = page().of(&app).await;
    world.badge(issuer.id);

    let after = page()
        .header("if-none-match", before.header("etag"))
        .of(&app)
        .await;

    assert_eq!(after.status, StatusCode::OK);
    assert_ne!(after.header("etag"), before.header("etag"));
}
