//! What a type does not name survives reading and writing, byte for byte.

use openbadges::clr::ClrCredential;
use openbadges::{v2, v3};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::full;
use crate::tree::{last, object_at, objects};

/// Any JSON of a few levels, with numbers and texts of every sort.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter_map("finite", serde_json::Number::from_f64)
            .prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((".{0,6}", inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Unknown members for random objects of a document.
fn additions() -> impl Strategy<Value = Vec<(u16, String, Value)>> {
    proptest::collection::vec((any::<u16>(), "x:[a-z~/ø]{1,6}", anything()), 1..8)
}

/// Adds members to objects, except to those that the standard closes and those that are kept as they are anyway.
fn with(mut document: Value, additions: &[(u16, String, Value)], closed: &[&str]) -> Value {
    for (place, name, value) in additions {
        let open: Vec<String> = objects(&document)
            .into_iter()
            .filter(|at| !at.contains("/x:") && !is_closed(&document, at, closed))
            .collect();
        let at = &open[usize::from(*place) % open.len()];
        object_at(&mut document, at).insert(name.clone(), value.clone());
    }
    document
}

fn is_closed(document: &Value, at: &str, closed: &[&str]) -> bool {
    let kind = document.pointer(at).and_then(|object| object.get("type"));
    closed
        .iter()
        .any(|class| kind.is_some_and(|kind| kind == class))
        || last(at) == "@context"
}

/// The text of a document is the strictest comparison: order and the writing of numbers count.
fn text(document: &Value) -> String {
    document.to_string()
}

const CLOSED: &[&str] = &["Image", "IdentityObject", "IdentifierEntry", "Association"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn unknown_members_of_a_credential_survive(additions in additions()) {
        let document = with(full::credential().to_value(), &additions, CLOSED);

        let read = v3::OpenBadgeCredential::read(&document).map_err(|faults| TestCaseError::fail(format!("{faults:?}")))?;

        prop_assert_eq!(&read.to_value(), &document);
        // Members that are not named are written behind those that are; after that nothing moves any more.
        let settled = read.to_value();
        prop_assert_eq!(text(&v3::OpenBadgeCredential::read(&settled).unwrap().to_value()), text(&settled));
    }

    #[test]
    fn unknown_members_of_a_record_survive(additions in additions()) {
        let document = with(full::record().to_value(), &additions, CLOSED);

        let read = ClrCredential::read(&document).map_err(|faults| TestCaseError::fail(format!("{faults:?}")))?;

        prop_assert_eq!(&read.to_value(), &document);
    }

    #[test]
    fn unknown_members_of_an_assertion_survive(additions in additions()) {
        let document = with(full::assertion().to_value(), &additions, &[]);

        let read = v2::Assertion::read(&document).map_err(|faults| TestCaseError::fail(format!("{faults:?}")))?;

        prop_assert_eq!(&read.to_value(), &document);
    }

    #[test]
    fn members_that_a_closed_class_does_not_allow_are_told_and_kept(value in anything()) {
        let mut document = full::credential().to_value();
        let at = "/credentialSubject/identifier/0";
        object_at(&mut document, at).insert("x:more".into(), value);

        let reading = v3::OpenBadgeCredential::read_tolerantly(&document).unwrap();

        prop_assert_eq!(&reading.document.to_value(), &document);
        let places: Vec<_> = reading.faults.iter().map(|fault| fault.pointer.as_str()).collect();
        prop_assert_eq!(places, ["/credentialSubject/identifier/0/x:more"]);
    }
}

#[test]
fn the_other_documents_of_2_keep_what_they_do_not_name() {
    let list = v2::RevocationList::new(
        "urn:example:list",
        "urn:example:issuer",
        [v2::RevokedEntry::new("urn:x", None)],
    );
    let mut list = list.to_value();
    list["revokedAssertions"][0]["x:since"] = json!({"day": [1]});
    let mut key =
        v2::CryptographicKey::new("urn:example:key", "urn:example:issuer", "PEM").to_value();
    key["x:bits"] = json!(2048);
    let mut remains = v2::RevokedAssertion::new("urn:example:award", None).to_value();
    remains["x:since"] = json!(1.5e300);

    assert_eq!(v2::RevocationList::read(&list).unwrap().to_value(), list);
    assert_eq!(v2::CryptographicKey::read(&key).unwrap().to_value(), key);
    assert_eq!(
        v2::RevokedAssertion::read(&remains).unwrap().to_value(),
        remains
    );
}
