use accolade_storage::on_each_database;
use accolade_tests::TestServer;
use openbadges::baking::{self, Payload, Version};

on_each_database! {
    fn one_address_has_every_form(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let address = award["url"].as_str().unwrap();
        let anybody = server.anonymous();

        for (accept, media_type) in [
            ("text/html", "text/html"),
            ("application/vc+ld+json", "application/vc+ld+json"),
            ("application/vc", "application/vc+ld+json"),
            ("application/vc+jwt", "application/vc+jwt"),
            ("text/plain", "text/plain"),
            ("image/png", "image/png"),
            ("image/svg+xml", "image/svg+xml"),
        ] {
            let answer = anybody.get_as(address, accept).expect(200);
            let found = answer.media_type();
            assert!(found == media_type || (accept == "application/vc" && found == accept), "{accept}: {found}");
            assert!(answer.header("vary").to_lowercase().contains("accept"), "{accept}: {:?}", answer.headers);
        }
        for accept in ["application/ld+json", "application/json"] {
            let json = anybody.get_as(address, accept).expect(200).json();
            assert!(json["type"].is_string() || json["type"].is_array(), "{accept}: {json}");
        }
        let odd = anybody.get_as(address, "audio/ogg");
        assert!(matches!(odd.status, 200 | 406), "{}", odd.status);
    }

    fn typed_endings_are_the_same_documents(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let address = award["url"].as_str().unwrap();
        let anybody = server.anonymous();

        for (ending, accept) in [
            ("json", "application/vc+ld+json"), ("jwt", "application/vc+jwt"),
            ("png", "image/png"), ("svg", "image/svg+xml"),
        ] {
            let typed = anybody.get(&format!("{address}.{ending}")).expect(200);
            let negotiated = anybody.get_as(address, accept).expect(200);
            assert_eq!(typed.body, negotiated.body, "{ending}");
        }
    }

    fn a_baked_picture_holds_exactly_the_signed_document(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let anybody = server.anonymous();
        let credential = anybody.get(award["files"]["json"].as_str().unwrap()).expect(200).json();

        for form in ["png", "svg"] {
            let picture = anybody.get(award["files"][form].as_str().unwrap()).expect(200);
            let payloads = baking::unbake(&picture.body).unwrap();
            let v3 = payloads.iter().find(|payload| payload.version() == Version::V3).unwrap();
            let Payload::V3Json(text) = v3 else { panic!("{form} holds no JSON") };
            let inside: serde_json::Value = serde_json::from_str(text).unwrap();
            assert_eq!(inside, credential, "{form}");
        }
    }

    fn the_credential_is_the_profile_that_wallets_accept(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let credential = server.anonymous().get(award["files"]["json"].as_str().unwrap()).expect(200).json();

        assert_eq!(credential["@context"][0], "https://www.w3.org/ns/credentials/v2");
        assert_eq!(credential["@context"][1], "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json");
        assert_eq!(credential["type"], serde_json::json!(["VerifiableCredential", "OpenBadgeCredential"]));
        assert_eq!(credential["id"], award["url"]);
        assert_eq!(credential["proof"][0]["cryptosuite"], "eddsa-rdfc-2022");
        assert_eq!(credential["proof"][1]["type"], "Ed25519Signature2020");
        assert_eq!(credential["credentialStatus"]["type"], "BitstringStatusListEntry");
        assert!(credential["credentialSubject"].get("id").is_none(), "{credential}");
        assert_eq!(credential["credentialSubject"]["identifier"][0]["hashed"], true);
    }

    fn a_page_of_another_origin_may_read_documents(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let address = award["url"].as_str().unwrap();

        for accept in ["application/vc+ld+json", "application/ld+json", "image/png"] {
            let answer = server.anonymous().get_as(address, accept).expect(200);
            assert_eq!(answer.header("access-control-allow-origin"), "*", "{accept}");
        }
    }
}
