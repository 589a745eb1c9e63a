//! The studio: drawings from a query, a sketch without an account, pictures of one's own, a badge's picture.

use std::num::NonZeroU32;

use accolade_issuing::access::Caller;
use accolade_issuing::drawing::STARTERS;
use accolade_issuing::review_policies;
use accolade_issuing::sessions;
use accolade_issuing::testing::World;
use accolade_storage::types::{IssuerId, Role};
use actix_web::http::Method;

use serde_json::json;

use crate::config::RateLimits;
use crate::testing::{Ask, Browser, app, ask, database, get, member, state, state_limited};

/// A form with files, as a browser sends it.
pub(super) fn multipart(
    browser: &Browser,
    path: &str,
    fields: &[(&str, &str)],
    file: Option<&[u8]>,
) -> Ask {
    const EDGE: &str = "----edge";
    let csrf = browser.csrf();
    let mut body = Vec::new();
    let mut part = |head: String, bytes: &[u8]| {
        body.extend_from_slice(
            format!("--{EDGE}\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    };
    part("name=\"csrf\"".to_owned(), csrf.as_bytes());
    for (name, value) in fields {
        part(format!("name=\"{name}\""), value.as_bytes());
    }
    if let Some(bytes) = file {
        part("name=\"picture\"; filename=\"p\"".to_owned(), bytes);
    }
    body.extend_from_slice(format!("--{EDGE}--\r\n").as_bytes());
    ask(Method::POST, path)
        .accept("text/html")
        .browser(browser)
        .header(
            "content-type",
            &format!("multipart/form-data; boundary={EDGE}"),
        )
        .body(body)
}

/// The form of the last step, for the sketch that the page shows.
fn award_it(browser: &Browser, page: &str, issuer: IssuerId) -> Ask {
    let (_, rest) = page.split_once("name=\"sketch\" value=\"").unwrap();
    let sketch = rest.split('"').next().unwrap();
    let issuer = issuer.to_string();
    browser.post("/studio/award", &[("issuer", &issuer), ("sketch", sketch)])
}

#[actix_web::test]
async fn a_drawing_comes_from_its_query_alone_and_can_be_kept() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));
    let query = STARTERS[2].recipe().query();

    let svg = get(&format!("/studio/preview.svg?{query}")).of(&app).await;
    let again = get(&format!("/studio/preview.svg?{query}")).of(&app).await;
    let png = get(&format!("/studio/preview.png?{query}&size=64"))
        .of(&app)
        .await;
    let odd = get("/studio/preview.png?size=65").of(&app).await;
    let emblem = get("/studio/emblem.svg?icon=guitar&palette=own&colour=%23ff0000")
        .of(&app)
        .await;

    assert_eq!(
        (svg.status.as_u16(), svg.header("content-type")),
        (200, "image/svg+xml")
    );
    assert_eq!(svg.body, again.body);
    assert!(svg.header("content-security-policy").contains("sandbox"));
    assert!(svg.header("cache-control").contains("max-age"));
    assert!(png.body.starts_with(b"\x89PNG"));
    assert_eq!(odd.status, 404);
    assert_eq!(emblem.status, 200);
}

#[actix_web::test]
async fn hostile_words_in_a_query_draw_a_badge_all_the_same() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));
    let long = "x".repeat(7_000);

    for words in [
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "%F0%9F%8F%85",
        "%00%1b",
        "%E2%80%AEabc",
        &long,
    ] {
        let path = format!(
            "/studio/preview.svg?above={words}&ribbon={words}&marks=-1&icon=..%2F&shape=%00"
        );
        let told = get(&path).of(&app).await;

        assert_eq!(told.status, 200, "{words}");
        assert!(!String::from_utf8_lossy(&told.body).contains("<script"));
    }
}

