use std::path::Path;

use openbadges::canonical::canonicalize_with_inline_contexts;
use openbadges::canonical::rdfc::{self, Hash, Quad};
use openbadges::proof::canonical_json;
use serde_json::Value;

use crate::{json, text, vectors};

fn quads(path: std::path::PathBuf) -> (Vec<Quad>, Vec<String>) {
    rdfc::parse_n_quads(&text(path)).unwrap()
}

fn hash(entry: &Value) -> Hash {
    if entry["hashAlgorithm"] == "SHA384" {
        Hash::Sha384
    } else {
        Hash::Sha256
    }
}

#[test]
fn the_w3c_suite_of_rdf_dataset_canonicalization_passes() {
    let Some(folder) = vectors().map(|folder| folder.join("rdf-canon")) else {
        return;
    };
    let manifest = json(folder.join("manifest.jsonld"));
    let mut done = [0; 3];
    for entry in manifest["entries"].as_array().unwrap() {
        let file = |member: &str| folder.join(entry[member].as_str().unwrap());
        let (input, labels) = quads(file("action"));

        let canonical = rdfc::canonicalize(&input, hash(entry));

        let id = &entry["id"];
        match entry["type"].as_str().unwrap() {
            "rdfc:RDFC10EvalTest" => {
                assert_eq!(canonical.unwrap().n_quads, text(file("result")), "{id}");
                done[0] += 1;
            }
            "rdfc:RDFC10MapTest" => {
                let expected = json(file("result"));
                let numbers = canonical.unwrap().labels;
                assert_eq!(numbers.len(), expected.as_object().unwrap().len(), "{id}");
                for (node, number) in numbers {
                    assert_eq!(expected[&labels[node]], format!("c14n{number}"), "{id}");
                }
                done[1] += 1;
            }
            "rdfc:RDFC10NegativeEvalTest" => {
                assert_eq!(canonical, Err(rdfc::TooComplex), "{id}");
                done[2] += 1;
            }
            other => panic!("unknown kind of test {other}"),
        }
    }
    assert_eq!(done, [64, 21, 1]);
}

#[test]
fn the_json_canonicalization_vectors_pass() {
    let Some(folder) = vectors().map(|folder| folder.join("jcs")) else {
        return;
    };
    let mut done = 0;
    for entry in std::fs::read_dir(folder.join("input")).unwrap() {
        let name = entry.unwrap().file_name();
        let name = Path::new(&name);

        let written = canonical_json(&json(folder.join("input").join(name))).unwrap();

        let expected = text(folder.join("outhex").join(name.with_extension("txt")));
        let expected: String = expected.split_whitespace().collect();
        assert_eq!(hex::encode(&written), expected, "{}", name.display());
        let output = text(folder.join("output").join(name));
        assert_eq!(written, output.trim_end(), "{}", name.display());
        done += 1;
    }
    assert_eq!(done, 6);
}

#[test]
fn the_number_vectors_of_json_canonicalization_pass() {
    let Some(folder) = vectors().map(|folder| folder.join("jcs")) else {
        return;
    };
    let numbers = json(folder.join("numbers.json"));
    for case in numbers["cases"].as_array().unwrap() {
        let bits = u64::from_str_radix(case[0].as_str().unwrap(), 16).unwrap();
        let number = serde_json::Number::from_f64(f64::from_bits(bits));

        let written = number.map(|number| canonical_json(&Value::Number(number)).unwrap());

        assert_eq!(written.as_deref(), case[1].as_str(), "{case}");
    }
}

/// The suite also tests what badges never use and safe mode refuses. Refusing is fine here: what is
/// asked is that every answer that is given is right.
#[test]
fn whatever_of_the_json_ld_suite_is_accepted_gives_the_expected_quads() {
    let Some(folder) = vectors().map(|folder| folder.join("json-ld")) else {
        return;
    };
    let manifest = json(folder.join("toRdf-manifest.jsonld"));
    let (mut right, mut wrong) = (0, Vec::new());
    for entry in manifest["sequence"].as_array().unwrap() {
        let id = entry["@id"].as_str().unwrap();
        let special = [
            "base",
            "expandContext",
            "processingMode",
            "rdfDirection",
            "produceGeneralizedRdf",
        ]
        .iter()
        .any(|option| !entry["option"][option].is_null());
        let old = entry["option"]["specVersion"] == "json-ld-1.0";
        if special || old {
            continue;
        }
        let document = text(folder.join(entry["input"].as_str().unwrap()));
        let Ok(document) = serde_json::from_str(&document) else {
            continue;
        };
        let answer = canonicalize_with_inline_contexts(&document, |_| None);
        let Ok(answer) = answer else { continue };
        let expected = entry["expect"].as_str().map(|file| {
            let (quads, _) = quads(folder.join(file));
            rdfc::canonicalize(&quads, Hash::Sha256).unwrap().n_quads
        });
        if expected.as_ref() == Some(&answer) {
            right += 1;
        } else {
            wrong.push(format!("{id} {}\n{answer}{expected:?}", entry["name"]));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} right, {} wrong:\n{}",
        right,
        wrong.len(),
        wrong.join("\n\n")
    );
    assert!(right > 100, "{right}");
}
