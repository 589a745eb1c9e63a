//! Cookies and forms: who is known again, what a form must carry, and where one is sent afterwards.

use accolade_issuing::mail::{self, Letter};
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

/// The newest letter that waits to be sent: its code, and the path of its link.
fn letter(world: &World<'_>) -> (String, String) {
    let due = world
        .db
        .write(|conn| mail::take(conn, &world.tools, 100))
        .unwrap();
    match due.last().unwrap().envelope.clone().unwrap().letter {
        Letter::SignIn { code, link, .. } => (code, link.replace("https://badges.test", "")),
        other => panic!("{other:?}"),
    }
}

#[actix_web::test]
async fn a_code_signs_in_where_it_was_asked_for_and_changes_the_cookie() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));
    let page = get("/sign-in?to=/account")
        .accept("text/html")
        .of(&app)
        .await;
    let before = Browser::after(&page);

    let sent = before
        .post(
            "/sign-in",
            &[("email", "Ada@a.example"), ("to", "/account")],
        )
        .of(&app)
        .await;
    let ticket = sent
        .header("location")
        .rsplit('=')
        .next()
        .unwrap()
        .to_owned();
    let (code, _) = letter(&world);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let mistyped = before
        .post("/sign-in/code", &[("ticket", &ticket), ("code", wrong)])
        .of(&app)
        .await;
    let done = before
        .post("/sign-in/code", &[("ticket", &ticket), ("code", &code)])
        .of(&app)
        .await;
    let after = Browser::after(&done);
    let again = before
        .post("/sign-in/code", &[("ticket", &ticket), ("code", &code)])
        .of(&app)
        .await;

    assert_eq!((sent.status.as_u16(), mistyped.status.as_u16()), (303, 422));
    assert!(mistyped.html().contains("You have 4 more tries"));
    assert_eq!(
        (done.status.as_u16(), done.header("location")),
        (303, "/account")
    );
    assert_eq!(again.status, 410);
    // What somebody planted in the browser beforehand opens nothing.
    assert_eq!(before.get("/account").of(&app).await.status, 303);
    assert_eq!(after.get("/account").of(&app).await.status, 200);
}

#[actix_web::test]
async fn looking_at_the_link_uses_nothing_up_and_pressing_the_button_does() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));
    let desk = Browser::nobody(&world);
    desk.post("/sign-in", &[("email", "ada@a.example")])
        .of(&app)
        .await;
    let (_, link) = letter(&world);
    let (phone, scanner) = (Browser::nobody(&world), Browser::nobody(&world));

    for _ in 0..3 {
        assert_eq!(scanner.get(&link).of(&app).await.status, 200);
    }
    let without_form = ask(Method::POST, &link).browser(&phone).of(&app).await;
    let (one, two) = futures_util::future::join(
        phone.post(&link, &[]).of(&app),
        phone.post(&link, &[]).of(&app),
    )
    .await;
    let late = phone.get(&link).of(&app).await;

    assert_eq!(without_form.status, 403);
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410]);
    assert_eq!(late.status, 410);
}

#[actix_web::test]
async fn whoever_asks_is_answered_alike_and_never_sent_elsewhere() {
    let db = database();
    let world = World::new(&db);
    world.person("ada@a.example", None);
    let app = app!(state(&world));
    let browser = Browser::nobody(&world);
    let begin = async |email: &str, to: &str| {
        browser
            .post("/sign-in", &[("email", email), ("to", to)])
            .of(&app)
            .await
    };

    let known = begin("ada@a.example", "//evil.example").await;
    letter(&world);
    let unknown = begin("eve@a.example", "https://evil.example").await;
    let ticket = unknown
        .header("location")
        .rsplit('=')
        .next()
        .unwrap()
        .to_owned();
    let (code, _) = letter(&world);
    let done = browser
        .post("/sign-in/code", &[("ticket", &ticket), ("code", &code)])
        .of(&app)
        .await;
    let unreadable = begin("nobody", "/desk").await;

    assert_eq!(known.status, unknown.status);
    assert_eq!(
        known.header("location").len(),
        unknown.header("location").len()
    );
    assert_eq!(done.header("location"), "/desk");
    assert_eq!(unreadable.status, 422);
    assert!(unreadable.html().contains("value=\"nobody\""));
}

#[actix_web::test]
async fn a_passkey_that_proves_nothing_is_told_so_on_the_same_page() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));
    let browser = Browser::nobody(&world);

    let told = browser
        .post(
            "/sign-in/passkey",
            &[("credential", "AQID"), ("client", "!!"), ("to", "/desk")],
        )
        .of(&app)
        .await;

    assert_eq!(told.status, 422);
    assert!(told.html().contains("could not be read"));
    assert_eq!(told.cookie("__Host-accolade_session"), "");
}
