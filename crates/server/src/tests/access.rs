//! Every route, as nobody and as somebody without rights.

use accolade_issuing::access::{Caller, Scope, Scopes, Who, includes};
use accolade_issuing::applications::applying::{self, NewApplication};
use accolade_issuing::assessment::AssessmentRule;
use accolade_issuing::badge_classes::{self, NewBadgeClass};
use accolade_issuing::batches::{self, NewBatch, Source};
use accolade_issuing::claims::{self, LinkOrder};
use accolade_issuing::content::BadgeContent;
use accolade_issuing::rosters;
use accolade_issuing::testing::World;
use accolade_issuing::{endorsements, frameworks};
use accolade_storage::types::Role;
use actix_web::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::api;
use crate::routes::{self, Access, Route};
use crate::testing::{Browser, app, ask, database, get, member, post, state, stranger, token};

/// The real things that stand behind the braces of a pattern.
struct Things {
    award: String,
    badge: String,
    draft: String,
    batch: String,
    roster: String,
    application: String,
    framework: String,
    endorsement: String,
    claim_link: String,
}

fn things(world: &World<'_>) -> Things {
    let issuer = world.issuer("acme");
    let badge = world.badge(issuer.id);
    let award = world.award(&badge);
    let operator = Caller::operator();
    let new = NewBadgeClass {
        content: world.content("Secret plans"),
        suspendable: false,
    };
    let draft = world
        .db
        .write(|conn| badge_classes::draft(conn, &world.tools, &operator, issuer.id, new))
        .unwrap();
    let new = NewBatch {
        badge_class: badge.id,
        title: "Class".into(),
        source: Source::Text("Mia".into()),
    };
    let batch = world
        .db
        .write(|conn| batches::create(conn, &world.tools, &operator, new))
        .unwrap();
    let roster = world
        .db
        .write(|conn| rosters::save(conn, &world.tools, &operator, issuer.id, "7b", "Mia"))
        .unwrap();
    let framework = world
        .db
        .write(|conn| {
            let table = b"conceptUri,preferredLabel\nhttps://frame.example/1,listen";
            let read = frameworks::read(table, "Frame").unwrap();
            frameworks::take_in(conn, &world.tools, &operator, issuer.id, read)
        })
        .unwrap();
    let elsewhere = world.badge(world.issuer("elsewhere").id);
    let endorsement = world
        .db
        .write(|conn| {
            endorsements::endorse(
                conn,
                &world.tools,
                &operator,
                issuer.id,
                elsewhere.id,
                "Good.",
            )
        })
        .unwrap();
    let claim_link = world
        .db
        .write(|conn| {
            let order = LinkOrder {
                giver: "Acme".into(),
                ..LinkOrder::default()
            };
            claims::create(conn, &world.tools, &operator, badge.id, order)
        })
        .unwrap();
    Things {
        claim_link: claim_link.id.to_string(),
        framework: framework.id.to_string(),
        endorsement: endorsement.id.to_string(),
        batch: batch.id.to_string(),
        roster: roster.id.to_string(),
        award: award.assertion.id.to_string(),
        badge: badge.id.to_string(),
        draft: draft.id.to_string(),
        application: application(world, issuer.id),
    }
}

/// An application for a badge that takes some.
fn application(world: &World<'_>, issuer: accolade_storage::types::IssuerId) -> String {
    let content = BadgeContent {
        assessment: Some(AssessmentRule::default()),
        ..world.content("Data Storyteller")
    };
    let badge = world.badge_with(issuer, content, false);
    let new = NewApplication {
        name: "Malik".into(),
        email: "malik@example.org".into(),
        show_name: true,
        nominator: None,
    };
    let begun = world
        .db
        .write(|conn| applying::begin(conn, &world.tools, &Caller::anonymous(), badge.id, &new))
        .unwrap();
    begun.application.id.to_string()
}

