//! The editor, review by link, the library: pages as browsers use them, without a script.

use accolade_issuing::access::Caller;
use accolade_issuing::badge_classes::{self, NewBadgeClass};
use accolade_issuing::content::BadgeContent;
use accolade_issuing::testing::World;
use accolade_storage::badge_classes as stored;
use accolade_storage::badge_classes::BadgeClass;
use accolade_storage::types::{IssuerId, Role};
use serde_json::json;

use crate::testing::{
    Browser, Told, app, database, get, mailed_link, member, post, state, state_with_mail,
};

fn drafted(world: &World<'_>, issuer: IssuerId, content: BadgeContent) -> BadgeClass {
    let new = NewBadgeClass {
        content,
        suspendable: false,
    };
    let operator = Caller::operator();
    world
        .db
        .write(|conn| badge_classes::draft(conn, &world.tools, &operator, issuer, new))
        .unwrap()
}

fn content(world: &World<'_>, badge: &BadgeClass) -> BadgeContent {
    let found = world
        .db
        .read(|conn| stored::find(conn, badge.id))
        .unwrap()
        .unwrap();
    world
        .db
        .read(|conn| badge_classes::present(conn, &found))
        .unwrap()
}

fn html(told: &Told) -> String {
    String::from_utf8(told.body.to_vec()).unwrap()
}

/// The value of a field in a page.
fn field(page: &str, name: &str) -> String {
    let (_, rest) = page
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[actix_web::test]
async fn a_badge_is_begun_written_in_steps_and_published() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let steward = Browser::member(&world, issuer.id, Role::Steward);
    let app = app!(state(&world));

    let begun = steward
        .post("/desk/acme/badges", &[("name", "Good question")])
        .of(&app)
        .await;
    assert_eq!(begun.status, 303, "{:?}", begun.body);
    let edit = begun.header("location").to_owned();
    let to_step = steward.get(&edit).of(&app).await;
    assert!(
        to_step.header("location").contains("/edit/"),
        "{:?}",
        to_step.body
    );
    let words = steward
        .post(
            &format!("{edit}/words"),
            &[
                ("name", "Good question"),
                ("description", "Ask one."),
                ("claim", "Asks well."),
                ("tags", "science, listening,science"),
                ("language", "en"),
                ("do", "next"),
            ],
        )
        .of(&app)
        .await;
    assert_eq!(words.status, 303, "{}", html(&words));
    assert!(words.header("location").ends_with("/edit/criteria"));
    let criteria = steward
        .post(
            &format!("{edit}/criteria"),
            &[
                ("items.0.text", "Ask one question"),
                ("items.0.needed", "yes"),
                ("items.1.text", ""),
                ("items.2.text", "Listen"),
                ("items.2.needed", "no"),
                ("validity", "2"),
                ("validityUnit", "years"),
                ("do", "save"),
            ],
        )
        .of(&app)
        .await;
    assert_eq!(criteria.status, 303, "{}", html(&criteria));

    let id = edit
        .trim_start_matches("/desk/badges/")
        .trim_end_matches("/edit")
        .parse()
        .unwrap();
    let badge = db.read(|conn| stored::find(conn, id)).unwrap().unwrap();
    let written = content(&world, &badge);
    assert_eq!(written.tags, ["science", "listening"]);
    assert_eq!(written.validity_days, Some(730));
    let items: Vec<_> = written
        .criteria
        .items
        .iter()
        .map(|item| (item.text.as_str(), item.required))
        .collect();
    assert_eq!(items, [("Ask one question", true), ("Listen", false)]);
    let refused = steward
        .post(&format!("/desk/badges/{id}/publish"), &[])
        .of(&app)
        .await;
    assert_eq!(refused.status, 422);
    assert!(html(&refused).contains("picture"));
}

#[actix_web::test]
async fn rows_are_added_moved_and_taken_out_without_a_script_and_nothing_is_kept_meanwhile() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = drafted(&world, issuer.id, world.content("Good question"));
    let steward = Browser::member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));
    let path = format!("/desk/badges/{}/edit/criteria", badge.id);
    let with = |wish: &'static str| {
        steward.post(
            &path,
            &[
                ("narrative", "Typed & kept"),
                ("items.0.id", "a"),
                ("items.0.text", "First"),
                ("items.1.id", "b"),
                ("items.1.text", "Second"),
                ("do", wish),
            ],
        )
    };

    let added = html(&with("add:items").of(&app).await);
    let moved = html(&with("up:items:1").of(&app).await);
    let gone = html(&with("remove:items:0").of(&app).await);
    let looked = html(&with("look").of(&app).await);

    assert!(
        added.contains("Point 3") && added.contains("Typed &#38; kept"),
        "{added}"
    );
    assert!(moved.find("Second").unwrap() < moved.find("First").unwrap());
    assert!(!gone.contains("First") && gone.contains("Second"));
    assert!(looked.contains("<p>Typed &amp; kept</p>"), "{looked}");
    assert!(content(&world, &badge).criteria.items.is_empty());
}

