//! Was it taken back? Status lists, looked up without telling anybody which badge is meant.

use serde_json::Value;

use super::codes::{Code, Severity};
use super::credential::{self, DEEPEST};
use super::fetch::Answer;
use super::frame;
use super::issuer_keys::same;
use super::run::{ACCEPT_CREDENTIAL, ACCEPT_V2, Findings, Run};
use super::shape::v3::{date_names, several};
use super::shape::{has_type, id_of, shorten, types, web_address};
use crate::json;
use crate::status::{Leniency, MINIMUM_ENTRIES, StatusError, look_up, message_of};
use crate::time::parse_date_time_stamp;

const MOST_ENTRIES: usize = 8;

/// Checks every status entry of a credential.
pub(super) fn check(run: &mut Run<'_>, credential: &Value, depth: u8, findings: &mut Findings) {
    let entries = several(credential, "credentialStatus");
    if entries.is_empty() {
        findings.add("status", Code::StatusNone, "no credentialStatus");
    }
    if depth > DEEPEST && !entries.is_empty() {
        return findings.add(
            "status",
            Code::StatusUnverifiable,
            "too many lists behind one another",
        );
    }
    for (index, (at, entry)) in entries.iter().enumerate() {
        let id = format!("status.{index}");
        if index == MOST_ENTRIES {
            let detail = format!(
                "{} entries, of which {MOST_ENTRIES} are looked at",
                entries.len()
            );
            return findings.add_at(id, Code::StatusUnverifiable, at, detail);
        }
        if has_type(entry, "BitstringStatusListEntry") || has_type(entry, "StatusList2021Entry") {
            check_bit(run, credential, entry, at, depth, &id, findings);
        } else if has_type(entry, "1EdTechRevocationList") {
            check_listing(run, credential, entry, at, &id, findings);
        } else {
            let kinds = entry.get("type").map(types).unwrap_or_default().join(", ");
            findings.add_at(
                id,
                Code::StatusTypeUnknown,
                at,
                format!("status of type {}", shorten(&kinds)),
            );
        }
    }
}

fn check_bit(
    run: &mut Run<'_>,
    credential: &Value,
    entry: &Value,
    at: &str,
    depth: u8,
    id: &str,
    findings: &mut Findings,
) {
    // Whatever is not plainly another purpose must not pass for one: the entry might be the one for withdrawals.
    let Some(purpose) = entry.get("statusPurpose").and_then(Value::as_str) else {
        let why = "statusPurpose must be text";
        return findings.add_at(id, Code::StatusUnverifiable, at, why);
    };
    let meaning = match purpose {
        "revocation" => Meaning::Withdrawal(Code::StatusRevoked),
        "suspension" => Meaning::Withdrawal(Code::StatusSuspended),
        "message" => Meaning::Message,
        "refresh" => Meaning::Refresh,
        _ => {
            let detail = format!("purpose {}", shorten(purpose));
            return findings.add_at(id, Code::StatusPurposeOther, at, detail);
        }
    };
    let before = findings.checks.len();
    let read = read_place(run, credential, entry, purpose, depth, |code, detail| {
        findings.add_at(id, code, at, detail);
    });
    match (read, meaning) {
        (Ok((place, value)), Meaning::Withdrawal(raised)) if value != 0 => {
            findings.add_at(id, raised, at, format!("{place} is set"));
        }
        (Ok((place, _)), Meaning::Withdrawal(_)) => {
            let detail = format!("{place} is not set ({purpose})");
            findings.add_at(id, Code::StatusOk, at, detail);
        }
        (Ok((place, value)), Meaning::Message) => {
            let message = message_of(entry, value).map(shorten);
            let said = message
                .clone()
                .unwrap_or_else(|| "no message is given for it".to_owned());
            findings.messages.extend(message);
            let detail = format!("{place} has the value {value:#x}: {said}");
            findings.add_at(id, Code::StatusMessage, at, detail);
        }
        (Ok((place, 0)), Meaning::Refresh) => {
            let detail = format!("{place} is not set: there is no newer copy");
            findings.add_at(id, Code::StatusPurposeOther, at, detail);
        }
        (Ok((place, _)), Meaning::Refresh) => {
            findings.add_at(id, Code::StatusRefresh, at, format!("{place} is set"));
        }
        (Err((code, why)), Meaning::Withdrawal(_)) => findings.add_at(id, code, at, why),
        // What says nothing about whether the badge holds may be silent.
        (Err((code, why)), Meaning::Message | Meaning::Refresh) => {
            findings.checks.truncate(before);
            let detail = format!("{code}: {why}");
            findings.add_at(id, Code::StatusNoteUnread, at, detail);
        }
    }
}

