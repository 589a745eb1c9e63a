//! Public addresses: which form is given to whom, and how long it may be kept.

use accolade_issuing::access::Caller;
use accolade_issuing::revocation;
use accolade_issuing::testing::World;
use accolade_storage::badge_class_versions;
use actix_web::http::{Method, StatusCode};
use openbadges::baking;
use serde_json::Value;

use crate::testing::{Told, app, ask, database, get, state};

fn kind(told: &Told) -> &str {
    told.header("content-type")
}

#[actix_web::test]
async fn one_url_gives_each_reader_its_own_form_of_an_award() {
    let db = database();
    let world = World::new(&db);
    let award = world.award(&world.badge(world.issuer("acme").id));
    let app = app!(state(&world));
    let path = format!("/awards/{}", award.assertion.id);

    for (accept, expected) in [
        ("*/*", "application/vc+ld+json"),
        ("application/vc+ld+json", "application/vc+ld+json"),
        ("application/vc", "application/vc"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
        ("application/vc+jwt", "application/vc+jwt"),
        ("text/plain", "text/plain"),
        ("image/png", "image/png"),
        ("image/svg+xml", "image/svg+xml"),
        (
            "text/html,application/xhtml+xml,*/*;q=0.8",
            "text/html; charset=utf-8",
        ),
    ] {
        let told = get(&path).accept(accept).of(&app).await;
        assert_eq!(
            (told.status, kind(&told)),
            (StatusCode::OK, expected),
            "{accept}"
        );
        assert!(told.header("vary").contains("Accept"), "{accept}");
        assert!(
            told.header("cache-control")
                .contains("stale-while-revalidate"),
            "{accept}"
        );
    }
}

#[actix_web::test]
async fn the_two_versions_of_an_award_are_told_apart_by_media_type() {
    let db = database();
    let world = World::new(&db);
    let award = world.award(&world.badge(world.issuer("acme").id));
    let app = app!(state(&world));
    let path = format!("/awards/{}", award.assertion.id);

    let v2 = get(&path)
        .accept("application/ld+json")
        .of(&app)
        .await
        .json();
    let v3 = get(&path)
        .accept("application/vc+ld+json")
        .of(&app)
        .await
        .json();

    assert_eq!(v2["type"], "Assertion");
    assert_eq!(v3["type"][1], "OpenBadgeCredential");
    assert_eq!(v3["id"], format!("https://badges.test{path}"));
}

#[actix_web::test]
async fn typed_endings_give_their_form_whatever_is_accepted() {
    let db = database();
    let world = World::new(&db);
    let award = world.award(&world.badge(world.issuer("acme").id));
    let app = app!(state(&world));

    for (ending, expected) in [
        ("json", "application/vc+ld+json"),
        ("v2.json", "application/ld+json"),
        ("jwt", "text/plain"),
        ("v2.jwt", "text/plain"),
        ("png", "image/png"),
        ("svg", "image/svg+xml"),
        ("v2.png", "image/png"),
        ("v2.svg", "image/svg+xml"),
    ] {
        let path = format!("/awards/{}.{ending}", award.assertion.id);
        let told = get(&path).accept("application/pdf").of(&app).await;
        assert_eq!(
            (told.status, kind(&told)),
            (StatusCode::OK, expected),
            "{ending}"
        );
        if ending.ends_with("png") || ending.ends_with("svg") {
            assert_eq!(baking::unbake(&told.body).unwrap().len(), 1, "{ending}");
        }
    }
    let json = get(&format!("/awards/{}.json", award.assertion.id));
    assert_eq!(
        kind(&json.accept("application/json").of(&app).await),
        "application/json"
    );
}

#[actix_web::test]
async fn documents_are_given_as_the_exact_bytes_that_were_signed() {
    let db = database();
    let world = World::new(&db);
    let award = world.award(&world.badge(world.issuer("acme").id));
    let stored = db
        .read(|conn| accolade_storage::signed_documents::of_assertion(conn, award.assertion.id))
        .unwrap();
    let app = app!(state(&world));

    for document in stored {
        let ending = match document.format.as_str() {
            "v3_json" => "json",
            "v3_jwt" => "jwt",
            "v2_json" => "v2.json",
            _ => "v2.jwt",
        };
        let told = get(&format!("/awards/{}.{ending}", award.assertion.id))
            .of(&app)
            .await;
        assert_eq!(told.body, document.body.as_bytes(), "{ending}");
    }
}

#[actix_web::test]
async fn what_a_client_has_already_is_answered_with_304() {
    let db = database();
    let world = World::new(&db);
    let award = world.award(&world.badge(world.issuer("acme").id));
    let app = app!(state(&world));
    let path = format!("/awards/{}", award.assertion.id);
    let first = get(&path).accept("image/png").of(&app).await;
    let tag = first.header("etag").to_owned();

    let again = get(&path)
        .accept("image/png")
        .header("if-none-match", &tag)
        .of(&app)
        .await;
    let other = get(&path)
        .accept("text/plain")
        .header("if-none-match", &tag)
        .of(&app)
        .await;

    assert!(tag.starts_with('"'), "{tag} is strong");
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert_eq!(again.header("etag"), tag);
    assert_eq!(other.status, StatusCode::OK);
}

#[actix_web::test]
async fn nothing_that_is_accepted_is_told_with_what_there_is() {
    let db = database();
    let world = World::new(&db);
    let award = world.award(&world.badge(world.issuer("acme").id));
    let app = app!(state(&world));

    let told = get(&format!("/awards/{}", award.assertion.id))
        .accept("application/pdf")
        .of(&app)
        .await;

    assert_eq!(told.status, StatusCode::NOT_ACCEPTABLE);
    let body = told.json();
    let available: Vec<&str> = body["available"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert!(available.contains(&"application/vc+ld+json") && available.contains(&"image/png"));
}

#[actix_web::test]
async fn the_hosted_assertion_of_a_revoked_award_is_gone_and_the_rest_stays() {
    let db = database();
    let world = World::new(&db);
    let award = world.award(&world.badge(world.issuer("acme").id));
    let app = app!(state(&world));
    let path = format!("/awards/{}", award.assertion.id);
    let before = get(&path).accept("application/ld+json").of(&app).await;

    db.write(|conn| {
        let operator = Caller::operator();
        revocation::revoke(
            conn,
            &world.tools,
            &operator,
            award.assertion.id,
            "A mistake.",
        )
    })
    .unwrap();

    assert_eq!(before.status, StatusCode::OK);
    for path in [path.clone(), format!("{path}.v2.json")] {
        let tag = before.header("etag");
        let told = get(&path)
            .accept("application/ld+json")
            .header("if-none-match", tag)
            .of(&app)
            .await;
        assert_eq!(told.status, StatusCode::GONE, "{path}");
        assert_eq!(told.json()["revoked"], true);
        assert_eq!(told.json()["revocationReason"], "A mistake.");
        assert_eq!(told.header("access-control-allow-origin"), "*");
    }
    for accept in [
        "text/html",
        "application/vc+ld+json",
        "text/plain",
        "image/png",
    ] {
        let told = get(&path).accept(accept).of(&app).await;
        assert_eq!(told.status, StatusCode::OK, "{accept}");
    }
    let list = get("/issuers/acme/revocations").of(&app).await.json();
    assert_eq!(list["revokedAssertions"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn issuers_badges_keys_and_lists_have_their_documents() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let badge = world.badge(issuer.id);
    let award = world.award(&badge);
    let keys = db
        .read(|conn| accolade_storage::signing_keys::of_issuer(conn, issuer.id))
        .unwrap();
    let app = app!(state(&world));
    let kid = &keys[0].kid;

    for (path, accept, expected, field, value) in [
        (
            "/issuers/acme",
            "application/ld+json",
            "application/ld+json",
            "/type",
            "Issuer",
        ),
        (
            "/issuers/acme",
            "application/vc+ld+json",
            "application/vc+ld+json",
            "/type/0",
            "Profile",
        ),
        (
            "/issuers/acme/did.json",
            "*/*",
            "application/did+json",
            "/id",
            "did:web:badges.test:issuers:acme",
        ),
        (
            "/issuers/acme/did.json",
            "application/json",
            "application/json",
            "/id",
            "did:web:badges.test:issuers:acme",
        ),
        (
            "/issuers/acme/jwks.json",
            "*/*",
            "application/jwk-set+json",
            "/keys/0/use",
            "sig",
        ),
        (
            "/.well-known/jwks.json",
            "application/json",
            "application/json",
            "/keys/2/use",
            "sig",
        ),
        (
            "/issuers/acme/status/1",
            "*/*",
            "application/vc+ld+json",
            "/type/1",
            "BitstringStatusListCredential",
        ),
        (
            "/issuers/acme/revocations",
            "*/*",
            "application/ld+json",
            "/type",
            "RevocationList",
        ),
        (
            &format!("/badges/{}", badge.id),
            "application/ld+json",
            "application/ld+json",
            "/type",
            "BadgeClass",
        ),
        (
            &format!("/badges/{}", badge.id),
            "*/*",
            "application/vc+ld+json",
            "/type/0",
            "Achievement",
        ),
        (
            &format!("/badges/{}/versions/1", badge.id),
            "*/*",
            "application/ld+json",
            "/type",
            "BadgeClass",
        ),
        (
            &format!("/issuers/acme/keys/{kid}"),
            "*/*",
            "application/jwk+json",
            "/use",
            "sig",
        ),
        (
            &format!("/issuers/acme/keys/{kid}/v2.json"),
            "*/*",
            "application/ld+json",
            "/type",
            "CryptographicKey",
        ),
        (
            &format!("/issuers/acme/keys/{kid}"),
            "application/ld+json",
            "application/ld+json",
            "/type",
            "CryptographicKey",
        ),
    ] {
        let told = get(path).accept(accept).of(&app).await;
        assert_eq!(
            (told.status, kind(&told)),
            (StatusCode::OK, expected),
            "{path} as {accept}"
        );
        assert_eq!(told.header("access-control-allow-origin"), "*", "{path}");
        assert_eq!(
            told.json().pointer(field).and_then(Value::as_str),
            Some(value),
            "{path} as {accept}: {:?}",
            told.body
        );
    }
    let pem = get(&format!("/issuers/acme/keys/{kid}"))
        .accept("application/x-pem-file")
        .of(&app)
        .await;
    assert!(pem.body.starts_with(b"-----BEGIN PUBLIC KEY-----"));
    let list = get("/issuers/acme/status/1")
        .accept("application/vc+jwt")
        .of(&app)
        .await;
    assert!(list.body.starts_with(b"eyJ"));
    drop(award);
}

#[actix_web::test]
async fn the_card_of_an_award_changes_its_address_with_its_state() {
    let db = database();
    let world = World::new(&db);
    let award = world.award(&world.badge(world.issuer("acme").id));
    let state = state(&world);
    let app = app!(state.clone());
    let path = |address: String| {
        address
            .strip_prefix("https://badges.test")
            .unwrap()
            .to_owned()
    };
    let before = path(crate::standard::cards::card_address(
        &state,
        &award.assertion,
    ));
    let first = get(&before).of(&app).await;

    let revoked = db
        .write(|conn| {
            let operator = Caller::operator();
            revocation::revoke(
                conn,
                &world.tools,
                &operator,
                award.assertion.id,
                "A mistake.",
            )
        })
        .unwrap();
    let after = path(crate::standard::cards::card_address(&state, &revoked));
    let second = get(&after).of(&app).await;

    assert_ne!(before, after);
    assert_eq!(kind(&first), "image/png");
    assert!(first.header("cache-control").contains("immutable"));
    assert_ne!(first.body, second.body);
    let stale = get(&path(format!(
        "https://badges.test/awards/{}/card-0000.png",
        award.assertion.id
    )));
    for stale in [stale, get(&before)] {
        let told = stale.of(&app).await;
        assert_eq!(told.status, StatusCode::TEMPORARY_REDIRECT);
        assert_eq!(path(told.header("location").to_owned()), after);
        assert!(!told.header("cache-control").contains("immutable"));
    }
}

#[actix_web::test]
async fn stored_files_can_run_nothing_and_are_kept_for_ever() {
    let db = database();
    let world = World::new(&db);
    let badge = world.badge(world.issuer("acme").id);
    let digest = world
        .db
        .read(|conn| badge_class_versions::latest(conn, badge.id))
        .unwrap()
        .unwrap()
        .image_png_blob;
    let app = app!(state(&world));

    let told = get(&format!("/files/{digest}.png")).of(&app).await;

    assert_eq!((told.status, kind(&told)), (StatusCode::OK, "image/png"));
    assert!(told.header("content-security-policy").contains("sandbox"));
    assert_eq!(told.header("x-content-type-options"), "nosniff");
    assert!(told.header("cache-control").contains("immutable"));
    assert_eq!(
        get(&format!("/files/{}.png", "0".repeat(64)))
            .of(&app)
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[actix_web::test]
async fn head_and_preflight_are_answered() {
    let db = database();
    let world = World::new(&db);
    let award = world.award(&world.badge(world.issuer("acme").id));
    let app = app!(state(&world));
    let path = format!("/awards/{}", award.assertion.id);

    let head = ask(Method::HEAD, &path).of(&app).await;
    let preflight = ask(Method::OPTIONS, "/api/v1/verify")
        .header("origin", "https://elsewhere.example")
        .header("access-control-request-method", "POST")
        .of(&app)
        .await;

    assert_eq!(head.status, StatusCode::OK);
    assert_eq!(kind(&head), "application/vc+ld+json");
    assert_eq!(preflight.status, StatusCode::NO_CONTENT);
    assert_eq!(preflight.header("access-control-allow-origin"), "*");
    assert!(
        preflight
            .header("access-control-allow-headers")
            .contains("Idempotency-Key")
    );
}
