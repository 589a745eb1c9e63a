//! Our reader against the official schemas over thousands of disturbed documents: where they differ, it is said why.

use std::collections::BTreeSet;

use openbadges::clr::ClrCredential;
use openbadges::v3;
use serde_json::{Value, json};

use crate::schemas::accepts;
use crate::tree::{last, object_at, places};
use crate::{full, spec_data};

/// One document with one disturbance.
struct Disturbed {
    document: Value,
    /// Where it was disturbed.
    at: String,
    how: How,
}

#[derive(Debug, Clone, PartialEq)]
enum How {
    Removed,
    Added,
    Became(Value),
}

/// Every member removed, every value exchanged for others, a member added to every object.
fn disturb(document: &Value) -> Vec<Disturbed> {
    let mut all = Vec::new();
    for (at, value) in places(document) {
        if at.is_empty() {
            continue;
        }
        let (above, name) = at.rsplit_once('/').unwrap();
        if document.pointer(above).unwrap().is_object() {
            let mut copy = document.clone();
            object_at(&mut copy, above).shift_remove(name.replace("~1", "/").as_str());
            all.push(Disturbed {
                document: copy,
                at: at.clone(),
                how: How::Removed,
            });
        }
        if value.is_object() {
            let mut copy = document.clone();
            object_at(&mut copy, &at).insert("x:more".into(), json!({"deep": [1]}));
            all.push(Disturbed {
                document: copy,
                at: format!("{at}/x:more"),
                how: How::Added,
            });
        }
        for other in [
            json!(null),
            json!(7),
            json!(true),
            json!(""),
            json!("two words"),
            json!("ext:own"),
            json!("ext:ø"),
            json!("2026-02-30T10:00:00Z"),
            json!([]),
            json!({}),
            json!([value]),
            json!({"en": value}),
        ] {
            let mut copy = document.clone();
            *copy.pointer_mut(&at).unwrap() = other.clone();
            all.push(Disturbed {
                document: copy,
                at: at.clone(),
                how: How::Became(other),
            });
        }
    }
    all
}

/// What we refuse and the schemas accept, by words of our message, and why.
const STRICTER: &[(&[&str], &str)] = &[
    (
        &["is empty", "must not be empty"],
        "an empty text says nothing",
    ),
    (
        &["an empty list"],
        "the standard wants empty lists left out",
    ),
    (
        &["an absolute URI", "http or https"],
        "the schema takes any text for an address",
    ),
    (
        &["the type of", "the types must contain", "must be Related"],
        "the schema takes any single text for a type",
    ),
    (
        &["`@context` must be a list"],
        "the schema takes a single context",
    ),
    (
        &["neither an id nor an identifier"],
        "the standard asks for one of two members; the schema for neither",
    ),
    (&["criteria must have"], "criteria that say nothing"),
    (
        &["is no hash", "is said to be plain"],
        "a hash and the word that it is one must fit",
    ),
    (
        &[
            "no result description",
            "no level",
            "does not allow",
            "of the type Status",
            "no achievement in the record",
            "lies outside",
        ],
        "what members must be to each other is beyond the schema",
    ),
    (
        &[
            "BitstringStatusListEntry must have",
            "`statusPurpose`",
            "`statusListIndex`",
            "`statusListCredential`",
        ],
        "the schema leaves the members of a status to its kind",
    ),
];

/// Why our reader refuses what the schema accepts: every single fault must have its reason.
fn stricter(case: &Disturbed, faults: &[v3::Fault]) -> Option<&'static str> {
    let language_map = matches!(&case.how, How::Became(Value::Object(map))
        if map.is_empty() || map.get("en").is_some_and(Value::is_string));
    if language_map {
        return Some(
            "a map of languages: no context of 3.0 knows such maps, so the text would be unsigned",
        );
    }
    let reason = |fault: &v3::Fault| {
        let fits = |words: &[&str]| words.iter().any(|word| fault.message.contains(word));
        STRICTER
            .iter()
            .find(|(words, _)| fits(words))
            .map(|(_, why)| *why)
    };
    let reasons: Option<Vec<_>> = faults.iter().map(reason).collect();
    reasons?.pop()
}

/// Why our reader accepts what the schema refuses.
fn looser(case: &Disturbed) -> Option<&'static str> {
    let listed = matches!(&case.how, How::Became(Value::Array(list)) if list.len() == 1);
    match last(&case.at) {
        "credentialStatus" if listed => {
            Some("a list of states is what data model 2.0 allows, and 3.1 will")
        }
        "domain" if listed => Some("Data Integrity allows several domains"),
        _ => None,
    }
}

/// The explanations that were needed.
fn compare(
    name: &str,
    document: &Value,
    schema: &str,
    read: impl Fn(&Value) -> Vec<v3::Fault>,
) -> BTreeSet<&'static str> {
    let mut needed = BTreeSet::new();
    let mut unexplained = Vec::new();
    let cases = disturb(document);
    let mut both = 0;
    for case in &cases {
        let faults = read(&case.document);
        let accepted = accepts(schema, &case.document);
        let why = match (faults.is_empty(), accepted) {
            (true, true) | (false, false) => {
                both += 1;
                continue;
            }
            (false, true) => stricter(case, &faults),
            (true, false) => looser(case),
        };
        match why {
            Some(why) => drop(needed.insert(why)),
            None => unexplained.push(format!(
                "{name} {} {:?}: the schema {}, we say {faults:?}",
                case.at,
                case.how,
                if accepted { "accepts" } else { "refuses" },
            )),
        }
    }
    assert!(
        unexplained.is_empty(),
        "{} of {}:\n{}",
        unexplained.len(),
        cases.len(),
        unexplained[..unexplained.len().min(40)].join("\n")
    );
    assert!(both * 2 > cases.len(), "{name}: {both} of {}", cases.len());
    needed
}

fn faults<T>(result: Result<T, Vec<v3::Fault>>) -> Vec<v3::Fault> {
    result.err().unwrap_or_default()
}

#[test]
fn where_reader_and_schema_differ_it_is_explained() {
    if spec_data().is_none() {
        return;
    }
    let mut credential = full::credential();
    credential.credential_subject.identifier.truncate(2);
    let mut needed = BTreeSet::new();
    for document in [credential, full::plain_credential()] {
        needed.extend(compare(
            "credential",
            &document.to_value(),
            "ob3/ob_v3p0_achievementcredential_schema.json",
            |document| faults(v3::OpenBadgeCredential::read(document)),
        ));
    }
    needed.extend(compare(
        "endorsement",
        &full::endorsement("urn:example:x").to_value(),
        "ob3/ob_v3p0_endorsementcredential_schema.json",
        |document| faults(v3::EndorsementCredential::read(document)),
    ));
    needed.extend(compare(
        "profile",
        &full::issuer_v3().to_value(),
        "ob3/ob_v3p0_profile_schema.json",
        |document| faults(v3::Profile::read(document)),
    ));
    let mut record = full::record();
    record.credential_subject.verifiable_credential.remove(0);
    needed.extend(compare(
        "record",
        &record.to_value(),
        "clr2/clr_v2p0_clrcredential_schema.json",
        |document| faults(ClrCredential::read(document)),
    ));

    let idle: Vec<_> = STRICTER
        .iter()
        .filter(|(_, why)| !needed.contains(why))
        .collect();
    assert!(
        idle.is_empty(),
        "explanations that nothing needs: {idle:#?}"
    );
}
