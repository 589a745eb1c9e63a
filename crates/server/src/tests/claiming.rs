//! A badge is claimed by a code: no account, no script, and nothing told that should not be.

use std::num::NonZeroU32;

use accolade_issuing::access::Caller;
use accolade_issuing::claims::{self, LinkOrder, Terms, mine};
use accolade_issuing::testing::World;
use accolade_storage::assertions;
use accolade_storage::badge_classes::BadgeClass;
use accolade_storage::claim_links::ClaimLink;
use accolade_storage::types::Role;
use actix_web::http::Method;
use serde_json::json;

use crate::config::RateLimits;
use crate::testing::{
    Ask, Browser, Told, app, ask, database, get, post, state, state_limited, state_with_mail,
};

fn link(world: &World<'_>, badge: &BadgeClass, seats: Option<u32>) -> ClaimLink {
    let order = LinkOrder {
        giver: "Ms Carvalho".into(),
        seats,
        terms: Terms {
            without_email: true,
            ..Terms::default()
        },
        ..LinkOrder::default()
    };
    world
        .db
        .write(|conn| claims::create(conn, &world.tools, &Caller::operator(), badge.id, order))
        .unwrap()
}

fn path(link: &ClaimLink) -> String {
    format!("/claim/{}", link.code.as_deref().unwrap())
}

/// The form as a phone sends it.
fn send(path: &str, fields: &[(&str, &str)]) -> Ask {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    ask(Method::POST, path)
        .accept("text/html")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.finish())
}

fn as_leo<'a>(email: &'a str, once: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("name", "Leo <b>Marsh</b>"),
        ("email", email),
        ("names", "anyone"),
        ("once", once),
    ]
}

fn once_of(page: &Told) -> String {
    let html = page.html();
    let value = html.split("name=\"once\" value=\"").nth(1).unwrap();
    value.split('"').next().unwrap().to_owned()
}

#[actix_web::test]
async fn a_pupil_takes_a_badge_with_a_code_and_a_name() {
    let db = database();
    let world = World::new(&db);
    let badge = world.badge(world.issuer("acme").id);
    let link = link(&world, &badge, None);
    let app = app!(state(&world));

    let typed = link.code.as_deref().unwrap().to_lowercase();
    let found = get(&format!("/claim?code={typed}"))
        .accept("text/html")
        .of(&app)
        .await;
    let page = get(found.header("location"))
        .accept("text/html")
        .of(&app)
        .await;
    let once = once_of(&page);
    let sent = send(&path(&link), &as_leo("", &once)).of(&app).await;
    let again = send(&path(&link), &as_leo("", &once)).of(&app).await;
    let done = get(sent.header("location"))
        .accept("text/html")
        .of(&app)
        .await;

    assert_eq!(
        (
            found.status.as_u16(),
            page.status.as_u16(),
            sent.status.as_u16()
        ),
        (303, 200, 303)
    );
    assert!(page.html().contains("Ms Carvalho") && page.html().contains("Good question"));
    assert_eq!(sent.header("location"), again.header("location"));
    assert!(
        done.html().contains("It’s yours, Leo &#60;b&#62;Marsh"),
        "{}",
        done.html()
    );
    assert!(done.html().contains("/awards/"));
    assert_eq!(done.header("cache-control"), "no-store");
    assert_eq!(
        db.read(|conn| assertions::count_by_badge_class(conn, badge.id))
            .unwrap(),
        1
    );
}

#[actix_web::test]
async fn wrong_input_comes_back_at_its_field_with_what_was_written() {
    let db = database();
    let world = World::new(&db);
    let link = link(&world, &world.badge(world.issuer("acme").id), None);
    let app = app!(state(&world));

    let unchosen = send(&path(&link), &[("name", "Leo"), ("once", "1")])
        .of(&app)
        .await;
    let broken = ask(Method::POST, &path(&link))
        .accept("text/html")
        .header("content-type", "application/x-www-form-urlencoded")
        .body("name=Jos%E9&names=anyone&once=2")
        .of(&app)
        .await;

    assert_eq!(
        (unchosen.status.as_u16(), broken.status.as_u16()),
        (422, 422)
    );
    assert!(unchosen.html().contains("value=\"Leo\"") && unchosen.html().contains("names-fault"));
    assert!(broken.html().contains("were lost on the way"));
}

#[actix_web::test]
async fn a_code_that_is_used_up_says_since_when_and_whom_to_ask() {
    let db = database();
    let world = World::new(&db);
    let link = link(&world, &world.badge(world.issuer("acme").id), Some(1));
    let app = app!(state(&world));
    send(&path(&link), &as_leo("", "1")).of(&app).await;

    let late = get(&path(&link)).accept("text/html").of(&app).await;

    assert_eq!(late.status.as_u16(), 410);
    assert!(
        late.html()
            .contains("That code was used up on 22 November 2026.")
    );
    assert!(late.html().contains("Ask Ms Carvalho for a new one."));
}

#[actix_web::test]
async fn the_page_does_not_tell_whether_an_address_has_the_badge() {
    let db = database();
    let world = World::new(&db);
    let link = link(&world, &world.badge(world.issuer("acme").id), None);
    let app = app!(state_with_mail(&world));
    let claim = async |once: &str| {
        let sent = send(&path(&link), &as_leo("leo@pupils.example", once))
            .of(&app)
            .await;
        get(sent.header("location"))
            .accept("text/html")
            .of(&app)
            .await
            .html()
    };

    let (first, second) = (claim("1").await, claim("2").await);

    assert_eq!(first, second);
    assert!(first.contains("l…@pupils.example") && !first.contains("leo@pupils"));
    assert!(!first.contains("/awards/"));
}

