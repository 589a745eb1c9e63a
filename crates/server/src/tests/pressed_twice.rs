//! Buttons that are pressed twice: of two answers a browser shows the second, so that one must lead to what the first made.

use accolade_issuing::testing::World;
use accolade_storage::types::{IssuerId, Role};
use accolade_storage::{PageRequest, assertions, badge_classes, batches};

use super::awarding_pages::upload;
use super::studio::multipart;
use crate::errands::Turn;
use crate::testing::{Browser, app, database, get, state};

/// How many batches and how many badges an issuer has.
fn made(world: &World<'_>, issuer: IssuerId) -> (usize, usize) {
    let page = PageRequest::first(50);
    let read = world.db.read(|conn| {
        let batches = batches::list_by_issuer(conn, issuer, page)?;
        let badges = badge_classes::list_by_issuer(conn, issuer, page)?;
        Ok::<_, accolade_storage::StorageError>((batches.items.len(), badges.items.len()))
    });
    read.unwrap()
}

/// The value of a hidden field.
fn hidden(page: &str, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&field).unwrap_or_else(|| panic!("{page}"));
    rest.split('"').next().unwrap_or_default().to_owned()
}

#[actix_web::test]
async fn a_sketch_is_published_once_and_the_second_press_leads_to_its_people_and_not_to_an_older_sketch()
 {
    let db = database();
    let world = World::new(&db);
    let school = world.issuer("acme");
    let (_, owner) = world.person("ann@acme.example", Some((school.id, Role::Owner)));
    let (teacher, phone) = (Browser::of(&world, &owner), Browser::of(&world, &owner));
    let app = app!(state(&world));
    let fields = |name: &'static str| [("name", name), ("criteria", "Play."), ("do", "next")];
    let people = |names: &'static str| [("recipients", names), ("do", "next")];
    multipart(&phone, "/studio", &fields("Older"), None)
        .of(&app)
        .await;
    phone
        .post("/studio/recipients", &people("Old Pupil"))
        .of(&app)
        .await;
    phone.post("/studio/award", &[]).of(&app).await;
    multipart(&teacher, "/studio", &fields("Band"), None)
        .of(&app)
        .await;
    teacher
        .post("/studio/recipients", &people("Mia\nBen"))
        .of(&app)
        .await;
    let page = teacher.get("/studio/award").of(&app).await.html();
    let (sketch, issuer) = (hidden(&page, "sketch"), school.id.to_string());
    let send = || teacher.post("/studio/award", &[("issuer", &issuer), ("sketch", &sketch)]);

    let first = send().of(&app).await;
    let second = send().of(&app).await;
    let nameless = teacher
        .post("/studio/award", &[("issuer", &issuer)])
        .of(&app)
        .await;

    assert!(
        first.header("location").starts_with("/desk/batches/"),
        "{}",
        first.html()
    );
    assert_eq!(second.header("location"), first.header("location"));
    assert_eq!(nameless.header("location"), "/studio/award");
    assert_eq!(made(&world, school.id), (1, 1));
}

#[actix_web::test]
async fn a_list_is_looked_over_once_and_awarded_once() {
    let db = database();
    let world = World::new(&db);
    let school = world.issuer("acme");
    let badge = world.badge(school.id);
    let teacher = Browser::member(&world, school.id, Role::Issuer);
    let state = state(&world);
    let app = app!(state.clone());
    let award = format!("/desk/badges/{}/award", badge.id);
    let look = |people: &'static str| {
        upload(
            &teacher,
            &award,
            &[("do", "many"), ("people", people)],
            None,
        )
    };
    let go = |path: &str| {
        let how = [
            ("do", "award"),
            ("narrative", ""),
            ("row", "2"),
            ("name_2", ""),
            ("email_2", "ben@"),
        ];
        teacher.post(path, &how)
    };

    let first = look("Mia\nben@").of(&app).await;
    let second = look("Mia\nben@").of(&app).await;
    let other = look("Mia").of(&app).await;
    let batch = first.header("location").to_owned();
    let begun = go(&batch).of(&app).await;
    let again = go(&batch).of(&app).await;
    while crate::batches::turn(&state).await.unwrap() == Turn::Busy {}
    let late = go(&batch).of(&app).await;
    let stopped = teacher.post(&batch, &[("do", "pause")]).of(&app).await;
    let undone = teacher.post(&batch, &[("do", "undo")]).of(&app).await;
    let undone_again = teacher.post(&batch, &[("do", "undo")]).of(&app).await;

    assert_eq!(second.header("location"), batch);
    assert_ne!(other.header("location"), batch);
    assert_eq!(made(&world, school.id), (2, 1));
    for told in [&begun, &again, &late, &stopped, &undone, &undone_again] {
        assert_eq!(
            (told.status.as_u16(), told.header("location")),
            (303, batch.as_str()),
            "{}",
            told.html()
        );
    }
    let awarded = db
        .read(|conn| assertions::count_by_badge_class(conn, badge.id))
        .unwrap();
    assert_eq!(awarded, 1);
}

