//! The account page: addresses, sessions, tokens, and two accounts that become one.

use accolade_issuing::mail::{self, Letter};
use accolade_issuing::testing::World;
use accolade_storage::types::Role;
use accolade_storage::{accounts, sessions};
use actix_web::http::Method;

use crate::testing::{Browser, app, ask, database, state};

fn code_in_the_letter(world: &World<'_>) -> String {
    let due = world
        .db
        .write(|conn| mail::take(conn, &world.tools, 100))
        .unwrap();
    match due.last().unwrap().envelope.clone().unwrap().letter {
        Letter::ProveAddress { code, .. } => code,
        other => panic!("{other:?}"),
    }
}

#[actix_web::test]
async fn two_accounts_become_one_after_it_was_said_what_moves() {
    let db = database();
    let world = World::new(&db);
    let school = world.issuer("school");
    let (ada, caller) = world.person("ada@a.example", None);
    world.person("ada@old.example", Some((school.id, Role::Owner)));
    let browser = Browser::of(&world, &caller);
    let app = app!(state(&world));

    let sent = browser
        .post("/account/addresses", &[("email", "ada@old.example")])
        .of(&app)
        .await;
    let ticket = sent
        .header("location")
        .rsplit('=')
        .next()
        .unwrap()
        .to_owned();
    let code = code_in_the_letter(&world);
    let form = browser.get(sent.header("location")).of(&app).await;
    let asked = browser
        .post(
            "/account/addresses/code",
            &[("ticket", &ticket), ("code", &code)],
        )
        .of(&app)
        .await;
    let merged = browser
        .post(
            "/account/addresses/code",
            &[("ticket", &ticket), ("code", &code), ("merge", "true")],
        )
        .of(&app)
        .await;
    let again = browser
        .post(
            "/account/addresses/code",
            &[("ticket", &ticket), ("code", &code), ("merge", "true")],
        )
        .of(&app)
        .await;

    assert_eq!(form.status, 200);
    assert!(
        asked.html().contains("The role of owner at Acme School"),
        "{}",
        asked.html()
    );
    assert_eq!(merged.header("location"), "/account");
    assert!(again.cookie("__Host-accolade_flash").len() > 20);
    let identities = db
        .read(|conn| accounts::identities_of(conn, ada.id))
        .unwrap();
    assert_eq!(identities.len(), 2);
    assert_eq!(
        browser.get("/desk/school/settings").of(&app).await.status,
        200
    );
}

#[actix_web::test]
async fn sessions_are_listed_and_ended_one_by_one_or_all_but_this() {
    let db = database();
    let world = World::new(&db);
    let (ada, caller) = world.person("ada@a.example", None);
    let (here, there, third) = (
        Browser::of(&world, &caller),
        Browser::of(&world, &caller),
        Browser::of(&world, &caller),
    );
    let stranger = Browser::stranger(&world);
    let app = app!(state(&world));
    let id = |browser: &Browser| {
        let found = db.read(|conn| sessions::by_digest(conn, browser.secret().digest()));
        format!("/account/sessions/{}", found.unwrap().unwrap().id)
    };

    let page = here.get("/account").of(&app).await;
    let by_stranger = stranger.post(&id(&there), &[]).of(&app).await;
    let ended = here.post(&id(&there), &[]).of(&app).await;
    let there_after = there.get("/account").of(&app).await;
    let others = here.post("/account/sessions", &[]).of(&app).await;

    assert!(page.html().contains("this one"));
    assert_eq!(
        (
            by_stranger.status.as_u16(),
            ended.status.as_u16(),
            others.status.as_u16()
        ),
        (404, 303, 303)
    );
    assert_eq!(
        (
            there_after.status.as_u16(),
            third.get("/account").of(&app).await.status.as_u16()
        ),
        (303, 303)
    );
    assert_eq!(here.get("/account").of(&app).await.status, 200);
    assert_eq!(
        db.read(|conn| sessions::of_account(conn, ada.id))
            .unwrap()
            .len(),
        1
    );
}

#[actix_web::test]
async fn a_token_is_shown_once_and_can_be_ended() {
    let db = database();
    let world = World::new(&db);
    let (_, caller) = world.person("ada@a.example", None);
    let browser = Browser::of(&world, &caller);
    let app = app!(state(&world));
    let fields = [
        ("token", "The gradebook"),
        ("scopes", "awards:write"),
        ("scopes", "verify"),
        ("days", "30"),
    ];

    let nothing = browser
        .post("/account/tokens", &[("token", "x")])
        .of(&app)
        .await;
    let made = browser.post("/account/tokens", &fields).of(&app).await;
    let html = made.html();
    let begin = html.find("acc_").unwrap();
    let secret = html[begin..].split('<').next().unwrap().to_owned();
    let me = ask(Method::GET, "/api/v1/me").token(&secret).of(&app).await;
    let page = browser.get("/account").of(&app).await.html();

    assert_eq!(nothing.status, 422);
    assert!(
        nothing
            .html()
            .contains("A token without scopes opens nothing.")
    );
    assert_eq!(made.status, 201);
    assert_eq!(me.json()["scopes"].as_array().unwrap().len(), 2);
    assert!(page.contains("The gradebook") && !page.contains(&secret));
}

#[actix_web::test]
async fn the_only_way_to_sign_in_is_not_taken_away() {
    let db = database();
    let world = World::new(&db);
    let (ada, caller) = world.person("ada@a.example", None);
    let browser = Browser::of(&world, &caller);
    let app = app!(state(&world));

    let told = browser
        .post(
            "/account/identities",
            &[("kind", "email"), ("value", "ada@a.example")],
        )
        .of(&app)
        .await;
    let wrong = browser
        .post("/account/addresses", &[("email", "nobody")])
        .of(&app)
        .await;

    assert_eq!(told.header("location"), "/account");
    assert_eq!(
        db.read(|conn| accounts::identities_of(conn, ada.id))
            .unwrap()
            .len(),
        1
    );
    assert_eq!(wrong.status, 422);
    assert!(wrong.html().contains("This is not an e-mail address."));
}