/// What a raised bit says about the badge.
enum Meaning {
    /// It does not hold.
    Withdrawal(Code),
    /// One of several things.
    Message,
    /// There is a newer copy.
    Refresh,
}

/// Fetches, verifies and reads the list of an entry: what place was read, and its value. What is odd about the list and
/// changes nothing is noted.
fn read_place(
    run: &mut Run<'_>,
    credential: &Value,
    entry: &Value,
    purpose: &str,
    depth: u8,
    mut note: impl FnMut(Code, String),
) -> Result<(String, u32), (Code, String)> {
    let unverifiable = |why: String| (Code::StatusUnverifiable, why);
    let place = Place::of(entry).map_err(unverifiable)?;
    let list = fetch_list(run, &place.list, depth)?;
    let strict = has_type(entry, "BitstringStatusListEntry");
    let encoded = encoded_list(&list, purpose, strict).map_err(unverifiable)?;
    // Short lists are told below; they hide a look-up less well, but their bits are as true as any.
    let read = look_up(encoded, Leniency::StatusList2021, place.index, place.size);
    let entries = match &read {
        Ok(read) => read.entries,
        Err(StatusError::OutOfRange { entries, .. }) => *entries,
        Err(_) => MINIMUM_ENTRIES,
    };
    if entries < MINIMUM_ENTRIES {
        let detail = format!("{entries} places, where at least {MINIMUM_ENTRIES} are asked for");
        note(Code::StatusListShort, detail);
    }
    let read = read.map_err(|error| match error {
        StatusError::OutOfRange { .. } => (Code::StatusListRange, error.to_string()),
        error => unverifiable(error.to_string()),
    })?;
    if let Some(own) = list.get("id").and_then(Value::as_str)
        && !same(own, &place.named)
    {
        let detail = format!("{} shows the list {}", place.list, shorten(own));
        note(Code::StatusListElsewhere, detail);
    }
    if let Some(why) = too_old(run, &list) {
        return Err(unverifiable(why));
    }
    let keeper = list.get("issuer").and_then(id_of).unwrap_or_default();
    let issuer = credential.get("issuer").and_then(id_of);
    if !issuer.is_some_and(|issuer| same(issuer, keeper)) {
        let detail = format!("{} is signed by {}", place.list, shorten(keeper));
        note(Code::StatusListForeign, detail);
    }
    Ok((
        format!("place {} of {}", place.index, place.list),
        read.value,
    ))
}

/// Where in which list to look.
struct Place {
    list: url::Url,
    /// The address as the entry writes it.
    named: String,
    index: usize,
    size: usize,
}

impl Place {
    fn of(entry: &Value) -> Result<Self, String> {
        let named = entry.get("statusListCredential").and_then(Value::as_str);
        let list = named.and_then(web_address);
        let list = list.ok_or("statusListCredential must be a web address")?;
        // The standard wants a decimal string; numbers are found in the wild and mean the same.
        let index = match entry.get("statusListIndex") {
            Some(Value::String(text)) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                text.parse().ok()
            }
            Some(Value::Number(number)) => number
                .as_u64()
                .and_then(|index| usize::try_from(index).ok()),
            _ => None,
        };
        let index = index.ok_or("statusListIndex must be a decimal number")?;
        let size = match entry.get("statusSize") {
            None => 1,
            Some(size) => size
                .as_u64()
                .and_then(|size| usize::try_from(size).ok())
                .filter(|size| (1..=32).contains(size))
                .ok_or("statusSize must be a small number")?,
        };
        Ok(Self {
            list,
            named: named.unwrap_or_default().to_owned(),
            index,
            size,
        })
    }
}

