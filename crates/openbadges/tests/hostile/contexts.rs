//! Words that nobody defined, and words whose meaning somebody changed.

use openbadges::verify::Verdict;
use serde_json::{Value, json};

use crate::world::{
    Attack, CREDENTIALS, OPEN_BADGES, Web, altered, assert_all, badge, check, signed, told_by,
};

pub(crate) fn attacks() -> Vec<Attack> {
    [
        undefined_terms(),
        appended(),
        reordered(),
        redefined(),
        inlined(),
    ]
    .concat()
}

/// Everywhere in the document, after and before it was signed.
fn undefined_terms() -> Vec<Attack> {
    let places = [
        "",
        "/issuer",
        "/credentialSubject",
        "/credentialSubject/identifier/0",
        "/credentialSubject/achievement",
        "/credentialSubject/achievement/criteria",
        "/proof",
    ];
    let mut attacks: Vec<Attack> = places
        .into_iter()
        .map(|place| {
            let document = altered(|document| {
                document.pointer_mut(place).unwrap()["honours"] = "first class".into();
            });
            let name = format!("undefined term in `{place}`");
            Attack::of(name, &document, "format.undefined_term")
        })
        .collect();
    let of_type = altered(|document| {
        document["type"]
            .as_array_mut()
            .unwrap()
            .push("Doctorate".into());
    });
    attacks.push(Attack::of(
        "undefined type",
        &of_type,
        "format.undefined_term",
    ));
    let relative = altered(|document| {
        document["credentialSubject"]["achievement"]["creator"] =
            json!({"id": "elsewhere", "type": ["Profile"]});
    });
    attacks.push(Attack::of(
        "relative id",
        &relative,
        "format.undefined_term",
    ));
    attacks
}

fn with_contexts(contexts: Value) -> Value {
    altered(|document| document["@context"] = contexts)
}

/// What was signed stays the same, or the badge falls; a context that no badge needs is told in any case, as it was perhaps
/// appended for some other reader.
fn appended() -> Vec<Attack> {
    let with = |more: &str| with_contexts(json!([CREDENTIALS, OPEN_BADGES, more]));
    vec![
        Attack::of(
            "unknown context appended",
            &with("https://evil.example/context.json"),
            "format.context.unknown",
        ),
        Attack::of(
            "known context under another address appended",
            &with("http://www.w3.org/ns/credentials/v2"),
            "format.context.unknown",
        ),
        Attack::of(
            "context of old security words appended",
            &with("https://w3id.org/security/v2"),
            "format.context.foreign",
        )
        .ending(Verdict::ValidWithWarnings),
        Attack::of(
            "context of undefined terms appended",
            &with("https://www.w3.org/ns/credentials/undefined-terms/v2"),
            "format.context.foreign",
        )
        .ending(Verdict::ValidWithWarnings),
    ]
}

fn reordered() -> Vec<Attack> {
    vec![
        Attack::of(
            "contexts swapped",
            &with_contexts(json!([OPEN_BADGES, CREDENTIALS])),
            "format.context.order",
        ),
        Attack::of(
            "context prepended",
            &with_contexts(json!([
                "https://w3id.org/security/data-integrity/v2",
                CREDENTIALS,
                OPEN_BADGES
            ])),
            "format.context.order",
        ),
        Attack::of(
            "context slipped in between",
            &with_contexts(json!([
                CREDENTIALS,
                "https://w3id.org/security/data-integrity/v2",
                OPEN_BADGES
            ])),
            "format.context.order",
        ),
        Attack::of(
            "context left out",
            &with_contexts(json!([CREDENTIALS])),
            "format.context.order",
        ),
    ]
}

fn redefined() -> Vec<Attack> {
    let swapped =
        json!({"name": "https://schema.org/description", "description": "https://schema.org/name"});
    let nested = altered(|document| {
        document["credentialSubject"]["achievement"]["@context"] = swapped.clone();
    });
    let vocabulary =
        with_contexts(json!([CREDENTIALS, OPEN_BADGES, {"@vocab": "https://evil.example/#"}]));
    let cleared = altered(|document| {
        document["credentialSubject"]["@context"] = Value::Null;
    });
    vec![
        Attack::of(
            "terms swapped by a context of its own",
            &with_contexts(json!([CREDENTIALS, OPEN_BADGES, swapped])),
            "format.context.unknown",
        ),
        Attack::of(
            "terms swapped in one part",
            &nested,
            "format.context.unknown",
        ),
        Attack::of(
            "vocabulary for everything",
            &vocabulary,
            "format.context.unknown",
        ),
        Attack::of(
            "contexts cleared in one part",
            &cleared,
            "format.context.unknown",
        ),
    ]
}

fn inlined() -> Vec<Attack> {
    let text = openbadges::contexts::find(OPEN_BADGES, openbadges::contexts::Edition::Newest);
    let whole: Value = serde_json::from_str(text.unwrap()).unwrap();
    let inside = altered(|document| document["@context"][1] = whole["@context"].clone());
    let address = altered(|document| {
        document["@context"][1] = json!({"@import": OPEN_BADGES});
    });
    // Signed like that by its own issuer: the words could still mean anything.
    let mut own = badge();
    own["@context"] = json!([CREDENTIALS, OPEN_BADGES, {"@version": 1.1}]);
    let proof = signed(&badge())["proof"].clone();
    own["proof"] = proof;
    vec![
        Attack::of("context written out", &inside, "format.context.unknown"),
        Attack::of("context imported", &address, "format.context.unknown"),
        Attack::of("empty context inlined", &own, "format.context.unknown"),
    ]
}

#[test]
fn an_undefined_term_is_found_wherever_it_stands() {
    assert_all(undefined_terms());
}

#[test]
fn an_appended_context_is_found() {
    assert_all(appended());
}

#[test]
fn contexts_in_another_order_are_found() {
    assert_all(reordered());
}

#[test]
fn a_redefined_term_is_found() {
    assert_all(redefined());
}

#[test]
fn an_inlined_context_is_found() {
    assert_all(inlined());
}

/// Whatever is added from our own store: the statements stay those that were signed, or the badge falls.
#[test]
fn no_known_context_passes_for_one_that_a_badge_needs() {
    let needed = [
        "credentials/v",
        "ob/v3p0/",
        "clr/v2p0/",
        "data-integrity/",
        "suites/",
        "multikey/",
        "status",
    ];
    for known in openbadges::contexts::known_urls() {
        for place in [0, 1, 2] {
            let document = altered(|document| {
                let contexts = document["@context"].as_array_mut().unwrap();
                contexts.insert(place, known.into());
            });

            let report = check(document.to_string().as_bytes(), &Web::default());

            let told = |code: &str| {
                report
                    .checks
                    .iter()
                    .any(|check| check.code.as_str() == code)
            };
            assert!(
                !report.verdict.holds()
                    || told("format.context.foreign")
                    || needed.iter().any(|part| known.contains(part)),
                "{known} at {place}: {}",
                told_by(&report)
            );
        }
    }
}
