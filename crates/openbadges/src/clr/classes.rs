//! The classes of CLR 2.0, member by member.

use serde_json::{Map, Value};

use crate::document::shape::{Class, Family, Kind, may, must};
use crate::document::{At, Faults};
use crate::json::items;
use crate::v3::AssociationType;
use crate::v3::classes::{
    ACHIEVEMENT, ENDORSEMENT, EVIDENCE, IDENTITY_OBJECT, IMAGE, PROFILE, PROOF, SERVICE, STATUS,
    TERMS, follows_in_time, is_a_credential, names_its_subject,
};

pub(crate) static CREDENTIAL: Class = Class::new(
    "a ClrCredential",
    &["ClrCredential"],
    &[
        must("@context", Kind::Contexts(Family::Records)),
        must("id", Kind::Uri),
        must("name", Kind::Text),
        may("description", Kind::Text),
        may("image", Kind::Object(&IMAGE)).tolerant(),
        may("partial", Kind::Boolean),
        must("issuer", Kind::UriOr(&PROFILE)),
        may("validFrom", Kind::DateTime),
        may("validUntil", Kind::DateTime),
        may("issuanceDate", Kind::DateTime),
        may("expirationDate", Kind::DateTime),
        may("awardedDate", Kind::DateTime),
        must("credentialSubject", Kind::Object(&CLR_SUBJECT)),
        may("evidence", Kind::Object(&EVIDENCE)).many(),
        may("endorsement", Kind::Signed(&ENDORSEMENT)).many(),
        may("endorsementJwt", Kind::CompactJws).many(),
        may("credentialStatus", Kind::Object(&STATUS)).many(),
        may("credentialSchema", Kind::Object(&SERVICE)).many(),
        may("refreshService", Kind::Object(&SERVICE)),
        may("termsOfUse", Kind::Object(&TERMS)).many(),
        may("proof", Kind::Object(&PROOF)).many(),
    ],
)
.with_rule(|credential, at, faults| {
    is_a_credential(credential, at, faults);
    follows_in_time(credential, at, faults);
});

pub(crate) static CLR_SUBJECT: Class = Class::new(
    "the ClrSubject",
    &["ClrSubject"],
    &[
        may("id", Kind::Uri),
        must("verifiableCredential", Kind::Signed(&INNER)).many(),
        may("identifier", Kind::Object(&IDENTITY_OBJECT)).many(),
        may("achievement", Kind::Object(&ACHIEVEMENT)).many(),
        may("association", Kind::Object(&ASSOCIATION)).many(),
    ],
)
.with_rule(|subject, at, faults| {
    names_its_subject(subject, at, faults);
    associations_stay_inside(subject, at, faults);
});

/// A credential inside a record: any verifiable credential.
static INNER: Class = Class::new(
    "a credential inside a record",
    &["VerifiableCredential"],
    &[
        must("@context", Kind::Contexts(Family::Any)),
        may("id", Kind::Uri),
        must("issuer", Kind::UriOr(&PROFILE)),
        may("validFrom", Kind::DateTime),
        may("validUntil", Kind::DateTime),
        must("credentialSubject", Kind::Any),
        may("credentialStatus", Kind::Object(&STATUS)).many(),
        may("proof", Kind::Object(&PROOF)).many(),
    ],
)
.with_rule(is_a_credential);

static ASSOCIATION: Class = Class::new(
    "an Association",
    &["Association"],
    &[
        must("associationType", Kind::OneOf(AssociationType::WORDS)).tolerant(),
        must("sourceId", Kind::Uri),
        must("targetId", Kind::Uri),
    ],
)
.closed();

/// An association joins two achievements of the record.
fn associations_stay_inside(subject: &Map<String, Value>, at: &At<'_>, faults: &mut Faults) {
    let listed = |name: &str| subject.get(name).map(items).unwrap_or_default().iter();
    let inside: Vec<&Value> = listed("verifiableCredential")
        .filter_map(|credential| credential.pointer("/credentialSubject/achievement"))
        .chain(listed("achievement"))
        .filter_map(|achievement| achievement.get("id"))
        .collect();
    let at = at.member("association");
    for (index, association) in listed("association").enumerate() {
        for name in ["sourceId", "targetId"] {
            if let Some(id) = association.get(name)
                && !inside.contains(&id)
            {
                let message = format!("`{name}` is the id of no achievement in the record");
                faults.deviation(&at.item(index).member(name), message);
            }
        }
    }
}