#[actix_web::test]
async fn three_hundred_criteria_are_refused_and_come_back_as_typed() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = drafted(&world, issuer.id, world.content("Good question"));
    let steward = Browser::member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));
    let names: Vec<_> = (0..300)
        .map(|n| (format!("items.{n}.text"), format!("Point no. {n}")))
        .collect();
    let sent: Vec<_> = names
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();

    let told = steward
        .post(&format!("/desk/badges/{}/edit/criteria", badge.id), &sent)
        .of(&app)
        .await;

    assert_eq!(told.status, 422);
    let page = html(&told);
    assert!(page.contains("At most 50") && page.contains("Point no. 299"));
}

#[actix_web::test]
async fn hostile_words_do_nothing_on_any_page() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let hostile =
        "<script>alert(1)</script> [x](javascript:alert(2)) \"><img src=x onerror=alert(3)>";
    let mut text = world.content(hostile);
    text.description = hostile.into();
    text.criteria.narrative = hostile.into();
    text.attribution = Some(hostile.into());
    let badge = drafted(&world, issuer.id, text);
    let steward = Browser::member(&world, issuer.id, Role::Steward);
    let app = app!(state(&world));

    for path in [
        "",
        "/edit/words",
        "/edit/criteria",
        "/edit/around",
        "/edit/languages",
        "/review",
        "/versions",
    ] {
        let page = html(
            &steward
                .get(&format!("/desk/badges/{}{path}", badge.id))
                .of(&app)
                .await,
        );

        for bad in ["<script>alert", "<img src=x", "href=\"javascript:"] {
            assert!(!page.contains(bad), "{path}: {bad}");
        }
    }
}

#[actix_web::test]
async fn the_second_of_two_saves_is_told_and_sees_both_texts() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = drafted(&world, issuer.id, world.content("Good question"));
    let ines = Browser::member(&world, issuer.id, Role::Steward);
    let tom = Browser::member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));
    let path = format!("/desk/badges/{}/edit/words", badge.id);
    let seen = field(&html(&tom.get(&path).of(&app).await), "seen");
    let with = |browser: &Browser, claim: &str, seen: &str| {
        browser.post(
            &path,
            &[
                ("name", "Good question"),
                ("language", "en"),
                ("claim", claim),
                ("seen", seen),
                ("do", "save"),
            ],
        )
    };

    let first = with(&ines, "Asks what opens a subject.", &seen)
        .of(&app)
        .await;
    let second = with(&tom, "Asks what nobody asked.", &seen).of(&app).await;

    assert_eq!((first.status.as_u16(), second.status.as_u16()), (303, 409));
    let page = html(&second);
    assert!(
        page.contains("<del>opens a subject") || page.contains("<del>"),
        "{page}"
    );
    assert!(page.contains("Asks what nobody asked."));
    assert_eq!(content(&world, &badge).claim, "Asks what opens a subject.");
    let again = with(&tom, "Asks what nobody asked.", &field(&page, "seen"))
        .of(&app)
        .await;
    assert_eq!(again.status, 303);
    assert_eq!(content(&world, &badge).claim, "Asks what nobody asked.");
}

#[actix_web::test]
async fn two_who_write_different_steps_do_not_disturb_each_other() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = drafted(&world, issuer.id, world.content("Good question"));
    let tom = Browser::member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));
    let step = |step: &str| format!("/desk/badges/{}/edit/{step}", badge.id);
    let seen = field(&html(&tom.get(&step("words")).of(&app).await), "seen");

    tom.post(&step("around"), &[("licence", "CC BY 4.0")])
        .of(&app)
        .await;
    let sent = [
        ("name", "Better question"),
        ("language", "en"),
        ("seen", seen.as_str()),
    ];
    let told = tom.post(&step("words"), &sent).of(&app).await;

    assert_eq!(told.status, 303, "{}", html(&told));
    let both = content(&world, &badge);
    assert_eq!(
        (both.name.as_str(), both.licence.as_deref()),
        ("Better question", Some("CC BY 4.0"))
    );
}

