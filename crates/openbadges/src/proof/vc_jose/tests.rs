use super::*;
use crate::keys::SigningKey;
use crate::proof::jws::CompactJws;

fn credential() -> Value {
    json!({
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiableCredential"],
        "issuer": "did:web:example.org",
        "credentialSubject": {"id": "did:example:ada"},
    })
}

fn key() -> SigningKey {
    SigningKey::p256_from_scalar([7; 32]).unwrap()
}

#[test]
fn the_payload_is_the_credential_and_the_header_says_so() {
    let options = TokenOptions::new("did:web:example.org#key-1");

    let token = sign_credential(&credential(), &options, &key()).unwrap();

    let jws = CompactJws::parse(&token).unwrap();
    assert_eq!(jws.verify(&key().public_key()), Ok(()));
    assert_eq!(
        Value::Object(jws.header.clone()),
        json!({"typ": "vc+jwt", "cty": "vc", "kid": "did:web:example.org#key-1", "alg": "ES256"})
    );
    assert_eq!(Value::Object(jws.payload_object().unwrap()), credential());
}

#[test]
fn a_presentation_carries_what_the_verifier_asked_for() {
    let presentation = json!({"@context": [CREDENTIALS_V2], "type": "VerifiablePresentation"});
    let options = TokenOptions::new("did:example:ada#1")
        .nonce("8f2c")
        .audience("https://verifier.example")
        .issued_at("2026-11-22T10:00:00Z".parse().unwrap())
        .expires_at("2026-11-22T10:05:00Z".parse().unwrap());

    let token = sign_presentation(&presentation, &options, &key()).unwrap();

    let jws = CompactJws::parse(&token).unwrap();
    let claims = jws.payload_object().unwrap();
    assert_eq!(jws.header["typ"], "vp+jwt");
    assert_eq!(claims["nonce"], "8f2c");
    assert_eq!(claims["aud"], "https://verifier.example");
    assert_eq!(claims["iat"], 1_795_341_600);
    assert_eq!(claims["exp"], 1_795_341_900);
}

#[test]
fn what_such_a_token_must_not_hold_is_not_signed() {
    let options = TokenOptions::new("did:example:ada#1");
    let changes: [(&str, Value); 5] = [
        ("vc", json!({})),
        ("vp", json!("x")),
        ("proof", json!({})),
        ("type", json!(["Other"])),
        (
            "@context",
            json!(["https://www.w3.org/2018/credentials/v1"]),
        ),
    ];
    for (member, value) in changes {
        let mut credential = credential();
        credential[member] = value;

        assert!(
            sign_credential(&credential, &options, &key()).is_err(),
            "{member}"
        );
    }
    assert!(sign_presentation(&credential(), &options, &key()).is_err());
}

#[test]
fn an_envelope_gives_back_its_token() {
    for content in [Content::Credential, Content::Presentation] {
        let envelope = envelop(content, "a.b.c");

        let opened = Envelope::of(&envelope).unwrap().unwrap();

        assert_eq!(opened.content, content);
        assert_eq!(opened.form, EnvelopeForm::Jwt);
        assert_eq!(opened.text, "a.b.c");
    }
    assert_eq!(Envelope::of(&credential()), None);
}

#[test]
fn a_broken_envelope_says_what_is_wrong() {
    let with = |member: &str, value: Value| {
        let mut envelope = envelop(Content::Credential, "a.b.c");
        envelope[member] = value;
        Envelope::of(&envelope).unwrap().map(|_| ())
    };

    assert_eq!(with("@context", json!([])), Err(EnvelopeError::Context));
    assert_eq!(with("id", json!("a.b.c")), Err(EnvelopeError::Address));
    assert_eq!(with("id", json!("data:,")), Err(EnvelopeError::Address));
    assert_eq!(
        with("id", json!("data:application/vp+jwt,a.b.c")),
        Err(EnvelopeError::MediaType)
    );
    assert_eq!(with("id", json!("data:application/jwt,a.b.c")), Ok(()));
}

#[test]
fn the_media_type_tells_how_the_content_is_secured() {
    let form = |media_type: &str| form_of(media_type).0;

    assert_eq!(form("application/VC+jwt; charset=utf-8"), EnvelopeForm::Jwt);
    assert_eq!(form("application/vc+sd-jwt"), EnvelopeForm::SdJwt);
    assert_eq!(form("application/vc+cose;base64"), EnvelopeForm::Other);
}