#[actix_web::test]
async fn how_a_recipe_holds_up_is_told_while_somebody_chooses() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));

    let told = get("/studio/check?palette=own&colour=%23ffee00&ribbon=%E5%AD%A6%E6%A0%A1")
        .of(&app)
        .await;

    let told = told.json();
    assert_eq!(told["palette"], "marigold");
    assert_eq!(told["faults"][0]["field"], "ribbon");
    assert!(
        told["advice"]
            .as_array()
            .unwrap()
            .iter()
            .any(|line| line["good"] == false)
    );
}

#[actix_web::test]
async fn a_visitor_draws_names_people_and_is_led_to_sign_in() {
    let db = database();
    let world = World::new(&db);
    let visitor = Browser::nobody(&world);
    let app = app!(state(&world));

    let empty = visitor.get("/studio").of(&app).await;
    let begun = multipart(
        &visitor,
        "/studio",
        &[("name", "Maker"), ("do", "begin:maker")],
        None,
    )
    .of(&app)
    .await;
    let unready = multipart(
        &visitor,
        "/studio",
        &[("name", "Maker"), ("do", "next")],
        None,
    )
    .of(&app)
    .await;
    let fields = [
        ("shape", "shield"),
        ("icon", "guitar"),
        ("ribbon", "Band"),
        ("name", "Band"),
        ("criteria", "Play."),
        ("do", "next"),
    ];
    let ready = multipart(&visitor, "/studio", &fields, None).of(&app).await;
    let people = visitor
        .post(
            "/studio/recipients",
            &[("recipients", "Mia\nBen"), ("do", "next")],
        )
        .of(&app)
        .await;
    let award = visitor.get("/studio/award").of(&app).await;
    let kept = visitor.get("/studio").of(&app).await;

    assert_eq!(empty.status, 200);
    assert_eq!(
        (begun.status.as_u16(), begun.header("location")),
        (303, "/studio")
    );
    assert_eq!(unready.status, 422);
    assert!(unready.html().contains("Say what somebody must do for it."));
    assert_eq!(
        (ready.status.as_u16(), ready.header("location")),
        (303, "/studio/recipients")
    );
    assert_eq!(
        (people.status.as_u16(), people.header("location")),
        (303, "/studio/award")
    );
    assert_eq!(
        (award.status.as_u16(), award.header("location")),
        (303, "/sign-in?to=%2Fstudio%2Faward")
    );
    assert!(
        kept.html().contains("value=\"Band\"") && kept.html().contains("value=\"guitar\" checked")
    );
}

#[actix_web::test]
async fn a_teacher_publishes_a_sketch_and_looks_through_the_list() {
    let db = database();
    let world = World::new(&db);
    let school = world.issuer("acme");
    let teacher = Browser::member(&world, school.id, Role::Owner);
    let app = app!(state(&world));
    let fields = [
        ("name", "Band"),
        ("criteria", "Play.\nSing."),
        ("do", "next"),
    ];
    multipart(&teacher, "/studio", &fields, None).of(&app).await;
    teacher
        .post(
            "/studio/recipients",
            &[("recipients", "Mia, mia@a.example\nBen"), ("do", "next")],
        )
        .of(&app)
        .await;

    let page = teacher.get("/studio/award").of(&app).await;
    let made = award_it(&teacher, &page.html(), school.id).of(&app).await;

    assert!(
        page.html()
            .contains("2 people: 1 with an address, 1 by name alone"),
        "{}",
        page.html()
    );
    assert_eq!(made.status, 303, "{}", made.html());
    assert!(
        made.header("location").starts_with("/desk/batches/"),
        "{}",
        made.header("location")
    );
}

