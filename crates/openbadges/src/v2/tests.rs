use serde_json::{Value, json};

use super::*;
use crate::keys::{Signer as _, SigningKey};
use crate::proof::jws::CompactJws;

fn issued_on() -> jiff::Timestamp {
    "2026-11-22T10:00:00.5Z".parse().unwrap()
}

fn recipient() -> IdentityObject {
    IdentityObject::hashed_email("Mayze@Example.org", "salt")
}

fn badge_class() -> BadgeClass {
    let mut badge_class = BadgeClass::new(
        "https://badges.example/badges/1",
        "Teamwork",
        "Works well with others.",
        Image::captioned("https://badges.example/b.png", "Four hands"),
        Criteria::narrative("Work in a team for a term."),
        Reference::Id("https://badges.example/issuers/acme".into()),
    );
    badge_class.alignment = vec![Alignment::new("Teams", "https://skills.example/teams")];
    badge_class
}

fn pointers<T: std::fmt::Debug>(read: Result<T, Vec<Fault>>) -> Vec<String> {
    let faults = read.expect_err("the document has faults");
    faults.into_iter().map(|fault| fault.pointer).collect()
}

#[test]
fn a_hosted_assertion_is_written_as_the_standard_has_it() {
    let badge = Reference::Id("https://badges.example/badges/1".into());

    let assertion = Assertion::hosted("https://badges.example/1", recipient(), badge, issued_on())
        .expiring("2028-01-01T00:00:00Z".parse().unwrap())
        .with_evidence([Evidence::told("I carried the water.")]);

    let expected = json!({
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://badges.example/1",
        "recipient": {
            "type": "email",
            "hashed": true,
            "identity": crate::recipient::hash_identity("mayze@example.org", "salt"),
            "salt": "salt"
        },
        "badge": "https://badges.example/badges/1",
        "verification": {"type": "HostedBadge"},
        "issuedOn": "2026-11-22T10:00:00Z",
        "expires": "2028-01-01T00:00:00Z",
        "evidence": [{"narrative": "I carried the water."}]
    });
    assert_eq!(assertion.to_value().to_string(), expected.to_string());
}

#[test]
fn an_issuer_names_its_key_list_and_scope() {
    let mut issuer = Profile::issuer(
        "https://badges.example/issuers/acme",
        "Acme",
        "https://acme.example",
        "badges@acme.example",
    );
    issuer.public_key = vec!["https://badges.example/keys/1".into()];
    issuer.verification = Some(IssuerVerification::starting_with("https://badges.example/"));
    issuer.revocation_list = Some("https://badges.example/revocations".into());

    let written = issuer.to_value();

    assert_eq!(written["type"], "Issuer");
    assert_eq!(written["publicKey"], "https://badges.example/keys/1");
    assert_eq!(
        written["verification"]["startsWith"],
        json!(["https://badges.example/"])
    );
    assert_eq!(Profile::read(&written), Ok(issuer));
}

#[test]
fn what_was_written_is_read_again() {
    let hosted = Assertion::hosted(
        "https://badges.example/1",
        recipient(),
        badge_class(),
        issued_on(),
    );
    let key = CryptographicKey::new(
        "https://badges.example/k",
        "https://badges.example/i",
        "PEM",
    );

    assert_eq!(Assertion::read(&hosted.to_value()), Ok(hosted));
    assert_eq!(
        BadgeClass::read(&badge_class().to_value()),
        Ok(badge_class())
    );
    assert_eq!(CryptographicKey::read(&key.to_value()), Ok(key));
}

#[test]
fn unknown_members_survive() {
    let mut written = badge_class().to_value();
    written["schema:audience"] = json!({"deep": [1, null]});
    written["criteria"]["points"] = json!(3);

    let read = BadgeClass::read(&written).unwrap();

    assert_eq!(read.to_value(), written);
}

#[test]
fn older_spellings_are_read() {
    let old = json!({
        "type": ["Assertion"],
        "id": "https://badges.example/1",
        "recipient": {"type": ["email"], "hashed": false, "identity": "a@b.example"},
        "badge": "https://badges.example/badges/1",
        "verify": {"type": "hosted"},
        "evidence": "https://badges.example/e",
        "issuedOn": "2016-01-01T00:00:00Z"
    });

    let read = Assertion::read(&old).unwrap();

    assert!(!read.verification.is_signed());
    assert_eq!(
        read.evidence,
        [Reference::Id("https://badges.example/e".into())]
    );
}

#[test]
fn each_fault_is_named_by_its_place() {
    let mut assertion =
        Assertion::hosted("x:1", recipient(), badge_class(), issued_on()).to_value();
    assertion["issuedOn"] = json!("2026-11-22");
    assertion["recipient"]["hashed"] = Value::Null;
    assertion["badge"]["issuer"] = json!("no address");

    let faults = pointers(Assertion::read(&assertion));

    assert_eq!(faults, ["/recipient/hashed", "/badge/issuer", "/issuedOn"]);
}

#[test]
fn a_signed_assertion_carries_itself_as_payload() {
    let key = SigningKey::p256_from_scalar([7; 32]).unwrap();
    let assertion = Assertion::signed(
        "urn:uuid:1",
        recipient(),
        badge_class(),
        issued_on(),
        "https://badges.example/keys/1",
    );

    let jws = CompactJws::parse(&signed::sign(&assertion, &key).unwrap()).unwrap();

    assert_eq!(jws.verify(&key.public_key()), Ok(()));
    let payload: Value = serde_json::from_slice(&jws.payload).unwrap();
    assert_eq!(payload, assertion.to_value());
    let hosted = Assertion::hosted("x:1", recipient(), badge_class(), issued_on());
    assert!(signed::sign(&hosted, &key).is_err());
}

#[test]
fn a_revocation_list_finds_ids_and_older_uids() {
    let list = json!({
        "type": "RevocationList",
        "revokedAssertions": ["urn:uuid:1", {"id": "urn:uuid:2", "revocationReason": "Typed twice"}, {"uid": "abc"}]
    });

    let list = RevocationList::read(&list).unwrap();

    assert_eq!(
        list.entry("urn:uuid:1", None).map(RevokedEntry::reason),
        Some(None)
    );
    assert_eq!(
        list.entry("urn:uuid:2", None)
            .and_then(RevokedEntry::reason),
        Some("Typed twice")
    );
    assert!(list.entry("urn:uuid:9", Some("abc")).is_some());
    assert!(list.entry("urn:uuid:9", None).is_none());
}

#[test]
fn of_a_revoked_assertion_little_is_left() {
    let revoked = RevokedAssertion::new("https://badges.example/1", Some("Wrong person".into()));

    let expected = json!({
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://badges.example/1",
        "revoked": true,
        "revocationReason": "Wrong person"
    });
    assert_eq!(revoked.to_value().to_string(), expected.to_string());
}

#[test]
fn an_endorsement_says_what_and_why() {
    let claim = EndorsementClaim::new("https://badges.example/badges/1", "We know it.");
    let issuer = Reference::Id("https://other.example/issuer".into());

    let endorsement = Endorsement::hosted("https://other.example/e/1", claim, issuer, issued_on());

    assert_eq!(Endorsement::read(&endorsement.to_value()), Ok(endorsement));
}
