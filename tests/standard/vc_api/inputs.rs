//! `w3c/vc-data-model-2.0-test-suite`: every input that is a credential.

use serde_json::{Value, json};

use super::{Open, assert_refused, files, vectors};

#[test]
fn every_credential_of_the_data_model_suite_is_issued_or_refused_as_its_name_says() {
    let Some(folder) = vectors("vcdm2-inputs") else {
        return;
    };
    let open = Open::new();
    let mut inputs = files(&folder);
    inputs.extend(files(&folder.join("names-and-descriptions")));
    inputs.retain(|(name, _)| !name.starts_with("presentation-"));
    let (mut good, mut bad) = (0, 0);
    for (name, text) in &inputs {
        let text = text
            .replace("PAST DATE", "2020-01-01T00:00:00Z")
            .replace("FUTURE DATE", "2040-01-01T00:00:00Z");
        let mut credential = serde_json::from_str(&text).unwrap();
        if name != "credential-no-issuer-fail" {
            credential = with_issuer(credential, &open.did);
        }

        // The direction of a text has no place in RDF, so a proof over RDF would leave it unsigned, and none is made: data
        // would be lost (Data Integrity 1.0, section 2.4). A proof over the JSON covers it.
        let options = match text.contains("@direction") {
            true => json!({"cryptosuite": "eddsa-jcs-2022"}),
            false => json!({}),
        };
        let answer = open.issue(&credential, &options);

        if name.ends_with("-ok") {
            assert_eq!(answer.status, 201, "{name}: {}", answer.text());
            let verified = open.verify(&answer.json());
            if name == "credential-proof-ok" {
                // It brings a made-up proof that names no key. The suite asks only that it is issued: the proof stays
                // beside ours, and a set of proofs holds only if each of them does.
                assert_refused(&verified, name);
            } else {
                assert_eq!(verified.status, 200, "{name}: {}", verified.text());
            }
            good += 1;
        } else {
            assert!(name.contains("-fail"), "{name}");
            assert_refused(&answer, name);
            bad += 1;
        }
    }
    assert_eq!((good, bad), (54, 41));
}

/// As the suite completes what it sends: an issuer that is missing, or has no id, is the one that is configured.
fn with_issuer(mut credential: Value, did: &str) -> Value {
    match credential.get_mut("issuer") {
        None => credential["issuer"] = did.into(),
        Some(Value::Object(issuer)) if !issuer.contains_key("id") => {
            issuer.insert("id".to_owned(), did.into());
        }
        Some(_) => {}
    }
    credential
}

/// But for one thing: the suite also sends digests that it calls wrong, beside right ones that are not those of the
/// published context either. Nothing is fetched when issuing, so digests are compared by verifiers only, who can reach
/// the resource (`verify::resources`).
#[test]
fn related_resources_have_the_form_that_the_suite_asks_for() {
    let open = Open::new();
    let context = "https://www.w3.org/ns/credentials/v2";
    let right = "sha384-NSOcNpmdIVUxIJGvGUoe22FjTWrXiaXlsZ8q6912LdnR3KraQO2n75Ica4wK4Qeg";
    let with = |resource: Value| {
        let mut credential = super::credential();
        credential["relatedResource"] = resource;
        open.issue(&credential, &json!({}))
    };

    with(json!({"id": context, "digestSRI": right})).expect(201);
    with(json!([{"id": context, "mediaType": "application/ld+json", "digestSRI": right}]))
        .expect(201);
    with(json!({"id": context, "digestMultibase": "uJKGMkOmFbVJhEfKTduMC2XCyvRAYLjOVmZWwIH1wQ7k"}))
        .expect(201);

    for wrong in [
        json!([context]),
        json!([{"digestSRI": right}]),
        json!([{"id": context}]),
        json!([{"id": context, "digestSRI": right}, {"id": context, "digestSRI": right}]),
    ] {
        assert_refused(&with(wrong.clone()), &wrong.to_string());
    }
}
