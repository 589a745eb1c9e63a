//! Cookies and forms: who is known again, what a form must carry, and where one is sent afterwards.

use accolade_issuing::secrets::Secret;
use accolade_issuing::testing::World;
use actix_web::http::Method;
use serde_json::json;

use crate::testing::{Browser, app, ask, database, get, state};

#[actix_web::test]
async fn a_person_at_a_page_for_members_signs_in_first_and_comes_back() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));

    let person = get("/desk?x=1").accept("text/html").of(&app).await;
    let machine = get("/desk").accept("application/json").of(&app).await;

    assert_eq!(person.status, 303);
    assert_eq!(person.header("location"), "/sign-in?to=%2Fdesk%3Fx%3D1");
    assert_eq!(machine.status, 401);
}

#[actix_web::test]
async fn a_session_opens_the_desk_until_it_is_ended() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let browser = Browser::member(&world, issuer.id, accolade_storage::types::Role::Owner);
    let app = app!(state(&world));

    let desk = browser.get("/desk").of(&app).await;
    let out = browser.post("/sign-out", &[]).of(&app).await;
    let after = browser.get("/desk").of(&app).await;

    assert_eq!(
        (desk.status.as_u16(), desk.header("cache-control")),
        (200, "no-store")
    );
    assert!(desk.html().contains("Acme School") && desk.html().contains("Sign out"));
    assert_eq!(out.status, 303);
    assert!(
        out.header("set-cookie").contains("Max-Age=0"),
        "{}",
        out.header("set-cookie")
    );
    assert_eq!(after.status, 303);
}

#[actix_web::test]
async fn garbage_in_the_cookie_is_nobody() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));
    let long = "x".repeat(9_000);
    let unknown = Secret::new(&world.tools).reveal();

    for value in ["", "x", "\u{e9}", "a=b;;=", "%00", &long, &unknown] {
        let cookie = format!("__Host-accolade_session={value}; __Host-accolade_flash={value}");
        let page = get("/sign-in")
            .accept("text/html")
            .header("cookie", &cookie)
            .of(&app)
            .await;
        let desk = get("/desk")
            .accept("text/html")
            .header("cookie", &cookie)
            .of(&app)
            .await;

        assert_eq!(
            (page.status.as_u16(), desk.status.as_u16()),
            (200, 303),
            "{value:?}"
        );
    }
}

#[actix_web::test]
async fn a_form_is_taken_from_our_own_pages_only() {
    let db = database();
    let world = World::new(&db);
    let (_, caller) = world.person("ada@a.example", None);
    let (mine, other) = (Browser::of(&world, &caller), Browser::stranger(&world));
    let app = app!(state(&world));
    let send = |body: String| {
        ask(Method::POST, "/account")
            .accept("text/html")
            .browser(&mine)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
    };

    let missing = send("name=Eve".to_owned()).of(&app).await;
    let empty = send("name=Eve&csrf=".to_owned()).of(&app).await;
    let foreign = send(format!("name=Eve&csrf={}", other.csrf()))
        .of(&app)
        .await;
    let without_cookie = ask(Method::POST, "/account")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("name=Eve&csrf={}", mine.csrf()))
        .of(&app)
        .await;
    let good = mine.post("/account", &[("name", "Ada L.")]).of(&app).await;

    for told in [&missing, &empty, &foreign, &without_cookie] {
        assert_eq!(told.status, 403, "{}", told.html());
    }
    assert!(missing.html().contains("This form had grown old"));
    assert_eq!(good.status, 303);
    assert!(
        mine.get("/account")
            .of(&app)
            .await
            .html()
            .contains("Ada L.")
    );
}

#[actix_web::test]
async fn a_word_for_the_next_page_is_said_once() {
    let db = database();
    let world = World::new(&db);
    let (_, caller) = world.person("ada@a.example", None);
    let browser = Browser::of(&world, &caller);
    let app = app!(state(&world));
    let saved = browser
        .post("/account", &[("name", "Ada <b>")])
        .of(&app)
        .await;
    let flash = saved.cookie("__Host-accolade_flash");
    let with_flash = |value: &str| {
        let cookie = format!(
            "__Host-accolade_session={}; __Host-accolade_flash={value}",
            browser.secret().reveal()
        );
        get("/account")
            .accept("text/html")
            .header("cookie", &cookie)
    };

    let shown = with_flash(&flash).of(&app).await;
    let forged = with_flash("eyJ0ZXh0IjoiR2l2ZSBtZSB5b3VyIG1vbmV5In0")
        .of(&app)
        .await;

    assert!(shown.html().contains("<p>Saved.</p>"));
    assert!(
        shown
            .header("set-cookie")
            .starts_with("__Host-accolade_flash=; "),
        "{}",
        shown.header("set-cookie")
    );
    assert!(!forged.html().contains("role=\"status\""));
}

#[actix_web::test]
async fn a_cookie_changes_nothing_through_the_api_without_what_our_pages_know() {
    let db = database();
    let world = World::new(&db);
    let (_, caller) = world.person("ada@a.example", None);
    let browser = Browser::of(&world, &caller);
    let app = app!(state(&world));
    let order = json!({"name": "t", "scopes": ["verify"]});
    let send = || {
        ask(Method::POST, "/api/v1/tokens")
            .browser(&browser)
            .json(&order)
    };

    let read = get("/api/v1/me").browser(&browser).of(&app).await;
    let bare = send().of(&app).await;
    let foreign = send()
        .header("x-csrf-token", &Browser::nobody(&world).csrf())
        .of(&app)
        .await;
    let ours = send()
        .header("x-csrf-token", &browser.csrf())
        .of(&app)
        .await;

    assert_eq!(read.status, 200);
    assert_eq!((bare.status.as_u16(), foreign.status.as_u16()), (401, 401));
    assert_eq!(ours.status, 201, "{}", ours.html());
}

#[actix_web::test]
async fn public_pages_are_the_same_bytes_for_everybody_and_set_no_cookie() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let browser = Browser::member(&world, issuer.id, accolade_storage::types::Role::Owner);
    let app = app!(state(&world));

    for path in [
        "/",
        "/issuers",
        "/issuers/acme",
        "/badges",
        "/verify",
        "/api/docs",
    ] {
        let nobody = get(path).accept("text/html").of(&app).await;
        let member = browser.get(path).of(&app).await;

        assert_eq!(nobody.body, member.body, "{path}");
        assert_eq!(member.header("set-cookie"), "", "{path}");
    }
}

#[actix_web::test]
async fn a_form_is_shown_with_a_cookie_that_scripts_cannot_read() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));

    let page = get("/sign-in?to=//evil.example")
        .accept("text/html")
        .of(&app)
        .await;

    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("__Host-accolade_session="), "{cookie}");
    for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let browser = Browser::after(&page);
    assert!(page.html().contains(&browser.csrf()));
    assert!(
        page.html().contains("name=\"to\" value=\"/desk\""),
        "{}",
        page.html()
    );
}
