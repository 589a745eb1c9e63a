//! Letters about what waits at a desk: switched off and on.

use std::sync::Arc;

use accolade_issuing::desk_letters::{self, key};
use accolade_issuing::testing::World;
use accolade_storage::types::Role;
use actix_web::http::Method;

use crate::mail::Delivery;
use crate::testing::{Browser, app, ask, database, get, state};

#[actix_web::test]
async fn the_link_in_a_letter_asks_and_ends_them_when_the_button_is_pressed() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let (account, _) = world.person("ines@acme.example", Some((issuer.id, Role::Owner)));
    let link = format!("/letters/{}/{}", account.id, key(&world.tools, account.id));
    let app = app!(state(&world));

    let asked = get(&link).accept("text/html").of(&app).await;
    let after_asking = db
        .read(|conn| desk_letters::are_on(conn, account.id))
        .unwrap();
    let stopped = ask(Method::POST, &link).accept("text/html").of(&app).await;

    assert_eq!((asked.status.as_u16(), stopped.status.as_u16()), (200, 200));
    assert!(after_asking);
    assert!(stopped.html().contains("No more letters about your desk"));
    assert!(
        !db.read(|conn| desk_letters::are_on(conn, account.id))
            .unwrap()
    );
}

#[actix_web::test]
async fn a_link_that_stands_in_no_letter_ends_nothing() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let (account, _) = world.person("ines@acme.example", Some((issuer.id, Role::Owner)));
    let (other, _) = world.person("ruth@acme.example", Some((issuer.id, Role::Owner)));
    let link = format!("/letters/{}/{}", account.id, key(&world.tools, other.id));
    let app = app!(state(&world));

    let told = ask(Method::POST, &link).of(&app).await;

    assert_eq!(told.status, 404);
    assert!(
        db.read(|conn| desk_letters::are_on(conn, account.id))
            .unwrap()
    );
}

#[actix_web::test]
async fn the_account_page_switches_them_off_and_on_where_mail_is_sent() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let (_, caller) = world.person("ines@acme.example", Some((issuer.id, Role::Owner)));
    let account = caller.account.unwrap();
    let silent = state(&world);
    let mut mailing = state(&world);
    mailing.mail = Arc::new(Delivery::Outbox);
    let (silent, mailing) = (app!(silent), app!(mailing));
    let ines = Browser::of(&world, &caller);

    let without = ines.get("/account").of(&silent).await;
    let with = ines.get("/account").of(&mailing).await;
    ines.post("/account/letters", &[("letters", "off")])
        .of(&mailing)
        .await;
    let off = db.read(|conn| desk_letters::are_on(conn, account)).unwrap();
    ines.post("/account/letters", &[("letters", "on")])
        .of(&mailing)
        .await;

    assert!(!without.html().contains("Letters about your desk"));
    assert!(with.html().contains("Send me none"));
    assert!(!off);
    assert!(db.read(|conn| desk_letters::are_on(conn, account)).unwrap());
}
