//! From the first word to the badge, as a browser without script would go.

use std::num::NonZeroU32;

use accolade_issuing::access::Caller;
use accolade_issuing::applications::applying::{self, Begun, NewApplication};
use accolade_issuing::applications::asking::{self, Asked};
use accolade_issuing::applications::{ApplicationError, links, showing};
use accolade_issuing::assessment::{AssessmentRule, EvidenceDemand};
use accolade_issuing::awards::NewEvidence;
use accolade_issuing::content::{BadgeContent, Criteria, CriteriaItem};
use accolade_issuing::files;
use accolade_issuing::testing::World;
use accolade_storage::badge_classes::BadgeClass;
use accolade_storage::types::{BadgeClassId, Digest, EvidenceKind, IssuerId, Role};
use accolade_storage::{PageRequest, applications, assertions, blobs, mails};

use actix_web::http::Method;
use serde_json::json;

use crate::config::RateLimits;
use crate::testing::{
    Browser, app, ask, database, get, member, post, state, state_limited, state_with_mail,
};

/// A badge of two points, the second of which wants a picture.
fn badge(world: &World<'_>, issuer: IssuerId) -> BadgeClass {
    let item = |id: &str, text: &str| CriteriaItem {
        id: id.into(),
        text: text.into(),
        hint: None,
        required: true,
    };
    let content = BadgeContent {
        criteria: Criteria {
            narrative: String::new(),
            items: vec![
                item("question", "Ask a question"),
                item("chart", "Choose a chart"),
            ],
        },
        assessment: Some(AssessmentRule {
            evidence: vec![EvidenceDemand {
                criterion: Some("chart".into()),
                kinds: vec![EvidenceKind::Picture],
                least: 1,
            }],
            ..AssessmentRule::default()
        }),
        ..world.content("Data Storyteller")
    };
    world.badge_with(issuer, content, false)
}