impl Things {
    fn path(&self, pattern: &str) -> String {
        let id = if pattern.contains("/applications/{id}") {
            &self.application
        } else if pattern.contains("assertions/{id}") || pattern.contains("awards/{id}") {
            &self.award
        } else if pattern.contains("batches/{id}") {
            &self.batch
        } else if pattern.contains("rosters/{id}") {
            &self.roster
        } else if pattern.contains("frameworks/{id}") {
            &self.framework
        } else if pattern.contains("endorsements/{id}") {
            &self.endorsement
        } else if pattern.contains("claim-links/{id}") || pattern.starts_with("/desk/claims/{id}") {
            &self.claim_link
        } else {
            &self.badge
        };
        pattern
            .replace("{issuer}", "acme")
            .replace("{slug}", "acme")
            .replace("{id}", id)
            .replace("{account}", &self.badge)
            .replace("{number}", "1")
            .replace("{digest}", &"0".repeat(64))
            .replace("{reviewer}", id)
    }
}

/// Whether a stranger's thing stands behind the braces: those of others are not made here, and are not there.
fn is_nowhere(pattern: &str) -> bool {
    [
        "webhook-deliveries/{id}",
        "claim-cards/{id}",
        "/claims/{id}/",
        "webhooks/{id}",
    ]
    .iter()
    .any(|part| pattern.contains(part) && !pattern.starts_with("/desk/claims"))
}

fn method(route: &Route) -> Method {
    route.method.parse().unwrap()
}

#[actix_web::test]
async fn without_a_token_nothing_that_needs_one_is_answered() {
    let db = database();
    let world = World::new(&db);
    let things = things(&world);
    let app = app!(state(&world));

    for route in routes::table() {
        let told = ask(method(&route), &things.path(route.pattern))
            .json(&json!({}))
            .of(&app)
            .await;
        let name = format!("{} {}", route.method, route.pattern);
        match route.access {
            Access::Form | Access::SignedIn | Access::Page(_) if route.method != "GET" => {
                // 415: a form with files says first that this is none.
                assert!(
                    [403, 415].contains(&told.status.as_u16()),
                    "{name}: {:?}",
                    told.body
                );
            }
            Access::SignedIn | Access::Page(_) => assert_eq!(told.status.as_u16(), 401, "{name}"),
            Access::Anyone | Access::Form => assert!(
                told.status.as_u16() != 401 && told.status.as_u16() != 403,
                "{name}"
            ),
            _ if takes_a_body_first(&route) => {
                assert!(
                    [401, 415, 422].contains(&told.status.as_u16()),
                    "{name}: {}",
                    told.status
                );
            }
            Access::Account | Access::Needs(_) => {
                assert_eq!(told.status.as_u16(), 401, "{name}: {:?}", told.body);
                assert!(
                    told.header("www-authenticate").starts_with("Bearer"),
                    "{name}"
                );
            }
        }
    }
}

/// Where the shape of the body is read before anything is looked up: nothing is told but that.
fn takes_a_body_first(route: &Route) -> bool {
    route.method != "GET" && matches!(route.access, Access::Account | Access::Needs(_))
}

#[actix_web::test]
async fn a_stranger_is_refused_whatever_needs_a_role() {
    let db = database();
    let world = World::new(&db);
    let things = things(&world);
    let stranger = stranger(&world);
    let app = app!(state(&world));

    for route in routes::table() {
        let Access::Needs(action) = route.access else {
            continue;
        };
        let Who::AtLeast(_) = action.rule().who else {
            continue;
        };
        let body = sample(route.pattern);
        let told = ask(method(&route), &things.path(route.pattern))
            .token(&stranger)
            .json(&body)
            .of(&app)
            .await;
        assert!(
            [403, 404].contains(&told.status.as_u16()),
            "{} {}: {} {:?}",
            route.method,
            route.pattern,
            told.status,
            told.body
        );
    }
}

