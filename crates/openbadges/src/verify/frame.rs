//! The `@context` of a credential: known, in order, and of which version.

use serde_json::Value;

use super::codes::Code;
use super::policy::Policy;
use super::run::Findings;
use super::shape::shorten;
use super::shape::v3::Purpose;
use crate::contexts::{Edition, find};
use crate::json::{items, pointer_to};
use crate::v3::extensions;

const V1: &str = "https://www.w3.org/2018/credentials/v1";
const V2: &str = "https://www.w3.org/ns/credentials/v2";
const BADGES: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context";
const BADGES_NEWEST: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
const BADGES_UNVERSIONED: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context.json";
const RECORDS: &str = "https://purl.imsglobal.org/spec/clr/v2p0/context";
const RECORDS_UNVERSIONED: &str = "https://purl.imsglobal.org/spec/clr/v2p0/context.json";

/// There are not as many different ones that are known.
const MOST_CONTEXTS: usize = 64;

/// Whether the document calls itself a verifiable credential, by context or by type.
pub(super) fn is_credential(document: &Value) -> bool {
    let contexts = document.get("@context").map_or(&[][..], items);
    contexts
        .iter()
        .any(|context| matches!(context.as_str(), Some(V1 | V2)))
        || super::shape::has_type(document, "VerifiableCredential")
}

/// The version of the data model, 1 or 2, by the first context.
pub(super) fn version(document: &Value) -> u8 {
    match document
        .get("@context")
        .map_or(&[][..], items)
        .first()
        .and_then(Value::as_str)
    {
        Some(V1) => 1,
        _ => 2,
    }
}

/// Checks the contexts; false means that nothing about the meaning of the document can be said.
pub(super) fn check(policy: &Policy, document: &Value, findings: &mut Findings) -> bool {
    let Some(value) = document.get("@context") else {
        findings.add_at(
            "format",
            Code::FormatStructure,
            "/@context",
            "there must be an @context",
        );
        return false;
    };
    if items(value).len() > MOST_CONTEXTS {
        let detail = format!("more than {MOST_CONTEXTS} contexts");
        findings.add_at("format", Code::FormatTooComplex, "/@context", detail);
        return false;
    }
    let mut known = true;
    for (index, context) in items(value).iter().enumerate() {
        let at = pointer_to("/@context", index);
        match context {
            Value::String(url) if find(url, Edition::Newest).is_some() => {}
            // Not carried, but what it may add is known: a signature over the text covers it.
            Value::String(url) if extensions::named_by(url).is_some() => {}
            Value::String(url) if url == RECORDS_UNVERSIONED => {
                known = false;
                let detail = format!("the context {url} is a known one, but not carried");
                findings.add_at("format", Code::FormatContextAbsent, at, detail);
            }
            Value::String(url) => {
                known = false;
                let detail = format!("the context {} is not among the known ones", shorten(url));
                findings.add_at("format", Code::FormatContextUnknown, at, detail);
            }
            Value::Object(_) if policy.inline_contexts => {}
            _ => {
                known = false;
                let detail = "a context written into the document is not accepted: it could give known words another meaning";
                findings.add_at("format", Code::FormatContextUnknown, at, detail);
            }
        }
        if !known && index >= 8 {
            break;
        }
    }
    if known {
        check_order(document, value, findings);
    }
    known
}

fn check_order(document: &Value, value: &Value, findings: &mut Findings) {
    let urls: Vec<&str> = items(value).iter().filter_map(Value::as_str).collect();
    let wrong = |findings: &mut Findings, at: &str, detail: &str| {
        findings.add_at("format", Code::FormatContextOrder, at, detail);
    };
    let first = items(value).first().and_then(Value::as_str);
    if !matches!(first, Some(V1 | V2)) {
        wrong(
            findings,
            "/@context/0",
            "the first context must be that of verifiable credentials",
        );
        return;
    }
    let badges = |url: Option<&&str>| url.is_some_and(|url| url.starts_with(BADGES));
    match Purpose::of(document) {
        Purpose::Badge | Purpose::Endorsement if !badges(urls.get(1)) => {
            wrong(
                findings,
                "/@context/1",
                "the second context must be that of Open Badges 3.0",
            );
        }
        Purpose::Clr
            if !urls.get(1).is_some_and(|url| url.starts_with(RECORDS)) || !badges(urls.get(2)) =>
        {
            wrong(
                findings,
                "/@context/1",
                "after the first must come the contexts of CLR 2.0 and Open Badges 3.0",
            );
        }
        _ => check_age(&urls, findings),
    }
    if Purpose::of(document).is_of_badges() {
        check_needed(&urls, findings);
    }
}

/// What a badge may need besides the contexts of its own standard: proofs, keys, status lists, extensions.
const COMPANIONS: &[&str] = &[
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    "https://w3id.org/security/data-integrity/v1",
    "https://w3id.org/security/data-integrity/v2",
    "https://w3id.org/security/suites/ed25519-2020/v1",
    "https://w3id.org/security/suites/jws-2020/v1",
    "https://w3id.org/security/multikey/v1",
    "https://w3id.org/vc/status-list/2021/v1",
    "https://www.w3.org/ns/credentials/status/v1",
];

/// Tells contexts that no badge needs. Anybody can add one without breaking the signature as long as the statements stay the
/// same, and may have added it because some other reader then understands something else.
fn check_needed(urls: &[&str], findings: &mut Findings) {
    for (index, url) in urls.iter().enumerate() {
        let own = matches!(*url, V1 | V2) || url.starts_with(BADGES) || url.starts_with(RECORDS);
        if !own && !COMPANIONS.contains(url) && extensions::named_by(url).is_none() {
            findings.add_at(
                "format",
                Code::FormatContextForeign,
                pointer_to("/@context", index),
                format!("{url} is known, but no badge needs it"),
            );
        }
    }
}

/// Tells older editions: any but 3.0.3 beside the present data model, and the unversioned ones always. A badge of the
/// first data model could not have named a newer one than those of its time.
fn check_age(urls: &[&str], findings: &mut Findings) {
    let present = urls.first() == Some(&V2);
    for (index, url) in urls.iter().enumerate() {
        let older = matches!(*url, BADGES_UNVERSIONED | RECORDS_UNVERSIONED)
            || (present && url.starts_with(BADGES) && *url != BADGES_NEWEST);
        if older {
            let detail = format!("{url} is an older edition");
            findings.add_at(
                "format",
                Code::FormatOlder,
                pointer_to("/@context", index),
                detail,
            );
        }
    }
}
