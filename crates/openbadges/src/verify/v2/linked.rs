//! The documents that an assertion points at: its badge class, and that one's issuer.

use serde_json::Value;

use super::hosted::{difference, note_elsewhere, same_place};
use crate::json;
use crate::verify::codes::Code;
use crate::verify::fetch::Answer;
use crate::verify::run::{ACCEPT_V2, Findings, Run};
use crate::verify::shape::{self, Class, Faults, shorten, v2 as classes, web_address};

/// The badge class of an assertion, checked.
pub(super) fn badge_of(
    run: &mut Run<'_>,
    assertion: &Value,
    findings: &mut Findings,
) -> Option<Value> {
    let badge = match assertion.get("badge")? {
        embedded @ Value::Object(_) => embedded.clone(),
        Value::String(address) => fetched(run, address, "badge", findings)?,
        _ => return None,
    };
    checked(badge, &classes::BADGE_CLASS, "badge", findings)
}

/// The issuer of a badge class, checked. Where and by which keys an issuer awards is told by the profile at its own
/// address, never by a copy that the badge brings along.
pub(super) fn issuer_of(
    run: &mut Run<'_>,
    badge: &Value,
    spec: &str,
    findings: &mut Findings,
) -> Option<Value> {
    let named = badge.get("issuer")?;
    if spec == "OB-0.5" {
        // Before 1.0 there were no profiles; the badge names the issuer's site, and the host is compared later.
        return Some(named.clone());
    }
    let Some(address) = shape::id_of(named).filter(|id| web_address(id).is_some()) else {
        findings.add_at(
            "issuer",
            Code::FormatStructure,
            "/badge/issuer",
            "the issuer must have a web address",
        );
        return None;
    };
    let profile = fetched(run, address, "issuer", findings)?;
    if named.is_object()
        && let Some(at) = difference(named, &profile, "/badge/issuer")
    {
        findings.add_at(
            "issuer",
            Code::HostedDiffers,
            at,
            format!("{} says something else here", shorten(address)),
        );
    }
    checked(profile, &classes::PROFILE, "issuer", findings)
}

/// If the copy in hand wrote out its badge class, it must be the one that counts.
pub(super) fn check_copy(copy: &Value, badge: &Value, findings: &mut Findings) {
    if let Some(written) = copy.get("badge").filter(|badge| badge.is_object())
        && let Some(at) = difference(written, badge, "/badge")
    {
        findings.add_at(
            "badge",
            Code::HostedDiffers,
            at,
            "the badge class says something else here",
        );
    }
}

/// Fetches a document by its address. If it gives itself another id, that one is asked; if nothing is there, the document
/// goes on under the address it was found at: it cannot speak for a place that it does not come from.
pub(super) fn fetched(
    run: &mut Run<'_>,
    address: &str,
    what: &str,
    findings: &mut Findings,
) -> Option<Value> {
    let document = fetched_once(run, address, what, findings)?;
    let Some(own) = document
        .get("id")
        .and_then(Value::as_str)
        .map(str::to_owned)
    else {
        return Some(document);
    };
    if same_place(&own, address) {
        return Some(document);
    }
    if web_address(&own).is_none() {
        findings.add(
            what,
            Code::HostedScope,
            format!(
                "{} is no web address, so nobody can look it up",
                shorten(&own)
            ),
        );
        return None;
    }
    findings.add(
        what,
        Code::HostedIdDiffers,
        format!(
            "found at {}, but its id is {}",
            shorten(address),
            shorten(&own)
        ),
    );
    let mut aside = Findings::default();
    let named = fetched_once(run, &own, what, &mut aside);
    let consistent = |named: &Value| {
        named
            .get("id")
            .and_then(Value::as_str)
            .is_some_and(|again| same_place(again, &own))
    };
    if let Some(named) = named.filter(consistent) {
        return Some(named);
    }
    let mut document = document;
    if let Some(members) = document.as_object_mut() {
        members.insert("id".to_owned(), address.into());
    }
    Some(document)
}

fn fetched_once(
    run: &mut Run<'_>,
    address: &str,
    what: &str,
    findings: &mut Findings,
) -> Option<Value> {
    let Some(url) = web_address(address) else {
        findings.add(
            what,
            Code::HostedScope,
            format!("{} is no web address", shorten(address)),
        );
        return None;
    };
    match run.fetcher.get(&url, ACCEPT_V2) {
        Answer::Unknown(why) => findings.add(what, Code::HostedUnreachable, why),
        Answer::NotFound | Answer::Gone(_) => findings.add(
            what,
            Code::HostedMissing,
            format!("the server says that {url} does not exist"),
        ),
        Answer::Found(found) => match json::read(&found.body) {
            Ok(document) if document.is_object() => {
                note_elsewhere(&found, &url, what, findings);
                return Some(document);
            }
            _ => findings.add(
                what,
                Code::HostedUnreadable,
                format!("{url} answers with something else"),
            ),
        },
    }
    None
}

fn checked(
    document: Value,
    class: &'static Class,
    what: &str,
    findings: &mut Findings,
) -> Option<Value> {
    let document = super::legacy::upgraded_link(document, class);
    let mut faults = Faults::default();
    shape::check(&document, class, "", &mut faults);
    let grave = faults.any_grave();
    for fault in faults.0 {
        let code = if fault.grave {
            Code::FormatStructure
        } else {
            Code::FormatDeviation
        };
        findings.add(
            what,
            code,
            format!("{} at {}", fault.message, fault.pointer),
        );
    }
    if class.name == classes::PROFILE.name && !grave {
        findings.add(
            what,
            Code::HostedOk,
            format!(
                "the profile of {}",
                shape::id_of(&document).map(shorten).unwrap_or_default()
            ),
        );
    }
    (!grave).then_some(document)
}
