use proptest::prelude::*;
use serde_json::{Value, json};

use super::rdfc::{Hash, Quad, Term};
use super::*;

fn bench(name: &str) -> Option<String> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/bench");
    std::fs::read_to_string(path.join(name)).ok()
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
            },
        },
    })
}

fn with(pointer: &str, member: &str, value: Value) -> Value {
    let mut badge = badge();
    badge.pointer_mut(pointer).unwrap()[member] = value;
    badge
}

fn refusal(document: &Value) -> CanonicalError {
    canonicalize(document, Edition::Newest).unwrap_err()
}

fn undefined(term: &str) -> CanonicalError {
    CanonicalError::UndefinedTerm {
        term: term.to_owned(),
    }
}

#[test]
fn the_bench_credential_has_the_lines_that_others_agreed_on() {
    let (Some(credential), Some(lines)) =
        (bench("credential.json"), bench("credential.canonical.nq"))
    else {
        return;
    };
    let credential: Value = serde_json::from_str(&credential).unwrap();

    for edition in [Edition::Newest, Edition::Early303] {
        assert_eq!(canonicalize(&credential, edition).unwrap(), lines);
    }
}

#[test]
fn an_honest_badge_has_a_canonical_form() {
    let lines = canonicalize(&badge(), Edition::Newest).unwrap();

    assert!(lines.contains("\"Works with others\" .\n"), "{lines}");
    assert!(!lines.contains("accolade"));
}

#[test]
fn a_term_that_no_context_defines_is_an_error_wherever_it_stands() {
    for pointer in [
        "",
        "/issuer",
        "/credentialSubject",
        "/credentialSubject/achievement/criteria",
    ] {
        for value in [
            json!("x"),
            json!({}),
            json!({"id": "https://example.org"}),
            json!(null),
            json!([]),
            json!([[null]]),
            json!(7),
        ] {
            let document = with(pointer, "shoeSize", value);
            assert_eq!(refusal(&document), undefined("shoeSize"), "{document}");
        }
    }
}

#[test]
fn a_type_that_no_context_defines_is_an_error() {
    let document = with("", "type", json!(["VerifiableCredential", "Invented"]));

    assert_eq!(refusal(&document), undefined("Invented"));
}

#[test]
fn a_term_of_the_newest_edition_is_undefined_in_the_early_one() {
    let document = with("", "jti", json!("urn:x"));

    assert!(canonicalize(&document, Edition::Newest).is_ok());
    assert_eq!(
        canonicalize(&document, Edition::Early303),
        Err(undefined("jti"))
    );
}

#[test]
fn relative_identifiers_are_an_error() {
    for iri in ["", "a", "#a", "/a", "../../../a", "//evil.example/a", "?q"] {
        for pointer in ["/issuer", "/credentialSubject/achievement"] {
            let error = refusal(&with(pointer, "id", json!(iri)));
            assert!(
                matches!(error, CanonicalError::RelativeIri { .. }),
                "{iri}: {error}"
            );
        }
    }
}

#[test]
fn identifiers_that_could_break_out_of_their_line_are_an_error() {
    for iri in [
        "https://a b",
        "https://a> <b",
        "urn:a\nb",
        "urn:\"",
        "urn:a\\u003e",
        "urn:\u{a0}",
    ] {
        let document = with("/issuer", "id", json!(iri));
        assert!(canonicalize(&document, Edition::Newest).is_err(), "{iri:?}");
    }
    for iri in [
        "https://example.org/a[1]",
        "urn:é",
        "mailto:a@b",
        "did:web:a%3A1",
    ] {
        let document = with("/issuer", "id", json!(iri));
        assert!(canonicalize(&document, Edition::Newest).is_ok(), "{iri:?}");
    }
}

#[test]
fn what_looks_like_a_keyword_is_an_error() {
    for (member, value) in [
        ("@foo", json!("x")),
        ("@index", json!("x")),
        ("@reverse", json!({})),
        ("@included", json!([])),
        ("@graph", json!([])),
        ("_:a", json!("x")),
        ("id", json!("@foo")),
        ("type", json!("@foo")),
        ("id", json!(null)),
        ("type", json!(null)),
        ("name", json!({"@value": null})),
        (
            "name",
            json!({"@value": "x", "@language": "not a language"}),
        ),
        ("name", json!({"@value": "x", "@direction": "ltr"})),
        ("name", json!({"@set": []})),
    ] {
        let document = with("/issuer", member, value);
        assert!(
            canonicalize(&document, Edition::Newest).is_err(),
            "{document}"
        );
    }
    let document = with("", "termsOfUse", json!("@foo"));
    assert!(
        canonicalize(&document, Edition::Newest).is_err(),
        "{document}"
    );
    let text = with("/issuer", "name", json!("@example"));
    assert!(
        canonicalize(&text, Edition::Newest)
            .unwrap()
            .contains("\"@example\"")
    );
}

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
fn a_document_cannot_name_the_types_that_are_added_to_it() {
    for name in ["accolade-combined:0", "\u{10fffd}0"] {
        let types = with("/issuer", "type", json!(["Profile", "Image", name]));
        let member = with("/issuer", name, json!("x"));
        for document in [types, member] {
            assert_eq!(refusal(&document), undefined(name));
        }
    }
}