#[actix_web::test]
async fn where_others_must_approve_the_badge_waits_as_a_draft_and_its_list_is_kept() {
    let db = database();
    let world = World::new(&db);
    let school = world.issuer("acme");
    db.write(|conn| {
        review_policies::decide(conn, &world.tools, &Caller::operator(), school.id, Some(1))
    })
    .unwrap();
    let teacher = Browser::member(&world, school.id, Role::Owner);
    let app = app!(state(&world));
    let fields = [("name", "Band"), ("criteria", "Play."), ("do", "next")];
    multipart(&teacher, "/studio", &fields, None).of(&app).await;
    let people = [("recipients", "Mia, mia@a.example\nBen"), ("do", "next")];
    teacher.post("/studio/recipients", &people).of(&app).await;

    let page = teacher.get("/studio/award").of(&app).await;
    let made = award_it(&teacher, &page.html(), school.id).of(&app).await;
    let again = award_it(&teacher, &page.html(), school.id).of(&app).await;
    let award = made.header("location").replace("/review", "/award");
    let award = teacher.get(&award).of(&app).await;

    assert_eq!(made.status, 303, "{}", made.html());
    assert!(made.header("location").ends_with("/review"));
    assert_eq!(
        format!("{}/review", again.header("location")),
        made.header("location")
    );
    assert!(made.cookie("__Host-accolade_flash").len() > 20);
    assert!(award.html().contains("mia@a.example"), "{}", award.html());
}

#[actix_web::test]
async fn a_picture_of_ones_own_is_cleaned_and_shown_and_a_broken_one_is_told() {
    let db = database();
    let world = World::new(&db);
    let visitor = Browser::nobody(&world);
    let app = app!(state(&world));
    let drawing = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 5'><script>x</script><circle r='4'/></svg>";

    let taken = multipart(&visitor, "/studio", &[("do", "redraw")], Some(drawing))
        .of(&app)
        .await;
    let shown = visitor.get("/studio/picture.png?size=64").of(&app).await;
    let broken = multipart(
        &visitor,
        "/studio",
        &[("do", "redraw")],
        Some(b"no picture"),
    )
    .of(&app)
    .await;
    let speechless = multipart(
        &visitor,
        "/studio",
        &[("name", "A"), ("criteria", "B"), ("do", "next")],
        None,
    )
    .of(&app)
    .await;
    let others = Browser::nobody(&world)
        .get("/studio/picture.png?size=64")
        .of(&app)
        .await;

    assert_eq!(taken.status, 303, "{}", taken.html());
    assert!(shown.body.starts_with(b"\x89PNG"));
    assert_eq!(broken.status, 422);
    assert!(broken.html().contains("not a picture we can read"));
    assert_eq!(speechless.status, 422);
    assert!(speechless.html().contains("Describe your picture"));
    assert_eq!(others.status, 404);
}

#[actix_web::test]
async fn the_picture_of_a_badge_is_drawn_anew_and_kept_with_its_recipe() {
    let db = database();
    let world = World::new(&db);
    let school = world.issuer("acme");
    let badge = world.badge(school.id);
    let teacher = Browser::member(&world, school.id, Role::Owner);
    let app = app!(state(&world));
    let id = badge.id.to_string();

    let opened = teacher.get(&format!("/studio?badge={id}")).of(&app).await;
    let revision = badge.revision.to_string();
    let fields = [
        ("badge", id.as_str()),
        ("revision", revision.as_str()),
        ("shape", "shield"),
        ("ribbon", "Owl"),
        ("do", "next"),
    ];
    let saved = multipart(&teacher, "/studio", &fields, None).of(&app).await;
    let late = multipart(&teacher, "/studio", &fields, None).of(&app).await;
    let again = teacher.get(&format!("/studio?badge={id}")).of(&app).await;
    let stranger = Browser::nobody(&world)
        .get(&format!("/studio?badge={id}"))
        .of(&app)
        .await;

    assert_eq!(opened.status, 200);
    assert_eq!(
        (saved.status.as_u16(), saved.header("location")),
        (303, format!("/desk/badges/{id}/edit/picture").as_str())
    );
    assert_eq!(late.status, 409, "another was saved since");
    assert!(
        again.html().contains("value=\"shield\" checked") && again.html().contains("value=\"Owl\"")
    );
    assert_eq!(stranger.status, 303, "sign in first");
}

