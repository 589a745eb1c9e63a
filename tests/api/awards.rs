use accolade_storage::on_each_database;
use accolade_tests::{DRAWING, TestServer, award_to};
use jiff::SignedDuration;
use serde_json::json;

on_each_database! {
    fn an_award_carries_its_evidence(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let badge = school.badge().published();
        let picture = school.owner.post_bytes("/api/v1/images", "image/svg+xml", DRAWING).expect(201).json();
        let mut award = award_to("amara@pupils.example", "Amara Okafor");
        award["narrative"] = json!("Changed one joint.");
        award["evidence"] = json!([
            { "kind": "text", "visibility": "public", "name": "In her words", "narrative": "It broke." },
            { "kind": "link", "visibility": "public", "name": "Log", "url": "https://log.example/7" },
            { "kind": "pair", "visibility": "public", "name": "Then and now", "alt": "Broken", "secondAlt": "Whole",
              "file": picture["digest"], "secondFile": picture["digest"] },
            { "kind": "testimonial", "visibility": "public", "name": "A witness", "author": "Daniel Brandt",
              "authorRole": "engineer", "narrative": "She asked one question." }
        ]);
        award["assessment"] = json!({ "by": "Ines Carvalho", "role": "teacher" });

        let made = school.award_as(&badge, &award);

        assert_eq!(made["evidence"].as_array().unwrap().len(), 4);
        assert_eq!(made["state"], "issued");
        let credential = server.anonymous().get(made["files"]["json"].as_str().unwrap()).expect(200).json();
        assert_eq!(credential["evidence"].as_array().unwrap().len(), 4);
    }

    fn an_address_is_public_only_as_a_hash(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());

        for (form, address) in award["files"].as_object().unwrap() {
            let body = server.anonymous().get(address.as_str().unwrap()).expect(200).text();
            assert!(!body.contains("amara@"), "{form}");
        }
        assert!(!server.anonymous().page(award["url"].as_str().unwrap()).expect(200).text().contains("amara@"));
    }

    fn an_award_is_taken_back_once_and_with_a_reason(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());

        assert_eq!(school.revoke(&award, "").status, 422);
        let revoked = school.revoke(&award, "Given to the wrong person.").expect(200).json();
        let again = school.revoke(&award, "Once more.");

        assert_eq!(revoked["state"], "revoked");
        assert_eq!(revoked["stateReason"], "Given to the wrong person.");
        again.expect(409);
    }

    fn only_a_suspendable_badge_can_be_put_on_hold(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let firm = school.award(&school.badge().published());
        let loose = school.award(&school.badge().suspendable().published());

        school.suspend(&firm, "We look again.").expect(409);
        assert_eq!(school.suspend(&loose, "We look again.").expect(200).json()["state"], "suspended");

        let id = loose["id"].as_str().unwrap();
        let path = format!("/api/v1/assertions/{id}/reinstate");
        assert_eq!(school.owner.post(&path, &json!({})).expect(200).json()["state"], "issued");
        school.owner.post(&path, &json!({})).expect(409);
    }

    fn a_badge_that_ends_ends(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().with("validityDays", 30).published());
        let check = || {
            let asked = json!({ "url": award["url"] });
            server.anonymous().post("/api/v1/verify", &asked).expect(200).json()["verdict"].clone()
        };

        let before = check();
        server.clock.advance(SignedDuration::from_hours(24 * 31));
        let after = check();

        assert_eq!((before, after), (json!("valid"), json!("expired")));
    }
}