#[actix_web::test]
async fn a_link_that_goes_by_letter_is_shown_to_nobody_else() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = drafted(&world, issuer.id, world.content("Good question"));
    let steward = Browser::member(&world, issuer.id, Role::Steward);
    let token = member(&world, issuer.id, Role::Steward);
    let app = app!(state_with_mail(&world));
    let page = format!("/desk/badges/{}/review", badge.id);
    let rosa = [
        ("people.0.name", "Dr Rosa Venkat"),
        ("people.0.email", "rosa@port.example"),
        ("quorum", "1"),
        ("do", "save"),
    ];

    let asked = steward.post(&page, &rosa).of(&app).await;
    let shown = html(&steward.get(&page).of(&app).await);
    let link = mailed_link(&world, "rosa@port.example", "/review/");
    let said = Browser::nobody(&world)
        .post(&link, &[("answer", "objected"), ("words", "No.")])
        .of(&app)
        .await;
    let again = json!({
        "reviewers": [{"name": "Rosa", "email": "rosa@port.example"}, {"name": "Paul"}],
        "quorum": 1,
    });
    let path = format!("/api/v1/badge-classes/{}/reviews", badge.id);
    let through_api = post(&path, &again).token(&token).of(&app).await.json();
    let named = |name: &str| {
        let all = through_api["reviewers"].as_array().unwrap();
        all.iter().find(|one| one["name"] == name).unwrap()
    };
    let reviewer = named("Rosa");
    let renew = format!(
        "/api/v1/badge-classes/{}/reviewers/{}/link",
        badge.id,
        reviewer["id"].as_str().unwrap()
    );
    let renewed = post(&renew, &json!({})).token(&token).of(&app).await.json();

    assert_eq!((asked.status.as_u16(), said.status.as_u16()), (303, 303));
    assert!(!shown.contains("https://badges.test/review/"), "{shown}");
    assert_eq!(
        (&reviewer["link"], &reviewer["byLetter"]),
        (&json!(null), &json!(true))
    );
    assert!(named("Paul")["link"].is_string(), "{through_api}");
    assert!(
        renewed["link"].is_null() && renewed["renewedAt"].is_string(),
        "{renewed}"
    );
}

#[actix_web::test]
async fn a_stakeholder_answers_by_link_and_the_badge_says_so() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = drafted(&world, issuer.id, world.content("Good question"));
    let steward = Browser::member(&world, issuer.id, Role::Steward);
    let guest = Browser::nobody(&world);
    let app = app!(state(&world));
    let desk = format!("/desk/badges/{}", badge.id);

    let asked = steward
        .post(
            &format!("{desk}/review"),
            &[
                ("people.0.name", "Dr Rosa Venkat"),
                ("people.0.role", "statistician"),
                ("people.1.name", ""),
                ("quorum", "1"),
                ("do", "save"),
            ],
        )
        .of(&app)
        .await;
    let page = html(&asked);
    assert_eq!(asked.status, 200, "{page}");
    let (_, link) = page.split_once("https://badges.test/review/").unwrap();
    let link = format!("/review/{}", link.split('<').next().unwrap());
    assert!(!html(&steward.get(&format!("{desk}/review")).of(&app).await).contains(&link));
    let looked = guest.get(&link).of(&app).await;
    assert_eq!(looked.status, 200);
    assert_eq!(looked.header("referrer-policy"), "no-referrer");
    assert_eq!(
        guest.post(&link, &[("words", "x")]).of(&app).await.status,
        422
    );
    let said = guest
        .post(
            &link,
            &[
                ("answer", "approved"),
                ("public", "yes"),
                ("on-picture", "The owl looks cross."),
            ],
        )
        .of(&app)
        .await;
    assert_eq!(said.status, 303, "{}", html(&said));
    assert!(
        html(&steward.get(&format!("{desk}/review")).of(&app).await)
            .contains("The owl looks cross.")
    );
    let published = steward.post(&format!("{desk}/publish"), &[]).of(&app).await;
    assert_eq!(published.status, 303, "{}", html(&published));

    let public = html(
        &get(&format!("/badges/{}", badge.id))
            .accept("text/html")
            .of(&app)
            .await,
    );
    assert!(public.contains("Dr Rosa Venkat") && public.contains("statistician"));
    assert_eq!(
        guest
            .post(&link, &[("answer", "objected"), ("words", "No")])
            .of(&app)
            .await
            .status,
        410
    );
    assert!(html(&guest.get(&link).of(&app).await).contains("is published"));
    assert_eq!(guest.get("/review/nobody").of(&app).await.status, 404);
}

