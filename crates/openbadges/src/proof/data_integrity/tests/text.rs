use super::*;

#[test]
fn a_text_is_signed_as_its_value_and_keeps_its_spelling() {
    let key = ed25519();
    let document = credential();
    let compact = document.to_string();
    let pretty = format!(" {document:#}\n");
    for suite in [
        Suite::EddsaRdfc2022,
        Suite::Ed25519Signature2020,
        Suite::EddsaJcs2022,
    ] {
        let options = [options(suite)];
        let expected = sign(&document, &options, &key).unwrap();

        let signed = sign_text(&pretty, &options, &key).unwrap();

        let kept = pretty.trim_end().strip_suffix('}').unwrap();
        assert!(signed.starts_with(kept), "{signed}");
        let value = crate::json::read(signed.as_bytes()).unwrap();
        assert_eq!(value, expected);
        assert_eq!(
            sign_text(&compact, &options, &key).unwrap(),
            expected.to_string()
        );
    }
}

#[test]
fn what_cannot_be_signed_as_a_value_cannot_be_signed_as_a_text() {
    let key = ed25519();
    let options = [options(Suite::EddsaRdfc2022)];
    let mut undefined = credential();
    undefined["shoeSize"] = json!(44);
    let signed = sign(&credential(), &options, &key).unwrap();

    for (text, with, error) in [
        ("[]".to_owned(), &options[..], "it is no object"),
        (
            "{\"a\":1,\"a\":2}".to_owned(),
            &options[..],
            "appears twice",
        ),
        (
            undefined.to_string(),
            &options[..],
            "no context defines the term `shoeSize`",
        ),
        (signed.to_string(), &options[..], "it has a proof already"),
        (credential().to_string(), &[], "no proof was asked for"),
        (
            "{}".to_owned(),
            &options[..],
            "no context defines the term `type`",
        ),
    ] {
        let refusal = sign_text(&text, with, &key).unwrap_err().to_string();

        assert!(refusal.contains(error), "{refusal}");
    }
}

#[test]
fn a_text_verifies_if_all_its_proofs_do() {
    let key = ed25519();
    let public = key.public_key();
    let verdict = |text: &str| verify_text(text.as_bytes(), &public, Edition::Newest);
    let suites = [
        Suite::EddsaRdfc2022,
        Suite::Ed25519Signature2020,
        Suite::EddsaJcs2022,
    ];
    let text = sign_text(&credential().to_string(), &suites.map(options), &key).unwrap();
    assert_eq!(verdict(&text), Ok(()));

    let changed = text.replace("\"Example\"", "\"Exarnple\"");
    let broken = text.replace("\"proofValue\":\"z", "\"proofValue\":\"u");
    let mut first_only: Value = serde_json::from_str(&text).unwrap();
    first_only["proof"][1]["created"] = json!("2026-11-22T10:00:01Z");
    let mut undefined: Value = serde_json::from_str(&text).unwrap();
    undefined["proof"][0]["shoeSize"] = json!(44);
    assert_ne!(changed, text);
    assert_eq!(verdict(&changed), Err(ProofError::SignatureMismatch));
    assert!(matches!(verdict(&broken), Err(ProofError::Malformed(_))));
    assert_eq!(
        verdict(&first_only.to_string()),
        Err(ProofError::SignatureMismatch)
    );
    assert!(matches!(
        verdict(&undefined.to_string()),
        Err(ProofError::Configuration(
            CanonicalError::UndefinedTerm { .. }
        ))
    ));
    for text in [
        "",
        "[]",
        "{\"proof\":[]}",
        &credential().to_string(),
        "{\"proof\":7}",
    ] {
        assert!(verdict(text).is_err(), "{text}");
    }
    let crowd = format!("{{\"proof\":[{}]}}", vec!["{}"; 1_000].join(","));
    assert!(verdict(&crowd).is_err());
}