/// A form with files, as a browser sends it.
fn multipart(
    browser_csrf: &str,
    fields: &[(&str, &str)],
    file: Option<(&str, &str, &[u8])>,
) -> Vec<u8> {
    let mut body = Vec::new();
    let mut part = |head: String, bytes: &[u8]| {
        body.extend_from_slice(
            format!("--frontier\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    };
    part("name=\"csrf\"".into(), browser_csrf.as_bytes());
    for (name, value) in fields {
        part(format!("name=\"{name}\""), value.as_bytes());
    }
    if let Some((name, file_name, bytes)) = file {
        let kind = if file_name.ends_with(".txt") {
            "text/plain"
        } else {
            "image/png"
        };
        let head = format!("name=\"{name}\"; filename=\"{file_name}\"\r\nContent-Type: {kind}");
        part(head, bytes);
    }
    body.extend_from_slice(b"--frontier--\r\n");
    body
}

fn picture(world: &World<'_>) -> Vec<u8> {
    let digest = world.picture();
    world
        .db
        .read(|conn| blobs::find(conn, digest))
        .unwrap()
        .unwrap()
        .bytes
}

fn awards(world: &World<'_>, badge: BadgeClassId) -> usize {
    let filter = assertions::AssertionFilter::new();
    world
        .db
        .read(|conn| assertions::list_by_badge_class(conn, badge, filter, PageRequest::first(10)))
        .unwrap()
        .items
        .len()
}

#[actix_web::test]
async fn somebody_without_an_account_earns_a_badge_at_the_second_try() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = badge(&world, issuer.id);
    let app = app!(state(&world));
    let earner = Browser::nobody(&world);
    let assessor = Browser::member(&world, issuer.id, Role::Assessor);

    // The badge's page leads to the form; a wrong address comes back beside its field, with the name kept.
    let page = get(&format!("/badges/{}", badge.id))
        .accept("text/html")
        .of(&app)
        .await;
    let apply = format!("/badges/{}/apply", badge.id);
    let wrong = earner
        .post(&apply, &[("name", "Malik <b>"), ("email", "malik@")])
        .of(&app)
        .await;
    assert!(page.html().contains(&apply));
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.html().contains("value=\"Malik &#60;b&#62;\""),
        "{}",
        wrong.html()
    );
    assert!(wrong.html().contains("This is not an e-mail address."));

    let begun = earner
        .post(
            &apply,
            &[
                ("name", "Malik"),
                ("email", "malik@example.org"),
                ("show_name", "yes"),
            ],
        )
        .of(&app)
        .await;
    assert_eq!(begun.status, 303);
    let own = begun.header("location").to_owned();

    // Words for one point; what looks like a picture and is none is refused beside the field.
    let form = earner
        .get(&format!("{own}/add?for=question&kind=text"))
        .of(&app)
        .await;
    assert!(form.html().contains("Tell it"));
    let csrf = earner.csrf();
    let send = |path: String, body: Vec<u8>| {
        ask(Method::POST, &path)
            .accept("text/html")
            .browser(&earner)
            .header("content-type", "multipart/form-data; boundary=frontier")
            .body(body)
    };
    let words = multipart(
        &csrf,
        &[("narrative", "Why on Fridays?"), ("visibility", "public")],
        None,
    );
    let added = send(format!("{own}/add?for=question&kind=text"), words)
        .of(&app)
        .await;
    assert_eq!(added.status, 303, "{}", added.html());
    let hostile = multipart(
        &csrf,
        &[("alt", "Bars.")],
        Some(("file", "a.png", b"<script>alert(1)</script>")),
    );
    let refused = send(format!("{own}/add?for=chart&kind=picture"), hostile)
        .of(&app)
        .await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.html().contains("value=\"Bars.\""),
        "{}",
        refused.html()
    );

    // Handed in too early: told at the point, and everything is kept.
    let early = earner
        .post(
            &own,
            &[("name", "Malik"), ("words", "I counted."), ("do", "submit")],
        )
        .of(&app)
        .await;
    assert_eq!(early.status, 422);
    assert!(
        early.html().contains("At least one picture"),
        "{}",
        early.html()
    );
    let chart = multipart(
        &csrf,
        &[("alt", "Bars.")],
        Some(("file", "a.png", &picture(&world))),
    );
    let added = send(format!("{own}/add?for=chart&kind=picture"), chart)
        .of(&app)
        .await;
    assert_eq!(added.status, 303, "{}", added.html());
    let sent = earner
        .post(
            &own,
            &[("name", "Malik"), ("words", "I counted."), ("do", "submit")],
        )
        .of(&app)
        .await;
    assert_eq!(sent.status, 303, "{}", sent.html());

    // The assessor finds it, sends it back with a word, and the next page is the queue.
    let queue = assessor.get("/desk/acme/applications").of(&app).await;
    let row = db
        .read(|conn| {
            applications::waiting(conn, applications::ApplicationFilter::new(issuer.id), 2)
        })
        .unwrap()
        .remove(0);
    let one = format!("/desk/applications/{}", row.id);
    assert!(queue.html().contains(&one), "{}", queue.html());
    let work = assessor.get(&one).of(&app).await;
    assert!(work.html().contains("Why on Fridays?"));
    let mute = assessor
        .post(
            &one,
            &[
                ("finding-question", "met"),
                ("finding-chart", "not_yet"),
                ("do", "return"),
            ],
        )
        .of(&app)
        .await;
    assert_eq!(mute.status, 422);
    assert!(mute.html().contains("Say what is missing"));
    let returned = assessor
        .post(
            &one,
            &[
                ("finding-question", "met"),
                ("finding-chart", "not_yet"),
                ("comment-chart", "Add the one you threw away."),
                ("do", "return"),
            ],
        )
        .of(&app)
        .await;
    assert_eq!(returned.status, 303, "{}", returned.html());
    let told = earner.get(&own).of(&app).await;
    assert!(told.html().contains("One point is not there yet."));
    assert!(told.html().contains("Everything you sent is kept."));
    assert!(told.html().contains("Add the one you threw away."));

    // The second try, accepted; accepting twice makes one award.
    earner.post(&format!("{own}/again"), &[]).of(&app).await;
    let better = multipart(
        &csrf,
        &[
            ("narrative", "I threw the pie away."),
            ("visibility", "public"),
        ],
        None,
    );
    send(format!("{own}/add?for=chart&kind=text"), better)
        .of(&app)
        .await;
    let sent = earner
        .post(
            &own,
            &[("name", "Malik"), ("show_name", "yes"), ("do", "submit")],
        )
        .of(&app)
        .await;
    assert_eq!(sent.status, 303, "{}", sent.html());
    let row = db
        .read(|conn| {
            applications::waiting(conn, applications::ApplicationFilter::new(issuer.id), 2)
        })
        .unwrap()
        .remove(0);
    let one = format!("/desk/applications/{}", row.id);
    let yes = [
        ("finding-question", "met"),
        ("finding-chart", "met"),
        ("reason", "The cook changed the menu."),
        ("do", "accept"),
    ];
    let accepted = assessor.post(&one, &yes).of(&app).await;
    let again = assessor.post(&one, &yes).of(&app).await;
    assert_eq!(
        (accepted.status.as_u16(), again.status.as_u16()),
        (303, 303),
        "{}",
        accepted.html()
    );
    assert_eq!(awards(&world, badge.id), 1);

    // The award tells who judged and why; then and now only where the earner wants it.
    let award = db
        .read(|conn| applications::find(conn, row.id))
        .unwrap()
        .unwrap()
        .assertion_id
        .unwrap();
    let shown = get(&format!("/awards/{award}"))
        .accept("text/html")
        .of(&app)
        .await
        .html();
    assert!(shown.contains("The cook changed the menu."), "{shown}");
    assert!(!shown.contains("id=\"tries\""));
    earner
        .post(&format!("{own}/then-and-now"), &[("wanted", "yes")])
        .of(&app)
        .await;
    let shown = get(&format!("/awards/{award}"))
        .accept("text/html")
        .of(&app)
        .await
        .html();
    assert!(shown.contains("id=\"tries\""), "{shown}");
    let letters = db.read(|conn| mails::newest(conn, 20)).unwrap();
    assert_eq!(
        letters.len(),
        5,
        "begun, received, returned, received, accepted"
    );
}