#[actix_web::test]
async fn a_list_that_is_thrown_away_twice_is_told_as_gone() {
    let db = database();
    let world = World::new(&db);
    let school = world.issuer("acme");
    let badge = world.badge(school.id);
    let teacher = Browser::member(&world, school.id, Role::Issuer);
    let app = app!(state(&world));
    let award = format!("/desk/badges/{}/award", badge.id);
    let list = upload(&teacher, &award, &[("do", "many"), ("people", "Mia")], None)
        .of(&app)
        .await;
    let throw = || teacher.post(list.header("location"), &[("do", "discard")]);

    let first = throw().of(&app).await;
    let second = throw().of(&app).await;

    assert_eq!(first.header("location"), award);
    assert_eq!(
        (second.status.as_u16(), second.header("location")),
        (303, "/desk")
    );
    assert_eq!(made(&world, school.id), (0, 1));
}

#[actix_web::test]
async fn what_is_given_once_more_on_purpose_is_given_once() {
    let db = database();
    let world = World::new(&db);
    let school = world.issuer("acme");
    let badge = world.badge(school.id);
    let teacher = Browser::member(&world, school.id, Role::Issuer);
    let app = app!(state(&world));
    let award = format!("/desk/badges/{}/award", badge.id);
    let mia = [
        ("do", "one"),
        ("name", "Mia"),
        ("email", "mia@hill.example"),
    ];
    let once_more = [&mia[..], &[("again", "yes")]].concat();
    let send = |fields: &[(&str, &str)]| upload(&teacher, &award, fields, None);

    let first = send(&mia).of(&app).await;
    let more = send(&once_more).of(&app).await;
    let twice = send(&once_more).of(&app).await;

    assert_ne!(more.header("location"), first.header("location"));
    assert_eq!(twice.header("location"), more.header("location"));
    let awarded = db
        .read(|conn| assertions::count_by_badge_class(conn, badge.id))
        .unwrap();
    assert_eq!(awarded, 2);
}

#[actix_web::test]
async fn awards_that_are_withdrawn_twice_are_told_as_withdrawn() {
    let db = database();
    let world = World::new(&db);
    let school = world.issuer("acme");
    let award = world
        .award(&world.badge(school.id))
        .assertion
        .id
        .to_string();
    let teacher = Browser::member(&world, school.id, Role::Issuer);
    let app = app!(state(&world));
    let chosen = [
        ("pick", award.as_str()),
        ("do", "revoke"),
        ("reason", "A mistake"),
    ];

    let first = teacher.post("/desk/acme/awards", &chosen).of(&app).await;
    let second = teacher.post("/desk/acme/awards", &chosen).of(&app).await;

    for told in [first, second] {
        let flash = told.cookie("__Host-accolade_flash");
        let session = teacher.secret().reveal();
        let cookies = format!("__Host-accolade_session={session}; __Host-accolade_flash={flash}");
        let page = get("/desk/acme/awards")
            .accept("text/html")
            .header("cookie", &cookies);
        let page = page.of(&app).await.html();
        assert!(page.contains("Withdrawn: 1 award."), "{page}");
    }
}
