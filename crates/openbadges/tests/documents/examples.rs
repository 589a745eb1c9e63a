//! Every example of the specifications gets the verdict that is right, and is read without loss.
//!
//! The examples are served at the addresses they name, and each token's key where its issuer would publish it. What
//! the examples mention and nobody shows (other issuers, status lists) does not answer.

use std::collections::HashMap;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openbadges::verify::{
    Fetch, FetchError, Fetched, Input, Outcome, Policy, Report, Request, verify,
};
use openbadges::{v2, v3};
use serde_json::{Value, json};
use url::Url;

use crate::spec_data;
use expected::EXPECTED;

mod expected;

#[test]
fn every_example_gets_the_verdict_that_is_right() {
    let Some(data) = spec_data() else { return };
    let mut site = Site::of(&data.join("examples"));
    let mut wrong = Vec::new();

    for (folder, file, verdict, code, why) in EXPECTED {
        let bytes = site.files[&format!("{folder}/{file}")].clone();
        // Several examples have the same address: the one that is checked is the one that stands there.
        site.serve(&bytes);
        let report = check(&bytes, &site);

        let told = report
            .checks
            .iter()
            .any(|check| check.code.as_str() == *code);
        if report.verdict.as_str() != *verdict || !told {
            let told = told_by(&report);
            wrong.push(format!(
                "{folder}/{file}: {verdict} with {code}, because {why}; but got {told}"
            ));
        }
    }

    assert_eq!(
        EXPECTED.len(),
        site.files.len(),
        "a file without an expectation"
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_token_among_the_examples_verifies_only_with_the_key_its_issuer_publishes() {
    let Some(data) = spec_data() else { return };
    let mut site = Site::of(&data.join("examples"));
    let token = site.files["ob30-spec/sample-openbadgecredential.jwt"].clone();
    for set in site.answers.values_mut() {
        if set.starts_with(b"{\"keys\"") {
            *set = json!({"keys": []}).to_string().into_bytes();
        }
    }

    let report = check(&token, &site);

    assert_eq!(report.verdict.as_str(), "invalid", "{}", told_by(&report));
}

/// What wallets and issuers say to each other is no badge; what an issuer hands over in three of the answers is judged
/// as it is: its keys are nowhere to be found.
#[test]
fn no_message_of_openid_passes_for_a_badge() {
    let Some(data) = spec_data() else { return };
    let folder = data.join("examples/oid4vci-1.0");
    let site = Site {
        files: HashMap::new(),
        answers: HashMap::new(),
    };
    let (mut messages, mut inside) = (0, 0);

    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        // A line of this one is broken within a string, as in print.
        let expected = match name {
            "issuer_jwks.json" => "format.unreadable",
            _ => "format.no_badge",
        };
        assert_eq!(
            outcome(text.as_bytes(), &site),
            ("invalid", expected),
            "{name}"
        );
        messages += 1;
        if let Some(credential) = handed_over(&text) {
            let told = outcome(credential.as_bytes(), &site);
            assert_eq!(told, ("indeterminate", "issuer.key.unreachable"), "{name}");
            inside += 1;
        }
    }

    assert_eq!((messages, inside), (20, 3));
}

fn outcome(bytes: &[u8], site: &Site) -> (&'static str, &'static str) {
    let report = check(bytes, site);
    let against = report
        .checks
        .iter()
        .find(|check| matches!(check.outcome, Outcome::Fail | Outcome::Unknown));
    let code = against.map_or("nothing", |check| check.code.as_str());
    (report.verdict.as_str(), code)
}

/// The credential in an answer. Its lines are broken and indented as in print.
fn handed_over(answer: &str) -> Option<String> {
    let (_, body) = answer
        .trim()
        .split_once("\n\n")
        .or_else(|| answer.trim().split_once("\n  \n"))?;
    let printed: String = body.lines().map(str::trim_start).collect();
    let body: Value = serde_json::from_str(&printed).ok()?;
    match &body["credentials"][0]["credential"] {
        Value::String(token) => Some(token.clone()),
        Value::Null => None,
        document => Some(document.to_string()),
    }
}

/// Reads a document as what it is and writes it again.
fn written_again(document: &Value) -> Option<Value> {
    let is = |name: &str| {
        let types = document.get("type").map(openbadges::json::items);
        types.is_some_and(|types| types.iter().any(|found| found == name))
    };
    let old = document["@context"] == v2::CONTEXT;
    macro_rules! read {
        ($kind:ty) => {
            <$kind>::read_tolerantly(document).map(|reading| reading.document.to_value())
        };
    }
    let written = match () {
        () if is("OpenBadgeCredential") => read!(v3::OpenBadgeCredential),
        () if is("EndorsementCredential") => read!(v3::EndorsementCredential),
        () if is("Achievement") => read!(v3::Achievement),
        () if is("Assertion") => read!(v2::Assertion),
        () if is("BadgeClass") => read!(v2::BadgeClass),
        () if old && (is("Issuer") || is("Profile")) => read!(v2::Profile),
        () if is("Profile") => read!(v3::Profile),
        () if is("CryptographicKey") => read!(v2::CryptographicKey),
        () if is("RevocationList") => read!(v2::RevocationList),
        () if is("Endorsement") && document["revoked"] != true => read!(v2::Endorsement),
        () => return None,
    };
    written.ok()
}

/// One value and a list of one are the same in JSON-LD, and so is a picture by its address or as an object.
fn normal(value: &Value) -> Value {
    match value {
        Value::Array(list) if list.len() == 1 => normal(&list[0]),
        Value::Array(list) => list.iter().map(normal).collect(),
        Value::Object(members) => {
            let bare = |(name, value): (&String, &Value)| {
                let value = match value {
                    Value::String(id) if name == "image" => json!({"id": id, "type": "Image"}),
                    Value::Object(image) if name == "image" && !image.contains_key("type") => {
                        let mut image = image.clone();
                        image.insert("type".into(), "Image".into());
                        image.into()
                    }
                    other => normal(other),
                };
                (name.clone(), value)
            };
            members.iter().map(bare).collect()
        }
        other => other.clone(),
    }
}

#[test]
fn every_example_of_a_document_is_read_and_written_without_loss() {
    let Some(data) = spec_data() else { return };
    let site = Site::of(&data.join("examples"));
    let mut read = 0;
    let mut unread = Vec::new();

    for (name, bytes) in &site.files {
        let Some(document) = document_in(bytes) else {
            continue;
        };
        match written_again(&document) {
            Some(written) => {
                assert_eq!(normal(&written), normal(&document), "{name}");
                read += 1;
            }
            None => unread.push(name.as_str()),
        }
    }

    unread.sort_unstable();
    let expected = NOT_DOCUMENTS.to_vec();
    assert_eq!(unread, expected);
    assert!(read > 40, "{read}");
}

/// What no type of ours reads: parts, messages, and what lacks a member that no reader could do without.
const NOT_DOCUMENTS: &[&str] = &[
    // A context; badges under it, without the ids that every version asks for.
    "jff-plugfest/plugfest-1-2022-jff-vc-edu-plugfest-1-context.json",
    "jff-plugfest/plugfest-1-2022-plugfest-1-ex-1.json",
    "jff-plugfest/plugfest-1-2022-plugfest-1-ex-2.json",
    // The header of a JWS; documents of which one or two members are shown; what is left of an endorsement.
    "ob20-spec/04-signed-badges-example.json",
    "ob20-spec/08-revoked-hosted-assertion-example.json",
    "ob20-spec/09-criteria-example.json",
    "ob20-spec/10-evidence-example.json",
    "ob20-spec/11-evidence-example.json",
    "ob20-spec/12-image-example.json",
    "ob20-spec/13-image-example.json",
    "ob20-spec/14-badgeclass-versioning.json",
    "ob20-spec/15-internationalization-examples.json",
    "ob20-spec/16-internationalization-examples.json",
    "ob20-spec/19-endorsement-examples.json",
    // An achievement whose type is empty, and a credential that has it inside.
    "ob30-impl-guide/getting-started.02.json",
    "ob30-impl-guide/getting-started.03.json",
    // Messages of the API.
    "ob30-impl-guide/getting-started.04.json",
    "ob30-impl-guide/getting-started.05.json",
    // A badge class of which only the relation is shown; subjects without the rest.
    "ob30-impl-guide/migrating.01.json",
    "ob30-impl-guide/recommended-practices.06.json",
    "ob30-impl-guide/recommended-practices.07.json",
    "ob30-impl-guide/recommended-practices.08.json",
];

/// The document in a file: the JSON, or the payload of a token.
fn document_in(bytes: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(bytes).ok()?.trim();
    if text.starts_with('{') {
        return serde_json::from_str(text).ok();
    }
    part_of(text, 1)
}

fn part_of(token: &str, index: usize) -> Option<Value> {
    let part = token.split('.').nth(index)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

fn check(bytes: &[u8], fetch: &dyn Fetch) -> Report {
    let now: jiff::Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
    let request = Request {
        input: Input::Bytes(bytes),
        recipient: None,
    };
    verify(&request, &Policy::default(), fetch, now)
}

fn told_by(report: &Report) -> String {
    let mut text = format!("{} {:?}", report.verdict.as_str(), report.subject.spec);
    for check in report
        .checks
        .iter()
        .filter(|check| check.outcome != Outcome::Skipped)
    {
        let pointer = check.pointer.as_deref().unwrap_or_default();
        text.push_str(&format!(
            "\n    {} {} {pointer} {}",
            check.id, check.code, check.detail
        ));
    }
    text
}

/// The examples, where they say that they are.
struct Site {
    /// By folder and name.
    files: HashMap<String, Vec<u8>>,
    /// By address.
    answers: HashMap<String, Vec<u8>>,
}

impl Site {
    fn of(examples: &Path) -> Self {
        let mut site = Self {
            files: HashMap::new(),
            answers: HashMap::new(),
        };
        for folder in [
            "ob20-spec",
            "ob30-impl-guide",
            "ob30-repo",
            "ob30-spec",
            "jff-plugfest",
        ] {
            for entry in std::fs::read_dir(examples.join(folder)).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap();
                let bytes = std::fs::read(&path).unwrap();
                // Of those that only show a member or two there is nothing to be served.
                if document_in(&bytes).is_some_and(|document| document.get("type").is_some()) {
                    site.serve(&bytes);
                }
                site.files.insert(format!("{folder}/{name}"), bytes);
            }
        }
        site
    }

    fn serve(&mut self, bytes: &[u8]) {
        let text = std::str::from_utf8(bytes).unwrap().trim();
        if let Some(key) = part_of(text, 0).and_then(|header| header.get("jwk").cloned()) {
            let issuer = part_of(text, 1).unwrap()["issuer"]["id"].clone();
            let host = Url::parse(issuer.as_str().unwrap()).unwrap();
            let address = host.join("/.well-known/jwks.json").unwrap();
            let set = json!({"keys": [key]}).to_string().into_bytes();
            self.answers.insert(address.into(), set);
            return;
        }
        let Some(document) = document_in(bytes) else {
            return;
        };
        if let Some(id) = document["id"]
            .as_str()
            .filter(|_| document["@context"] == v2::CONTEXT)
        {
            self.answers.insert(id.to_owned(), bytes.to_vec());
        }
    }
}

impl Fetch for Site {
    fn fetch(&self, url: &Url, _accept: &str) -> Result<Fetched, FetchError> {
        let silent = || FetchError::Unreachable("nobody shows it".to_owned());
        let body = self.answers.get(url.as_str()).ok_or_else(silent)?;
        Ok(Fetched {
            status: 200,
            media_type: None,
            body: body.clone(),
            final_url: url.clone(),
        })
    }
}
