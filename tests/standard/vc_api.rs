//! The outside door, as the test suites of W3C knock at it: what they send, what they want back.
//!
//! The inputs are those of the suites, read from the folder with the standards' vectors; the rules about statuses (201
//! issued, 200 verified, 400 or 422 refused) are those by which the suites judge. All of it goes over TLS, as they do.

use std::io::Write;
use std::path::{Path, PathBuf};

use accolade_server::config::{DoorPolicy, TlsFiles};
use accolade_storage::testing::TestDatabase;
use accolade_tests::{Answer, Client, TestServer};
use serde_json::{Value, json};
use url::Url;

mod chains;
mod door;
mod inputs;
mod presentations;
mod proofs;
mod selective;
mod status;

/// A server that speaks TLS with its door open, and a client in front of it.
pub(crate) struct Open {
    server: TestServer,
    _certificates: tempfile::TempDir,
    pub(crate) client: Client,
    /// The test issuer with an Ed25519 key.
    pub(crate) did: String,
}

impl Open {
    pub(crate) fn new() -> Self {
        let db = TestDatabase::sqlite();
        let pair = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let certificates = tempfile::tempdir().unwrap();
        let files = TlsFiles {
            certificate: certificates.path().join("server.pem"),
            key: certificates.path().join("server.key"),
        };
        std::fs::write(&files.certificate, pair.cert.pem()).unwrap();
        std::fs::write(&files.key, pair.signing_key.serialize_pem()).unwrap();
        let server = TestServer::start(&db, |config| {
            config.door = DoorPolicy::Open;
            config.tls = Some(files);
        });
        assert_eq!(server.url.scheme(), "https");
        let client = Client::trusting(&server.url, &pair.cert.pem());
        let known = client.get("/vc").expect(200).json();
        let did = known["issuers"][0]["id"].as_str().unwrap().to_owned();
        Self {
            server,
            _certificates: certificates,
            client,
            did,
        }
    }

    pub(crate) fn url(&self) -> Url {
        self.server.url.clone()
    }

    pub(crate) fn issue(&self, credential: &Value, options: &Value) -> Answer {
        issue(&self.client, credential, options)
    }

    pub(crate) fn issued(&self, credential: &Value, options: &Value) -> Value {
        self.issue(credential, options).expect(201).json()
    }

    /// Sends a credential as the suites do, which look at the proof.
    pub(crate) fn verify(&self, credential: &Value) -> Answer {
        let body = json!({"verifiableCredential": credential, "options": {"checks": ["proof"]}});
        self.client.post("/vc/credentials/verify", &body)
    }

    /// Sends a credential and asks about everything.
    pub(crate) fn verify_all(&self, credential: &Value) -> Answer {
        let body = json!({"verifiableCredential": credential});
        self.client.post("/vc/credentials/verify", &body)
    }
}

fn issue(client: &Client, credential: &Value, options: &Value) -> Answer {
    let body = json!({"credential": credential, "options": options});
    client.post("/vc/credentials/issue", &body)
}

/// The smallest credential, by an issuer whose place the test issuer takes.
pub(crate) fn credential() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": "did:example:issuer",
        "credentialSubject": {"id": "did:example:subject"},
    })
}

/// How a suite wants a refusal.
#[track_caller]
pub(crate) fn assert_refused(answer: &Answer, what: &str) {
    assert!(
        matches!(answer.status, 400 | 422),
        "{what}: {} {}",
        answer.status,
        answer.text()
    );
    assert_eq!(answer.media_type(), "application/problem+json", "{what}");
}

/// The folder of vectors, if it is there; a skipped test says so.
pub(crate) fn vectors(folder: &str) -> Option<PathBuf> {
    let data = std::env::var_os("ACCOLADE_SPEC_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/spec-data"),
        PathBuf::from,
    );
    let folder = data.join("vectors").join(folder);
    if folder.is_dir() {
        return Some(folder);
    }
    let _ = writeln!(
        std::io::stderr(),
        "vectors skipped: no folder {} (set ACCOLADE_SPEC_DATA)",
        folder.display()
    );
    None
}

/// The JSON files of a folder by their names without the ending, in order.
pub(crate) fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}
