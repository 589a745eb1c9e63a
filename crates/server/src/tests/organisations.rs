//! The first start, organisations and the people who work for them, page by page.

use accolade_issuing::setup;
use accolade_issuing::testing::World;
use accolade_storage::types::Role;
use accolade_storage::{issuers, memberships};
use actix_web::http::Method;
use serde_json::json;

use crate::testing::{
    Browser, Told, app, ask, database, get, mailed_link, member, state, state_with_mail,
};

/// The path of the address that a page shows in its box.
fn shown_link(told: &Told, part: &str) -> String {
    let html = told.html();
    let begin = html
        .find(&format!("https://badges.test{part}"))
        .expect("a link is shown");
    let rest = &html[begin + "https://badges.test".len()..];
    rest.split(['<', '"']).next().unwrap().to_owned()
}

#[actix_web::test]
async fn the_first_operator_sets_the_site_up_once() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));
    let link = db
        .write(|conn| setup::renew(conn, &world.tools))
        .unwrap()
        .unwrap();
    let link = link.replace("https://badges.test", "");
    let page = get(&link).accept("text/html").of(&app).await;
    let browser = Browser::after(&page);
    let words = |name: &'static str| {
        [
            ("name", name),
            ("email", "marit@alderbay.example"),
            ("organisation", "Alder Bay"),
            ("kind", "district"),
        ]
    };

    let nameless = browser.post(&link, &words(" ")).of(&app).await;
    let done = browser.post(&link, &words("Marit Solheim")).of(&app).await;
    let again = browser.post(&link, &words("Eve")).of(&app).await;
    let operator = Browser::after(&done);

    assert_eq!(page.status, 200);
    assert_eq!(nameless.status, 422);
    assert!(nameless.html().contains("value=\"Alder Bay\""));
    assert_eq!(
        (done.status.as_u16(), done.header("location")),
        (303, "/desk")
    );
    assert_eq!(again.status, 404);
    assert!(
        operator
            .get("/desk")
            .of(&app)
            .await
            .html()
            .contains("Alder Bay")
    );
    assert_eq!(
        operator
            .get("/desk/alder-bay/settings")
            .of(&app)
            .await
            .status,
        200
    );
}

/// A form with files, as a browser sends it.
fn multipart(
    browser: &Browser,
    path: &str,
    fields: &[(&str, &str)],
    file: Option<&[u8]>,
) -> crate::testing::Ask {
    let mut body = Vec::new();
    let csrf = browser.csrf();
    let all = std::iter::once(("csrf", csrf.as_str())).chain(fields.iter().copied());
    for (name, value) in all {
        body.extend(
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .into_bytes(),
        );
    }
    let name = if file.is_some() { "a.png" } else { "" };
    body.extend(format!("--x\r\ncontent-disposition: form-data; name=\"picture\"; filename=\"{name}\"\r\ncontent-type: image/png\r\n\r\n").into_bytes());
    body.extend(file.unwrap_or_default());
    body.extend(b"\r\n--x--\r\n");
    ask(Method::POST, path)
        .accept("text/html")
        .browser(browser)
        .header("content-type", "multipart/form-data; boundary=x")
        .body(body)
}

#[actix_web::test]
async fn a_steward_founds_a_class_below_the_school_and_edits_it() {
    let db = database();
    let world = World::new(&db);
    let school = world.issuer("school");
    let steward = Browser::member(&world, school.id, Role::Steward);
    let viewer = Browser::member(&world, school.id, Role::Viewer);
    let app = app!(state(&world));
    let fields = [
        ("below", "school"),
        ("name", "Class 7b"),
        ("kind", "classroom"),
        ("email", "7b@acme.example"),
        ("palette", "spruce"),
    ];

    let by_viewer = multipart(&viewer, "/desk/new-issuer", &fields, None)
        .of(&app)
        .await;
    let founded = multipart(&steward, "/desk/new-issuer", &fields, None)
        .of(&app)
        .await;
    let twice = multipart(&steward, "/desk/new-issuer", &fields, None)
        .of(&app)
        .await;
    let top = multipart(&steward, "/desk/new-issuer", &fields[1..], None)
        .of(&app)
        .await;
    let profile = [
        ("name", "Class 7b and friends"),
        ("kind", "classroom"),
        ("url", "https://acme.example/7b"),
        ("email", "7b@acme.example"),
        ("palette", "clay"),
    ];
    let no_picture = multipart(
        &steward,
        "/desk/class-7b/settings",
        &profile,
        Some(b"GIF89a"),
    )
    .of(&app)
    .await;
    let edited = multipart(&steward, "/desk/class-7b/settings", &profile, None)
        .of(&app)
        .await;

    assert_eq!(by_viewer.status, 403);
    assert_eq!(
        (founded.status.as_u16(), founded.header("location")),
        (303, "/desk/class-7b")
    );
    assert_eq!(twice.status, 422);
    assert!(
        twice
            .html()
            .contains("Another issuer has this address already.")
    );
    assert_eq!(top.status, 403);
    assert_eq!(no_picture.status, 422);
    assert!(no_picture.html().contains("This picture cannot be taken"));
    assert_eq!(edited.status, 303, "{}", edited.html());
    let class = db
        .read(|conn| issuers::by_slug(conn, "class-7b"))
        .unwrap()
        .unwrap();
    assert_eq!(
        (class.name.as_str(), class.parent_id),
        ("Class 7b and friends", Some(school.id))
    );
}