#[actix_web::test]
async fn a_program_draws_a_badge_and_publishes_it_with_what_it_was_told() {
    let db = database();
    let world = World::new(&db);
    let school = world.issuer("acme");
    let token = member(&world, school.id, Role::Issuer);
    let app = app!(state(&world));
    let recipe = json!({ "shape": "shield", "icon": "leaping-fish", "palette": "spruce", "ribbon": "River Keeper" });
    let draw = |body: serde_json::Value| {
        ask(Method::POST, "/api/v1/drawings")
            .token(&token)
            .json(&body)
    };

    let parts = get("/api/v1/drawings/parts").of(&app).await.json();
    let drawn = draw(json!({ "recipe": recipe, "title": "River Keeper" }))
        .of(&app)
        .await;
    let wrong = draw(json!({ "recipe": { "ribbon": "学校" } }))
        .of(&app)
        .await;
    let anybody = ask(Method::POST, "/api/v1/drawings")
        .json(&json!({ "recipe": recipe }))
        .of(&app)
        .await;

    assert!(parts["iconGroups"].as_array().unwrap().len() > 9);
    assert_eq!(parts["mostMarks"], 5);
    assert_eq!(drawn.status, 201, "{:?}", drawn.body);
    let drawn = drawn.json();
    assert_eq!(
        (&drawn["palette"], &drawn["svg"]["mediaType"]),
        (&json!("spruce"), &json!("image/svg+xml"))
    );
    assert_eq!(drawn["png"]["width"], 800);
    assert!(
        drawn["image"]["alt"]
            .as_str()
            .unwrap()
            .starts_with("A shield-shaped green badge with a fish")
    );
    let badge = ask(Method::POST, "/api/v1/issuers/acme/badge-classes")
        .token(&token)
        .json(&json!({ "name": "River Keeper", "image": drawn["image"], "palette": drawn["palette"] }))
        .of(&app)
        .await;
    assert_eq!(badge.status, 201, "{:?}", badge.body);
    assert_eq!(
        badge.json()["draft"]["image"]["recipe"]["icon"],
        "leaping-fish"
    );
    assert_eq!(wrong.status, 422);
    assert_eq!(wrong.json()["errors"][0]["pointer"], "/recipe/ribbon");
    assert_eq!(anybody.status, 401);
}

#[actix_web::test]
async fn a_sketch_goes_with_whoever_signs_in() {
    let db = database();
    let world = World::new(&db);
    let visitor = Browser::nobody(&world);
    let app = app!(state(&world));
    let fields = [("name", "Band"), ("criteria", "Play."), ("do", "next")];
    multipart(&visitor, "/studio", &fields, None).of(&app).await;
    let (account, caller) = world.person("ada@a.example", None);

    db.write(|conn| {
        let browser = sessions::Browser::default();
        sessions::sign_in(
            conn,
            &world.tools,
            account.id,
            Some(visitor.secret()),
            &browser,
        )
    })
    .unwrap();
    let elsewhere = Browser::of(&world, &caller).get("/studio").of(&app).await;
    let left = visitor.get("/studio").of(&app).await;

    assert!(elsewhere.html().contains("value=\"Band\""));
    assert!(
        !left.html().contains("value=\"Band\""),
        "the old cookie opens nothing"
    );
}

#[actix_web::test]
async fn one_address_begins_no_sketches_without_end() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state_limited(
        &world,
        RateLimits {
            visitors: NonZeroU32::new(2),
            ..RateLimits::none()
        }
    ));
    let known = Browser::nobody(&world);
    let draw = async |browser: &Browser| {
        let drawn = multipart(browser, "/studio", &[("name", "Night Watch")], None);
        drawn.of(&app).await.status.as_u16()
    };

    let first = draw(&known).await;
    let second = draw(&Browser::nobody(&world)).await;
    let third = draw(&Browser::nobody(&world)).await;
    let again = draw(&known).await;

    assert_eq!([first, second, third, again], [303, 303, 429, 303]);
}
