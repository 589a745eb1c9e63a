//! Open Badges 2.0: hosted and signed assertions, badge classes and profiles, and what came before.

use serde_json::Value;

use super::codes::Code;
use super::report::BadgeSummary;
use super::run::{Findings, Run};
use super::shape::{self, types, v2 as classes};
use super::{person, summary};
use crate::json::{items, pointer_to};

mod contexts;
mod dates;
mod endorsements;
mod hosted;
mod legacy;
mod linked;
mod signed;

pub(super) use hosted::note_elsewhere;

/// How a document came into our hands.
#[derive(Clone, Copy)]
pub(super) enum Origin<'a> {
    /// Somebody handed over a copy.
    Copy,
    /// We fetched it from there just now.
    Address(&'a url::Url),
    /// It is the payload of this JWS.
    Signed(&'a crate::proof::jws::CompactJws),
}

/// What was learned besides the checks.
pub(super) struct Outcome {
    pub(super) spec: &'static str,
    pub(super) id: Option<String>,
    pub(super) badge: Option<BadgeSummary>,
}

/// Whether a JSON object looks like Open Badges 2.0 or older.
pub(super) fn recognises(document: &Value) -> bool {
    let contexts = document.get("@context").map_or(&[][..], items);
    let named = contexts.iter().any(|context| {
        context.is_object()
            || context
                .as_str()
                .is_some_and(|url| url.contains("openbadges"))
    });
    let known = [
        "Assertion",
        "BadgeClass",
        "Issuer",
        "Profile",
        "Endorsement",
    ];
    let typed = document
        .get("type")
        .is_some_and(|value| types(value).iter().any(|name| known.contains(name)));
    named || typed || legacy::recognises(document)
}

/// Checks a document of Open Badges 2.0 or older.
pub(super) fn check(
    run: &mut Run<'_>,
    document: &Value,
    origin: Origin<'_>,
    recipient: Option<&str>,
    findings: &mut Findings,
) -> Outcome {
    let (document, spec) = match legacy::upgraded(document, origin) {
        Some((upgraded, spec)) => {
            findings.add(
                "format",
                Code::FormatLegacy,
                format!("a document of {spec}, read as 2.0"),
            );
            (upgraded, spec)
        }
        None => (document.clone(), "OB-2.0"),
    };
    let id = document
        .get("id")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let badge = if contexts::check(&document, spec, findings) {
        check_by_type(run, &document, spec, origin, recipient, findings)
    } else {
        Some(summary::of_assertion(&document, None, None))
    };
    Outcome { spec, id, badge }
}

fn check_by_type(
    run: &mut Run<'_>,
    document: &Value,
    spec: &str,
    origin: Origin<'_>,
    recipient: Option<&str>,
    findings: &mut Findings,
) -> Option<BadgeSummary> {
    let has = |name: &str| shape::has_type(document, name);
    // Of what was taken back, often nothing is left but its address.
    let remains = document.get("type").is_none() && document.get("revoked") == Some(&true.into());
    if has("Assertion") || remains {
        let (assertion, badge, issuer) = check_assertion(run, document, spec, origin, findings);
        if !findings.invalid() {
            person::check_v2(&assertion, recipient, findings);
        }
        Some(summary::of_assertion(
            &assertion,
            badge.as_ref(),
            issuer.as_ref(),
        ))
    } else if has("BadgeClass") {
        let badge = check_definition(run, document, &classes::BADGE_CLASS, origin, findings);
        let issuer = linked::issuer_of(run, &badge, spec, findings);
        Some(summary::of_badge_class(&badge, issuer.as_ref()))
    } else if has("Issuer") || has("Profile") {
        let profile = check_definition(run, document, &classes::PROFILE, origin, findings);
        Some(summary::of_profile(&profile))
    } else if has("Endorsement") {
        if !says_signed_and_is_not(document, origin, findings) {
            endorsements::check_alone(run, document, origin, findings);
        }
        Some(summary::of_profile(document))
    } else {
        findings.add_at(
            "format",
            Code::FormatStructure,
            "/type",
            "the type is none of Assertion, BadgeClass, Issuer, Profile, Endorsement",
        );
        None
    }
}

/// Checks the shape of a document and notes what was found.
fn check_shape(
    document: &Value,
    class: &'static shape::Class,
    what: &str,
    findings: &mut Findings,
) -> bool {
    let mut faults = shape::Faults::default();
    shape::check(document, class, "", &mut faults);
    let fine = !faults.any_grave();
    findings.add_faults(faults, Code::FormatOk, what);
    fine
}

/// A badge class or a profile by itself: its address is the truth, but it claims nothing about anybody.
fn check_definition(
    run: &mut Run<'_>,
    document: &Value,
    class: &'static shape::Class,
    origin: Origin<'_>,
    findings: &mut Findings,
) -> Value {
    let document = hosted::present(run, document, origin, hosted::Weight::Definition, findings);
    check_shape(&document, class, class.name, findings);
    document
}

fn check_assertion(
    run: &mut Run<'_>,
    document: &Value,
    spec: &str,
    origin: Origin<'_>,
    findings: &mut Findings,
) -> (Value, Option<Value>, Option<Value>) {
    let signed = matches!(origin, Origin::Signed(_));
    if says_signed_and_is_not(document, origin, findings) {
        return (document.clone(), None, None);
    }
    let assertion = if signed {
        document.clone()
    } else {
        hosted::present(run, document, origin, hosted::Weight::Assertion, findings)
    };
    if findings
        .checks
        .iter()
        .any(|check| matches!(check.code, Code::StatusRevoked | Code::HostedMissing))
    {
        return (merged_for_summary(document, &assertion), None, None);
    }
    check_shape(&assertion, &classes::ASSERTION, "Open Badges 2.0", findings);
    check_image(&assertion, findings);
    extensions(&assertion, "", findings);
    let badge = linked::badge_of(run, &assertion, findings);
    if let Some(badge) = &badge {
        linked::check_copy(document, badge, findings);
        extensions(badge, "/badge", findings);
    }
    let issuer = badge
        .as_ref()
        .and_then(|badge| linked::issuer_of(run, badge, spec, findings));
    if let Some(issuer) = &issuer {
        match origin {
            Origin::Signed(jws) => signed::check(run, &assertion, issuer, jws, spec, findings),
            _ => hosted::check_scope(&assertion, issuer, findings),
        }
    }
    dates::check(run, &assertion, findings);
    if !findings.invalid() {
        endorsements::check(run, &assertion, badge.as_ref(), issuer.as_ref(), findings);
    }
    (assertion, badge, issuer)
}

/// Notes a document that says it is signed, of which only the text was handed over.
fn says_signed_and_is_not(document: &Value, origin: Origin<'_>, findings: &mut Findings) -> bool {
    let claims_signed = document
        .get("verification")
        .is_some_and(|how| shape::has_type(how, "signed") || shape::has_type(how, "SignedBadge"));
    let wrong = claims_signed && !matches!(origin, Origin::Signed(_));
    if wrong {
        let detail = "it says that it is signed, but this is only its text";
        findings.add_at("proof", Code::SignatureMissing, "/verification", detail);
    }
    wrong
}

/// A withdrawn badge is often stripped at its address; the copy still tells what it was.
fn merged_for_summary(copy: &Value, hosted: &Value) -> Value {
    let mut merged = copy.clone();
    if let (Some(members), Some(hosted)) = (merged.as_object_mut(), hosted.as_object()) {
        for (name, value) in hosted {
            members.insert(name.clone(), value.clone());
        }
    }
    merged
}

fn check_image(assertion: &Value, findings: &mut Findings) {
    let image = assertion.get("image").and_then(shape::id_of);
    if image.is_some_and(|image| image.starts_with("data:")) {
        findings.add_at(
            "format",
            Code::FormatStructure,
            "/image",
            "the picture of an assertion must have an address",
        );
    }
}

/// How many extensions of a document, and how many of their faults, are told one by one.
const MOST_TOLD: usize = 8;

/// Checks the extensions of a document by their published schemas. They add to a badge and take nothing from it, so one that
/// is wrong is a warning.
fn extensions(document: &Value, within: &str, findings: &mut Findings) {
    let Some(members) = document.as_object() else {
        return;
    };
    let faults = crate::v2::extensions::check(document);
    for fault in faults.iter().take(MOST_TOLD) {
        let code = if fault.grave {
            Code::ExtensionBroken
        } else {
            Code::FormatDeviation
        };
        let at = format!("{within}{}", fault.pointer);
        findings.add_at("extension", code, at, &fault.message);
    }
    let extensions = members
        .iter()
        .filter(|(_, value)| shape::has_type(value, "Extension"));
    for (name, extension) in extensions.take(MOST_TOLD) {
        let at = pointer_to("", name);
        let broken = |fault: &crate::v2::Fault| fault.grave && fault.pointer.starts_with(&at);
        let told_at = format!("{within}{at}");
        match crate::v2::extensions::published_name(extension) {
            Some(_) if faults.iter().any(broken) => {}
            Some(published) => {
                let detail = format!("{published}, by its published schema");
                findings.add_at("extension", Code::ExtensionOk, told_at, detail);
            }
            None => {
                let detail = "an extension that is not among the published ones";
                findings.add_at("extension", Code::ExtensionSkipped, told_at, detail);
            }
        }
    }
}
