//! The ways from a drawing into an organisation: what a visitor meets who works nowhere yet.

use accolade_issuing::access::Caller;
use accolade_issuing::house::{Founding, HouseRules};
use accolade_issuing::ids;
use accolade_issuing::testing::World;
use accolade_storage::accounts::{self, Account};
use accolade_storage::issuers;

use crate::testing::{Browser, app, database, state};

/// Somebody whom a provider vouched for without an address.
fn without_address(world: &World<'_>) -> Caller {
    let account = Account {
        id: ids::new(&world.tools),
        name: "Ada".into(),
        is_operator: false,
        created_at: world.tools.now(),
    };
    world
        .db
        .write(|conn| accounts::insert(conn, &account))
        .unwrap();
    Caller::person(account.id)
}

/// A drawing that is ready to be given.
async fn drawn<S>(browser: &Browser, app: &S)
where
    S: actix_web::dev::Service<
            actix_http::Request,
            Response = actix_web::dev::ServiceResponse,
            Error = actix_web::Error,
        >,
{
    let fields = [("name", "Band"), ("criteria", "Play."), ("do", "next")];
    let told = super::studio::multipart(browser, "/studio", &fields, None)
        .of(app)
        .await;
    assert_eq!(told.status, 303, "{}", told.html());
}

#[actix_web::test]
async fn whoever_came_without_an_address_says_where_the_school_is_written_to() {
    let db = database();
    let mut world = World::new(&db);
    world.tools.rules = HouseRules {
        founding: Founding::Anyone,
        ..HouseRules::default()
    };
    let teacher = Browser::of(&world, &without_address(&world));
    let app = app!(state(&world));
    drawn(&teacher, &app).await;
    let page = teacher.get("/studio/award").of(&app).await;
    let html = page.html();
    let sketch = html
        .split_once("name=\"sketch\" value=\"")
        .and_then(|(_, rest)| rest.split('"').next())
        .unwrap();
    let found = |contact: &'static str| {
        let school = [("issuer", "new"), ("organisation", "Acme School")];
        teacher.post(
            "/studio/award",
            &[
                ("sketch", sketch),
                school[0],
                school[1],
                ("contact", contact),
            ],
        )
    };

    let silent = found("").of(&app).await;
    let wrong = found("acme").of(&app).await;
    let right = found("badges@acme.example").of(&app).await;

    assert!(page.html().contains("Where can people write to?"));
    assert_eq!(silent.status, 422);
    assert!(silent.html().contains("contact-error"));
    assert_eq!(wrong.status, 422);
    assert!(wrong.html().contains("value=\"acme\""));
    assert_eq!(right.status, 303, "{}", right.html());
    let school = db
        .read(|conn| issuers::by_slug(conn, "acme-school"))
        .unwrap()
        .unwrap();
    assert_eq!(school.email, "badges@acme.example");
}

#[actix_web::test]
async fn whoever_has_an_address_is_not_asked_for_one() {
    let db = database();
    let mut world = World::new(&db);
    world.tools.rules = HouseRules {
        founding: Founding::Anyone,
        ..HouseRules::default()
    };
    let proved = world.tools.now();
    let teacher = Browser::stranger(&world);
    db.write(|conn| accounts::prove_identity(conn, "email", "stranger@elsewhere.example", proved))
        .unwrap();
    let app = app!(state(&world));
    drawn(&teacher, &app).await;

    let page = teacher.get("/studio/award").of(&app).await;

    assert!(!page.html().contains("Where can people write to?"));
}

#[actix_web::test]
async fn who_works_nowhere_asks_at_the_wall_and_is_let_in_with_what_they_drew() {
    let db = database();
    let world = World::new(&db);
    let school = world.issuer("acme");
    let teacher = Browser::stranger(&world);
    let (operator, caller) = world.person("op@a.example", None);
    db.write(|conn| accounts::set_operator(conn, operator.id, true))
        .unwrap();
    let operator = Browser::of(&world, &caller);
    let app = app!(state(&world));
    drawn(&teacher, &app).await;

    let wall = teacher.get("/studio/award").of(&app).await.html();
    let asked = teacher
        .post("/desk/ask", &[("back", "/studio/award")])
        .of(&app)
        .await;
    let waits = teacher.get("/studio/award").of(&app).await.html();
    let desk = operator.get("/desk").of(&app).await.html();
    let asking = operator.get("/desk/asking").of(&app).await.html();
    let account = asking
        .split_once("name=\"account\" value=\"")
        .and_then(|(_, rest)| rest.split('"').next())
        .unwrap();
    let answer = [
        ("account", account),
        ("do", "let-in"),
        ("issuer", &school.id.to_string()),
        ("role", "steward"),
    ];
    let by_teacher = teacher.post("/desk/asking", &answer).of(&app).await;
    let let_in = operator.post("/desk/asking", &answer).of(&app).await;
    let open = teacher.get("/studio/award").of(&app).await.html();

    assert!(wall.contains("Ask to be let in"), "{wall}");
    assert_eq!(
        (asked.status.as_u16(), asked.header("location")),
        (303, "/studio/award")
    );
    assert!(waits.contains("You asked to be let in."));
    assert!(desk.contains("person asks to be let in"), "{desk}");
    assert!(asking.contains("Drew “Band”."), "{asking}");
    assert_eq!(by_teacher.status, 403);
    assert_eq!(let_in.status, 303, "{}", let_in.html());
    assert!(open.contains("Who gives it?") && open.contains("Acme School"));
}

#[actix_web::test]
async fn a_visitor_is_told_at_once_that_organisations_are_let_in() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));

    let closed = Browser::nobody(&world).get("/studio").of(&app).await.html();
    let member = Browser::stranger(&world)
        .get("/studio")
        .of(&app)
        .await
        .html();

    assert!(closed.contains("you can ask to be let in"), "{closed}");
    assert!(!member.contains("you can ask to be let in"));
}

#[actix_web::test]
async fn on_the_way_to_an_award_with_nothing_drawn_here_the_studio_says_where_it_is() {
    let db = database();
    let world = World::new(&db);
    let teacher = Browser::stranger(&world);
    let app = app!(state(&world));

    let told = teacher.get("/studio/award").of(&app).await;

    assert_eq!(told.header("location"), "/studio");
    assert!(told.cookie("__Host-accolade_flash").len() > 20);
}