#[actix_web::test]
async fn a_link_invites_colleagues_and_a_letter_signs_its_reader_in() {
    let db = database();
    let world = World::new(&db);
    let school = world.issuer("school");
    let owner = Browser::member(&world, school.id, Role::Owner);
    let (guest, caller) = world.person("guest@a.example", None);
    let app = app!(state(&world));
    let by_link = [
        ("how", "link"),
        ("role", "issuer"),
        ("seats", "1"),
        ("days", "7"),
    ];
    let by_mail = [
        ("how", "mail"),
        ("email", "new@a.example"),
        ("role", "assessor"),
        ("days", "7"),
    ];

    let made = owner.post("/desk/school/members", &by_link).of(&app).await;
    let link = shown_link(&made, "/invitation/");
    let nobody = get(&link).accept("text/html").of(&app).await;
    let not_signed_in = Browser::nobody(&world).post(&link, &[]).of(&app).await;
    let accepted = Browser::of(&world, &caller).post(&link, &[]).of(&app).await;
    let used_up = Browser::stranger(&world).post(&link, &[]).of(&app).await;
    // Without mail a link for one is shown, to be handed on: it signs nobody in.
    let handed_on = owner.post("/desk/school/members", &by_mail).of(&app).await;
    let shown = shown_link(&handed_on, "/invitation/");
    let by_its_maker = Browser::nobody(&world).post(&shown, &[]).of(&app).await;
    let app = app!(state_with_mail(&world));
    let mailed = owner.post("/desk/school/members", &by_mail).of(&app).await;
    let through_api = ask(Method::POST, "/api/v1/issuers/school/invitations")
        .token(&member(&world, school.id, Role::Owner))
        .json(&json!({"role": "viewer", "email": "operator@a.example"}))
        .of(&app)
        .await;
    let come_in = Browser::nobody(&world)
        .post(&mailed_link(&world, "new@a.example", "/invitation/"), &[])
        .of(&app)
        .await;

    assert_eq!(made.status, 201);
    assert!(nobody.html().contains("Sign in to accept"));
    assert!(not_signed_in.header("location").starts_with("/sign-in?to="));
    assert_eq!(accepted.header("location"), "/desk/school");
    assert_eq!(used_up.status, 410);
    let roles = db
        .read(|conn| memberships::roles_for(conn, guest.id, &[school.id]))
        .unwrap();
    assert_eq!(roles, [(school.id, Role::Issuer)]);
    assert!(by_its_maker.header("location").starts_with("/sign-in?to="));
    assert_eq!(by_its_maker.cookie("__Host-accolade_session"), "");
    assert_eq!(
        (mailed.status.as_u16(), through_api.status.as_u16()),
        (303, 201)
    );
    assert!(
        through_api.json()["link"].is_null(),
        "{}",
        through_api.html()
    );
    assert_eq!(come_in.header("location"), "/desk/school");
    let newcomer = Browser::after(&come_in);
    let people = newcomer.get("/desk/school/members").of(&app).await;
    assert!(people.html().contains("new@a.example") && people.html().contains("Assessor"));
}

#[actix_web::test]
async fn roles_change_and_the_last_owner_stays() {
    let db = database();
    let world = World::new(&db);
    let school = world.issuer("school");
    let (ada, caller) = world.person("ada@a.example", Some((school.id, Role::Owner)));
    let (ben, bens) = world.person("ben@a.example", Some((school.id, Role::Viewer)));
    let (owner, viewer) = (Browser::of(&world, &caller), Browser::of(&world, &bens));
    let app = app!(state(&world));
    let path =
        |account: accolade_storage::types::AccountId| format!("/desk/school/members/{account}");

    let raised = owner
        .post(&path(ben.id), &[("role", "issuer")])
        .of(&app)
        .await;
    let alone = owner
        .post(&path(ada.id), &[("role", "none")])
        .of(&app)
        .await;
    let by_other = viewer
        .post(&path(ada.id), &[("role", "viewer")])
        .of(&app)
        .await;
    let leaves = viewer
        .post(&path(ben.id), &[("role", "none")])
        .of(&app)
        .await;

    assert_eq!(
        (raised.status.as_u16(), by_other.status.as_u16()),
        (303, 403)
    );
    assert_eq!(alone.header("location"), "/desk/school/members");
    assert_eq!(leaves.header("location"), "/desk");
    let left = db
        .read(|conn| memberships::of_issuer(conn, school.id))
        .unwrap();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].role, Role::Owner);
}