#[actix_web::test]
async fn files_are_kept_only_for_links_that_take_work_and_not_without_end() {
    let (db, elsewhere) = (database(), database());
    let world = World::new(&db);
    let badge = badge(&world, world.issuer("acme").id);
    let app = app!(state_limited(
        &world,
        RateLimits {
            uploads: NonZeroU32::new(2),
            ..RateLimits::none()
        }
    ));
    let earner = Browser::nobody(&world);
    let begun = earner
        .post(
            &format!("/badges/{}/apply", badge.id),
            &[("name", "Malik"), ("email", "malik@example.org")],
        )
        .of(&app)
        .await;
    let own = begun.header("location").to_owned();
    let send = async |page: &str, words: &str| {
        let file = Some(("file", "notes.txt", words.as_bytes()));
        ask(Method::POST, page)
            .accept("text/html")
            .browser(&earner)
            .header("content-type", "multipart/form-data; boundary=frontier")
            .body(multipart(&earner.csrf(), &[], file))
            .of(&app)
            .await
            .status
            .as_u16()
    };
    let is_kept = |words: &str| {
        let other = World::new(&elsewhere);
        let blob = elsewhere
            .write(|conn| files::accept_file(conn, &other.tools, words.as_bytes(), "text/plain"))
            .unwrap();
        db.read(|conn| blobs::exists(conn, blob.digest)).unwrap()
    };

    let nowhere = send("/applications/anything/add?kind=file", "One.").await;
    let first = send(&format!("{own}/add?kind=file"), "Two.").await;
    let second = send(&format!("{own}/add?kind=file"), "Three.").await;
    let third = send(&format!("{own}/add?kind=file"), "Four.").await;
    earner.post(&format!("{own}/withdraw"), &[]).of(&app).await;
    let late = send(&format!("{own}/add?kind=file"), "Five.").await;

    assert_eq!(
        [nowhere, first, second, third, late],
        [404, 303, 303, 429, 409]
    );
    let kept = ["One.", "Two.", "Three.", "Four.", "Five."].map(is_kept);
    assert_eq!(kept, [false, true, true, false, false]);
}

/// An application that waits, with a picture for each point.
fn submitted(world: &World<'_>, badge: BadgeClassId) -> (Begun, Digest) {
    let (nobody, drawing) = (Caller::anonymous(), picture(world));
    let new = json!({"name": "Malik", "email": "malik@example.org"});
    let new: NewApplication = serde_json::from_value(new).unwrap();
    let done = world.db.write(|conn| -> Result<_, ApplicationError> {
        let begun = applying::begin(conn, &world.tools, &nobody, badge, &new)?;
        let picture = files::accept_image(conn, &world.tools, &drawing).unwrap();
        for criterion in ["question", "chart"] {
            let mut item = NewEvidence::new(EvidenceKind::Picture);
            item.file = Some(picture.digest);
            item.content.alt = Some("Bars.".into());
            showing::add(conn, &world.tools, &begun.token, Some(criterion), &item)?;
        }
        applying::submit(conn, &world.tools, &nobody, &begun.token)?;
        Ok((begun, picture.digest))
    });
    done.unwrap()
}

