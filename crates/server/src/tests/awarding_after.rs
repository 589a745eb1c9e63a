//! What is left to do once a list was awarded, or nearly: rows that need a look, lists kept, awards taken back.

use accolade_issuing::testing::World;
use accolade_storage::assertions::AssertionFilter;
use accolade_storage::types::{AssertionState, BatchState, Role};
use accolade_storage::{PageRequest, assertions, batches, mails};

use super::awarding_pages::upload;
use crate::errands::Turn;
use crate::testing::{Browser, app, database, state};

#[actix_web::test]
async fn a_batch_goes_on_though_the_laptop_that_began_it_was_closed_and_signed_out() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = world.badge(issuer.id);
    let teacher = Browser::member(&world, issuer.id, Role::Issuer);
    let state = state(&world);
    let app = app!(state.clone());
    let award = format!("/desk/badges/{}/award", badge.id);
    let people: String = (0..30)
        .map(|n| format!("Pupil {n},pupil-{n}@hill.example\n"))
        .collect();
    let people = [("do", "many"), ("people", people.as_str())];
    let batch = upload(&teacher, &award, &people, None).of(&app).await;
    let begin = [("do", "award"), ("narrative", ""), ("mailing", "now")];
    teacher
        .post(batch.header("location"), &begin)
        .of(&app)
        .await;
    teacher.post("/sign-out", &[]).of(&app).await;
    let gone = teacher.get(batch.header("location")).of(&app).await;

    while crate::batches::turn(&state).await.unwrap() == Turn::Busy {}

    let found = db.read(|conn| batches::list_by_issuer(conn, issuer.id, PageRequest::first(1)));
    let batch = found.unwrap().items.remove(0);
    assert!(
        gone.header("location").starts_with("/sign-in"),
        "{}",
        gone.html()
    );
    assert_eq!((batch.state, batch.awarded_rows), (BatchState::Done, 30));
    assert_eq!(db.read(|conn| mails::newest(conn, 100)).unwrap().len(), 30);
}

#[actix_web::test]
async fn rows_that_were_not_awarded_go_on_from_the_page_and_are_saved_with_their_reasons() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = world.badge(issuer.id);
    let teacher = Browser::member(&world, issuer.id, Role::Issuer);
    let stranger = Browser::stranger(&world);
    let state = state(&world);
    let app = app!(state.clone());
    let award = format!("/desk/badges/{}/award", badge.id);
    let people = [
        ("do", "many"),
        ("people", "name,email\nMia,mia@hill.example\n=Tom(),tom@\n"),
    ];
    let batch = upload(&teacher, &award, &people, None).of(&app).await;
    let batch = batch.header("location").to_owned();
    let look = teacher.get(&batch).of(&app).await.html();
    let begun = [
        ("do", "award"),
        ("narrative", ""),
        ("row", "2"),
        ("email_2", "tom@"),
    ];
    teacher.post(&batch, &begun).of(&app).await;
    while crate::batches::turn(&state).await.unwrap() == Turn::Busy {}

    let done = teacher.get(&batch).of(&app).await.html();
    let file = teacher.get(&format!("{batch}/left.csv")).of(&app).await;
    let hidden = stranger.get(&format!("{batch}/left.csv")).of(&app).await;
    let go_on = || teacher.post(&batch, &[("do", "go-on")]);
    let (first, second) = (go_on().of(&app).await, go_on().of(&app).await);
    let rest = teacher.get(first.header("location")).of(&app).await.html();

    assert!(look.contains("/left.csv\">Save it as CSV</a>"), "{look}");
    assert!(
        done.contains("1 was not awarded") && done.contains("This is not an e-mail address."),
        "{done}"
    );
    assert_eq!(
        file.html(),
        "\u{feff}row,name,email,narrative,evidence,what is wrong\r\n2,\"'=Tom()\",tom@,,,email: This is not an e-mail address.\r\n"
    );
    assert_eq!(hidden.status, 404);
    assert_ne!(first.header("location"), batch);
    assert_eq!(second.header("location"), first.header("location"));
    assert!(
        rest.contains("Rest of Pasted") && rest.contains("0 of 1 are ready"),
        "{rest}"
    );
}

