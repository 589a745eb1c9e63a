//! What a district decides and sees: approval before publishing, one queue, organisations that are archived.

use accolade_issuing::access::Caller;
use accolade_issuing::applications::applying::{self, NewApplication};
use accolade_issuing::applications::showing;
use accolade_issuing::assessment::AssessmentRule;
use accolade_issuing::awards::{AwardOrder, NewEvidence};
use accolade_issuing::badge_classes::{self, NewBadgeClass};
use accolade_issuing::content::BadgeContent;
use accolade_issuing::testing::World;
use accolade_issuing::{corrections, issuers, revocation};
use accolade_storage::types::{EvidenceKind, IssuerId, Role};
use actix_web::http::Method;
use serde_json::{Value, json};

use crate::testing::{Browser, app, ask, database, get, member, post, state, token};

#[actix_web::test]
async fn an_archived_organisation_leaves_the_lists_and_keeps_its_page() {
    let db = database();
    let world = World::new(&db);
    let acme = world.issuer("acme");
    world.issuer_below("class", acme.id);
    world.issuer("other");
    db.write(|conn| issuers::archive(conn, &world.tools, &Caller::operator(), acme.id))
        .unwrap();
    let app = app!(state(&world));

    let page = get("/issuers").accept("text/html").of(&app).await.html();
    let list = get("/api/v1/issuers").of(&app).await.json();
    let own = get("/issuers/acme").accept("text/html").of(&app).await;

    assert!(page.contains("/issuers/other"));
    for gone in ["/issuers/acme", "/issuers/class"] {
        assert!(!page.contains(gone), "{gone} is still listed");
    }
    let slugs: Vec<&Value> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["slug"])
        .collect();
    assert_eq!(slugs, ["other"]);
    assert_eq!(own.status, 200);
}

#[actix_web::test]
async fn a_district_that_asks_for_approval_is_heard_in_its_schools() {
    let db = database();
    let world = World::new(&db);
    let district = world.issuer("district");
    let school = world.issuer_below("school", district.id);
    let steward = member(&world, district.id, Role::Steward);
    let browser = Browser::member(&world, district.id, Role::Steward);
    let new = NewBadgeClass {
        content: world.content("Swimming"),
        suspendable: false,
    };
    let badge = db
        .write(|conn| badge_classes::draft(conn, &world.tools, &Caller::operator(), school.id, new))
        .unwrap();
    let app = app!(state(&world));
    let publish = format!("/api/v1/badge-classes/{}/publish", badge.id);

    let kept = browser
        .post("/desk/district/review-policy", &[("needed", "2")])
        .of(&app)
        .await;
    let below = get("/api/v1/issuers/school/review-policy")
        .token(&steward)
        .of(&app)
        .await;
    let refused = post(&publish, &json!({})).token(&steward).of(&app).await;
    let settings = browser.get("/desk/school/settings").of(&app).await.html();
    let lifted = ask(Method::PUT, "/api/v1/issuers/district/review-policy")
        .json(&json!({ "needed": null }))
        .token(&steward)
        .of(&app)
        .await;
    let published = post(&publish, &json!({})).token(&steward).of(&app).await;

    assert_eq!(kept.status, 303);
    assert_eq!(below.json()["needed"], 2);
    assert_eq!(below.json()["own"], Value::Null);
    assert_eq!(refused.status, 409, "{:?}", refused.body);
    assert!(refused.html().contains("at least 2"), "{}", refused.html());
    assert!(settings.contains("2 people must approve"), "{settings}");
    assert_eq!(lifted.json()["needed"], Value::Null);
    assert_eq!(published.status, 200, "{:?}", published.body);
}

/// Somebody applies for a badge of this issuer.
fn applied(world: &World<'_>, issuer: IssuerId, name: &str) {
    let content = BadgeContent {
        assessment: Some(AssessmentRule::default()),
        ..world.content("Data Storyteller")
    };
    let badge = world.badge_with(issuer, content, false);
    let new = NewApplication {
        name: name.into(),
        email: format!("{name}@example.org"),
        show_name: true,
        nominator: None,
    };
    let mut work = NewEvidence::new(EvidenceKind::Text);
    work.content.narrative = Some("I weighed the bins.".into());
    let begun = world
        .db
        .write(|conn| applying::begin(conn, &world.tools, &Caller::anonymous(), badge.id, &new))
        .unwrap();
    world
        .db
        .write(|conn| showing::add(conn, &world.tools, &begun.token, None, &work))
        .unwrap();
    world
        .db
        .write(|conn| applying::submit(conn, &world.tools, &Caller::anonymous(), &begun.token))
        .unwrap();
}

#[actix_web::test]
async fn an_assessor_of_two_schools_has_one_queue() {
    let db = database();
    let world = World::new(&db);
    let (one, other) = (world.issuer("one"), world.issuer("other"));
    let foreign = world.issuer("foreign");
    world.person("ines@a.example", Some((one.id, Role::Assessor)));
    let (_, ines) = world.person("ines@a.example", Some((other.id, Role::Assessor)));
    for (issuer, name) in [(one.id, "malik"), (other.id, "zoe"), (foreign.id, "tom")] {
        applied(&world, issuer, name);
    }
    let browser = Browser::of(&world, &ines);
    let key = token(&world, &ines, accolade_issuing::access::Scopes::all());
    let app = app!(state(&world));

    let page = browser.get("/desk/applications").of(&app).await.html();
    let list = get("/api/v1/applications?state=submitted")
        .token(&key)
        .of(&app)
        .await
        .json();
    let desk = browser.get("/desk").of(&app).await.html();

    assert!(page.contains("2 wait for you"), "{page}");
    assert!(page.contains("malik") && page.contains("zoe") && !page.contains("tom"));
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    assert!(desk.contains("href=\"/desk/applications\""));
}

