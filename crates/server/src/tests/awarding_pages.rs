//! A teacher at the desk, without a line of script.

use accolade_issuing::testing::World;
use accolade_storage::types::{BatchState, Role};
use accolade_storage::{PageRequest, assertions, batches};
use actix_web::http::Method;
use jiff::SignedDuration;

use crate::errands::Turn;
use crate::testing::{Ask, Browser, app, ask, database, state};

const BOUNDARY: &str = "a-line-between";

/// A form with files, as a browser sends it.
pub(super) fn upload(
    browser: &Browser,
    path: &str,
    fields: &[(&str, &str)],
    file: Option<&[u8]>,
) -> Ask {
    let mut body = Vec::new();
    let csrf = browser.csrf();
    for (name, value) in [("csrf", csrf.as_str())].iter().chain(fields) {
        let part = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
        body.extend_from_slice(part.as_bytes());
    }
    if let Some(bytes) = file {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"table\"; filename=\"class.csv\"\r\nContent-Type: text/csv\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    ask(Method::POST, path)
        .accept("text/html")
        .browser(browser)
        .header(
            "content-type",
            &format!("multipart/form-data; boundary={BOUNDARY}"),
        )
        .body(body)
}

#[actix_web::test]
async fn a_teacher_pastes_a_class_mends_a_row_and_awards_it() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = world.badge(issuer.id);
    let teacher = Browser::member(&world, issuer.id, Role::Issuer);
    let state = state(&world);
    let app = app!(state.clone());
    let people =
        "Ada Brennan\tada@hill.example\nBen Cole\tben@hill.example\nFarah Haddad\tfarah@hill\n";

    let award = format!("/desk/badges/{}/award", badge.id);
    assert_eq!(teacher.get(&award).of(&app).await.status, 200);
    let pasted = upload(
        &teacher,
        &award,
        &[("do", "many"), ("people", people)],
        None,
    )
    .of(&app)
    .await;
    let batch = pasted.header("location").to_owned();
    let look = teacher.get(&batch).of(&app).await.html();
    assert!(look.contains("2 of 3 are ready"), "{look}");
    assert!(look.contains("Did you mean farah@hill.example?"), "{look}");
    let fixed = teacher
        .post(&batch, &[("fix", "3"), ("meant_3", "farah@hill.example")])
        .of(&app)
        .await;
    assert_eq!(fixed.status, 303, "{}", fixed.html());
    let started = teacher
        .post(
            &batch,
            &[("do", "award"), ("narrative", ""), ("mailing", "later")],
        )
        .of(&app)
        .await;
    assert_eq!(started.status, 303, "{}", started.html());
    let running = teacher.get(&batch).of(&app).await.html();
    assert!(
        running.contains("http-equiv=\"refresh\"") && running.contains("0 of 3 signed"),
        "{running}"
    );
    while crate::batches::turn(&state).await.unwrap() == Turn::Busy {}

    let done = teacher.get(&batch).of(&app).await.html();
    assert!(
        done.contains("Awarded to 3.") && done.contains("Take all of it back"),
        "{done}"
    );
    let list = teacher.get("/desk/acme/batches").of(&app).await.html();
    assert!(list.contains("3 of 3 awarded"), "{list}");
    let undone = teacher.post(&batch, &[("do", "undo")]).of(&app).await;
    assert_eq!(undone.status, 303);
    let found = db
        .read(|conn| batches::list_by_issuer(conn, issuer.id, PageRequest::first(1)))
        .unwrap();
    assert_eq!(found.items[0].state, BatchState::Undone);
}

#[actix_web::test]
async fn a_time_that_cannot_be_read_starts_no_batch_and_stays_in_its_field() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = world.badge(issuer.id);
    let teacher = Browser::member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));
    let award = format!("/desk/badges/{}/award", badge.id);
    let people = [("do", "many"), ("people", "Mia")];
    let batch = upload(&teacher, &award, &people, None).of(&app).await;
    let batch = batch.header("location").to_owned();
    let begin = |at: &'static str| {
        let fields = [
            ("do", "award"),
            ("narrative", "Bravo"),
            ("mailing", "now"),
            ("starts_at", at),
        ];
        teacher.post(&batch, &fields)
    };

    let unread = begin("1.12.2026 8 o’clock").of(&app).await;
    let over = begin("2025-11-23T08:00").of(&app).await;
    let stored = || {
        let page = PageRequest::first(1);
        db.read(|conn| batches::list_by_issuer(conn, issuer.id, page))
            .unwrap()
            .items
            .remove(0)
    };
    let before = stored().state;
    let planned = begin("2026-11-23T08:00").of(&app).await;

    let page = unread.html();
    assert_eq!((unread.status.as_u16(), over.status.as_u16()), (422, 422));
    assert!(
        page.contains("Write day and time as in 2026-11-22T14:00."),
        "{page}"
    );
    assert!(
        page.contains("value=\"1.12.2026 8 o’clock\"") && page.contains(">Bravo</textarea>"),
        "{page}"
    );
    assert!(
        over.html().contains("That time is over."),
        "{}",
        over.html()
    );
    assert_eq!((before, planned.status.as_u16()), (BatchState::Draft, 303));
    assert_eq!(
        stored().starts_at.map(|at| at.to_string()).as_deref(),
        Some("2026-11-23T08:00:00Z")
    );
}

