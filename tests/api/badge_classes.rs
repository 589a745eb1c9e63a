use accolade_storage::on_each_database;
use accolade_tests::{TestServer, award_to};
use serde_json::json;

on_each_database! {
    fn a_draft_is_seen_by_members_only(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let badge = school.badge().drafted();
        let path = format!("/api/v1/badge-classes/{badge}");

        assert_eq!(school.owner.get(&path).status, 200);
        assert_eq!(server.stranger().get(&path).status, 404);
        assert_eq!(server.anonymous().get(&format!("/badges/{badge}")).status, 404);
    }

    fn a_badge_without_a_picture_cannot_be_published(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let badge = school.badge().drafted();

        let refused = school.owner.post(&format!("/api/v1/badge-classes/{badge}/publish"), &json!({}));

        let refused = refused.expect(422);
        assert_eq!(refused.media_type(), "application/problem+json");
        assert_eq!(refused.pointers(), ["/image"]);
    }

    fn an_award_keeps_the_version_it_was_earned_under(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let badge = school.badge().published();
        let first = school.award(&badge);
        let path = format!("/api/v1/badge-classes/{badge}");

        school.owner.patch(&path, &json!({ "claim": "Tries a third time." })).expect(200);
        school.owner.post(&format!("{path}/publish"), &json!({})).expect(200);
        let second = school.award_as(&badge, &award_to("kofi@pupils.example", "Kofi Mensah"));

        assert_eq!((&first["version"], &second["version"]), (&json!(1), &json!(2)));
        let versions = server.anonymous().get(&format!("{path}/versions")).expect(200).json();
        assert_eq!(versions["items"].as_array().unwrap().len(), 2);
    }

    fn an_archived_badge_cannot_be_awarded(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let badge = school.badge().published();

        school.owner.post(&format!("/api/v1/badge-classes/{badge}/archive"), &json!({})).expect(200);
        let refused = school.try_award(&badge, &award_to("amara@pupils.example", "Amara"));

        refused.expect(409);
    }

    fn a_draft_cannot_be_awarded(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();

        let refused = school.try_award(&school.badge().drafted(), &award_to("a@b.example", "A"));

        refused.expect(409);
    }
}
