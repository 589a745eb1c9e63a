//! `accolade verify`, `bake` and `unbake`.

use std::path::Path;

use accolade_storage::testing::TestDatabase;
use accolade_tests::{Finished, TestServer, accolade, accolade_in};
use serde_json::{Value, json};

/// A server, an award of it, and a folder with the award's files and a map of the documents they need.
struct Shelf {
    server: TestServer,
    award: Value,
    school: accolade_tests::School,
    folder: tempfile::TempDir,
}

impl Shelf {
    fn new(db: &TestDatabase) -> Self {
        let server = TestServer::with_real_time(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let shelf = Self {
            server,
            award,
            school,
            folder: tempfile::tempdir().unwrap(),
        };
        for form in ["json", "jwt", "png", "svg"] {
            shelf.save(form, shelf.award["files"][form].as_str().unwrap());
        }
        shelf.save_map();
        shelf
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn save(&self, name: &str, address: &str) {
        let file = self.server.anonymous().get(address).expect(200);
        std::fs::write(self.path().join(format!("badge.{name}")), file.body).unwrap();
    }

    /// Everything that a check asks for, as files.
    fn save_map(&self) {
        let anybody = self.server.anonymous();
        let credential = anybody
            .get(self.award["files"]["json"].as_str().unwrap())
            .json();
        let list = credential["credentialStatus"]["statusListCredential"]
            .as_str()
            .unwrap();
        let did_path = format!("/issuers/{}/did.json", self.school.slug);
        let did_url = self.server.url.join(&did_path).unwrap();
        let mut over_https = did_url.clone();
        // A did:web is asked for over https.
        let _ = over_https.set_scheme("https");
        let over_https = over_https.as_str().replacen("http://", "https://", 1);
        let documents = [
            (
                did_url.to_string(),
                "did.json",
                did_path.clone(),
                "application/json",
            ),
            (over_https, "did.json", did_path, "application/json"),
            (
                list.to_owned(),
                "status.json",
                list.to_owned(),
                "application/vc+ld+json",
            ),
        ];
        let mut map = json!({});
        for (address, name, path, accept) in documents {
            let answer = anybody.get_as(&path, accept).expect(200);
            std::fs::write(self.path().join(name), answer.body).unwrap();
            map[address] = name.into();
        }
        std::fs::write(self.path().join("map.json"), map.to_string()).unwrap();
    }

    fn offline(&self, file: &str) -> Finished {
        accolade_in(
            self.path(),
            &["verify", "--offline", "--documents", "map.json", file],
        )
    }

    fn online(&self, input: &str) -> Finished {
        let mut command = accolade();
        command
            .current_dir(self.path())
            .env("ACCOLADE_PUBLIC_URL", self.server.url.as_str());
        Finished::of(command.args(["verify", "--json", input]))
    }
}

fn verdict(finished: &Finished) -> Value {
    let report: Value = serde_json::from_str(&finished.output)
        .unwrap_or_else(|error| panic!("{error}: {finished:?}"));
    report["verdict"].clone()
}

#[test]
fn every_file_and_the_address_are_valid() {
    let shelf = Shelf::new(&TestDatabase::sqlite());

    for input in [
        "badge.json",
        "badge.jwt",
        "badge.png",
        "badge.svg",
        shelf.award["url"].as_str().unwrap(),
    ] {
        let finished = shelf.online(input);
        assert_eq!(
            (finished.code, verdict(&finished)),
            (0, json!("valid")),
            "{input}: {}",
            finished.output
        );
    }
}

#[test]
fn an_archive_is_checked_without_a_network() {
    let shelf = Shelf::new(&TestDatabase::sqlite());

    for file in ["badge.json", "badge.png", "badge.svg"] {
        let finished = shelf.offline(file);
        assert_eq!(finished.code, 0, "{file}: {finished:?}");
        assert!(
            finished
                .output
                .starts_with("Valid. Kestrel Hill School gave this badge"),
            "{}",
            finished.output
        );
    }
}

#[test]
fn without_the_documents_nothing_is_said_against_the_badge() {
    let shelf = Shelf::new(&TestDatabase::sqlite());

    let finished = accolade_in(shelf.path(), &["verify", "--offline", "badge.json"]);

    assert_eq!(finished.code, 2, "{finished:?}");
    assert!(
        finished.output.starts_with("Cannot be checked now."),
        "{}",
        finished.output
    );
}

#[test]
fn a_changed_file_is_not_valid() {
    let shelf = Shelf::new(&TestDatabase::sqlite());
    let text = std::fs::read_to_string(shelf.path().join("badge.json")).unwrap();
    std::fs::write(
        shelf.path().join("spoilt.json"),
        text.replacen("Second Try", "Second Tea", 1),
    )
    .unwrap();

    let finished = shelf.offline("spoilt.json");

    assert_eq!(finished.code, 1, "{finished:?}");
    assert!(
        finished.output.starts_with("Not valid."),
        "{}",
        finished.output
    );
}

#[test]
fn a_withdrawn_badge_ends_with_one_and_its_reason() {
    let shelf = Shelf::new(&TestDatabase::sqlite());
    shelf
        .school
        .revoke(&shelf.award, "Given to the wrong person.")
        .expect(200);
    shelf.save_map();

    let finished = shelf.offline("badge.json");

    assert_eq!(finished.code, 1, "{finished:?}");
    assert!(
        finished
            .output
            .starts_with("Withdrawn. Kestrel Hill School took this badge back."),
        "{}",
        finished.output
    );
}

#[test]
fn the_recipient_is_compared() {
    let shelf = Shelf::new(&TestDatabase::sqlite());
    let ask = |email: &str| {
        let arguments = [
            "verify",
            "--offline",
            "--documents",
            "map.json",
            "--recipient",
            email,
            "badge.json",
        ];
        accolade_in(shelf.path(), &arguments).code
    };

    assert_eq!(ask("amara@pupils.kestrelhill.example"), 0);
    assert_eq!(ask("kofi@pupils.kestrelhill.example"), 1);
}

#[test]
fn a_badge_comes_through_a_pipe() {
    let shelf = Shelf::new(&TestDatabase::sqlite());
    let file = std::fs::File::open(shelf.path().join("badge.png")).unwrap();

    let mut command = accolade();
    command.current_dir(shelf.path()).stdin(file);
    let finished =
        Finished::of(command.args(["verify", "--offline", "--documents", "map.json", "-"]));

    assert_eq!(finished.code, 0, "{finished:?}");
}

#[test]
fn what_is_baked_can_be_taken_out_again() {
    let shelf = Shelf::new(&TestDatabase::sqlite());
    std::fs::write(shelf.path().join("plain.svg"), accolade_tests::DRAWING).unwrap();

    for badge in ["badge.json", "badge.jwt"] {
        let baked = accolade_in(
            shelf.path(),
            &["bake", "plain.svg", badge, "--output", "baked.svg"],
        );
        assert_eq!(baked.code, 0, "{baked:?}");
        let out = accolade_in(shelf.path(), &["unbake", "baked.svg"]);
        let original = std::fs::read_to_string(shelf.path().join(badge)).unwrap();
        assert_eq!(out.output.trim(), original.trim(), "{badge}");
        assert_eq!(
            shelf.offline("baked.svg").code,
            if badge == "badge.json" {
                0
            } else {
                shelf.offline("badge.jwt").code
            }
        );
    }
    let empty = accolade_in(shelf.path(), &["unbake", "plain.svg"]);
    assert_eq!(empty.code, 1, "{empty:?}");
}

#[test]
fn wrong_usage_ends_with_64() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("map.json"), "[]").unwrap();
    std::fs::write(folder.path().join("badge.json"), "{}").unwrap();

    for arguments in [
        vec!["verify"],
        vec!["verify", "a.json", "b.json"],
        vec!["verfy", "a.json"],
        vec!["verify", "--recipent", "x", "a.json"],
        vec!["verify", "--documents", "map.json", "badge.json"],
        vec!["verify", "--documents", "none.json", "badge.json"],
        vec!["verify", "--listen", "nowhere", "badge.json"],
        vec!["verify", "http://["],
        vec!["award", "not-an-id", "--email", "a@b.example"],
    ] {
        let finished = accolade_in(folder.path(), &arguments);
        assert_eq!(finished.code, 64, "{arguments:?}: {finished:?}");
    }
    assert_eq!(accolade_in(folder.path(), &["--help"]).code, 0);
    assert_eq!(accolade_in(folder.path(), &["--version"]).code, 0);
}

#[test]
fn what_is_no_badge_is_invalid_and_what_is_not_there_is_unknown() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("empty.json"), "{}").unwrap();

    assert_eq!(
        accolade_in(folder.path(), &["verify", "--offline", "empty.json"]).code,
        1
    );
    assert_eq!(
        accolade_in(folder.path(), &["verify", "--offline", "missing.json"]).code,
        2
    );
}