/// Fetches a list credential and verifies it like any other credential.
fn fetch_list(run: &mut Run<'_>, url: &url::Url, depth: u8) -> Result<Value, (Code, String)> {
    let found = match run.fetcher.get(url, ACCEPT_CREDENTIAL) {
        Answer::Found(found) => found,
        Answer::NotFound | Answer::Gone(_) => {
            return Err((
                Code::StatusUnreachable,
                format!("the server says that {url} does not exist"),
            ));
        }
        Answer::Unknown(why) => return Err((Code::StatusUnreachable, why)),
    };
    let inner = credential::check_inner(run, &found.body, depth);
    let why = || format!("{url}: {}", inner.findings.gist());
    match inner.findings.severity() {
        Severity::Pass | Severity::Note | Severity::Skipped | Severity::Warning => {}
        Severity::Unknown => return Err((Code::StatusUnreachable, why())),
        _ => return Err((Code::StatusUnverifiable, why())),
    }
    inner
        .document
        .ok_or_else(|| (Code::StatusUnverifiable, why()))
}

/// Whether the list was made longer ago than the policy allows.
fn too_old(run: &Run<'_>, list: &Value) -> Option<String> {
    let most = run.policy.max_status_age?;
    let (from, _) = date_names(frame::version(list));
    let made = list
        .get(from)
        .and_then(Value::as_str)
        .and_then(|text| parse_date_time_stamp(text).ok());
    match made {
        Some(made) if run.now.duration_since(made) <= most => None,
        Some(made) => Some(format!("the list of {made} is older than {most:#}")),
        None => Some("the list does not say when it was made".to_owned()),
    }
}

fn encoded_list<'a>(list: &'a Value, purpose: &str, strict: bool) -> Result<&'a str, String> {
    let (credential, subject) = if strict {
        ("BitstringStatusListCredential", "BitstringStatusList")
    } else {
        ("StatusList2021Credential", "StatusList2021")
    };
    if !has_type(list, credential) {
        return Err(format!("the list is not of type {credential}"));
    }
    let inside = list
        .get("credentialSubject")
        .filter(|inside| has_type(inside, subject));
    let inside = inside.ok_or_else(|| format!("the list holds no {subject}"))?;
    if !inside
        .get("statusPurpose")
        .is_some_and(|value| types(value).contains(&purpose))
    {
        return Err(format!("the list is not for the purpose {purpose}"));
    }
    let encoded = inside
        .get("encodedList")
        .and_then(Value::as_str)
        .ok_or("the list has no encodedList")?;
    if strict && (!encoded.starts_with('u') || encoded.contains(['=', '+', '/'])) {
        return Err("encodedList must be base64url without padding, after the letter u".to_owned());
    }
    Ok(encoded)
}

/// The deprecated list of 1EdTech: plain JSON with the ids of what was taken back. It is not signed; the badge names it.
fn check_listing(
    run: &mut Run<'_>,
    credential: &Value,
    entry: &Value,
    at: &str,
    id: &str,
    findings: &mut Findings,
) {
    let Some(url) = entry
        .get("id")
        .and_then(Value::as_str)
        .and_then(web_address)
    else {
        return findings.add_at(
            id,
            Code::StatusUnverifiable,
            at,
            "the revocation list must be a web address",
        );
    };
    let found = match run.fetcher.get(&url, ACCEPT_V2) {
        Answer::Found(found) => found,
        Answer::NotFound | Answer::Gone(_) => {
            return findings.add_at(
                id,
                Code::StatusUnreachable,
                at,
                format!("the server says that {url} does not exist"),
            );
        }
        Answer::Unknown(why) => return findings.add_at(id, Code::StatusUnreachable, at, why),
    };
    let list = json::read(&found.body).ok();
    let Some(revoked) = list
        .as_ref()
        .and_then(|list| list.get("revokedCredential"))
        .map(json::items)
    else {
        return findings.add_at(
            id,
            Code::StatusUnverifiable,
            at,
            format!("{url} is not a revocation list"),
        );
    };
    let own = credential
        .get("id")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let listed = revoked
        .iter()
        .find(|item| id_of(item).is_some_and(|listed| same(listed, own)));
    match listed {
        Some(item) if item.get("revoked") != Some(&Value::Bool(false)) => {
            findings.revocation_reason = item
                .get("revocationReason")
                .and_then(Value::as_str)
                .map(str::to_owned);
            findings.add_at(id, Code::StatusRevoked, at, format!("listed in {url}"));
        }
        _ => findings.add_at(id, Code::StatusOk, at, format!("not listed in {url}")),
    }
}