#[actix_web::test]
async fn an_owner_moves_archives_and_takes_up_again() {
    let db = database();
    let world = World::new(&db);
    let (district, school) = (world.issuer("district"), world.issuer("school"));
    let (_, caller) = world.person("ada@a.example", Some((district.id, Role::Owner)));
    world.person("ada@a.example", Some((school.id, Role::Owner)));
    let owner = Browser::of(&world, &caller);
    let app = app!(state(&world));

    let moved = owner
        .post("/desk/school/move", &[("parent", "district")])
        .of(&app)
        .await;
    let circle = owner
        .post("/desk/district/move", &[("parent", "school")])
        .of(&app)
        .await;
    owner
        .post("/desk/school/archive", &[("archived", "true")])
        .of(&app)
        .await;
    let settings = owner.get("/desk/school/settings").of(&app).await;
    let token = member(&world, school.id, Role::Issuer);
    let draft = ask(Method::POST, "/api/v1/issuers/school/badge-classes")
        .token(&token)
        .json(&json!({"name": "New"}))
        .of(&app)
        .await;
    let again = owner
        .post("/desk/school/archive", &[("archived", "false")])
        .of(&app)
        .await;

    assert_eq!(moved.status, 303);
    assert_eq!(circle.status, 422);
    assert!(
        circle.html().contains("cannot stand below itself"),
        "{}",
        circle.html()
    );
    assert!(
        settings
            .html()
            .contains("is archived: it gives no new badges")
    );
    assert_eq!(draft.status, 409, "{}", draft.html());
    assert_eq!(draft.json()["type"], "/api/problems/issuer-archived");
    assert_eq!(again.status, 303);
}

#[actix_web::test]
async fn the_same_goes_through_the_api() {
    let db = database();
    let world = World::new(&db);
    let (district, school) = (world.issuer("district"), world.issuer("school"));
    let (ben, _) = world.person("ben@a.example", Some((school.id, Role::Viewer)));
    let owner = member(&world, school.id, Role::Owner);
    let app = app!(state(&world));
    let send = |method: Method, path: &str, body: serde_json::Value| {
        ask(method, &format!("/api/v1/issuers/school{path}"))
            .token(&owner)
            .json(&body)
    };

    let members = get("/api/v1/issuers/school/members")
        .token(&owner)
        .of(&app)
        .await;
    let raised = send(
        Method::PUT,
        &format!("/members/{}", ben.id),
        json!({"role": "steward"}),
    )
    .of(&app)
    .await;
    let invited = send(
        Method::POST,
        "/invitations",
        json!({"role": "viewer", "seats": 3}),
    )
    .of(&app)
    .await;
    let open = get("/api/v1/issuers/school/invitations")
        .token(&owner)
        .of(&app)
        .await;
    let id = open.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let withdrawn = send(Method::DELETE, &format!("/invitations/{id}"), json!({}))
        .of(&app)
        .await;
    let removed = send(Method::DELETE, &format!("/members/{}", ben.id), json!({}))
        .of(&app)
        .await;
    let foreign = send(Method::POST, "/move", json!({"parent": district.id}))
        .of(&app)
        .await;
    let archived = send(Method::POST, "/archive", json!({})).of(&app).await;
    let taken_up = send(Method::POST, "/unarchive", json!({})).of(&app).await;

    assert_eq!(members.json()["items"].as_array().unwrap().len(), 2);
    assert_eq!(raised.status, 200, "{}", raised.html());
    assert_eq!(
        (invited.status.as_u16(), &invited.json()["seats"]),
        (201, &json!(3))
    );
    assert!(
        invited.json()["link"]
            .as_str()
            .unwrap()
            .starts_with("https://badges.test/invitation/")
    );
    assert_eq!(
        (withdrawn.status.as_u16(), removed.status.as_u16()),
        (204, 204)
    );
    assert_eq!(foreign.status, 403);
    assert!(archived.json()["archivedAt"].is_string());
    assert!(taken_up.json()["archivedAt"].is_null());
}
