use std::collections::HashMap;

use serde_json::{Value, json};

use super::*;
use crate::contexts::Edition;

fn known(url: &str) -> Option<&'static Value> {
    bundled(url, Edition::Newest)
}

fn badge() -> Value {
    json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "https://example.org/awards/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:example.org", "type": ["Profile"], "name": "Example"},
        "validFrom": "2026-11-22T10:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://example.org/badges/1",
                "type": ["Achievement"],
                "name": "Teamwork",
                "description": "Works with others",
                "criteria": {"narrative": "Do it"},
                "resultDescription": [{
                    "id": "urn:uuid:1",
                    "type": ["ResultDescription"],
                    "name": "Level",
                    "resultType": "Result",
                    "allowedValue": ["low", "high"],
                }],
            },
        },
        "proof": {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "verificationMethod": "did:web:example.org#1",
            "proofPurpose": "assertionMethod",
            "proofValue": "zabc",
        },
    })
}

fn safely(document: &Value) -> Result<Value, LinkedError> {
    expand(document, &Options::new(&known).safe())
}

fn loss(context: Value, members: Value) -> Loss {
    let mut document = members;
    document["@context"] = context;
    let plain = |_: &str| None;
    assert!(expand(&document, &Options::new(&plain)).is_ok());
    match to_rdf(&document, &Options::new(&plain).safe()) {
        Err(LinkedError::Lost(loss)) => loss,
        other => panic!("{document} gives {other:?}"),
    }
}

/// Gives every node without a name one, as selective disclosure does.
fn skolemise(value: &mut Value, count: &mut usize) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| skolemise(item, count)),
        Value::Object(members) if members.contains_key("@value") => {}
        Value::Object(members) => {
            members
                .values_mut()
                .for_each(|value| skolemise(value, count));
            if !members.contains_key("@list") && !members.contains_key("@id") {
                members.insert("@id".into(), format!("urn:bnid:{count}").into());
                *count += 1;
            }
        }
        _ => {}
    }
}

#[test]
fn a_badge_comes_back_from_its_expanded_form_as_it_was() {
    let (badge, options) = (badge(), Options::new(&known).safe());

    let expanded = expand(&badge, &options).unwrap();
    let compacted = compact(&expanded, &badge["@context"], &options).unwrap();

    let mut expected = badge.clone();
    expected["issuer"]["type"] = json!("Profile");
    expected["credentialSubject"]["type"] = json!("AchievementSubject");
    let achievement = &mut expected["credentialSubject"]["achievement"];
    achievement["type"] = json!("Achievement");
    achievement["resultDescription"][0]["type"] = json!("ResultDescription");
    assert_eq!(compacted, expected);
}

#[test]
fn a_badge_whose_nodes_were_named_compacts_to_the_same_words() {
    let (badge, options) = (badge(), Options::new(&known).safe());
    let mut expanded = expand(&badge, &options).unwrap();
    let mut count = 0;

    skolemise(&mut expanded, &mut count);
    let compacted = compact(&expanded, &badge["@context"], &options).unwrap();

    assert_eq!(count, 4);
    assert_eq!(compacted["issuer"]["name"], "Example");
    let criteria = &compacted["credentialSubject"]["achievement"]["criteria"];
    assert_eq!(criteria["narrative"], "Do it");
    assert!(criteria["id"].as_str().unwrap().starts_with("urn:bnid:"));
    assert!(safely(&compacted).is_ok());
}