#[actix_web::test]
async fn the_log_is_narrowed_by_topic_day_and_thing() {
    let db = database();
    let world = World::new(&db);
    let acme = world.issuer("acme");
    let award = world.award(&world.badge(acme.id)).assertion;
    let steward = member(&world, acme.id, Role::Steward);
    let app = app!(state(&world));

    for (query, expected) in [
        ("topic=awards", vec!["award.made"]),
        ("topic=webhooks", vec![]),
        (
            "topic=awards&from=2026-11-22&until=2026-11-22",
            vec!["award.made"],
        ),
        ("until=2026-11-21", vec![]),
        (&*format!("subject={}", award.id), vec!["award.made"]),
    ] {
        let told = get(&format!("/api/v1/issuers/acme/audit-events?{query}"))
            .token(&steward)
            .of(&app)
            .await
            .json();
        let actions: Vec<&str> = told["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["action"].as_str().unwrap())
            .collect();
        assert_eq!(actions, expected, "{query}");
    }
    let wrong = get("/api/v1/issuers/acme/audit-events?topic=weather")
        .token(&steward)
        .of(&app)
        .await;
    assert_eq!(wrong.status, 400);
}

#[actix_web::test]
async fn the_log_tells_who_did_what_to_which_award_here_and_below() {
    let db = database();
    let world = World::new(&db);
    let acme = world.issuer("acme");
    let class = world.issuer_below("class", acme.id);
    let (_, ines) = world.person("ines@acme.example", Some((acme.id, Role::Steward)));
    let mut order = AwardOrder::new(world.badge(class.id).id, "mia@example.org");
    order.recipient.name = Some("Mia Carter".into());
    order.recipient.show_name = true;
    let award = world.award_with(order).assertion;
    db.write(|conn| revocation::revoke(conn, &world.tools, &ines, award.id, "A mistake."))
        .unwrap();
    let browser = Browser::of(&world, &ines);
    let account = ines.account.unwrap();
    let app = app!(state(&world));

    let here = browser.get("/desk/acme/audit?topic=awards").of(&app).await;
    let below = format!("/desk/acme/audit?below=yes&who={account}");
    let below = browser.get(&below).of(&app).await.html();
    let file = format!("/desk/acme/audit.csv?below=yes&who={account}");
    let csv = browser.get(&file).of(&app).await.html();
    let key = token(&world, &ines, accolade_issuing::access::Scopes::all());
    let api = get("/api/v1/issuers/acme/audit-events?below=true&topic=awards")
        .token(&key)
        .of(&app)
        .await
        .json();

    assert!(here.html().contains("Nothing was done that fits"));
    assert!(below.contains("Withdrew an award"), "{below}");
    assert!(below.contains("“Good question” for Mia Carter"), "{below}");
    assert!(!below.contains("Gave a badge"), "{below}");
    let address = format!("{},https://badges.test/desk/awards/{0}", award.id);
    assert!(csv.contains(&address), "{csv}");
    assert_eq!(api["items"].as_array().unwrap().len(), 2);
}

#[actix_web::test]
async fn what_an_award_said_before_stands_on_its_page_and_can_be_had_as_it_was_signed() {
    let db = database();
    let world = World::new(&db);
    let acme = world.issuer("acme");
    let (_, ines) = world.person("ines@acme.example", Some((acme.id, Role::Issuer)));
    let mut order = AwardOrder::new(world.badge(acme.id).id, "mia@example.org");
    order.recipient.name = Some("Mia Cartre".into());
    order.recipient.show_name = true;
    let award = world.award_with(order).assertion;
    db.write(|conn| {
        let mut correction = corrections::present(conn, &world.tools, &ines, &award)?;
        correction.recipient.name = Some("Mia Carter".into());
        corrections::correct(conn, &world.tools, &ines, award.id, correction)
    })
    .unwrap();
    let browser = Browser::of(&world, &ines);
    let key = token(&world, &ines, accolade_issuing::access::Scopes::all());
    let viewer = Browser::member(&world, acme.id, Role::Viewer);
    let app = app!(state(&world));
    let (page, file) = (
        format!("/desk/awards/{}", award.id),
        format!("/desk/awards/{}/before/1", award.id),
    );

    let shown = browser.get(&page).of(&app).await.html();
    let for_viewer = viewer.get(&page).of(&app).await.html();
    let signed = browser.get(&file).of(&app).await;
    let refused = viewer.get(&file).of(&app).await;
    let api = get(&format!("/api/v1/assertions/{}/history", award.id))
        .token(&key)
        .of(&app)
        .await
        .json();

    assert!(
        shown.contains("Mia Cartre") && shown.contains("Mia Carter"),
        "{shown}"
    );
    assert!(!for_viewer.contains("Mia Cartre"));
    assert!(signed.html().contains("Mia Cartre") && signed.html().contains("proof"));
    assert_eq!(refused.status, 403);
    assert_eq!(api["items"][0]["name"], "Mia Cartre");
    assert_eq!(api["items"][0]["document"], signed.html());
}
