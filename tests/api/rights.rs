//! Who may do what. The whole table of routes is walked in `crates/server/src/tests/access.rs`.

use accolade_storage::{on_each_database, types::Role};
use accolade_tests::{School, TestServer, award_to};
use serde_json::json;

on_each_database! {
    fn a_role_may_do_what_it_is_for(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let badge = school.badge().published();
        let drafts = format!("/api/v1/issuers/{}/badge-classes", school.slug);
        let awards = format!("/api/v1/badge-classes/{badge}/assertions");

        for (role, drafting, awarding) in [
            (Role::Viewer, 403, 403), (Role::Issuer, 201, 201), (Role::Steward, 201, 201), (Role::Owner, 201, 201),
        ] {
            let member = server.member(school.id, role);
            assert_eq!(member.post(&drafts, &json!({ "name": "A draft" })).status, drafting, "{role} drafts");
            let award = member.post(&awards, &award_to("a@b.example", "A"));
            assert_eq!(award.status, awarding, "{role} awards: {}", award.text());
        }
    }

    fn nobody_may_act_for_another_issuer(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let other = School::found(&server, "harbour-street");
        let badge = school.badge().published();
        let award = school.award(&badge);
        let id = award["id"].as_str().unwrap();

        for (path, body) in [
            (format!("/api/v1/issuers/{}/badge-classes", school.slug), json!({ "name": "Mine now" })),
            (format!("/api/v1/badge-classes/{badge}/assertions"), award_to("a@b.example", "A")),
            (format!("/api/v1/badge-classes/{badge}/archive"), json!({})),
            (format!("/api/v1/assertions/{id}/revoke"), json!({ "reason": "Because." })),
            (format!("/api/v1/issuers/{}/keys", school.slug), json!({ "algorithm": "EdDSA" })),
        ] {
            let answer = other.owner.post(&path, &body);
            assert!(matches!(answer.status, 403 | 404), "{path}: {} {}", answer.status, answer.text());
            let anonymous = server.anonymous().post(&path, &body);
            assert_eq!(anonymous.status, 401, "{path}: {}", anonymous.text());
        }
        let still = server.anonymous().post("/api/v1/verify", &json!({ "url": award["url"] })).expect(200);
        assert_eq!(still.json()["verdict"], "valid");
    }
}
