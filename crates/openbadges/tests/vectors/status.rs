use openbadges::status::{BitstringList, Leniency, StatusError};
use serde_json::Value;

use crate::{json, vectors};

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

#[test]
fn the_bitstring_vectors_pass() {
    let Some(folder) = vectors() else { return };
    let cases = json(folder.join("bitstring/vectors.json"));
    for case in cases["cases"].as_array().unwrap() {
        let name = &case["name"];
        let encoded = case["encodedList"].as_str().unwrap();

        let strict = BitstringList::decode(encoded, Leniency::Strict);

        match case["expect"].as_str().unwrap() {
            "ok" => check(case, &strict.unwrap()),
            "STATUS_LIST_LENGTH_ERROR" => {
                assert!(
                    matches!(strict, Err(StatusError::TooShort { .. })),
                    "{name}"
                );
                check(
                    case,
                    &BitstringList::decode(encoded, Leniency::StatusList2021).unwrap(),
                );
            }
            "MALFORMED" => assert!(matches!(strict, Err(StatusError::Malformed(_))), "{name}"),
            "REFUSE_OVER_LIMIT" => assert_eq!(strict, Err(StatusError::TooLarge), "{name}"),
            other => panic!("unknown expectation {other}"),
        }
    }
}

fn check(case: &Value, list: &BitstringList) {
    let size = number(&case["statusSize"]);
    assert_eq!(list.bits().len(), number(&case["uncompressedBytes"]));
    for probe in case["probe"].as_array().unwrap() {
        let entry = list.get_sized(number(&probe["index"]), size);
        match probe["value"].as_u64() {
            Some(value) => assert_eq!(entry.map(u64::from), Ok(value), "{case}"),
            None => assert!(
                matches!(entry, Err(StatusError::OutOfRange { .. })),
                "{case}"
            ),
        }
    }
}