#[actix_web::test]
async fn a_viewer_changes_nothing() {
    let db = database();
    let world = World::new(&db);
    let things = things(&world);
    let issuer = db
        .read(|conn| accolade_storage::issuers::by_slug(conn, "acme"))
        .unwrap()
        .unwrap();
    let viewer = member(&world, issuer.id, Role::Viewer);
    let app = app!(state(&world));

    for route in routes::table() {
        let Access::Needs(action) = route.access else {
            continue;
        };
        let Who::AtLeast(least) = action.rule().who else {
            continue;
        };
        if least == Role::Viewer {
            continue;
        }
        let told = ask(method(&route), &things.path(route.pattern))
            .token(&viewer)
            .json(&sample(route.pattern))
            .of(&app)
            .await;
        // The operator's list of everything is hidden from everybody else.
        let expected: &[u16] = match route.pattern {
            "/api/v1/audit-events" => &[404],
            // Refused before or after it was looked for: either way nothing is told.
            pattern if is_nowhere(pattern) => &[403, 404],
            _ => &[403],
        };
        assert!(
            expected.contains(&told.status.as_u16()),
            "{} {}: {:?}",
            route.method,
            route.pattern,
            told.body
        );
    }
}

#[actix_web::test]
async fn a_token_without_the_scope_is_refused_though_its_owner_may() {
    let db = database();
    let world = World::new(&db);
    let things = things(&world);
    let issuer = db
        .read(|conn| accolade_storage::issuers::by_slug(conn, "acme"))
        .unwrap()
        .unwrap();
    let (_, owner) = world.person("owner@acme.example", Some((issuer.id, Role::Owner)));
    let narrow = token(
        &world,
        &owner,
        [Scope::Verify].into_iter().collect::<Scopes>(),
    );
    let app = app!(state(&world));

    for route in routes::table() {
        let Access::Needs(action) = route.access else {
            continue;
        };
        let told = ask(method(&route), &things.path(route.pattern))
            .token(&narrow)
            .json(&sample(route.pattern))
            .of(&app)
            .await;
        if is_nowhere(route.pattern) {
            let status = told.status.as_u16();
            assert!(
                [403, 404].contains(&status),
                "{} {}",
                route.method,
                route.pattern
            );
            continue;
        }
        assert_eq!(
            told.status.as_u16(),
            403,
            "{} {}: {:?}",
            route.method,
            route.pattern,
            told.body
        );
        assert!(
            told.json()["detail"]
                .as_str()
                .unwrap()
                .contains(action.rule().scope.as_str())
        );
    }
}

#[actix_web::test]
async fn a_draft_is_seen_by_members_only() {
    let db = database();
    let world = World::new(&db);
    let things = things(&world);
    let issuer = db
        .read(|conn| accolade_storage::issuers::by_slug(conn, "acme"))
        .unwrap()
        .unwrap();
    let (stranger, viewer) = (stranger(&world), member(&world, issuer.id, Role::Viewer));
    let app = app!(state(&world));
    let path = format!("/api/v1/badge-classes/{}", things.draft);

    assert_eq!(get(&path).of(&app).await.status.as_u16(), 404);
    assert_eq!(
        get(&path).token(&stranger).of(&app).await.status.as_u16(),
        404
    );
    assert_eq!(
        get(&path).token(&viewer).of(&app).await.json()["draft"]["name"],
        "Secret plans"
    );
    assert_eq!(
        get(&format!("/badges/{}", things.draft))
            .of(&app)
            .await
            .status
            .as_u16(),
        404
    );
    for list in [
        "/api/v1/issuers/acme/badge-classes",
        "/api/v1/badge-classes",
    ] {
        let told = get(list).token(&stranger).of(&app).await;
        assert!(
            !String::from_utf8_lossy(&told.body).contains("Secret plans"),
            "{list}"
        );
    }
}