#[test]
fn nothing_is_lost_without_a_word_in_safe_mode() {
    let name = json!({"name": "urn:name", "link": {"@id": "urn:link", "@type": "@id"}});
    let undefined = |term: &str| Loss::UndefinedTerm(term.to_owned());
    let relative = |iri: &str| Loss::RelativeIri(iri.to_owned());
    for (members, expected) in [
        (json!({"shoe": 44}), undefined("shoe")),
        (json!({"shoe": null}), undefined("shoe")),
        (json!({"name": {"shoe": []}}), undefined("shoe")),
        (json!({"@type": "Invented"}), undefined("Invented")),
        (json!({"@id": "a", "name": "x"}), relative("a")),
        (json!({"@id": "urn:a b", "name": "x"}), relative("urn:a b")),
        (json!({"link": "a"}), relative("a")),
        (json!({"link": "@foo"}), Loss::KeywordLike("@foo".into())),
        (json!({"@id": "@foo"}), Loss::KeywordLike("@foo".into())),
        (
            json!({"name": {"@value": "x", "@language": "e n"}}),
            Loss::Language("e n".into()),
        ),
        (
            json!({"name": {"@value": null}}),
            Loss::Dropped("a null in @value"),
        ),
        (
            json!({"name": {"@value": "x", "@direction": "ltr"}}),
            Loss::Dropped("the direction of a text"),
        ),
        (
            json!({"name": {"@language": "en"}}),
            Loss::Dropped("a language or direction without a text"),
        ),
        (
            json!({"@id": "urn:x"}),
            Loss::Dropped("an object that says nothing"),
        ),
        (
            json!({"@graph": ["x"]}),
            Loss::Dropped("a value outside of any node"),
        ),
        (
            json!({"@graph": [{"@value": 1}]}),
            Loss::Dropped("a value outside of any node"),
        ),
        (json!({"_:b": "x"}), undefined("_:b")),
    ] {
        assert_eq!(loss(name.clone(), members), expected);
    }
    assert!(safely(&badge()).is_ok());
}

#[test]
fn a_term_that_is_said_to_mean_nothing_is_undefined_in_safe_mode() {
    let nothing = json!({"@vocab": "urn:v:", "shoe": null});

    assert_eq!(
        loss(nothing, json!({"shoe": 44})),
        Loss::UndefinedTerm("shoe".to_owned())
    );
}

/// What [`Bundled`] and the reference path rely on.
#[test]
fn the_contexts_scoped_to_terms_of_the_bundled_ones_are_right() {
    let plain = |edition| move |url: &str| bundled(url, edition);
    for edition in [Edition::Newest, Edition::Early303] {
        for url in crate::contexts::known_urls() {
            let document = json!({"@context": url, "urn:a": 1});

            let checked = expand(&document, &Options::new(&plain(edition)));
            let trusted = expand(&document, &Options::new(&Bundled(edition)));

            // The examples of 2018 name a context that is not bundled.
            let lacking = Some(ErrorCode::LoadingRemoteContextFailed);
            let fine = checked.as_ref().map_or_else(LinkedError::code, |_| lacking);
            assert_eq!(fine, lacking, "{url}");
            assert_eq!(checked, trusted);
        }
    }
}

#[test]
fn hostile_documents_end_in_too_complex() {
    let nest = |levels: usize| (0..levels).fold(json!(1), |inner, _| json!({"urn:a": inner}));
    let terms: serde_json::Map<String, Value> = (0..2_000)
        .map(|number| (format!("t{number}"), json!(format!("t{}:x", number + 1))))
        .collect();
    let types: Vec<Value> = (0..6_000)
        .map(|_| json!({"@context": {"a": "urn:a"}, "a": 1}))
        .collect();
    // Short words for what is long, and many statements about one that is long.
    let long = format!("urn:{}", "x".repeat(100_000));
    let words: Vec<Value> = (0..1_000).map(|_| json!({"a": {"@id": "p:a"}})).collect();
    let prefixed = json!({"@context": {"p": format!("{long}:"), "a": "urn:a"}, "a": words});
    let numbers: Vec<usize> = (0..1_000).collect();
    let about = json!({"@id": long, "urn:a": numbers});
    let tagged =
        json!({"@context": {"@language": "abcd-".repeat(20_000) + "a"}, "urn:a": vec!["x"; 1_000]});
    let many: Vec<Value> = (0..7_000).map(|_| json!({"urn:a": 1})).collect();
    let documents: [Value; 7] = [
        prefixed,
        about,
        tagged,
        nest(2_000),
        json!({"@context": terms, "urn:a": 1}),
        json!(types),
        json!(many),
    ];
    for document in documents {
        let outcome = to_rdf(&document, &Options::new(&known));

        assert_eq!(outcome, Err(LinkedError::TooComplex));
    }
}

#[test]
fn a_context_that_leads_to_itself_overflows() {
    let context = json!({"@context": ["https://example.org/c", {"a": "urn:a"}]});
    let loader = HashMap::from([("https://example.org/c".to_owned(), context)]);
    let document = json!({"@context": "https://example.org/c", "a": 1});

    let error = expand(&document, &Options::new(&loader)).unwrap_err();

    assert_eq!(error.code(), Some(ErrorCode::ContextOverflow));
}
