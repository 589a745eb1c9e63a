//! Bad input: refused with the right status, an entry a field, and nothing half-written.

use accolade_storage::on_each_database;
use accolade_tests::{TestServer, award_to};
use serde_json::{Value, json};

fn issuer() -> Value {
    json!({
        "slug": "harbour-street", "kind": "school", "name": "Harbour Street", "description": "By the water.",
        "url": "https://harbour.example", "email": "office@harbour.example"
    })
}

on_each_database! {
    fn every_wrong_field_is_named(db: &TestDatabase) {
        let server = TestServer::on(db);
        let mut new = issuer();
        new["name"] = "".into();
        new["url"] = "javascript:alert(1)".into();
        new["email"] = "nobody".into();
        new["slug"] = "Not A Slug".into();

        let refused = server.operator().post("/api/v1/issuers", &new).expect(422);

        let mut pointers = refused.pointers();
        pointers.sort();
        assert_eq!(pointers, ["/email", "/name", "/slug", "/url"]);
        assert_eq!(refused.json()["status"], 422);
    }

    fn a_text_may_be_as_long_as_its_limit_and_no_longer(db: &TestDatabase) {
        let server = TestServer::on(db);
        let mut new = issuer();

        new["name"] = "é".repeat(201).into();
        assert_eq!(server.operator().post("/api/v1/issuers", &new).expect(422).pointers(), ["/name"]);
        new["name"] = "é".repeat(200).into();
        server.operator().post("/api/v1/issuers", &new).expect(201);
    }

    fn what_is_not_json_is_unreadable(db: &TestDatabase) {
        let server = TestServer::on(db);
        let operator = server.operator();

        let bodies: [&[u8]; 6] = [b"", b"{", b"{\"name\":\"a\",\"name\":\"b\"}", b"\xff\xfe", b"[]]", b"nul"];
        for body in bodies {
            let answer = operator.post_bytes("/api/v1/issuers", "application/json", body);
            assert_eq!(answer.status, 400, "{}: {}", String::from_utf8_lossy(body), answer.text());
            assert_eq!(answer.media_type(), "application/problem+json");
        }
        let deep = [vec![b'['; 5000], vec![b']'; 5000]].concat();
        assert_eq!(operator.post_bytes("/api/v1/issuers", "application/json", deep).status, 400);
        let other = operator.post_bytes("/api/v1/issuers", "application/xml", "<a/>");
        assert_eq!(other.status, 415, "{}", other.text());
    }

    fn json_of_the_wrong_shape_is_understood_but_wrong(db: &TestDatabase) {
        let server = TestServer::on(db);
        let mut new = issuer();
        new["nmae"] = "a typing error".into();

        let unknown = server.operator().post("/api/v1/issuers", &new);
        new = issuer();
        new["name"] = json!(7);
        let mistyped = server.operator().post("/api/v1/issuers", &new);

        for answer in [unknown, mistyped] {
            assert!(matches!(answer.status, 400 | 422), "{} {}", answer.status, answer.text());
        }
    }

    fn a_body_that_is_too_large_is_refused(db: &TestDatabase) {
        let server = TestServer::on(db);
        let mut new = issuer();
        new["description"] = "x".repeat(2 * 1024 * 1024).into();

        let refused = server.operator().post("/api/v1/issuers", &new);

        refused.expect(413);
    }

    fn unknown_ids_are_unknown(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let nobody = "01890a5d-ac96-774b-bcce-b302099a8057";

        for path in [
            format!("/api/v1/assertions/{nobody}"), format!("/api/v1/badge-classes/{nobody}"),
            "/api/v1/issuers/nobody".to_owned(), format!("/awards/{nobody}"), format!("/badges/{nobody}"),
            "/issuers/nobody".to_owned(), "/issuers/nobody/did.json".to_owned(), "/awards/nonsense".to_owned(),
            format!("/issuers/{}/status/99", school.slug), "/files/nothing.png".to_owned(),
        ] {
            assert_eq!(school.owner.get(&path).status, 404, "{path}");
        }
        school.try_award(nobody, &award_to("a@b.example", "A")).expect(404);
    }

    fn a_recipient_must_be_somebody(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let badge = school.badge().published();

        for email in ["", "nobody", "a@", "@b.example", "a b@c.example", "a@b.example\r\nBcc: x@y.example"] {
            let refused = school.try_award(&badge, &award_to(email, "Somebody"));
            assert_eq!(refused.status, 422, "{email:?}: {}", refused.text());
            assert!(refused.pointers().contains(&"/recipient/email".to_owned()), "{}", refused.text());
        }
    }

    fn evidence_must_be_what_its_kind_says(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let badge = school.badge().published();
        let unknown = "0".repeat(64);

        for evidence in [
            json!({ "kind": "link", "visibility": "public", "name": "Log", "url": "javascript:alert(1)" }),
            json!({ "kind": "link", "visibility": "public", "name": "Log" }),
            json!({ "kind": "picture", "visibility": "public", "name": "P", "alt": "P", "file": unknown }),
            json!({ "kind": "dance", "visibility": "public", "name": "D" }),
        ] {
            let mut award = award_to("amara@pupils.example", "Amara");
            award["evidence"] = json!([evidence]);
            let refused = school.try_award(&badge, &award);
            assert!(matches!(refused.status, 400 | 422), "{evidence}: {}", refused.text());
        }
        let mut award = award_to("amara@pupils.example", "Amara");
        let item = json!({ "kind": "text", "visibility": "public", "name": "T", "narrative": "T" });
        award["evidence"] = vec![item; 21].into();
        school.try_award(&badge, &award).expect(422);

        let all = school.owner.get(&format!("/api/v1/badge-classes/{badge}/assertions")).expect(200);
        assert_eq!(all.json()["items"], json!([]), "nothing is half-written");
    }

    fn an_award_cannot_end_before_it_begins(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let badge = school.badge().published();
        let mut award = award_to("amara@pupils.example", "Amara");
        award["validFrom"] = "2026-11-20T00:00:00Z".into();
        award["validUntil"] = "2026-11-19T00:00:00Z".into();

        let refused = school.try_award(&badge, &award).expect(422);

        assert!(refused.pointers().contains(&"/validUntil".to_owned()), "{}", refused.text());
    }

    fn a_picture_must_be_what_it_claims(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let png_header = b"\x89PNG\r\n\x1a\n".to_vec();
        let entities = "<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY a \"b\">]><svg xmlns=\"http://www.w3.org/2000/svg\">&a;</svg>";

        for (media_type, bytes) in [
            ("image/png", b"not a picture".to_vec()),
            ("image/png", png_header.clone()),
            ("image/jpeg", [png_header, vec![0; 64]].concat()),
            ("image/svg+xml", b"<html></html>".to_vec()),
            ("image/svg+xml", entities.into()),
        ] {
            let refused = school.owner.post_bytes("/api/v1/images", media_type, bytes);
            assert!(matches!(refused.status, 400 | 422), "{media_type}: {} {}", refused.status, refused.text());
        }
        let other = school.owner.post_bytes("/api/v1/images", "text/html", "<p>");
        assert_eq!(other.status, 415);
        let large = school.owner.post_bytes("/api/v1/images", "image/png", vec![0; 6 * 1024 * 1024]);
        assert_eq!(large.status, 413, "{}", large.text());
    }

    fn an_svg_keeps_only_what_is_harmless(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let drawing = r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
            viewBox="0 0 10 10" width="10" height="10" onload="alert(1)"><script>alert(2)</script>
            <a xlink:href="javascript:alert(3)"><rect width="10" height="10" fill="red"/></a>
            <image xlink:href="https://evil.example/x.png" width="1" height="1"/>
            <foreignObject><p xmlns="http://www.w3.org/1999/xhtml">hi</p></foreignObject>
            <style>@import url(https://evil.example/x.css);</style></svg>"#;

        let answer = school.owner.post_bytes("/api/v1/images", "image/svg+xml", drawing);

        if answer.status == 201 {
            let stored = server.anonymous().get(answer.json()["url"].as_str().unwrap()).expect(200);
            let text = stored.text();
            for evil in ["script", "alert", "evil.example", "foreignObject", "onload", "@import"] {
                assert!(!text.contains(evil), "{evil} in {text}");
            }
            assert!(stored.header("content-security-policy").contains("sandbox"), "{:?}", stored.headers);
        } else {
            assert_eq!(answer.status, 422, "{}", answer.text());
        }
    }

    fn nothing_that_can_be_sent_makes_the_server_stumble(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let texts = ["\u{0}", "\u{202e}evil", "'; DROP TABLE issuers; --", "{{7*7}}", "<script>", "\u{1f600}\u{fe0f}", "%00%ff"];

        for text in texts {
            let mut new = issuer();
            new["name"] = text.into();
            new["slug"] = text.into();
            let answer = server.operator().post("/api/v1/issuers", &new);
            assert!(answer.status < 500, "{text:?}: {}", answer.text());
            let badge = school.badge().with("name", text).try_draft();
            assert!(badge.status < 500, "{text:?}: {}", badge.text());
        }
        let key = format!("/issuers/{}/keys/%00", school.slug);
        for path in ["/awards/%00", "/issuers/%00", &key, "/api/v1/issuers/%00", "/badges/../../etc/passwd", "/files/..%2f..%2fkey", "/issuers/%F0%28", "/%", "/?%"] {
            let answer = server.anonymous().get(path);
            assert!(answer.status < 500, "{path}: {}", answer.status);
        }
    }

    fn a_verification_survives_anything(db: &TestDatabase) {
        let server = TestServer::on(db);
        let anybody = server.anonymous();
        let bomb = format!("{{\"@context\":{}1{}}}", "[".repeat(60), "]".repeat(60));
        let bodies: Vec<(&str, Vec<u8>)> = vec![
            ("application/json", b"{}".to_vec()),
            ("application/json", b"{\"type\":[\"VerifiableCredential\",\"OpenBadgeCredential\"]}".to_vec()),
            ("application/json", bomb.into_bytes()),
            ("text/plain", b"a.b.c".to_vec()),
            ("text/plain", b"eyJhbGciOiJub25lIn0.e30.".to_vec()),
            ("image/png", b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffiTXt".to_vec()),
            ("image/svg+xml", b"<svg".to_vec()),
            ("application/octet-stream", vec![0; 100_000]),
        ];
        for (media_type, body) in bodies {
            let answer = anybody.post_bytes("/api/v1/verify", media_type, body);
            match answer.status {
                200 => assert_eq!(answer.json()["verdict"], "invalid", "{media_type}: {}", answer.text()),
                status => assert!(matches!(status, 400 | 422), "{media_type}: {status} {}", answer.text()),
            }
        }
        let large = anybody.post_bytes("/api/v1/verify", "image/png", vec![0; 11 * 1024 * 1024]);
        assert_eq!(large.status, 413);
    }
}
