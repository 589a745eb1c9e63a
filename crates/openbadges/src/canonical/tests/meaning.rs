//! What documents mean by their contexts, types and datatypes, and where nothing can be told.

use super::*;

#[test]
fn a_null_makes_no_difference_where_the_term_is_defined() {
    let with_null = with("/issuer", "email", json!(null));

    assert_eq!(
        canonicalize(&with_null, Edition::Newest),
        canonicalize(&badge(), Edition::Newest)
    );
}

#[test]
fn only_known_contexts_named_by_their_address_are_accepted() {
    let url = "https://example.org/context";
    for (context, error) in [
        (
            json!([url]),
            CanonicalError::UnknownContext {
                url: url.to_owned(),
            },
        ),
        (
            json!({"name": "https://schema.org/name"}),
            CanonicalError::InlineContext,
        ),
        (json!(null), CanonicalError::InlineContext),
        (json!([null]), CanonicalError::InlineContext),
    ] {
        for pointer in ["", "/issuer"] {
            assert_eq!(refusal(&with(pointer, "@context", context.clone())), error);
        }
    }
    let mut document = badge();
    document.as_object_mut().unwrap().remove("@context");
    assert!(matches!(
        refusal(&document),
        CanonicalError::UndefinedTerm { .. }
    ));
    assert!(matches!(
        refusal(&json!([])),
        CanonicalError::InvalidJsonLd(_)
    ));
}

#[test]
fn a_protected_term_cannot_be_defined_anew() {
    let mut document = badge();
    let contexts = document["@context"].as_array_mut().unwrap();
    contexts.push(json!("https://w3id.org/security/data-integrity/v1"));

    assert!(matches!(
        refusal(&document),
        CanonicalError::InvalidJsonLd(_)
    ));
}

#[test]
fn an_undefined_term_in_a_credential_inside_a_presentation_is_an_error() {
    let mut inner = badge();
    inner["shoeSize"] = json!(null);
    let mut bare = badge();
    bare.as_object_mut().unwrap().remove("@context");
    for credential in [inner, bare] {
        let presentation = json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiablePresentation"],
            "verifiableCredential": [badge(), credential],
        });
        assert!(matches!(
            refusal(&presentation),
            CanonicalError::UndefinedTerm { .. }
        ));
    }
    let presentation = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": badge(),
    });
    assert!(canonicalize(&presentation, Edition::Newest).is_ok());
}

#[test]
fn all_types_of_an_object_bring_their_terms() {
    let mut document = with("/issuer", "type", json!(["Profile", "Image"]));
    document["issuer"]["caption"] = json!("A picture");
    document["issuer"]["phone"] = json!("+41");

    let lines = canonicalize(&document, Edition::Newest).unwrap();

    assert!(
        lines.contains("<https://schema.org/caption> \"A picture\""),
        "{lines}"
    );
    assert!(lines.contains("vocab.html#phone> \"+41\""), "{lines}");
    assert!(!lines.contains("accolade"), "{lines}");
    document["issuer"]["shoeSize"] = json!(44);
    assert_eq!(refusal(&document), undefined("shoeSize"));
}

#[test]
fn json_for_others_is_signed_as_json_or_refused() {
    for value in [
        json!(null),
        json!([]),
        json!({"@value": null}),
        json!({"type": "object"}),
    ] {
        let document = with("/issuer", "jsonSchema", value);
        assert!(
            canonicalize(&document, Edition::Newest).is_err(),
            "{document}"
        );
    }
    let schema = json!({"type": "JsonSchema", "jsonSchema": {"b": [1.0, "x"], "a": {"id": "y"}}});
    let document = with("", "credentialSubject", schema);

    let lines = canonicalize(&document, Edition::Newest).unwrap();

    let literal = r#""{\"a\":{\"id\":\"y\"},\"b\":[1,\"x\"]}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>"#;
    assert!(lines.contains(literal), "{lines}");
}

#[test]
fn numbers_that_are_read_in_different_ways_are_an_error() {
    for number in [json!(1e-7), json!(123_456_789_012_345_680_000.0)] {
        let document = with("/issuer", "name", number);
        assert!(
            canonicalize(&document, Edition::Newest).is_err(),
            "{document}"
        );
    }
    for number in [json!(1.5e-7), json!(3), json!(0.1), json!(1e21), json!(-7)] {
        let document = with("/issuer", "name", number);
        assert!(
            canonicalize(&document, Edition::Newest).is_ok(),
            "{document}"
        );
    }
}

