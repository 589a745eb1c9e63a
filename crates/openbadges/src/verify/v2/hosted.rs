//! A hosted badge is what its address says, not what somebody hands over.

use serde_json::Value;
use url::Url;

use super::Origin;
use crate::document::At;
use crate::json;
use crate::verify::codes::Code;
use crate::verify::fetch::{Answer, Fetched};
use crate::verify::run::{ACCEPT_V2, Findings, Run};
use crate::verify::shape::{id_of, shorten, web_address};

/// What hangs on the address.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// A claim about a person: without its address it proves nothing.
    Assertion,
    /// A definition: a copy is worth reading.
    Definition,
}

/// Fetches what the document's address says now, compares, and gives the version to go on with.
pub(super) fn present(
    run: &mut Run<'_>,
    copy: &Value,
    origin: Origin<'_>,
    weight: Weight,
    findings: &mut Findings,
) -> Value {
    let Some(id) = copy.get("id").and_then(Value::as_str).and_then(web_address) else {
        findings.add_at(
            "hosted",
            Code::HostedScope,
            "/id",
            "the id is no web address, so there is nothing to compare with",
        );
        return copy.clone();
    };
    if let Origin::Address(url) = origin {
        // Only the very address is its own witness: `www.` may be another's, and plain http anybody's.
        if *url == id {
            note_revoked(copy, findings);
            findings.add("hosted", Code::HostedOk, format!("this is what {url} says"));
            return copy.clone();
        }
        if !same_place(url.as_str(), id.as_str()) {
            findings.add_at(
                "hosted",
                Code::HostedIdDiffers,
                "/id",
                format!("found at {url}, but its id is {id}"),
            );
        }
    }
    match run.fetcher.get(&id, ACCEPT_V2) {
        Answer::Unknown(why) => {
            let code = if weight == Weight::Assertion {
                Code::HostedUnreachable
            } else {
                Code::HostedCopy
            };
            findings.add_at("hosted", code, "/id", why);
        }
        Answer::NotFound => findings.add_at(
            "hosted",
            Code::HostedMissing,
            "/id",
            format!("the server says that {id} does not exist"),
        ),
        Answer::Gone(gone) => {
            let body = json::read(&gone.body).unwrap_or_default();
            revoked(&body, &format!("{id} answers that it is gone"), findings);
            return body;
        }
        Answer::Found(found) => match json::read(&found.body)
            .ok()
            .map(|hosted| as_of_2(hosted, &id))
        {
            Some(hosted) if hosted.get("id").is_some() => {
                note_elsewhere(&found, &id, "hosted", findings);
                return compared(copy, hosted, &id, weight, findings);
            }
            _ => findings.add_at(
                "hosted",
                Code::HostedUnreadable,
                "/id",
                format!("{id} answers with something else"),
            ),
        },
    }
    copy.clone()
}

/// Notes that an address only sends its readers to another site.
pub(in crate::verify) fn note_elsewhere(
    found: &Fetched,
    asked: &Url,
    what: &str,
    findings: &mut Findings,
) {
    if found.is_elsewhere(asked) {
        let detail = format!("{asked} sends its readers to {}", found.final_url);
        findings.add(what, Code::HostedIdDiffers, detail);
    }
}

fn as_of_2(hosted: Value, address: &Url) -> Value {
    super::legacy::upgraded(&hosted, Origin::Address(address))
        .map_or(hosted, |(upgraded, _)| upgraded)
}

fn compared(
    copy: &Value,
    hosted: Value,
    id: &Url,
    weight: Weight,
    findings: &mut Findings,
) -> Value {
    if note_revoked(&hosted, findings) {
        return hosted;
    }
    match difference(copy, &hosted, "") {
        None => findings.add("hosted", Code::HostedOk, format!("{id} says the same")),
        Some(at) => {
            // Definitions are edited over the years; a claim about a person is not.
            let code = if weight == Weight::Assertion {
                Code::HostedDiffers
            } else {
                Code::HostedChanged
            };
            findings.add_at("hosted", code, at, format!("{id} says something else here"));
        }
    }
    hosted
}

fn note_revoked(document: &Value, findings: &mut Findings) -> bool {
    let is = document.get("revoked") == Some(&Value::Bool(true));
    if is {
        revoked(document, "the document says `revoked: true`", findings);
    }
    is
}

fn revoked(document: &Value, detail: &str, findings: &mut Findings) {
    findings.revocation_reason = document
        .get("revocationReason")
        .and_then(Value::as_str)
        .map(str::to_owned);
    findings.add_at("status", Code::StatusRevoked, "/revoked", detail);
}

/// Where a copy says something that the original does not. What the copy leaves out is no difference; a part that is
/// named in one and written out in the other is compared by its id, and by itself later.
pub(super) fn difference(copy: &Value, original: &Value, at: &str) -> Option<String> {
    differs(copy, original, &At::start(at))
}

