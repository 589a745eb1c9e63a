//! Every leaf of every good sample, changed one at a time: none of the copies may pass for the original.
//!
//! Samples in pictures are taken out, changed and baked in again. The samples are not part of this repository
//! (`ACCOLADE_SPEC_DATA` names the folder `spec-data`).

use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openbadges::baking::{Payload, bake, kind_of, unbake};
use openbadges::verify::{Fetch, FetchError, Fetched, Report};
use serde_json::Value;
use url::Url;

use crate::world::{check, told_by};

#[test]
fn no_changed_leaf_of_a_good_sample_goes_unnoticed() {
    let Some(folder) = samples() else { return };
    let mut tried = 0;
    let mut unnoticed = Vec::new();

    for sample in good_samples(&folder) {
        let Some(document) = sample.document() else {
            continue;
        };
        for pointer in leaves_of(&document) {
            let mut changed = document.clone();
            alter(changed.pointer_mut(&pointer).unwrap());
            tried += 1;
            let report = check(&sample.rewritten(&changed), &sample.web);
            if report.verdict.holds() && !is_noticed(&sample, &report, &pointer) {
                unnoticed.push(format!("{}{pointer}: {}", sample.file, told_by(&report)));
            }
        }
    }

    assert!(tried > 300, "{tried}");
    assert!(unnoticed.is_empty(), "{}", unnoticed.join("\n"));
}

#[test]
fn no_member_added_to_or_taken_from_a_good_sample_goes_unnoticed() {
    let Some(folder) = samples() else { return };
    let mut tried = 0;
    let mut unnoticed = Vec::new();

    for sample in good_samples(&folder) {
        let Some(document) = sample.document() else {
            continue;
        };
        // What a copy of a hosted document leaves out is no difference: its address has it.
        let hosted = sample.spec == "OB2";
        for pointer in objects_of(&document) {
            let object = document.pointer(&pointer).unwrap().as_object().unwrap();
            let mut copies = vec![("honours added".to_owned(), {
                let mut changed = document.clone();
                changed.pointer_mut(&pointer).unwrap()["honours"] = "first class".into();
                changed
            })];
            for name in object.keys().filter(|_| !hosted) {
                let mut changed = document.clone();
                let object = changed.pointer_mut(&pointer).unwrap();
                object.as_object_mut().unwrap().shift_remove(name);
                copies.push((format!("{name} taken"), changed));
            }
            for (what, changed) in copies {
                tried += 1;
                let report = check(&sample.rewritten(&changed), &sample.web);
                if report.verdict.holds() && !is_noticed(&sample, &report, &pointer) {
                    let file = &sample.file;
                    unnoticed.push(format!("{file}{pointer}, {what}: {}", told_by(&report)));
                }
            }
        }
    }

    assert!(tried > 300, "{tried}");
    assert!(unnoticed.is_empty(), "{}", unnoticed.join("\n"));
}

/// Whether a copy that still holds is one that may: what was changed is told as a warning, or nobody reads it.
fn is_noticed(sample: &Sample, report: &Report, pointer: &str) -> bool {
    let told = |code: &str| {
        report
            .checks
            .iter()
            .any(|check| check.code.as_str() == code)
    };
    // The address is the truth about a hosted document; of a definition whose address is silent, the copy is read and
    // said to be one. Contexts of copies mean nothing: the standard has fixed what the words mean.
    let of_hosted = sample.spec == "OB2"
        && (told("hosted.changed") || told("hosted.copy") || pointer.contains("/@context"));
    // A proof that became one of an unknown kind stands beside another that holds.
    let of_proof = pointer.starts_with("/proof") && told("signature.skipped");
    // What a record says about one of its parts is signed by the record as a whole.
    let of_part =
        pointer.starts_with("/credentialSubject/verifiableCredential") && told("clr.inner.broken");
    // Endorsements too; and a statement that stands elsewhere in the badge a second time is not missed where it is taken.
    let of_praise = pointer.contains("/endorsement/") && told("endorsement.broken");
    // Contexts of no word that is known are told of the copy, and only where the original named none of them.
    let of_context = pointer.contains("@context") && told("format.context.foreign");
    of_hosted || of_proof || of_part || of_praise || of_context
}

/// A sample that holds, with the web around it.
struct Sample {
    file: String,
    spec: String,
    bytes: Vec<u8>,
    web: Resolver,
}

impl Sample {
    /// What was signed as text: the file itself, or what a picture carries.
    fn text(&self) -> String {
        let carried = unbake(&self.bytes)
            .ok()
            .and_then(|found| found.first().cloned());
        let text = match &carried {
            Some(payload) => payload.text().into(),
            None => String::from_utf8_lossy(&self.bytes),
        };
        text.trim().to_owned()
    }

