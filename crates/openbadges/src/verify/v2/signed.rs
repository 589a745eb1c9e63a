//! A signed badge of 2.0: the key names the issuer, the issuer names the key, and the list of what was taken back.

use serde_json::Value;

use super::hosted::same_place;
use super::linked::fetched;
use crate::json::items;
use crate::keys::PublicKey;
use crate::proof::jws::CompactJws;
use crate::verify::codes::Code;
use crate::verify::fetch::Answer;
use crate::verify::run::{ACCEPT_V2, Findings, Run};
use crate::verify::shape::{id_of, shorten, web_address};
use crate::verify::token;

/// How many keys of a profile are tried when the badge names none.
const MOST_KEYS: usize = 4;

pub(super) fn check(
    run: &mut Run<'_>,
    assertion: &Value,
    issuer: &Value,
    jws: &CompactJws,
    spec: &str,
    findings: &mut Findings,
) {
    let creator = assertion
        .get("verification")
        .and_then(|how| how.get("creator"))
        .and_then(id_of);
    let names: Vec<String> = match creator {
        Some(creator) => vec![creator.to_owned()],
        None => listed_keys(issuer)
            .take(MOST_KEYS)
            .map(str::to_owned)
            .collect(),
    };
    if names.is_empty() {
        return findings.add_at(
            "proof",
            Code::SignatureNoKey,
            "/verification/creator",
            "neither the badge nor its issuer names a key",
        );
    }
    let mut last = None;
    for name in names {
        match check_key(run, &name, issuer, jws, spec, findings) {
            Ok(()) => {
                findings.add(
                    "proof",
                    Code::SignatureOk,
                    format!("{}: the signature fits", jws.algorithm()),
                );
                findings.add(
                    "issuer.key",
                    Code::IssuerKeyOk,
                    format!("{} and its issuer name each other", shorten(&name)),
                );
                return check_revocation(run, assertion, issuer, findings);
            }
            Err(problem) => last = Some(problem),
        }
    }
    if let Some((code, detail)) = last {
        findings.add("proof", code, detail);
    }
}

fn listed_keys(issuer: &Value) -> impl Iterator<Item = &str> {
    issuer
        .get("publicKey")
        .map_or(&[][..], items)
        .iter()
        .filter_map(id_of)
}

fn check_key(
    run: &mut Run<'_>,
    name: &str,
    issuer: &Value,
    jws: &CompactJws,
    spec: &str,
    findings: &mut Findings,
) -> Result<(), token::Problem> {
    let own = issuer.get("id").and_then(Value::as_str).unwrap_or_default();
    // Issuers of 1.x could list no keys. One that does has more to say than that a file is on its host.
    if spec != "OB-2.0" && listed_keys(issuer).next().is_none() {
        return check_bare_key(run, name, own, jws);
    }
    // From here on the issuer's own spelling counts: `http:` and `www.` may be answered by somebody else.
    let exact = listed_keys(issuer).find(|listed| *listed == name);
    let Some(name) = exact.or_else(|| listed_keys(issuer).find(|listed| same_place(listed, name)))
    else {
        return Err((
            Code::IssuerKeyUnlisted,
            format!(
                "the profile {} does not list {}",
                shorten(own),
                shorten(name)
            ),
        ));
    };
    // A key written into the profile itself needs no second document.
    let embedded = issuer
        .get("publicKey")
        .map_or(&[][..], items)
        .iter()
        .find(|key| key.is_object() && id_of(key) == Some(name));
    let key = match embedded {
        Some(key) => key.clone(),
        None => {
            let before = findings.checks.len();
            match fetched(run, name, "issuer.key", findings) {
                Some(key) => key,
                None => {
                    let why = findings
                        .checks
                        .drain(before..)
                        .next_back()
                        .map(|check| (key_problem(check.code), check.detail));
                    return Err(why.unwrap_or((
                        Code::IssuerKeyUnreachable,
                        format!("{} was not found", shorten(name)),
                    )));
                }
            }
        }
    };
    let owner = key.get("owner").and_then(Value::as_str).unwrap_or_default();
    if !same_place(owner, own) {
        return Err((
            Code::IssuerKeyForeign,
            format!(
                "the owner of the key is {}, the issuer {}",
                shorten(owner),
                shorten(own)
            ),
        ));
    }
    let pem = key
        .get("publicKeyPem")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let key = PublicKey::from_pem(pem)
        .map_err(|error| (Code::IssuerDocument, format!("{}: {error}", shorten(name))))?;
    jws.verify(&key)
        .map_err(|error| (token::code_of(&error), error.to_string()))
}