#[test]
fn plain_values_in_place_of_a_graph_are_an_error() {
    for value in [json!({"@value": "x"}), json!([{"@list": ["x"]}])] {
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
    let mut deep = json!({});
    for _ in 0..100 {
        deep = json!({"issuer": deep});
    }
    let contexts = json!(vec!["https://www.w3.org/ns/credentials/v2"; 1_000]);
    let objects = json!(vec![json!({"type": "Profile"}); 30_000]);

    for document in [
        deep,
        with("", "@context", contexts),
        with("", "issuer", objects),
    ] {
        assert_eq!(refusal(&document), CanonicalError::TooComplex);
    }
}

#[test]
fn graphs_that_are_made_to_hang_end_quickly() {
    // Every node is linked to every other one: they cannot be told apart, in 20! orders.
    let clique: Vec<_> = (0..20)
        .flat_map(|a| (0..20).filter(move |b| a != *b).map(move |b| link(a, b)))
        .collect();

    // Two nodes with thousands of look-alikes each.
    let stars: Vec<_> = (0..6_000).map(|node| link(node % 2, 10 + node)).collect();

    for graph in [clique, stars] {
        assert_eq!(
            rdfc::canonicalize(&graph, Hash::Sha256),
            Err(rdfc::TooComplex)
        );
    }
}

#[test]
fn long_lists_of_equal_items_are_no_trouble() {
    let next = |node: usize| if node % 60 == 59 { 999 } else { node + 1 };
    let lists: Vec<_> = (0..120).map(|node| link(node, next(node))).collect();

    assert!(rdfc::canonicalize(&lists, Hash::Sha256).is_ok());
}

#[test]
fn a_long_chain_of_look_alikes_does_not_exhaust_the_stack() {
    let ring: Vec<_> = (0..5_000)
        .map(|node| link(node, (node + 1) % 5_000))
        .collect();

    assert_eq!(
        rdfc::canonicalize(&ring, Hash::Sha256),
        Err(rdfc::TooComplex)
    );
}

fn link(from: usize, to: usize) -> Quad {
    Quad {
        subject: Term::Blank(from),
        predicate: "urn:p".to_owned(),
        object: Term::Blank(to),
        graph: None,
    }
}

/// What the same quads become in the hands of the library that serves as judge.
fn judged(quads: &[Quad]) -> String {
    use oxrdf::dataset::{CanonicalizationAlgorithm, CanonicalizationHashAlgorithm};
    use oxrdf::{BlankNode, Dataset, GraphName, NamedNode, NamedOrBlankNode};

    let node = |term: &Term| -> NamedOrBlankNode {
        match term {
            Term::Iri(iri) => NamedNode::new_unchecked(iri).into(),
            Term::Blank(number) => BlankNode::new_unchecked(format!("x{number}")).into(),
            Term::Literal(_) => unreachable!("only objects are literals here"),
        }
    };
    let mut dataset: Dataset = quads
        .iter()
        .map(|quad| {
            let object: oxrdf::Term = match &quad.object {
                Term::Literal(text) => {
                    oxrdf::Literal::new_simple_literal(text.trim_matches('"')).into()
                }
                other => node(other).into(),
            };
            let graph: GraphName = quad
                .graph
                .as_ref()
                .map(node)
                .map_or(GraphName::DefaultGraph, Into::into);
            oxrdf::Quad::new(
                node(&quad.subject),
                NamedNode::new_unchecked(&quad.predicate),
                object,
                graph,
            )
        })
        .collect();
    dataset.canonicalize(CanonicalizationAlgorithm::Rdfc10 {
        hash_algorithm: CanonicalizationHashAlgorithm::Sha256,
    });
    let mut lines: Vec<_> = dataset.iter().map(|quad| format!("{quad} .\n")).collect();
    lines.sort_unstable();
    lines.concat()
}

fn any_quad() -> impl Strategy<Value = Quad> {
    let node = prop_oneof![
        6 => (0_usize..6).prop_map(Term::Blank),
        1 => (0..2).prop_map(|n| Term::Iri(format!("urn:n{n}"))),
    ];
    let object = prop_oneof![
        4 => node.clone(),
        1 => (0..2).prop_map(|n| rdfc::literal(&format!("v{n}"), "http://www.w3.org/2001/XMLSchema#string", None)),
    ];
    let graph = prop::option::weighted(0.2, node.clone());
    (node, 0..2, object, graph).prop_map(|(subject, predicate, object, graph)| Quad {
        subject,
        predicate: format!("urn:p{predicate}"),
        object,
        graph,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn our_canonical_form_is_that_of_another_implementation(
        quads in prop::collection::vec(any_quad(), 0..12),
    ) {
        let ours = rdfc::canonicalize(&quads, Hash::Sha256).unwrap();

        prop_assert_eq!(ours.n_quads, judged(&quads));
    }

    #[test]
    fn no_json_makes_the_canonicaliser_panic(document in any_document()) {
        let _ = canonicalize(&document, Edition::Newest);
    }
}

fn any_document() -> impl Strategy<Value = Value> {
    const NAMES: [&str; 24] = [
        "@id",
        "@type",
        "@value",
        "@list",
        "@set",
        "@context",
        "@language",
        "@graph",
        "id",
        "type",
        "name",
        "issuer",
        "proof",
        "credentialSubject",
        "achievement",
        "result",
        "allowedValue",
        "verifiableCredential",
        "evidence",
        "hashed",
        "identifier",
        "criteria",
        "",
        "x:y",
    ];
    const TEXTS: [&str; 12] = [
        "VerifiableCredential",
        "OpenBadgeCredential",
        "Achievement",
        "https://example.org",
        "_:a",
        "@json",
        "@none",
        "",
        "DataIntegrityProof",
        "ResultDescription",
        "urn:x",
        "en",
    ];
    let leaf = prop_oneof![
        prop::sample::select(&TEXTS[..]).prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
    ];
    let value = leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((prop::sample::select(&NAMES[..]), inner), 0..5)
                .prop_map(|members| members.into_iter().collect::<Value>()),
        ]
    });
    value.prop_map(|mut document| {
        if let Some(members) = document.as_object_mut() {
            members.insert("@context".into(), badge()["@context"].clone());
        }
        document
    })
}
