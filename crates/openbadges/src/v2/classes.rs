//! The classes of Open Badges 2.0, member by member.

use serde_json::{Map, Value};

use crate::document::shape::{Class, Kind, may, must, should};
use crate::document::words::{has_type, id_of, looks_hashed};
use crate::document::{At, Faults};

/// Dates have a check of their own in a report, which also knows the spellings of older versions.
pub(crate) static ASSERTION: Class = Class::new(
    "an Assertion",
    &["Assertion"],
    &[
        must("id", Kind::Uri),
        must("recipient", Kind::Object(&IDENTITY)),
        must("badge", Kind::UriOr(&BADGE_CLASS)),
        must("verification", Kind::Object(&VERIFICATION)).older_name("verify"),
        must("issuedOn", Kind::DateTime).told_elsewhere(),
        may("expires", Kind::DateTime).told_elsewhere(),
        may("image", Kind::UriOr(&IMAGE)),
        may("evidence", Kind::UriOr(&EVIDENCE)).many(),
        may("narrative", Kind::Text),
        may("revoked", Kind::Boolean),
        may("revocationReason", Kind::Text),
        may("related", Kind::UriOr(&RELATED)).many(),
        may("endorsement", Kind::UriOrSigned(&ENDORSEMENT)).many(),
    ],
)
.with_rule(picture_has_an_address);

pub(crate) static BADGE_CLASS: Class = Class::new(
    "a BadgeClass",
    &["BadgeClass"],
    &[
        must("id", Kind::Uri),
        must("name", Kind::Text),
        must("description", Kind::Text),
        // Mandatory by the text, but left out by samples of the consortium itself.
        should("image", Kind::UriOr(&IMAGE)),
        must("criteria", Kind::UriOr(&CRITERIA)),
        must("issuer", Kind::UriOr(&PROFILE)),
        may("alignment", Kind::Object(&ALIGNMENT)).many(),
        may("tags", Kind::Text).many(),
        may("version", Kind::TextOrNumber).tolerant(),
        may("related", Kind::UriOr(&RELATED)).many(),
        may("endorsement", Kind::UriOrSigned(&ENDORSEMENT)).many(),
    ],
);

pub(crate) static PROFILE: Class = Class::new(
    "an issuer Profile",
    &["Profile", "Issuer"],
    &[
        must("id", Kind::Uri),
        must("name", Kind::Text),
        must("url", Kind::WebAddress),
        should("email", Kind::Text),
        may("telephone", Kind::Text),
        may("description", Kind::Text),
        may("image", Kind::UriOr(&IMAGE)),
        may("publicKey", Kind::UriOr(&KEY)).many(),
        may("verification", Kind::Object(&POLICY)),
        may("revocationList", Kind::Uri).tolerant(),
        may("version", Kind::TextOrNumber).tolerant(),
        may("related", Kind::UriOr(&RELATED)).many(),
        may("endorsement", Kind::UriOrSigned(&ENDORSEMENT)).many(),
    ],
);

/// A profile of somebody who issues nothing: a recipient, an endorser.
pub(crate) static PERSON: Class = Class::new(
    "a Profile",
    &["Profile", "Issuer"],
    &[
        must("id", Kind::Uri),
        may("name", Kind::Text),
        may("url", Kind::WebAddress),
        may("email", Kind::Text),
        may("telephone", Kind::Text),
        may("description", Kind::Text),
        may("image", Kind::UriOr(&IMAGE)),
    ],
);

pub(crate) static ENDORSEMENT: Class = Class::new(
    "an Endorsement",
    &["Endorsement"],
    &[
        must("id", Kind::Uri),
        must("claim", Kind::Object(&CLAIM)),
        must("issuer", Kind::UriOr(&PROFILE)),
        must("issuedOn", Kind::DateTime).told_elsewhere(),
        must("verification", Kind::Object(&VERIFICATION)),
        may("revoked", Kind::Boolean),
        may("revocationReason", Kind::Text),
    ],
);

pub(crate) static KEY: Class = Class::new(
    "a CryptographicKey",
    &["CryptographicKey"],
    &[
        must("id", Kind::Uri),
        must("owner", Kind::Uri),
        must("publicKeyPem", Kind::Text),
    ],
)
.untyped();

pub(crate) static REVOCATION_LIST: Class = Class::new(
    "a RevocationList",
    &["RevocationList"],
    &[may("id", Kind::Uri), may("issuer", Kind::UriOr(&PERSON))],
)
.with_rule(each_revocation_names_an_assertion);

/// What stays of an assertion that was taken back.
pub(crate) static REVOKED: Class = Class::new(
    "a revoked Assertion",
    &["Assertion"],
    &[
        must("id", Kind::Uri),
        must("revoked", Kind::Boolean),
        may("revocationReason", Kind::Text),
    ],
)
.with_rule(it_was_revoked);

static CLAIM: Class = Class::new(
    "a claim",
    &[],
    &[must("id", Kind::Uri), may("endorsementComment", Kind::Text)],
)
.untyped();

