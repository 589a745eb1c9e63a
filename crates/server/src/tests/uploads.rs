//! Uploads through the API.

use accolade_issuing::awards::{AwardOrder, NewEvidence};
use accolade_issuing::testing::World;
use accolade_storage::blobs;
use accolade_storage::types::{EvidenceKind, Role, Visibility};
use actix_web::http::{Method, StatusCode};

use crate::testing::{Ask, app, ask, database, get, member, state, stranger};

fn upload(
    path: &str,
    media_type: &str,
    token: &str,
    bytes: impl Into<actix_web::web::Bytes>,
) -> Ask {
    ask(Method::POST, path)
        .token(token)
        .header("content-type", media_type)
        .body(bytes)
}

#[actix_web::test]
async fn a_picture_is_cleaned_stored_and_given_out() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let digest = world.picture();
    let png = db
        .read(|conn| blobs::find(conn, digest))
        .unwrap()
        .unwrap()
        .bytes;
    let token = member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><script>alert(1)</script><circle r='4'/></svg>";

    let raster = upload("/api/v1/images", "image/png", &token, png)
        .of(&app)
        .await;
    let drawing = upload("/api/v1/images", "image/svg+xml", &token, svg)
        .of(&app)
        .await;

    assert_eq!(raster.status, StatusCode::CREATED, "{:?}", raster.body);
    assert_eq!(
        (&raster.json()["width"], &raster.json()["mediaType"]),
        (&8.into(), &"image/png".into())
    );
    assert_eq!(drawing.status, StatusCode::CREATED, "{:?}", drawing.body);
    let path = drawing
        .header("location")
        .strip_prefix("https://badges.test")
        .unwrap()
        .to_owned();
    let stored = get(&path).token(&token).of(&app).await;
    assert_eq!(stored.status, StatusCode::OK);
    assert!(!String::from_utf8_lossy(&stored.body).contains("script"));
    assert!(stored.header("content-security-policy").contains("sandbox"));
}

#[actix_web::test]
async fn what_is_no_picture_is_refused() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let token = member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));

    for (path, media_type, bytes, expected) in [
        (
            "/api/v1/images",
            "image/png",
            "GIF89a nothing".to_owned(),
            422,
        ),
        ("/api/v1/images", "text/plain", "words".to_owned(), 415),
        ("/api/v1/images", "image/png", String::new(), 400),
        (
            "/api/v1/images",
            "image/png",
            "x".repeat(6 * 1024 * 1024),
            413,
        ),
        (
            "/api/v1/files",
            "application/pdf",
            "not a PDF".to_owned(),
            422,
        ),
        ("/api/v1/files", "text/html", "<p>".to_owned(), 415),
    ] {
        let told = upload(path, media_type, &token, bytes).of(&app).await;
        assert_eq!(
            told.status.as_u16(),
            expected,
            "{path} {media_type}: {:?}",
            told.body
        );
    }
}

#[actix_web::test]
async fn evidence_in_words_is_stored_and_can_be_read() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let token = member(&world, issuer.id, Role::Issuer);
    let app = app!(state(&world));

    let stored = upload("/api/v1/files", "text/plain", &token, "What I did.")
        .of(&app)
        .await;

    assert_eq!(stored.status, StatusCode::CREATED, "{:?}", stored.body);
    let path = stored
        .header("location")
        .strip_prefix("https://badges.test")
        .unwrap()
        .to_owned();
    let read = get(&path).token(&token).of(&app).await;
    assert_eq!(read.body, "What I did.");
    assert_eq!(read.header("content-type"), "text/plain; charset=utf-8");
}

#[actix_web::test]
async fn who_belongs_to_no_issuer_stores_nothing() {
    let db = database();
    let world = World::new(&db);
    let token = stranger(&world);
    let app = app!(state(&world));

    let told = upload("/api/v1/files", "text/plain", &token, "Spam.")
        .of(&app)
        .await;

    assert_eq!(told.status, StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn a_file_of_private_evidence_is_for_members_only() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let token = member(&world, issuer.id, Role::Issuer);
    let outsider = stranger(&world);
    let badge = world.badge(issuer.id);
    let app = app!(state(&world));
    let text = upload(
        "/api/v1/files",
        "text/plain",
        &token,
        "Only for the assessor.",
    )
    .of(&app)
    .await;
    let digest = text.json()["digest"].as_str().unwrap().to_owned();
    let mut evidence = NewEvidence::new(EvidenceKind::File);
    evidence.visibility = Visibility::Private;
    evidence.content.name = Some("Notes".into());
    evidence.file = Some(digest.parse().unwrap());
    let mut order = AwardOrder::new(badge.id, "mia@example.org");
    order.evidence = vec![evidence];
    world.award_with(order);

    let public = get(&format!("/files/{digest}.txt")).of(&app).await;
    let members = format!("/api/v1/files/{digest}");

    assert_eq!(public.status, StatusCode::NOT_FOUND);
    assert_eq!(
        get(&members).of(&app).await.status,
        StatusCode::UNAUTHORIZED
    );
    let refused = get(&members).token(&outsider).of(&app).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let shown = get(&members).token(&token).of(&app).await;
    assert_eq!(shown.body, "Only for the assessor.");
}