#[actix_web::test]
async fn nobody_looks_any_more_at_what_was_taken_back() {
    let db = database();
    let world = World::new(&db);
    let badge = badge(&world, world.issuer("acme").id);
    let app = app!(state(&world));
    let (earner, asked) = (Browser::nobody(&world), Browser::nobody(&world));
    let nobody = Caller::anonymous();
    let (begun, digest) = submitted(&world, badge.id);
    let link = db
        .write(|conn| {
            let rosa = Asked {
                name: "Rosa".into(),
                email: "rosa@port.example".into(),
            };
            asking::peer(conn, &world.tools, &nobody, &begun.token, &rosa)
        })
        .unwrap();
    let token = links::token(&world.tools, link.id);
    let paths = [
        format!("/assess/{token}"),
        format!("/assess/{token}/files/{digest}"),
        format!("/api/v1/reviews/{token}"),
    ];
    let look = async || {
        let mut statuses = Vec::new();
        for path in &paths {
            statuses.push(asked.get(path).of(&app).await.status.as_u16());
        }
        statuses
    };

    let before = look().await;
    earner
        .post(&format!("/applications/{}/withdraw", begun.token), &[])
        .of(&app)
        .await;
    let after = look().await;

    assert_eq!((before, after), (vec![200; 3], vec![410; 3]));
}

#[actix_web::test]
async fn the_link_of_somebody_from_outside_is_told_only_where_no_letter_brings_it() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = badge(&world, issuer.id);
    let (begun, _) = submitted(&world, badge.id);
    let assessor = member(&world, issuer.id, Role::Assessor);
    let path = format!(
        "/api/v1/applications/{}/outside-reviewers",
        begun.application.id
    );
    let ask = |email: &str| post(&path, &json!({"name": "Rosa", "email": email})).token(&assessor);
    let (without, with) = (app!(state(&world)), app!(state_with_mail(&world)));

    let handed_on = ask("rosa@port.example").of(&without).await.json();
    let mailed = ask("paul@port.example").of(&with).await.json();

    assert!(handed_on["url"].is_string(), "{handed_on}");
    assert!(
        mailed["id"].is_string() && mailed["url"].is_null(),
        "{mailed}"
    );
}

#[actix_web::test]
async fn a_link_shows_nobody_elses_work() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = badge(&world, issuer.id);
    let app = app!(state(&world));
    let (earner, other) = (Browser::nobody(&world), Browser::nobody(&world));
    let apply = format!("/badges/{}/apply", badge.id);
    let begun = earner
        .post(&apply, &[("name", "Malik"), ("email", "malik@example.org")])
        .of(&app)
        .await;
    let own = begun.header("location").to_owned();
    let digest = world.picture();

    let viewer = Browser::member(&world, issuer.id, Role::Viewer);
    let id = db
        .read(|conn| {
            applications::list(
                conn,
                applications::ApplicationFilter::new(issuer.id),
                PageRequest::first(1),
            )
        })
        .unwrap()
        .items
        .remove(0)
        .id;

    assert_eq!(other.get("/applications/AAAA").of(&app).await.status, 404);
    assert_eq!(
        other
            .get(&own.replace("/applications/", "/assess/"))
            .of(&app)
            .await
            .status,
        404
    );
    assert_eq!(
        get(&format!("{own}/files/{digest}")).of(&app).await.status,
        404,
        "a file of somebody else"
    );
    assert_eq!(
        viewer
            .get(&format!("/desk/applications/{id}"))
            .of(&app)
            .await
            .status,
        403
    );
    assert_eq!(
        viewer.get("/desk/acme/applications").of(&app).await.status,
        403
    );
    assert_eq!(
        Browser::stranger(&world)
            .get(&format!("/desk/applications/{id}"))
            .of(&app)
            .await
            .status,
        404
    );
    let page = earner.get(&own).of(&app).await;
    assert!(
        page.header("cache-control").contains("no-store"),
        "{}",
        page.header("cache-control")
    );
}
