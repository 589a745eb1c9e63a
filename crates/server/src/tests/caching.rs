//! What a client has already is not sent again.

use accolade_issuing::access::Caller;
use accolade_issuing::issuers::{self, IssuerEdit};
use accolade_issuing::revocation;
use accolade_issuing::testing::World;
use accolade_storage::Database;
use actix_web::http::{Method, StatusCode};
use jiff::SignedDuration;

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
            assert!(again.header("vary").starts_with("Accept"), "{path}");
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

#[actix_web::test]
async fn what_was_given_a_moment_ago_is_not_given_after_a_change() {
    let db = database();
    let world = World::new(&db);
    let badge = world.badge(world.issuer("acme").id);
    let award = world.award(&badge).assertion.id;
    let app = app!(state(&world));
    let page = || get(&format!("/awards/{award}")).accept("text/html");
    let hosted = || get(&format!("/awards/{award}.v2.json"));
    let list = || get("/issuers/acme/status/1");
    for _ in 0..2 {
        assert_eq!(page().of(&app).await.status, StatusCode::OK);
        assert_eq!(hosted().of(&app).await.status, StatusCode::OK);
    }
    let before = list().of(&app).await;

    db.write(|conn| {
        let operator = Caller::operator();
        revocation::revoke(conn, &world.tools, &operator, award, "An error")
    })
    .unwrap();

    assert!(page().of(&app).await.html().contains("An error"));
    assert_eq!(hosted().of(&app).await.status, StatusCode::GONE);
    assert_ne!(list().of(&app).await.body, before.body);
}

#[actix_web::test]
async fn what_another_copy_of_the_server_changed_is_seen_after_two_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!(
        "sqlite://{}",
        folder.path().join("shared.sqlite3").display()
    );
    let [here, there] = [(), ()].map(|()| Database::connect(&url).unwrap());
    here.migrate().unwrap();
    let world = World::new(&here);
    let issuer = world.issuer("acme");
    let app = app!(state(&world));
    let name = async || {
        let answer = get("/issuers/acme").accept("text/html").of(&app).await;
        answer.html().contains("Renamed")
    };
    assert!(!name().await);

    let edit = IssuerEdit {
        name: Some("Renamed".into()),
        ..IssuerEdit::default()
    };
    there
        .write(|conn| issuers::edit(conn, &world.tools, &Caller::operator(), issuer.id, edit))
        .unwrap();
    let at_once = name().await;
    world.clock.advance(SignedDuration::from_secs(3));

    assert!(!at_once, "two seconds are kept");
    assert!(name().await);
}