static IDENTITY: Class = Class::new(
    "an IdentityObject",
    &["email", "url", "telephone", "id"],
    &[
        must("identity", Kind::Text),
        must("hashed", Kind::Boolean),
        may("salt", Kind::Text),
    ],
)
.with_rule(a_hash_is_told_from_plain_text);

static VERIFICATION: Class = Class::new(
    "a VerificationObject",
    &["HostedBadge", "hosted", "SignedBadge", "signed"],
    &[may("creator", Kind::UriOr(&KEY))],
)
.with_rule(a_signature_names_its_key);

static POLICY: Class = Class::new(
    "the verification policy of a Profile",
    &["VerificationObject", "hosted", "HostedBadge"],
    &[
        may("verificationProperty", Kind::Text),
        may("startsWith", Kind::Text).many(),
        may("allowedOrigins", Kind::Text).many(),
    ],
)
.untyped();

/// Some issuers give the picture its schema.org type, so the type is not asked for.
static IMAGE: Class = Class::new(
    "an Image",
    &[],
    &[
        must("id", Kind::Uri),
        may("caption", Kind::Text).tolerant(),
        may("author", Kind::UriOr(&PERSON)).tolerant(),
    ],
)
.untyped();

static EVIDENCE: Class = Class::new(
    "Evidence",
    &["Evidence"],
    &[
        may("id", Kind::Uri).told_elsewhere(),
        may("narrative", Kind::Text),
        may("name", Kind::Text),
        may("description", Kind::Text).tolerant(),
        may("genre", Kind::Text).tolerant(),
        may("audience", Kind::Text).tolerant(),
    ],
)
.untyped();

static CRITERIA: Class = Class::new(
    "Criteria",
    &["Criteria"],
    &[
        may("id", Kind::Uri).told_elsewhere(),
        may("narrative", Kind::Text),
    ],
)
.untyped()
.with_rule(criteria_say_something);

static ALIGNMENT: Class = Class::new(
    "an AlignmentObject",
    &["AlignmentObject", "Alignment"],
    &[
        must("targetName", Kind::Text),
        must("targetUrl", Kind::Uri).told_elsewhere(),
        may("targetDescription", Kind::Text).tolerant(),
        may("targetFramework", Kind::Text).tolerant(),
        may("targetCode", Kind::Text).tolerant(),
    ],
)
.untyped();

static RELATED: Class = Class::new(
    "a related object",
    &[],
    &[
        should("id", Kind::Uri),
        may("version", Kind::TextOrNumber).tolerant(),
        may("@language", Kind::Text).tolerant(),
    ],
)
.untyped();

type Object = Map<String, Value>;

/// A picture that is written into the assertion cannot be baked with the assertion inside.
fn picture_has_an_address(assertion: &Object, at: &At<'_>, faults: &mut Faults) {
    let image = assertion.get("image").and_then(id_of);
    if image.is_some_and(|image| image.starts_with("data:")) {
        let message = "the picture of an assertion must have an address";
        faults.deviation(&at.member("image"), message);
    }
}

fn a_hash_is_told_from_plain_text(identity: &Object, at: &At<'_>, faults: &mut Faults) {
    let hashed = identity.get("hashed").and_then(Value::as_bool);
    let text = identity.get("identity").and_then(Value::as_str);
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return;
    };
    let message = match (hashed, looks_hashed(text)) {
        (Some(true), false) => "`identity` is said to be hashed, but is no hash",
        (Some(false), true) => "`identity` is a hash, but is said to be plain",
        _ => return,
    };
    faults.deviation(&at.member("identity"), message);
}

fn a_signature_names_its_key(verification: &Object, at: &At<'_>, faults: &mut Faults) {
    let kind = Value::Object(verification.clone());
    let signed = has_type(&kind, "SignedBadge") || has_type(&kind, "signed");
    if signed && !verification.contains_key("creator") {
        let message = "a signed badge must name the key that signed it";
        faults.deviation(&at.member("creator"), message);
    }
}

fn criteria_say_something(criteria: &Object, at: &At<'_>, faults: &mut Faults) {
    if !criteria.contains_key("id") && !criteria.contains_key("narrative") {
        faults.deviation(at, "criteria must have an address or a narrative");
    }
}

fn each_revocation_names_an_assertion(list: &Object, at: &At<'_>, faults: &mut Faults) {
    let at = at.member("revokedAssertions");
    let Some(entries) = list.get("revokedAssertions") else {
        return faults.grave(&at, "a RevocationList must have `revokedAssertions`");
    };
    for (index, entry) in crate::json::items(entries).iter().enumerate() {
        let named = |name: &str| entry.get(name).is_some_and(Value::is_string);
        if !entry.is_string() && !named("id") && !named("uid") {
            let message = "a revocation must be the id of an assertion or an object that has it";
            faults.grave(&at.item(index), message);
        }
    }
}

fn it_was_revoked(assertion: &Object, at: &At<'_>, faults: &mut Faults) {
    if assertion.get("revoked") == Some(&Value::Bool(false)) {
        faults.grave(&at.member("revoked"), "this assertion was not taken back");
    }
}