#[actix_web::test]
async fn all_that_were_found_are_withdrawn_in_one_go_and_never_more_than_the_page_said() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = world.badge(issuer.id);
    for number in 0..53 {
        let name = format!("pupil-{number}@hill.example");
        world.award_with(accolade_issuing::awards::AwardOrder::new(badge.id, &name));
    }
    let other = world.award(&world.badge(issuer.id)).assertion;
    let teacher = Browser::member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));
    let query = format!("badge={}", badge.id);
    let change = |all: &str, query: &str, deed: &str| {
        let fields = [
            ("all", all),
            ("query", query),
            ("do", deed),
            ("reason", "A mistake"),
        ];
        teacher.post("/desk/acme/awards", &fields)
    };
    let standing = || {
        let filter = AssertionFilter::new()
            .badge_class(badge.id)
            .state(AssertionState::Issued);
        db.read(|conn| assertions::list(conn, filter, PageRequest::first(100)))
            .unwrap()
            .items
            .len()
    };

    let page = teacher
        .get(&format!("/desk/acme/awards?{query}"))
        .of(&app)
        .await
        .html();
    for (all, query, deed) in [
        ("52", query.as_str(), "revoke"),
        ("53", "from=1.12.2026", "revoke"),
        ("53", &query, ""),
    ] {
        let told = change(all, query, deed).of(&app).await;
        assert_eq!(
            (told.status.as_u16(), standing()),
            (303, 53),
            "{all} {query} {deed}"
        );
    }
    let done = change("53", &query, "revoke").of(&app).await;

    assert!(
        page.contains("All 53 that were found") && page.contains("Yes, withdraw them"),
        "{page}"
    );
    assert_eq!((done.status.as_u16(), standing()), (303, 0));
    let other = db
        .read(|conn| assertions::find(conn, other.id))
        .unwrap()
        .unwrap();
    assert_eq!(other.state, AssertionState::Issued);
}

#[actix_web::test]
async fn an_award_is_given_anew_with_a_reason_and_once() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = world.badge(issuer.id);
    let id = world.award(&badge).assertion.id;
    let teacher = Browser::member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));
    let desk = format!("/desk/awards/{id}");
    let send = |deed: &str, reason: &str| teacher.post(&desk, &[("do", deed), ("reason", reason)]);

    let silent = send("reissue", " ").of(&app).await;
    let enter = send("", "Typed").of(&app).await;
    let first = send("reissue", "The wrong class stood in it")
        .of(&app)
        .await;
    let second = send("reissue", "The wrong class stood in it")
        .of(&app)
        .await;
    let withdrawn = send("revoke", "A mistake").of(&app).await;

    assert_eq!((silent.status.as_u16(), enter.status.as_u16()), (422, 422));
    assert!(enter.html().contains("value=\"Typed\""), "{}", enter.html());
    assert_eq!(first.status, 303, "{}", first.html());
    assert_eq!(second.header("location"), first.header("location"));
    assert_eq!(withdrawn.header("location"), desk);
    let before = db.read(|conn| assertions::find(conn, id)).unwrap().unwrap();
    assert_eq!(
        before.state_reason.as_deref(),
        Some("The wrong class stood in it")
    );
    assert_eq!(
        db.read(|conn| assertions::count_by_badge_class(conn, badge.id))
            .unwrap(),
        2
    );
}

#[actix_web::test]
async fn a_class_list_is_kept_from_a_batch_looked_into_and_changed() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = world.badge(issuer.id);
    let teacher = Browser::member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));
    let award = format!("/desk/badges/{}/award", badge.id);
    let people = [
        ("do", "many"),
        (
            "people",
            "Mia,mia@hill.example\nMia,mia@hill.example\nBen,ben@\n",
        ),
    ];
    let batch = upload(&teacher, &award, &people, None).of(&app).await;
    let batch = batch.header("location").to_owned();
    let keep =
        |name: &'static str| teacher.post(&batch, &[("do", "keep-list"), ("list_name", name)]);
    let lists = "/desk/acme/batches";

    let nameless = keep("").of(&app).await;
    let (first, second) = (keep("7b").of(&app).await, keep("7b").of(&app).await);
    let new = [("name", "7b"), ("people", "Ada"), ("list", "")];
    let taken = teacher.post(lists, &new).of(&app).await;
    let page = teacher.get(lists).of(&app).await.html();
    let (_, id) = page.split_once("?list=").unwrap();
    let id = id.split('#').next().unwrap();
    let open = teacher
        .get(&format!("{lists}?list={id}"))
        .of(&app)
        .await
        .html();
    let more = [("name", "7b"), ("people", "Mia\nBen\nAda"), ("list", id)];
    let changed = teacher.post(lists, &more).of(&app).await;
    let after = teacher.get(lists).of(&app).await.html();

    assert_eq!(nameless.status, 422);
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (303, 303));
    assert_eq!(taken.status, 422);
    assert!(
        taken
            .html()
            .contains("There is a list of this name already.")
    );
    assert!(page.contains("<strong>7b</strong>, 2 people"), "{page}");
    assert!(
        open.contains("Mia,mia@hill.example\nBen,ben@\n") && open.contains("Change the list"),
        "{open}"
    );
    assert_eq!(changed.status, 303, "{}", changed.html());
    assert!(after.contains("<strong>7b</strong>, 3 people"), "{after}");
}

#[actix_web::test]
async fn a_list_with_nobody_in_it_leaves_no_draft_behind() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = world.badge(issuer.id);
    let teacher = Browser::member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));

    let award = format!("/desk/badges/{}/award", badge.id);
    let people = [("do", "many"), ("people", "name,email\n")];
    let told = upload(&teacher, &award, &people, None).of(&app).await;

    let drafts = db
        .read(|conn| batches::list_by_issuer(conn, issuer.id, PageRequest::first(5)))
        .unwrap();
    assert_eq!(told.status, 422);
    assert!(told.html().contains("There is nobody in it."));
    assert_eq!(drafts.items.len(), 0);
}
