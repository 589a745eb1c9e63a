use accolade_storage::on_each_database;
use accolade_tests::TestServer;
use openbadges::{did::ControllerDocument, keys::PublicKey};
use serde_json::json;

on_each_database! {
    fn an_issuer_is_a_profile_in_both_editions(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let path = format!("/issuers/{}", school.slug);
        let anybody = server.anonymous();

        let v2 = anybody.get_as(&path, "application/ld+json").expect(200).json();
        let v3 = anybody.get_as(&path, "application/vc+ld+json").expect(200).json();

        assert!(v2["type"] == "Issuer" || v2["type"] == "Profile", "{v2}");
        assert_eq!(v3["type"], json!(["Profile"]));
        assert_eq!(v2["name"], v3["name"]);
    }

    fn the_did_document_vouches_for_the_keys(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let path = format!("/issuers/{}/did.json", school.slug);

        let document = server.anonymous().get(&path).expect(200).json();

        let controller = ControllerDocument::parse(&document).unwrap();
        let types: Vec<_> = controller.methods.iter().map(|method| method.r#type.as_str()).collect();
        assert!(types.contains(&"Multikey") && types.contains(&"JsonWebKey"), "{types:?}");
        assert!(controller.methods.iter().all(|method| method.key.is_ok()));
        assert!(document["assertionMethod"].as_array().unwrap().iter().all(serde_json::Value::is_string));
    }

    fn every_kid_serves_its_bare_key(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let set = server.anonymous().get(&format!("/issuers/{}/jwks.json", school.slug)).expect(200).json();

        for key in set["keys"].as_array().unwrap() {
            let kid = key["kid"].as_str().unwrap();
            let bare = server.anonymous().get(kid).expect(200).json();
            assert_eq!(PublicKey::from_jwk(&bare).unwrap(), PublicKey::from_jwk(key).unwrap());
            assert!(bare.get("d").is_none());
        }
        let all = server.anonymous().get("/.well-known/jwks.json").expect(200).json();
        assert_eq!(all["keys"].as_array().unwrap().len(), set["keys"].as_array().unwrap().len());
    }

    fn a_badge_signed_by_a_retired_key_stays_valid(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let badge = school.badge().published();
        let before = school.award(&badge);

        for algorithm in ["EdDSA", "ES256"] {
            let path = format!("/api/v1/issuers/{}/keys", school.slug);
            school.owner.post(&path, &json!({ "algorithm": algorithm })).expect(201);
        }
        let after = school.award(&badge);

        let anybody = server.anonymous();
        let method = |award: &serde_json::Value| {
            let credential = anybody.get(award["files"]["json"].as_str().unwrap()).json();
            credential["proof"][0]["verificationMethod"].clone()
        };
        assert_ne!(method(&before), method(&after));
        for award in [before, after] {
            for form in ["json", "jwt"] {
                let file = anybody.get(award["files"][form].as_str().unwrap()).expect(200);
                let report = anybody.post_bytes("/api/v1/verify", file.media_type(), file.body.clone());
                assert_eq!(report.expect(200).json()["verdict"], "valid", "{form}");
            }
        }
    }
}
