use accolade_storage::on_each_database;
use accolade_tests::{Client, TestServer};
use serde_json::json;

on_each_database! {
    fn a_token_is_shown_once_and_ends_when_it_is_withdrawn(db: &TestDatabase) {
        let server = TestServer::on(db);
        let operator = server.operator();
        let made = operator
            .post("/api/v1/tokens", &json!({ "name": "Import", "scopes": ["badges:read", "tokens:write"] }))
            .expect(201)
            .json();
        let secret = ["token", "secret"].iter().find_map(|member| made[member].as_str()).unwrap().to_owned();
        let client = Client::new(&server.url, Some(secret.clone()));

        client.get("/api/v1/me").expect(200);
        assert!(!operator.get("/api/v1/tokens").expect(200).text().contains(&secret));
        let id = made["id"].as_str().unwrap();
        assert!(matches!(operator.delete(&format!("/api/v1/tokens/{id}")).status, 200 | 204));
        client.get("/api/v1/me").expect(401);
    }

    fn a_token_never_does_more_than_its_scopes(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let reader = server.operator_with("badges:read");
        let path = format!("/api/v1/issuers/{}/badge-classes", school.slug);

        let refused = reader.post(&path, &json!({ "name": "Second Try" }));

        refused.expect(403);
    }

    fn a_wrong_token_is_told_so(db: &TestDatabase) {
        let server = TestServer::on(db);
        let client = Client::new(&server.url, Some("acc_nothing".to_owned()));

        let refused = client.get("/api/v1/issuers").expect(401);

        assert_eq!(refused.media_type(), "application/problem+json");
        assert!(refused.header("www-authenticate").starts_with("Bearer"), "{:?}", refused.headers);
    }
}
