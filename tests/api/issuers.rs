use accolade_storage::on_each_database;
use accolade_tests::TestServer;
use serde_json::json;

on_each_database! {
    fn an_operator_founds_an_issuer(db: &TestDatabase) {
        let server = TestServer::on(db);
        let new = json!({
            "slug": "alder-bay", "kind": "district", "name": "Alder Bay", "description": "Twelve schools.",
            "url": "https://alderbay.example", "email": "badges@alderbay.example"
        });

        let made = server.operator().post("/api/v1/issuers", &new).expect(201);

        let found = server.anonymous().get(made.header("location")).expect(200).json();
        assert_eq!(found, made.json());
        assert_eq!(found["name"], "Alder Bay");
        assert!(found["did"].as_str().unwrap().ends_with(":issuers:alder-bay"), "{found}");
    }

    fn a_slug_belongs_to_one_issuer(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();

        let again = json!({
            "slug": school.slug, "kind": "school", "name": "Another", "description": "Another one.",
            "url": "https://another.example", "email": "office@another.example"
        });
        let refused = server.operator().post("/api/v1/issuers", &again);

        assert!(matches!(refused.status, 409 | 422), "{} {}", refused.status, refused.text());
    }

    fn an_owner_edits_the_profile(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let path = format!("/api/v1/issuers/{}", school.slug);

        school.owner.patch(&path, &json!({ "description": "A school on a taller hill." })).expect(200);

        let found = server.anonymous().get(&path).expect(200).json();
        assert_eq!(found["description"], "A school on a taller hill.");
        assert_eq!(found["name"], "Kestrel Hill School");
    }

    fn what_a_member_does_is_written_down(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        school.revoke(&award, "Given to the wrong person.").expect(200);

        let path = format!("/api/v1/issuers/{}/audit-events", school.slug);
        let events = school.owner.get(&path).expect(200).json();

        let actions: Vec<_> =
            events["items"].as_array().unwrap().iter().filter_map(|event| event["action"].as_str()).collect();
        for part in ["publish", "award", "revoke"] {
            assert!(actions.iter().any(|action| action.contains(part)), "{part} is not in {actions:?}");
        }
    }
}