#[test]
fn an_object_of_id_and_type_is_read_under_its_own_terms() {
    let image = json!({"id": "https://example.org/1.png", "type": "Result"});
    let document = with("/credentialSubject/achievement", "image", image);

    assert!(canonicalize(&document, Edition::Newest).is_ok());
}

#[test]
fn a_document_that_says_nothing_is_an_error() {
    let document = json!({"@context": badge()["@context"], "id": "urn:x"});

    assert!(matches!(
        refusal(&document),
        CanonicalError::InvalidJsonLd(_)
    ));
}

#[test]
fn a_member_by_another_name_for_the_same_thing_is_an_error() {
    for (place, plain, disguised) in [
        ("", "id", "@id"),
        ("", "type", "@type"),
        (
            "",
            "validFrom",
            "https://www.w3.org/2018/credentials#validFrom",
        ),
        (
            "/credentialSubject/achievement",
            "name",
            "https://schema.org/name",
        ),
        ("/credentialSubject", "achievement", "cred:achievement"),
    ] {
        let mut document = badge();
        let members = document
            .pointer_mut(place)
            .unwrap()
            .as_object_mut()
            .unwrap();
        let value = members.shift_remove(plain).unwrap();
        members.insert(disguised.to_owned(), value);

        let name = disguised.to_owned();
        assert_eq!(refusal(&document), CanonicalError::Disguised { name });
    }
}

#[test]
fn objects_of_many_types_in_every_combination_are_no_trouble() {
    let types = [
        "Achievement",
        "Alignment",
        "Profile",
        "Related",
        "Evidence",
        "Image",
        "Address",
    ];
    let subset = |bits: usize| -> Vec<&str> {
        (0..types.len())
            .filter(|place| bits >> place & 1 == 1)
            .map(|place| types[place])
            .collect()
    };
    let objects: Vec<Value> = (1..1_000)
        .map(|bits| json!({"type": subset(bits % 128), "id": "urn:x"}))
        .collect();

    let form = canonicalize(&with("", "evidence", json!(objects)), Edition::Newest);

    assert!(form.unwrap().contains("vocab.html#Address"));
}

#[test]
fn plain_values_in_place_of_a_graph_are_an_error() {
    for value in [
        json!({"@value": "x"}),
        json!([{"@list": ["x"]}]),
        json!("urn:x"),
        json!([7]),
        json!({"id": "urn:x"}),
    ] {
        let document = with("", "proof", value);
        assert!(
            canonicalize(&document, Edition::Newest).is_err(),
            "{document}"
        );
    }
}

#[test]
fn the_datatypes_of_the_context_are_copied_and_not_mended() {
    let document = with("", "awardedDate", json!("2026-11-22T10:00:00Z"));

    let lines = canonicalize(&document, Edition::Newest).unwrap();

    assert!(
        lines.contains("\"2026-11-22T10:00:00Z\"^^<xsd:dateTime>"),
        "{lines}"
    );
}

#[test]
fn a_document_that_nests_too_deeply_or_repeats_too_much_is_refused() {
    let deep = (0..100).fold(json!("x"), |inner, _| json!([inner]));
    let contexts = json!(vec!["https://www.w3.org/ns/credentials/v2"; 1_000]);
    let objects = json!(vec![json!({"type": "Profile"}); 30_000]);

    for document in [
        with("/issuer", "name", deep),
        with("", "@context", contexts),
        with("", "issuer", objects),
    ] {
        assert_eq!(refusal(&document), CanonicalError::TooComplex);
    }
}

#[test]
fn a_long_name_that_would_stand_in_very_many_lines_is_refused() {
    let mut bomb = badge();
    bomb["issuer"]["id"] = format!("urn:{}", "x".repeat(100_000)).into();
    bomb["issuer"]["name"] = (0..2_000).map(|number| number.to_string()).collect();

    assert_eq!(refusal(&bomb), CanonicalError::TooComplex);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_json_has_a_form_or_an_error(document in any_document()) {
        let form = canonicalize(&document, Edition::Newest);

        prop_assert!(form.is_err() || form.is_ok_and(|lines| lines.ends_with(" .\n")));
    }
}