    /// The JSON that was signed: the text itself, or the payload of a token.
    fn document(&self) -> Option<Value> {
        let text = self.text();
        if text.starts_with('{') {
            return serde_json::from_str(&text).ok();
        }
        let payload = text.split('.').nth(1)?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
    }

    /// The sample with another document in it, and the signature that it had.
    fn rewritten(&self, document: &Value) -> Vec<u8> {
        let text = self.text();
        let changed = if text.starts_with('{') {
            document.to_string()
        } else {
            let parts: Vec<&str> = text.split('.').collect();
            let payload = URL_SAFE_NO_PAD.encode(document.to_string());
            format!("{}.{payload}.{}", parts[0], parts[2])
        };
        if kind_of(&self.bytes).is_none() {
            return changed.into_bytes();
        }
        let payload = match unbake(&self.bytes).unwrap().swap_remove(0) {
            Payload::V3Json(_) => Payload::V3Json(changed),
            Payload::V3Jwt(_) => Payload::V3Jwt(changed),
            Payload::V2Json { url, .. } => Payload::V2Json { url, json: changed },
            Payload::V2Jws(_) => Payload::V2Jws(changed),
            other => other,
        };
        bake(&self.bytes, &payload).unwrap()
    }
}

fn good_samples(folder: &Path) -> Vec<Sample> {
    let index = read_json(&folder.join("index.json"));
    let entries = index.as_array().unwrap().iter();
    entries
        .filter_map(|entry| {
            let text = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
            let bytes = std::fs::read(folder.join(text("file"))).unwrap();
            let sample = Sample {
                web: Resolver::serving(folder, &text("spec"), &bytes),
                file: text("file"),
                spec: text("spec"),
                bytes,
            };
            check(&sample.bytes, &sample.web)
                .verdict
                .holds()
                .then_some(sample)
        })
        .collect()
}

fn samples() -> Option<PathBuf> {
    let data = std::env::var_os("ACCOLADE_SPEC_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/spec-data"),
        PathBuf::from,
    );
    let folder = data.join("samples");
    if folder.join("index.json").exists() {
        return Some(folder);
    }
    let _ = writeln!(
        std::io::stderr(),
        "leaves skipped: no folder {} (set ACCOLADE_SPEC_DATA)",
        folder.display()
    );
    None
}

fn read_json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Answers from `resolver.json`; a hosted sample answers at its own address besides.
struct Resolver(HashMap<String, Vec<u8>>);

impl Resolver {
    fn serving(folder: &Path, spec: &str, sample: &[u8]) -> Self {
        let files: HashMap<String, String> =
            serde_json::from_value(read_json(&folder.join("resolver.json"))).unwrap();
        let mut pages: HashMap<String, Vec<u8>> = files
            .into_iter()
            .map(|(url, file)| (url, std::fs::read(folder.join(file)).unwrap()))
            .collect();
        if spec == "OB2"
            && let Ok(document) = serde_json::from_slice::<Value>(sample)
            && let Some(id) = document["id"].as_str()
        {
            pages.insert(id.to_owned(), sample.to_vec());
        }
        Self(pages)
    }
}

impl Fetch for Resolver {
    fn fetch(&self, url: &Url, _accept: &str) -> Result<Fetched, FetchError> {
        let body = self
            .0
            .get(url.as_str())
            .ok_or_else(|| FetchError::Unreachable("not in resolver.json".to_owned()))?;
        Ok(Fetched {
            status: 200,
            media_type: None,
            body: body.clone(),
            final_url: url.clone(),
        })
    }
}

fn leaves_of(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(value, "", &mut |pointer, value| {
        if !value.is_object() && !value.is_array() {
            found.push(pointer.to_owned());
        }
    });
    found
}

fn objects_of(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(value, "", &mut |pointer, value| {
        if value.is_object() {
            found.push(pointer.to_owned());
        }
    });
    found
}

fn walk(value: &Value, at: &str, visit: &mut dyn FnMut(&str, &Value)) {
    use openbadges::json::pointer_to;
    visit(at, value);
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, child)| walk(child, &pointer_to(at, name), visit)),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(index, child)| walk(child, &pointer_to(at, index), visit)),
        _ => {}
    }
}

fn alter(leaf: &mut Value) {
    *leaf = match leaf {
        Value::String(text) => {
            let last = text.pop();
            text.push(if last == Some('x') { 'y' } else { 'x' });
            Value::String(text.clone())
        }
        Value::Bool(yes) => Value::Bool(!*yes),
        Value::Number(_) => 7_654_321.into(),
        _ => Value::String("changed".to_owned()),
    };
}
