//! Uploads through the API.

use accolade_issuing::awards::{AwardOrder, NewEvidence};
use accolade_issuing::testing::World;
use accolade_storage::blobs;
use accolade_storage::types::{EvidenceKind, Role, Visibility};
use actix_web::http::{Method, StatusCode};
use flate2::{Compression, Crc, write::ZlibEncoder};
use std::io::Write as _;

use super::studio::multipart;
use crate::testing::{Ask, Browser, app, ask, database, get, member, state, stranger};

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

/// A whole PNG of black points, one bit each: fifty megapixels are a few kilobytes.
fn black_png(side: u32) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], content: &[u8]| {
        png.extend_from_slice(&u32::try_from(content.len()).unwrap().to_be_bytes());
        let mut sum = Crc::new();
        for part in [kind, content] {
            sum.update(part);
            png.extend_from_slice(part);
        }
        png.extend_from_slice(&sum.sum().to_be_bytes());
    };
    let head = [
        &side.to_be_bytes()[..],
        &side.to_be_bytes(),
        &[1, 0, 0, 0, 0],
    ]
    .concat();
    let line = vec![0; 1 + side.div_ceil(8) as usize];
    let mut points = ZlibEncoder::new(Vec::new(), Compression::best());
    for _ in 0..side {
        points.write_all(&line).unwrap();
    }
    chunk(b"IHDR", &head);
    chunk(b"IDAT", &points.finish().unwrap());
    chunk(b"IEND", &[]);
    png
}

#[actix_web::test]
async fn a_picture_of_fifty_megapixels_is_refused_in_words_on_the_page_and_by_the_api() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let token = member(&world, issuer.id, Role::Issuer);
    let visitor = Browser::nobody(&world);
    let app = app!(state(&world));
    let (small, large) = (black_png(64), black_png(7_072));
    let why = "The picture is larger than 8000 pixels on a side or 32 million in all.";

    let fine = upload("/api/v1/images", "image/png", &token, small)
        .of(&app)
        .await;
    let told = upload("/api/v1/images", "image/png", &token, large.clone())
        .of(&app)
        .await;
    let fields = [("name", "Band"), ("criteria", "Play."), ("do", "next")];
    let shown = multipart(&visitor, "/studio", &fields, Some(&large))
        .of(&app)
        .await;

    assert!(large.len() < 64 * 1024, "{}", large.len());
    assert_eq!(fine.status, StatusCode::CREATED, "{:?}", fine.body);
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.json().to_string().contains(why), "{:?}", told.body);
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        shown.html().contains(why) && shown.html().contains("value=\"Band\""),
        "{}",
        shown.html()
    );
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

#[test]
fn pages_say_how_large_a_picture_may_be() {
    use accolade_issuing::images::{MAX_BYTES, MAX_PIXELS};

    let most = format!(
        "{} MB and {} million pixels",
        MAX_BYTES / (1024 * 1024),
        MAX_PIXELS / 1_000_000
    );
    let pages = [
        include_str!("../../templates/applying/evidence.html"),
        include_str!("../../templates/studio/show.html"),
    ];

    for page in pages {
        assert!(page.contains(&most));
        assert_eq!(page.matches(" MB").count(), page.matches(&most).count());
    }
}
