use accolade_storage::on_each_database;
use accolade_tests::{Answer, TestServer};
use reqwest::{Method, blocking::multipart};
use serde_json::{Value, json};

fn verdict(answer: Answer) -> Value {
    answer.expect(200).json()["verdict"].clone()
}

on_each_database! {
    fn every_form_of_an_award_is_valid(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let anybody = server.anonymous();

        for (form, address) in award["files"].as_object().unwrap() {
            let file = anybody.get(address.as_str().unwrap()).expect(200);
            let media_type = if form.contains("jws") { "text/plain" } else { file.media_type() };
            let found = verdict(anybody.post_bytes("/api/v1/verify", media_type, file.body.clone()));
            assert!(found == "valid" || found == "valid_with_warnings", "{form}: {found}");
        }
        assert_eq!(verdict(anybody.post("/api/v1/verify", &json!({ "url": award["url"] }))), "valid");
    }

    fn a_file_can_be_uploaded_by_a_form(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let anybody = server.anonymous();
        let png = anybody.get(award["files"]["png"].as_str().unwrap()).expect(200);

        let part = multipart::Part::bytes(png.body).file_name("badge.png").mime_str("image/png").unwrap();
        let form = multipart::Form::new().part("file", part);
        let answer = Answer::of(anybody.request(Method::POST, "/api/v1/verify").multipart(form));

        assert_eq!(verdict(answer), "valid");
    }

    fn one_changed_byte_is_enough(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let anybody = server.anonymous();
        let credential = anybody.get(award["files"]["json"].as_str().unwrap()).expect(200).json();

        for pointer in [
            "/credentialSubject/achievement/name",
            "/credentialSubject/achievement/criteria/narrative",
            "/credentialSubject/identifier/0/salt",
            "/validFrom",
            "/issuer/name",
            "/id",
        ] {
            let mut spoilt = credential.clone();
            let place = spoilt.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} in {credential}"));
            let text = place.as_str().unwrap().replacen(['a', 'e', '2', 's'], "o", 1);
            *place = text.into();
            assert_eq!(verdict(anybody.post("/api/v1/verify", &spoilt)), "invalid", "{pointer}");
        }
        let mut added = credential.clone();
        added["credentialSubject"]["achievement"]["creditsAvailable"] = json!(9000);
        assert_eq!(verdict(anybody.post("/api/v1/verify", &added)), "invalid");
        added = credential;
        added["somethingUndefined"] = json!("unsigned");
        assert_eq!(verdict(anybody.post("/api/v1/verify", &added)), "invalid");
    }

    fn each_state_has_its_verdict_in_every_form(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let badge = school.badge().suspendable().published();
        let withdrawn = school.award(&badge);
        let suspended = school.award(&badge);
        school.revoke(&withdrawn, "Given to the wrong person.").expect(200);
        school.suspend(&suspended, "We look again.").expect(200);
        let anybody = server.anonymous();

        for (award, expected) in [(&withdrawn, "revoked"), (&suspended, "suspended")] {
            for form in ["json", "jwt", "png", "svg"] {
                let file = anybody.get(award["files"][form].as_str().unwrap()).expect(200);
                let found = verdict(anybody.post_bytes("/api/v1/verify", file.media_type(), file.body.clone()));
                assert_eq!(found, expected, "{form}");
            }
        }
    }

    fn the_recipient_is_compared_when_asked(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let ask = |recipient: &str| {
            let asked = json!({ "url": award["url"], "recipient": recipient });
            server.anonymous().post("/api/v1/verify", &asked).expect(200).json()
        };
        let codes = |report: &Value| {
            let checks = report["checks"].as_array().unwrap();
            checks.iter().filter_map(|check| check["code"].as_str().map(str::to_owned)).collect::<Vec<_>>()
        };

        let right = ask("Amara@Pupils.KestrelHill.example");
        let wrong = ask("kofi@pupils.kestrelhill.example");

        assert_eq!(right["verdict"], "valid");
        assert!(codes(&right).contains(&"recipient.match".to_owned()), "{right}");
        assert_eq!(wrong["verdict"], "valid_with_warnings", "the badge is true, but somebody else's");
        assert!(codes(&wrong).contains(&"recipient.mismatch".to_owned()), "{wrong}");
    }

    fn nothing_private_is_fetched(db: &TestDatabase) {
        let server = TestServer::on(db);

        for url in ["http://127.0.0.1:1/", "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1/x",
            "https://169.254.169.254/latest/meta-data", "file:///etc/passwd", "https://localhost/x"] {
            let answer = server.anonymous().post("/api/v1/verify", &json!({ "url": url }));
            match answer.status {
                200 => assert_eq!(answer.json()["verdict"], "indeterminate", "{url}"),
                status => assert_eq!(status, 422, "{url}: {}", answer.text()),
            }
        }
    }
}