#[actix_web::test]
async fn a_free_badge_is_found_in_the_library_and_made_ones_own() {
    let db = database();
    let world = World::new(&db);
    let (acme, other) = (world.issuer("acme"), world.issuer("other"));
    let free = BadgeContent {
        licence: Some("CC BY 4.0".into()),
        tags: vec!["Science".into()],
        ..world.content("Good question")
    };
    let badge = world.badge_with(acme.id, free, false);
    let teacher = Browser::member(&world, other.id, Role::Issuer);
    let app = app!(state(&world));

    let found = html(
        &get("/library?q=question&tag=science")
            .accept("text/html")
            .of(&app)
            .await,
    );
    let none = html(
        &get("/library?q=zeppelin")
            .accept("text/html")
            .of(&app)
            .await,
    );
    assert!(found.contains("Good question") && found.contains("CC BY 4.0"));
    assert!(none.contains("Nothing like that yet"));
    let choose = teacher
        .get(&format!("/library/{}/remix", badge.id))
        .of(&app)
        .await;
    assert_eq!(choose.status, 200);
    let issuer = other.id.to_string();
    let made = teacher
        .post(
            &format!("/library/{}/remix", badge.id),
            &[("issuer", &issuer)],
        )
        .of(&app)
        .await;

    assert_eq!(made.status, 303, "{}", html(&made));
    let overview = made.header("location").trim_end_matches("/edit").to_owned();
    let page = html(&teacher.get(&overview).of(&app).await);
    assert!(
        page.contains("Made from") && page.contains("Acme School"),
        "{page}"
    );
}

#[actix_web::test]
async fn a_steward_endorses_the_badge_of_another_organisation_and_takes_it_back() {
    let db = database();
    let world = World::new(&db);
    let (acme, other) = (world.issuer("acme"), world.issuer("bakery"));
    let badge = world.badge_with(acme.id, world.content("Good question"), false);
    let steward = Browser::member(&world, other.id, Role::Steward);
    let app = app!(state(&world));
    let path = format!("/library/{}/endorse", badge.id);
    let issuer = other.id.to_string();

    let form = html(&steward.get(&path).of(&app).await);
    assert!(form.contains("Who says it?"), "{form}");
    let empty = steward
        .post(&path, &[("issuer", &issuer), ("comment", "  ")])
        .of(&app)
        .await;
    assert_eq!(empty.status, 422);
    assert!(html(&empty).contains("This is needed."));
    let word = "Who has this asks until the answer is clear.";
    let said = steward
        .post(&path, &[("issuer", &issuer), ("comment", word)])
        .of(&app)
        .await;

    assert_eq!(said.status, 303, "{}", html(&said));
    let public = html(
        &get(&format!("/badges/{}", badge.id))
            .accept("text/html")
            .of(&app)
            .await,
    );
    assert!(public.contains(word));
    let page = html(&steward.get(&path).of(&app).await);
    let (_, after) = page.split_once("name=\"withdraw\" value=\"").unwrap();
    let id = after.split_once('"').unwrap().0;
    let back = steward.post(&path, &[("withdraw", id)]).of(&app).await;
    assert_eq!(back.status, 303, "{}", html(&back));
    let public = html(
        &get(&format!("/badges/{}", badge.id))
            .accept("text/html")
            .of(&app)
            .await,
    );
    assert!(!public.contains(word));
}

#[actix_web::test]
async fn nobody_endorses_the_badges_of_their_own_school() {
    let db = database();
    let world = World::new(&db);
    let acme = world.issuer("acme");
    let badge = world.badge_with(acme.id, world.content("Good question"), false);
    let steward = Browser::member(&world, acme.id, Role::Steward);
    let app = app!(state(&world));
    let path = format!("/library/{}/endorse", badge.id);

    let form = html(&steward.get(&path).of(&app).await);
    let sent = steward
        .post(
            &path,
            &[("issuer", &acme.id.to_string()), ("comment", "We like it.")],
        )
        .of(&app)
        .await;

    assert!(form.contains("Nobody to speak for."), "{form}");
    assert_eq!(sent.status, 422, "{}", html(&sent));
}

