//! The operator's commands, on a site of its own.

use std::path::Path;

use accolade_storage::on_each_database;
use accolade_tests::{Client, DRAWING, TestServer, accolade_in};
use serde_json::json;

fn issuer(folder: &Path, slug: &str) -> accolade_tests::Finished {
    accolade_in(
        folder,
        &[
            "issuer",
            "create",
            "--slug",
            slug,
            "--name",
            "Harbour Street",
            "--description",
            "By the water.",
            "--url",
            "https://harbour.example",
            "--email",
            "office@harbour.example",
            "--owner",
            "head@harbour.example",
        ],
    )
}

#[test]
fn a_site_is_set_up_from_the_terminal() {
    let folder = tempfile::tempdir().unwrap();

    let made = issuer(folder.path(), "harbour-street");
    let twice = issuer(folder.path(), "harbour-street");
    let token = accolade_in(
        folder.path(),
        &[
            "token",
            "create",
            "--name",
            "Import",
            "--email",
            "head@harbour.example",
        ],
    );
    let doctor = accolade_in(folder.path(), &["doctor", "--listen", "127.0.0.1:0"]);
    let migrate = accolade_in(folder.path(), &["migrate", "--check"]);

    assert_eq!(
        made.output.trim(),
        "http://localhost:8080/issuers/harbour-street",
        "{made:?}"
    );
    assert_eq!(twice.code, 1, "{twice:?}");
    assert!(token.output.starts_with("acc_"), "{token:?}");
    assert_eq!(doctor.code, 0, "{doctor:?}");
    assert_eq!(migrate.code, 0, "{migrate:?}");
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &std::fs::metadata(folder.path().join("accolade-data/accolade.key"))
            .unwrap()
            .permissions(),
    );
    assert_eq!(mode & 0o777, 0o600);
}

on_each_database! {
    fn an_award_is_given_and_taken_back_from_the_terminal(db: &TestDatabase) {
        let folder = tempfile::tempdir().unwrap();
        let key = "07".repeat(32);
        let server = TestServer::with_real_time(db);
        let school = server.school();
        let badge = school.badge().published();
        let public = server.url.to_string();
        let run = |arguments: &[&str]| {
            let mut command = accolade_tests::accolade();
            command.current_dir(folder.path()).args(arguments);
            command.env("ACCOLADE_DATABASE_URL", db.url());
            command.env("ACCOLADE_PUBLIC_URL", &public).env("ACCOLADE_KEY", &key);
            accolade_tests::Finished::of(&mut command)
        };

        let given = run(&["award", &badge, "--email", "kofi@pupils.example", "--name", "Kofi Mensah"]);
        let address = given.output.trim().to_owned();
        let before = run(&["verify", "--json", &address]);
        let taken = run(&["revoke", &address, "--reason", "Given to the wrong person."]);

        assert_eq!(given.code, 0, "{given:?}");
        assert_eq!(before.code, 0, "{before:?}");
        assert_eq!(taken.code, 0, "{taken:?}");
        assert_eq!(run(&["revoke", &address, "--reason", "Again."]).code, 1);
        let page = server.anonymous().page(&address).expect(200).text();
        assert!(page.contains("Kofi Mensah"));
    }

    fn a_new_picture_can_be_stored_through_a_fresh_token(db: &TestDatabase) {
        let server = TestServer::with_real_time(db);
        let operator = server.operator();
        let asked = json!({ "name": "Pictures", "scopes": ["badges:write"] });
        let made = operator.post("/api/v1/tokens", &asked).expect(201).json();
        let secret = ["token", "secret"].iter().find_map(|member| made[member].as_str()).unwrap();

        let client = Client::new(&server.url, Some(secret.to_owned()));

        client.post_bytes("/api/v1/images", "image/svg+xml", DRAWING).expect(201);
    }
}
