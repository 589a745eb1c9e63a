//! What the classes of 3.0 ask for, as a table.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::document::Fault;
use crate::document::shape::Kind::{Flag, Number, Object, Text, Time, Uri, UriOr};
use crate::document::shape::{Class, may, must};

/// Reads a credential of a class after checking its shape.
pub(super) fn read<T: DeserializeOwned>(value: &Value, class: &Class) -> Result<T, Vec<Fault>> {
    let mut faults = Vec::new();
    class.check(value, "", &mut faults);
    check_dates(value, &mut faults);
    check_recipient(value, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    serde_json::from_value(value.clone()).map_err(|error| {
        vec![Fault::new(
            "",
            format!("The document cannot be read: {error}."),
        )]
    })
}

/// Data model 2.0 says `validFrom` where 1.1 said `issuanceDate`; one of them must be there.
fn check_dates(value: &Value, faults: &mut Vec<Fault>) {
    if value.get("validFrom").is_none() && value.get("issuanceDate").is_none() {
        faults.push(Fault::new("/validFrom", "validFrom is missing."));
    }
}

fn check_recipient(value: &Value, faults: &mut Vec<Fault>) {
    let Some(subject) = value.get("credentialSubject") else {
        return;
    };
    let identifiers = match subject.get("identifier") {
        Some(Value::Array(identifiers)) => identifiers.len(),
        Some(_) => 1,
        None => 0,
    };
    if subject.is_object() && subject.get("id").is_none() && identifiers == 0 {
        let message = "The recipient has neither an id nor an identifier.";
        faults.push(Fault::new("/credentialSubject", message));
    }
}

pub(super) static CREDENTIAL: Class = Class {
    types: &["OpenBadgeCredential", "AchievementCredential"],
    members: &[
        must("id", Uri),
        may("name", Text),
        may("description", Text),
        may("image", UriOr(&IMAGE)),
        must("issuer", UriOr(&PROFILE)),
        may("validFrom", Time),
        may("validUntil", Time),
        may("issuanceDate", Time),
        may("expirationDate", Time),
        may("awardedDate", Time),
        must("credentialSubject", Object(&SUBJECT)),
        may("evidence", Object(&EVIDENCE)).many(),
        may("endorsement", Object(&ENDORSEMENT)).many(),
        may("endorsementJwt", Text).many(),
        may("credentialStatus", Object(&STATUS)).many(),
        may("credentialSchema", Object(&NAMED)).many(),
        may("refreshService", Object(&NAMED)).many(),
        may("proof", Object(&PROOF)).many(),
    ],
};

pub(super) static ENDORSEMENT: Class = Class {
    types: &["EndorsementCredential"],
    members: &[
        must("id", Uri),
        may("name", Text),
        must("issuer", UriOr(&PROFILE)),
        may("validFrom", Time),
        may("validUntil", Time),
        may("issuanceDate", Time),
        must("credentialSubject", Object(&ENDORSEMENT_SUBJECT)),
        may("proof", Object(&PROOF)).many(),
    ],
};

static ENDORSEMENT_SUBJECT: Class = Class {
    types: &["EndorsementSubject"],
    members: &[must("id", Uri), may("endorsementComment", Text)],
};

static SUBJECT: Class = Class {
    types: &["AchievementSubject"],
    members: &[
        may("id", Uri),
        may("identifier", Object(&IDENTITY)).many(),
        must("achievement", Object(&ACHIEVEMENT)),
        may("narrative", Text),
        may("image", UriOr(&IMAGE)),
        may("result", Object(&RESULT)).many(),
        may("activityStartDate", Text),
        may("activityEndDate", Text),
        may("creditsEarned", Number),
        may("licenseNumber", Text),
        may("role", Text),
        may("source", UriOr(&PROFILE)),
        may("term", Text),
    ],
};

static IDENTITY: Class = Class {
    types: &["IdentityObject"],
    members: &[
        must("hashed", Flag),
        must("identityHash", Text),
        may("identityType", Text),
        may("salt", Text),
    ],
};

static ACHIEVEMENT: Class = Class {
    types: &["Achievement"],
    members: &[
        must("id", Uri),
        must("name", Text),
        must("description", Text),
        must("criteria", Object(&CRITERIA)),
        may("achievementType", Text),
        may("image", UriOr(&IMAGE)),
        may("creator", UriOr(&PROFILE)),
        may("creditsAvailable", Number),
        may("fieldOfStudy", Text),
        may("humanCode", Text),
        may("inLanguage", Text),
        may("specialization", Text),
        may("version", Text),
        may("tag", Text).many(),
        may("alignment", Object(&ALIGNMENT)).many(),
        may("resultDescription", Object(&RESULT_DESCRIPTION)).many(),
        may("related", Object(&NAMED)).many(),
        may("otherIdentifier", Object(&IDENTIFIER)).many(),
        may("endorsement", Object(&ENDORSEMENT)).many(),
    ],
};

static CRITERIA: Class = Class {
    types: &[],
    members: &[may("id", Uri), may("narrative", Text)],
};

static PROFILE: Class = Class {
    types: &["Profile"],
    members: &[
        must("id", Uri),
        may("name", Text),
        may("url", Uri),
        may("email", Text),
        may("phone", Text),
        may("description", Text),
        may("image", UriOr(&IMAGE)),
        may("otherIdentifier", Object(&IDENTIFIER)).many(),
        may("parentOrg", Object(&PROFILE)),
        may("endorsement", Object(&ENDORSEMENT)).many(),
    ],
};

static IDENTIFIER: Class = Class {
    types: &["IdentifierEntry"],
    members: &[must("identifier", Text), must("identifierType", Text)],
};

static IMAGE: Class = Class {
    types: &["Image"],
    members: &[must("id", Uri), may("caption", Text)],
};

static EVIDENCE: Class = Class {
    types: &["Evidence"],
    members: &[
        may("id", Uri),
        may("narrative", Text),
        may("name", Text),
        may("description", Text),
        may("genre", Text),
        may("audience", Text),
    ],
};

static ALIGNMENT: Class = Class {
    types: &["Alignment"],
    members: &[
        must("targetName", Text),
        must("targetUrl", Uri),
        may("targetCode", Text),
        may("targetDescription", Text),
        may("targetFramework", Text),
        may("targetType", Text),
    ],
};

static RESULT_DESCRIPTION: Class = Class {
    types: &["ResultDescription"],
    members: &[
        must("id", Uri),
        must("name", Text),
        must("resultType", Text),
        may("allowedValue", Text).many(),
        may("requiredLevel", Uri),
        may("requiredValue", Text),
        may("rubricCriterionLevel", Object(&LEVEL)).many(),
        may("valueMin", Text),
        may("valueMax", Text),
        may("alignment", Object(&ALIGNMENT)).many(),
    ],
};

static LEVEL: Class = Class {
    types: &["RubricCriterionLevel"],
    members: &[
        must("id", Uri),
        must("name", Text),
        may("description", Text),
        may("level", Text),
        may("points", Text),
        may("alignment", Object(&ALIGNMENT)).many(),
    ],
};

static RESULT: Class = Class {
    types: &["Result"],
    members: &[
        may("resultDescription", Uri),
        may("value", Text),
        may("achievedLevel", Uri),
        may("status", Text),
        may("alignment", Object(&ALIGNMENT)).many(),
    ],
};

static STATUS: Class = Class {
    types: &[],
    members: &[
        may("id", Uri),
        must("type", Text).many(),
        may("statusPurpose", Text),
        may("statusListIndex", Text),
        may("statusListCredential", Uri),
    ],
};

static NAMED: Class = Class {
    types: &[],
    members: &[must("id", Uri), must("type", Text).many()],
};

static PROOF: Class = Class {
    types: &[],
    members: &[must("type", Text).many()],
};