#[actix_web::test]
async fn a_translation_has_a_page_and_documents_of_its_own() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let mut text = world.content("Good question");
    text.translations.entry("de".into()).or_default().name = "Gute Frage".into();
    let badge = world.badge_with(issuer.id, text, false);
    let app = app!(state(&world));
    let path = format!("/badges/{}/versions/1/de", badge.id);

    let page = html(&get(&path).accept("text/html").of(&app).await);
    let v3 = get(&path)
        .accept("application/vc+ld+json")
        .of(&app)
        .await
        .json();
    let v2 = get(&path).accept("application/json").of(&app).await.json();
    let first = get(&format!("/badges/{}", badge.id))
        .accept("application/vc+ld+json")
        .of(&app)
        .await
        .json();

    assert!(
        page.contains("<h1 class=\"hero__title\">Gute Frage"),
        "{page}"
    );
    assert_eq!(
        (&v3["name"], &v3["inLanguage"]),
        (&"Gute Frage".into(), &"de".into())
    );
    assert_eq!(v2["name"], "Gute Frage");
    assert_eq!(first["related"][0]["inLanguage"], "de");
    assert_eq!(first["related"][0]["id"], v3["id"]);
    assert_eq!(
        get(&format!("/badges/{}/versions/1/fr", badge.id))
            .of(&app)
            .await
            .status,
        404
    );
}

#[actix_web::test]
async fn of_a_badge_that_is_given_here_the_name_or_the_address_is_enough() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let river = world.badge_with(issuer.id, world.content("River Keeper"), false);
    let badge = drafted(&world, issuer.id, world.content("Good question"));
    let steward = Browser::member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));
    let url = world.tools.addresses.badge(river.id);

    let saved = steward
        .post(
            &format!("/desk/badges/{}/edit/around", badge.id),
            &[
                ("prerequisites.0.name", "river keeper"),
                ("prerequisites.0.url", ""),
                ("related.0.relation", "goesWith"),
                ("related.0.name", ""),
                ("related.0.url", &url),
                ("do", "save"),
            ],
        )
        .of(&app)
        .await;

    assert_eq!(saved.status, 303, "{}", html(&saved));
    let written = content(&world, &badge);
    assert_eq!(written.prerequisites[0].name, "River Keeper");
    assert_eq!(written.prerequisites[0].url, url);
    assert_eq!(written.related[0].name, "River Keeper");
}

#[actix_web::test]
async fn a_rubric_is_tied_to_a_criterion_and_stays_with_it_when_the_order_changes() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = drafted(&world, issuer.id, world.content("Good question"));
    let steward = Browser::member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));
    let path = format!("/desk/badges/{}/edit", badge.id);
    let items = |first: &'static str, second: &'static str| {
        steward.post(
            &format!("{path}/criteria"),
            &[
                ("items.0.id", first),
                ("items.0.text", first),
                ("items.1.id", second),
                ("items.1.text", second),
                ("do", "save"),
            ],
        )
    };
    let result = |id: &'static str, belongs: &'static str| {
        steward.post(
            &format!("{path}/skills"),
            &[
                ("results.0.id", id),
                ("results.0.belongs", belongs),
                ("results.0.name", "How well"),
                ("results.0.type", "RubricCriterionLevel"),
                ("results.0.levels", "Secure: alone\nLeading: helps others"),
                ("do", "save"),
            ],
        )
    };

    items("ask", "listen").of(&app).await;
    let tied = result("", "listen").of(&app).await;
    items("listen", "ask").of(&app).await;
    let moved = content(&world, &badge);
    let page = steward.get(&format!("{path}/skills")).of(&app).await.html();
    result("listen", "").of(&app).await;
    let loose = content(&world, &badge);

    assert_eq!(tied.status, 303, "{}", html(&tied));
    let points = accolade_issuing::applications::points(&moved);
    assert_eq!(points[0].id, "listen");
    assert_eq!(points[0].rubric.as_ref().unwrap().levels.len(), 2);
    assert!(
        page.contains("<option value=\"listen\" selected>1. listen</option>"),
        "{page}"
    );
    assert_ne!(loose.results[0].id, "listen");
    assert_eq!(
        accolade_issuing::applications::whole_results(&loose).len(),
        1
    );
}