/// A body that is right in shape for each route that takes one.
fn sample(pattern: &str) -> Value {
    let last = pattern.rsplit('/').next().unwrap();
    match last {
        "revoke" | "suspend" => json!({"reason": "Because."}),
        "decide" => json!({"outcome": "accept"}),
        "quiz-score" => json!({"score": 1}),
        "assignment" => json!({"account": null}),
        "outside-reviewers" => json!({"name": "Rosa", "email": "rosa@port.example"}),
        "reviews" if pattern.contains("badge-classes") => {
            json!({"reviewers": [{"name": "Rosa"}], "quorum": 1})
        }
        "remix" => json!({"issuer": Uuid::nil()}),
        "webhooks" => json!({"url": "https://hooks.example/", "events": ["awarded"]}),
        "endorsements" => json!({"endorser": Uuid::nil(), "comment": "Good."}),
        "keys" => json!({"algorithm": "EdDSA"}),
        "assertions" => json!({"recipient": {"email": "a@b.example"}}),
        "issuers" => json!({
            "slug": "new", "name": "New", "url": "https://new.example", "email": "a@new.example",
            "parent": null,
        }),
        "invitations" | "{account}" => json!({"role": "owner"}),
        "move" => json!({"parent": null}),
        "batches" => json!({"people": [{"name": "Mia"}]}),
        "columns" => json!({"meanings": ["person"]}),
        "rosters" => json!({"name": "7c", "people": "Mia"}),
        "tokens" => json!({"name": "t", "scopes": ["verify"]}),
        "badge-classes" => json!({"name": "New"}),
        _ => documented_body(pattern),
    }
}

/// A body made from what the OpenAPI document says of it; empty where it says nothing.
fn documented_body(pattern: &str) -> Value {
    let document = serde_json::to_value(api::openapi()).unwrap();
    ["post", "put", "patch"]
        .iter()
        .map(|method| {
            &document["paths"][pattern][method]["requestBody"]["content"]["application/json"]["schema"]
        })
        .find(|schema| schema.is_object())
        .map_or_else(|| json!({}), |schema| example(&document, schema))
}

/// The least that a schema asks for.
fn example(document: &Value, schema: &Value) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        return example(document, &document["components"]["schemas"][name]);
    }
    if let Some(choices) = schema["enum"].as_array() {
        return choices[0].clone();
    }
    if let Some(parts) = schema["allOf"].as_array().or(schema["oneOf"].as_array()) {
        return example(document, parts.last().unwrap());
    }
    let kind = schema["type"].as_str().or(schema["type"][0].as_str());
    match (kind, schema["format"].as_str()) {
        (Some("string"), Some("uuid")) => json!(Uuid::nil()),
        (Some("string"), Some("date-time")) => json!("2026-11-22T10:00:00Z"),
        (Some("string"), Some("uri")) => json!("https://somewhere.example/"),
        (Some("string"), _) => json!("words"),
        (Some("integer" | "number"), _) => json!(1),
        (Some("boolean"), _) => json!(false),
        (Some("array"), _) => json!([example(document, &schema["items"])]),
        _ => {
            let needed = schema["required"].as_array().cloned().unwrap_or_default();
            let members = needed.iter().filter_map(Value::as_str);
            members
                .map(|name| {
                    (
                        name.to_owned(),
                        example(document, &schema["properties"][name]),
                    )
                })
                .collect::<serde_json::Map<_, _>>()
                .into()
        }
    }
}

#[actix_web::test]
async fn a_token_that_may_do_less_is_not_given_what_another_was_answered() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let (_, caller) = world.person("owner@acme.example", Some((issuer.id, Role::Owner)));
    let strong = token(&world, &caller, Scopes::all());
    let weak = token(&world, &caller, [Scope::BadgesRead].into_iter().collect());
    let app = app!(state(&world));
    let order = json!({"name": "Below", "slug": "below", "parent": issuer.id, "url": "https://acme.example", "email": "office@acme.example"});
    let ask = |token: &str| {
        post("/api/v1/issuers", &order)
            .token(token)
            .header("idempotency-key", "one")
    };

    let first = ask(&strong).of(&app).await;
    let other = ask(&weak).of(&app).await;
    let again = ask(&strong).of(&app).await;

    assert_eq!(first.status, 201, "{:?}", first.body);
    assert_eq!(other.status, 409);
    assert_eq!(again.body, first.body);
}