fn differs(copy: &Value, original: &Value, at: &At<'_>) -> Option<String> {
    match (copy, original) {
        (Value::Object(copy), Value::Object(original)) => copy.iter().find_map(|(name, value)| {
            let at = at.member(name);
            match original.get(name) {
                _ if name == "@context" => None,
                Some(Value::String(other))
                    if name == "id" && value.as_str().is_some_and(|id| same_place(id, other)) =>
                {
                    None
                }
                None if value.is_null() => None,
                None => Some(String::from(&at)),
                Some(other) => differs(value, other, &at),
            }
        }),
        (Value::Object(_), Value::String(_)) | (Value::String(_), Value::Object(_)) => {
            let equal = matches!((id_of(copy), id_of(original)), (Some(copy), Some(original)) if same_place(copy, original));
            (!equal).then(|| String::from(at))
        }
        (Value::Array(copy), Value::Array(original)) => {
            if copy.len() != original.len() {
                return Some(String::from(at));
            }
            copy.iter()
                .zip(original)
                .enumerate()
                .find_map(|(index, (copy, original))| differs(copy, original, &at.item(index)))
        }
        (Value::Array(only), single) | (single, Value::Array(only))
            if only.len() == 1 && !single.is_array() =>
        {
            differs(&only[0], single, at)
        }
        _ => (copy != original).then(|| String::from(at)),
    }
}

/// Whether two addresses are one place: scheme, a leading `www.` and a file ending do not count.
pub(super) fn same_place(a: &str, b: &str) -> bool {
    fn bare(text: &str) -> &str {
        let text = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .unwrap_or(text);
        let text = text.strip_prefix("www.").unwrap_or(text);
        text.strip_suffix(".json").unwrap_or(text)
    }
    a == b || bare(a) == bare(b)
}

/// Whether the issuer keeps its badges at such an address.
pub(super) fn check_scope(assertion: &Value, issuer: &Value, findings: &mut Findings) {
    let Some(id) = assertion
        .get("id")
        .and_then(Value::as_str)
        .and_then(web_address)
    else {
        return;
    };
    let policy = issuer.get("verification").unwrap_or(&Value::Null);
    let words = |name: &str| {
        policy
            .get(name)
            .map_or(&[][..], json::items)
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
    };
    let (starts, origins) = (words("startsWith"), words("allowedOrigins"));
    let fail = |findings: &mut Findings, why: String| {
        findings.add_at("hosted.scope", Code::HostedScope, "/id", why);
    };
    if !starts.is_empty() && !starts.iter().any(|start| within(id.as_str(), start)) {
        return fail(
            findings,
            format!("{id} begins with none of what the issuer allows"),
        );
    }
    if !origins.is_empty() && !origins.iter().any(|origin| same_authority(&id, origin)) {
        return fail(
            findings,
            format!("{id} is at none of the hosts that the issuer allows"),
        );
    }
    if starts.is_empty() && origins.is_empty() {
        let own = issuer
            .get("id")
            .and_then(Value::as_str)
            .and_then(web_address);
        if !own.is_some_and(|own| own.host_str() == id.host_str() && own.port() == id.port()) {
            let issuer = issuer
                .get("id")
                .and_then(Value::as_str)
                .map(shorten)
                .unwrap_or_default();
            fail(findings, format!("{id} is not at the host of {issuer}"));
        }
    }
}

/// `https://a.example` must not let `https://a.example.evil/` through: a prefix without a path ends at the host.
fn within(id: &str, start: &str) -> bool {
    let Some(base) = web_address(start) else {
        return false;
    };
    id.starts_with(start) && web_address(id).is_some_and(|id| id.origin() == base.origin())
}

fn same_authority(id: &Url, origin: &str) -> bool {
    let host = origin.trim_end_matches('/');
    let host = host
        .strip_prefix("https://")
        .or_else(|| host.strip_prefix("http://"))
        .unwrap_or(host);
    let authority = match (id.host_str(), id.port()) {
        (Some(name), Some(port)) => format!("{name}:{port}"),
        (Some(name), None) => name.to_owned(),
        (None, _) => return false,
    };
    authority.eq_ignore_ascii_case(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_copy_may_leave_out_but_not_change() {
        let original = json!({"id": "https://a.example/1.json", "badge": "https://a.example/b", "n": 1, "list": ["x"]});

        assert_eq!(
            difference(&json!({"id": "https://a.example/1.json"}), &original, ""),
            None
        );
        assert_eq!(
            difference(
                &json!({"badge": {"id": "https://a.example/b"}, "list": "x"}),
                &original,
                ""
            ),
            None
        );
        assert_eq!(
            difference(&json!({"n": 2}), &original, ""),
            Some("/n".to_owned())
        );
        assert_eq!(
            difference(&json!({"more": true}), &original, ""),
            Some("/more".to_owned())
        );
        assert_eq!(
            difference(
                &json!({"badge": {"id": "https://b.example/b"}}),
                &original,
                ""
            ),
            Some("/badge".to_owned())
        );
    }

    #[test]
    fn a_prefix_does_not_reach_into_another_host() {
        assert!(within("https://a.example/x/1", "https://a.example/x"));
        assert!(!within("https://a.example.evil/1", "https://a.example"));
        assert!(!within("https://a.example/1", "not an address"));
        assert!(same_authority(
            &Url::parse("https://a.example:8443/1").unwrap(),
            "a.example:8443"
        ));
        assert!(!same_authority(
            &Url::parse("https://a.example:8443/1").unwrap(),
            "a.example"
        ));
    }
}