#[actix_web::test]
async fn the_api_does_not_tell_whether_an_address_has_the_badge() {
    let db = database();
    let world = World::new(&db);
    let link = link(&world, &world.badge(world.issuer("acme").id), None);
    let app = app!(state_with_mail(&world));
    let path = format!("/api/v1/claim-codes/{}", link.code.as_deref().unwrap());
    let claim = async |email: Option<&str>, once: u128| {
        let once = uuid::Uuid::from_u128(once);
        let order = json!({"name": "Leo", "email": email, "showName": true, "once": once});
        let told = post(&path, &order).of(&app).await;
        assert_eq!(told.status, 201, "{}", told.html());
        let mut body = told.json();
        let receipt = body["receipt"].take();
        (body, receipt)
    };

    let first = claim(Some("leo@pupils.example"), 1).await;
    let second = claim(Some("leo@pupils.example"), 2).await;
    let by_name = claim(None, 3).await;

    assert_eq!(first.0, second.0);
    assert_ne!(first.1, second.1);
    assert_eq!(first.0["award"], json!(null));
    assert!(by_name.0["award"].is_string(), "{}", by_name.0);
}

#[actix_web::test]
async fn whoever_guesses_codes_is_told_to_wait() {
    let db = database();
    let world = World::new(&db);
    let link = link(&world, &world.badge(world.issuer("acme").id), None);
    let limits = RateLimits {
        wrong_codes: NonZeroU32::new(3),
        ..RateLimits::none()
    };
    let app = app!(state_limited(&world, limits));

    let mut statuses = Vec::new();
    for guess in ["AAAAAAAA", "CCCCCCCC", "DDDDDDDD", "EEEEEEEE"] {
        statuses.push(
            get(&format!("/claim/{guess}"))
                .of(&app)
                .await
                .status
                .as_u16(),
        );
    }
    let good = get(&path(&link)).of(&app).await;

    assert_eq!(statuses, [404, 404, 404, 429]);
    assert_eq!(good.status.as_u16(), 429);
    assert!(!good.header("retry-after").is_empty());
}

#[actix_web::test]
async fn the_link_in_a_letter_asks_and_then_thanks() {
    let db = database();
    let world = World::new(&db);
    let award = world.award(&world.badge(world.issuer("acme").id)).assertion;
    let app = app!(state(&world));
    let address = mine::address(&world.tools, award.id);
    let path = address.trim_start_matches("https://badges.test");

    let before = get(path).accept("text/html").of(&app).await.html();
    let taken = send(path, &[]).of(&app).await;
    let after = get(taken.header("location"))
        .accept("text/html")
        .of(&app)
        .await
        .html();
    let guessed = get(&path[..path.len() - 1])
        .accept("text/html")
        .of(&app)
        .await;

    assert!(before.contains("It’s mine") && !before.contains("It’s yours"));
    assert!(after.contains("It’s yours") && !after.contains("It’s mine"));
    assert_eq!(guessed.status.as_u16(), 404);
}

#[actix_web::test]
async fn a_teacher_makes_cards_prints_them_and_withdraws_one() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = world.badge(issuer.id);
    let app = app!(state(&world));
    let teacher = Browser::member(&world, issuer.id, Role::Issuer);
    let fields = [
        ("kind", "cards"),
        ("count", "1"),
        ("names", "Maria\nLeo"),
        ("who", "anyone"),
    ];

    let made = teacher
        .post(&format!("/desk/badges/{}/claims", badge.id), &fields)
        .of(&app)
        .await;
    let here = made.header("location").to_owned();
    let page = teacher.get(&here).of(&app).await.html();
    let card = page
        .split("name=\"withdraw\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let withdrawn = teacher
        .post(&format!("{here}/cards"), &[("withdraw", &card)])
        .of(&app)
        .await;
    let sheet = teacher
        .get(&format!("{here}/cards?per=24"))
        .of(&app)
        .await
        .html();
    let list = teacher.get("/desk/acme/claims").of(&app).await.html();

    assert_eq!(
        (made.status.as_u16(), withdrawn.status.as_u16()),
        (303, 303)
    );
    assert!(page.contains("Maria") && page.contains("Not used yet"));
    assert!(
        !sheet.contains("for Maria") && sheet.contains("for Leo") && sheet.contains("sheet--24")
    );
    assert!(list.contains("cards"));
}

#[actix_web::test]
async fn the_screen_shows_the_code_and_counts() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let link = link(&world, &world.badge(issuer.id), Some(28));
    let app = app!(state(&world));
    let teacher = Browser::member(&world, issuer.id, Role::Issuer);
    send(&path(&link), &as_leo("", "1")).of(&app).await;

    let page = teacher
        .get(&format!("/desk/claims/{}/show", link.id))
        .of(&app)
        .await
        .html();
    let count = teacher
        .get(&format!("/desk/claims/{}/count", link.id))
        .of(&app)
        .await
        .json();
    let stranger = Browser::stranger(&world)
        .get(&format!("/desk/claims/{}/show", link.id))
        .of(&app)
        .await;

    assert!(page.contains("1 of 28 claimed") && page.contains("http-equiv=\"refresh\""));
    assert!(
        !page.contains("Marsh"),
        "names stand there only if the issuer wishes it"
    );
    assert_eq!(count["words"], "1 of 28 claimed");
    assert_eq!(stranger.status.as_u16(), 404);
}