/// Whether a page's answer lets the reader do what the address is for: 404 is what a thing that is not there says,
/// 4xx of other kinds is a form that lacks something.
fn is_refused(status: u16) -> bool {
    [401, 403].contains(&status)
}

#[actix_web::test]
async fn each_page_is_open_to_whom_the_table_allows_and_to_nobody_else() {
    let db = database();
    let world = World::new(&db);
    let things = things(&world);
    let issuer = db
        .read(|conn| accolade_storage::issuers::by_slug(conn, "acme"))
        .unwrap()
        .unwrap();
    let other = world.issuer("other");
    let (_, foreign) = world.person("owner@other.example", Some((other.id, Role::Owner)));
    let roles = [
        Role::Viewer,
        Role::Assessor,
        Role::Issuer,
        Role::Steward,
        Role::Owner,
    ];
    let mut readers = vec![
        (None, Browser::stranger(&world)),
        (None, Browser::of(&world, &foreign)),
    ];
    readers.extend(roles.map(|role| (Some(role), Browser::member(&world, issuer.id, role))));
    let app = app!(state(&world));

    for route in routes::table() {
        let Access::Page(action) = route.access else {
            continue;
        };
        let Who::AtLeast(least) = action.rule().who else {
            continue;
        };
        // A change would take the thing away from those who come after.
        if route.method != "GET" {
            continue;
        }
        let path = things.path(route.pattern);
        let nobody = get(&path).accept("text/html").of(&app).await;
        assert_eq!(nobody.status, 303, "{path}");
        for (role, browser) in &readers {
            let told = browser.get(&path).of(&app).await;
            let name = format!("{} {path} as {role:?}: {}", route.method, told.status);
            match role {
                Some(role) if includes(*role, least) => {
                    assert!(!is_refused(told.status.as_u16()), "{name}");
                }
                _ => assert!([403, 404].contains(&told.status.as_u16()), "{name}"),
            }
        }
    }
}

#[actix_web::test]
async fn no_form_of_a_page_changes_anything_for_those_without_the_right() {
    let db = database();
    let world = World::new(&db);
    let things = things(&world);
    let issuer = db
        .read(|conn| accolade_storage::issuers::by_slug(conn, "acme"))
        .unwrap()
        .unwrap();
    let other = world.issuer("other");
    let (_, foreign) = world.person("owner@other.example", Some((other.id, Role::Owner)));
    let readers = [
        (None, Browser::stranger(&world)),
        (None, Browser::of(&world, &foreign)),
        (
            Some(Role::Viewer),
            Browser::member(&world, issuer.id, Role::Viewer),
        ),
    ];
    let fields = [
        ("role", "owner"),
        ("how", "link"),
        ("seats", "1"),
        ("days", "1"),
        ("archived", "true"),
        ("parent", ""),
        ("name", "New"),
        ("reason", "Because."),
    ];
    let app = app!(state(&world));

    for route in routes::table() {
        let Access::Page(action) = route.access else {
            continue;
        };
        let Who::AtLeast(least) = action.rule().who else {
            continue;
        };
        // Of the ticked applications each is asked about by itself, and here none is ticked.
        if route.method == "GET" || route.pattern == "/desk/{slug}/applications" {
            continue;
        }
        for (role, browser) in &readers {
            if role.is_some_and(|role| includes(role, least)) {
                continue;
            }
            let told = browser
                .post(&things.path(route.pattern), &fields)
                .of(&app)
                .await;
            let status = told.status.as_u16();
            assert!(
                (400..500).contains(&status),
                "{} as {role:?}: {status} {}",
                route.pattern,
                told.header("location")
            );
        }
    }
}