fn key_problem(code: Code) -> Code {
    match code {
        Code::HostedMissing => Code::IssuerKeyMissing,
        Code::HostedUnreachable => Code::IssuerKeyUnreachable,
        _ => Code::IssuerDocument,
    }
}

/// In 1.x the address leads to the bare PEM, and belongs to the issuer if it is on the issuer's host.
fn check_bare_key(
    run: &mut Run<'_>,
    name: &str,
    issuer: &str,
    jws: &CompactJws,
) -> Result<(), token::Problem> {
    let url = web_address(name).ok_or_else(|| {
        (
            Code::SignatureNoKey,
            format!("{} is no web address", shorten(name)),
        )
    })?;
    if web_address(issuer).is_none_or(|issuer| issuer.host_str() != url.host_str()) {
        return Err((
            Code::IssuerKeyForeign,
            format!("{url} is not at the host of {}", shorten(issuer)),
        ));
    }
    let found = match run
        .fetcher
        .get(&url, "application/x-pem-file, text/plain;q=0.9, */*;q=0.5")
    {
        Answer::Found(found) if found.is_elsewhere(&url) => {
            return Err((
                Code::IssuerKeyForeign,
                format!("{url} sends its readers to {}", found.final_url),
            ));
        }
        Answer::Found(found) => found,
        Answer::NotFound | Answer::Gone(_) => {
            return Err((
                Code::IssuerKeyMissing,
                format!("the server says that {url} does not exist"),
            ));
        }
        Answer::Unknown(why) => return Err((Code::IssuerKeyUnreachable, why)),
    };
    let pem = String::from_utf8_lossy(&found.body);
    let key = PublicKey::from_pem(pem.trim())
        .map_err(|error| (Code::IssuerDocument, format!("{url}: {error}")))?;
    jws.verify(&key)
        .map_err(|error| (token::code_of(&error), error.to_string()))
}

fn check_revocation(run: &mut Run<'_>, assertion: &Value, issuer: &Value, findings: &mut Findings) {
    let Some(address) = issuer.get("revocationList").and_then(id_of) else {
        return findings.add(
            "status",
            Code::StatusNone,
            "the issuer names no revocation list",
        );
    };
    let Some(url) = web_address(address) else {
        return findings.add(
            "status",
            Code::StatusUnverifiable,
            format!("{} is no web address", shorten(address)),
        );
    };
    let list = match run.fetcher.get(&url, ACCEPT_V2) {
        Answer::Found(found) => crate::json::read(&found.body).ok(),
        Answer::NotFound | Answer::Gone(_) => {
            return findings.add(
                "status",
                Code::StatusUnreachable,
                format!("the server says that {url} does not exist"),
            );
        }
        Answer::Unknown(why) => return findings.add("status", Code::StatusUnreachable, why),
    };
    let Some(revoked) = list.as_ref().and_then(|list| list.get("revokedAssertions")) else {
        return findings.add(
            "status",
            Code::StatusUnverifiable,
            format!("{url} is no revocation list"),
        );
    };
    let own: Vec<&str> = ["id", "uid"]
        .iter()
        .filter_map(|name| assertion.get(*name)?.as_str())
        .collect();
    let names = |entry: &Value| {
        id_of(entry)
            .or_else(|| entry.get("uid")?.as_str())
            .is_some_and(|listed| own.contains(&listed))
    };
    match items(revoked).iter().find(|entry| names(entry)) {
        Some(entry) => {
            findings.revocation_reason = entry
                .get("revocationReason")
                .and_then(Value::as_str)
                .map(str::to_owned);
            findings.add("status", Code::StatusRevoked, format!("listed in {url}"));
        }
        None => findings.add("status", Code::StatusOk, format!("not listed in {url}")),
    }
}