#[actix_web::test]
async fn a_file_in_any_encoding_becomes_a_batch_whose_columns_can_be_changed() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = world.badge(issuer.id);
    let teacher = Browser::member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));
    let file = b"Vorname;Nachname;E-Mail\nZo\xeb;M\xfcller;zoe@hill.example\n";

    let award = format!("/desk/badges/{}/award", badge.id);
    let told = upload(
        &teacher,
        &award,
        &[("do", "many"), ("people", "")],
        Some(file),
    )
    .of(&app)
    .await;
    let batch = told.header("location").to_owned();
    let look = teacher.get(&batch).of(&app).await.html();
    let fields = [
        ("do", "columns"),
        ("c0", "ignored"),
        ("c1", "name"),
        ("c2", "email"),
    ];
    let changed = teacher.post(&batch, &fields).of(&app).await;
    let after = teacher.get(&batch).of(&app).await.html();

    assert!(
        look.contains("Zoë Müller") && look.contains("class.csv"),
        "{look}"
    );
    assert_eq!(changed.status, 303);
    assert!(after.contains("<th scope=\"row\">Müller</th>"), "{after}");
}

#[actix_web::test]
async fn one_person_gets_a_badge_once_however_often_the_button_is_pressed() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = world.badge(issuer.id);
    let teacher = Browser::member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));
    let award = format!("/desk/badges/{}/award", badge.id);
    let send = |fields: &[(&str, &str)]| upload(&teacher, &award, fields, None);
    let mia = [
        ("do", "one"),
        ("name", "Mia"),
        ("email", "mia@hill.example"),
    ];

    let wrong = send(&[("do", "one"), ("name", "Mia"), ("email", "mia@")])
        .of(&app)
        .await;
    let first = send(&mia).of(&app).await;
    let second = send(&mia).of(&app).await;
    world.clock.advance(SignedDuration::from_secs(30));
    let later = send(&mia).of(&app).await;
    let page = teacher.get(first.header("location")).of(&app).await.html();

    assert_eq!(wrong.status, 422);
    assert!(
        wrong.html().contains("This is not an e-mail address.")
            && wrong.html().contains("value=\"mia@\"")
    );
    assert_eq!(first.status, 303, "{}", first.html());
    assert_eq!(second.header("location"), first.header("location"));
    assert_eq!(later.status, 422);
    assert!(later.html().contains("holds this badge already"));
    assert!(
        page.contains("Mia") && page.contains("mia@hill.example"),
        "{page}"
    );
    assert_eq!(
        db.read(|conn| assertions::count_by_badge_class(conn, badge.id))
            .unwrap(),
        1
    );
}

#[actix_web::test]
async fn awards_are_found_corrected_saved_and_withdrawn_together() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = world.badge(issuer.id);
    let one = world.award(&badge).assertion.id.to_string();
    let mut order = accolade_issuing::awards::AwardOrder::new(badge.id, "tom@hill.example");
    order.recipient.name = Some("=cmd|'/C calc'!A0".into());
    let two = world.award_with(order).assertion.id.to_string();
    let teacher = Browser::member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));
    let get = |path: &str| teacher.get(path);

    let found = get("/desk/acme/awards?q=TOM@hill.example")
        .of(&app)
        .await
        .html();
    let csv = get("/desk/acme/awards.csv").of(&app).await;
    let json = get("/desk/acme/awards.json").of(&app).await;
    assert!(found.contains(&two) && !found.contains(&one), "{found}");
    let text = String::from_utf8(csv.body.to_vec()).unwrap();
    assert!(
        text.contains("\"'=cmd|'/C calc'!A0\"") && text.contains("mia@example.org"),
        "{text}"
    );
    assert_eq!(json.json().as_array().unwrap().len(), 2);

    let desk = format!("/desk/awards/{two}");
    let fields = [
        ("do", "correct"),
        ("name", "Tom Ash"),
        ("email", "tom@hill.example"),
        ("show_name", "yes"),
    ];
    let endless = [&fields[..], &[("valid_until", "30.2.2027")]].concat();
    let unread = teacher.post(&desk, &endless).of(&app).await;
    assert_eq!(unread.status, 422);
    assert!(
        unread.html().contains("Write the day as in 2026-12-01.")
            && unread.html().contains("value=\"30.2.2027\""),
        "{}",
        unread.html()
    );
    let corrected = teacher.post(&desk, &fields).of(&app).await;
    assert_eq!(corrected.status, 303, "{}", corrected.html());
    let after = get(&desk).of(&app).await.html();
    let public = get(&format!("/awards/{two}")).of(&app).await.html();
    assert!(
        after.contains("Corrected on") && after.contains("1 earlier wording"),
        "{after}"
    );
    assert!(
        public.contains("Tom Ash") && public.contains("Corrected by"),
        "{public}"
    );

    let chosen = [
        ("pick", one.as_str()),
        ("pick", two.as_str()),
        ("do", "revoke"),
        ("reason", "A mistake"),
    ];
    let withdrawn = teacher.post("/desk/acme/awards", &chosen).of(&app).await;
    assert_eq!(withdrawn.status, 303);
    let left = get("/desk/acme/awards?state=issued").of(&app).await.html();
    assert!(left.contains("No award fits"), "{left}");
}
