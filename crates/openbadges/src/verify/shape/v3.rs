//! The classes of Open Badges 3.0 and CLR 2.0, and the frame of a verifiable credential around them.

use serde_json::Value;

use super::{Class, Faults, Kind, check, has_type, id_of, is_uri, may, must, should, types};
use crate::json::{items, pointer_to};

pub(in crate::verify) static PROFILE: Class = Class {
    name: "a Profile",
    types: &["Profile"],
    untyped: false,
    members: &[
        must("id", Kind::Uri),
        may("name", Kind::Text),
        may("url", Kind::WebAddress).tolerant(),
        may("phone", Kind::Text),
        may("description", Kind::Text),
        may("image", Kind::Object(&IMAGE)).tolerant(),
        may("email", Kind::Text),
        may("address", Kind::Object(&ADDRESS)),
        may("otherIdentifier", Kind::Object(&IDENTIFIER_ENTRY)).many(),
        may("official", Kind::Text),
        may("parentOrg", Kind::Object(&PROFILE)),
        may("dateOfBirth", Kind::Text),
    ],
    closed: false,
};

static IMAGE: Class = Class {
    name: "an Image",
    types: &["Image"],
    untyped: false,
    members: &[must("id", Kind::Uri), may("caption", Kind::Text)],
    closed: true,
};

static ADDRESS: Class = Class { name: "an Address", types: &["Address"], untyped: false, members: &[], closed: false };

static IDENTIFIER_ENTRY: Class = Class {
    name: "an IdentifierEntry",
    types: &["IdentifierEntry"],
    untyped: false,
    members: &[must("identifier", Kind::Text), must("identifierType", Kind::Vocabulary(IDENTITY_TYPES))],
    closed: true,
};

static IDENTITY_OBJECT: Class = Class {
    name: "an IdentityObject",
    types: &["IdentityObject"],
    untyped: false,
    members: &[
        must("hashed", Kind::Boolean),
        must("identityHash", Kind::Text),
        must("identityType", Kind::Vocabulary(IDENTITY_TYPES)),
        may("salt", Kind::Text),
    ],
    closed: true,
};

static ACHIEVEMENT: Class = Class {
    name: "an Achievement",
    types: &["Achievement"],
    untyped: false,
    members: &[
        must("id", Kind::Uri),
        must("name", Kind::Text),
        must("description", Kind::Text),
        must("criteria", Kind::Object(&CRITERIA)),
        may("achievementType", Kind::Vocabulary(ACHIEVEMENT_TYPES)),
        may("alignment", Kind::Object(&ALIGNMENT)).many(),
        may("creator", Kind::Object(&PROFILE)),
        may("creditsAvailable", Kind::Number),
        may("fieldOfStudy", Kind::Text),
        may("humanCode", Kind::Text),
        may("image", Kind::Object(&IMAGE)).tolerant(),
        may("inLanguage", Kind::Text),
        may("otherIdentifier", Kind::Object(&IDENTIFIER_ENTRY)).many(),
        may("related", Kind::Object(&RELATED)).many(),
        may("resultDescription", Kind::Object(&RESULT_DESCRIPTION)).many(),
        may("specialization", Kind::Text),
        may("tag", Kind::Text).many(),
        may("version", Kind::Text),
    ],
    closed: false,
};

static CRITERIA: Class = Class {
    name: "Criteria",
    types: &["Criteria"],
    untyped: true,
    members: &[may("id", Kind::Uri), may("narrative", Kind::Text)],
    closed: false,
};

static ALIGNMENT: Class = Class {
    name: "an Alignment",
    types: &["Alignment"],
    untyped: false,
    members: &[
        must("targetName", Kind::Text),
        must("targetUrl", Kind::Uri),
        may("targetCode", Kind::Text),
        may("targetDescription", Kind::Text),
        may("targetFramework", Kind::Text),
        may("targetType", Kind::Text),
    ],
    closed: false,
};

/// The types of `related` name foreign classes too, so only their presence is asked for.
static RELATED: Class = Class {
    name: "a Related object",
    types: &["Related"],
    untyped: true,
    members: &[must("id", Kind::Uri)],
    closed: false,
};

static RESULT_DESCRIPTION: Class = Class {
    name: "a ResultDescription",
    types: &["ResultDescription"],
    untyped: false,
    members: &[
        must("id", Kind::Uri),
        must("name", Kind::Text),
        must("resultType", Kind::Vocabulary(RESULT_TYPES)),
        may("alignment", Kind::Object(&ALIGNMENT)).many(),
        may("allowedValue", Kind::Text).many(),
        may("requiredLevel", Kind::Uri),
        may("requiredValue", Kind::Text),
        may("rubricCriterionLevel", Kind::Object(&RUBRIC_CRITERION_LEVEL)).many(),
        may("valueMax", Kind::Text),
        may("valueMin", Kind::Text),
    ],
    closed: false,
};

static RUBRIC_CRITERION_LEVEL: Class = Class {
    name: "a RubricCriterionLevel",
    types: &["RubricCriterionLevel"],
    untyped: false,
    members: &[must("id", Kind::Uri), must("name", Kind::Text)],
    closed: false,
};

static RESULT: Class = Class {
    name: "a Result",
    types: &["Result"],
    untyped: false,
    members: &[
        may("resultDescription", Kind::Uri),
        may("value", Kind::Text),
        may("status", Kind::OneOf(RESULT_STATUSES)).tolerant(),
        may("achievedLevel", Kind::Uri),
        may("alignment", Kind::Object(&ALIGNMENT)).many(),
    ],
    closed: false,
};

static EVIDENCE: Class = Class {
    name: "Evidence",
    types: &["Evidence"],
    untyped: false,
    members: &[
        may("id", Kind::Uri),
        may("narrative", Kind::Text),
        may("name", Kind::Text),
        may("description", Kind::Text),
        may("genre", Kind::Text),
        may("audience", Kind::Text),
    ],
    closed: false,
};

static ACHIEVEMENT_SUBJECT: Class = Class {
    name: "the AchievementSubject",
    types: &["AchievementSubject"],
    untyped: false,
    members: &[
        may("id", Kind::Uri),
        must("achievement", Kind::Object(&ACHIEVEMENT)),
        may("identifier", Kind::Object(&IDENTITY_OBJECT)).many(),
        may("activityStartDate", Kind::DateTime).tolerant(),
        may("activityEndDate", Kind::DateTime).tolerant(),
        may("creditsEarned", Kind::Number),
        may("image", Kind::Object(&IMAGE)).tolerant(),
        may("licenseNumber", Kind::Text),
        may("narrative", Kind::Text),
        may("result", Kind::Object(&RESULT)).many(),
        may("role", Kind::Text),
        may("source", Kind::Object(&PROFILE)),
        may("term", Kind::Text),
    ],
    closed: false,
};

static ENDORSEMENT_SUBJECT: Class = Class {
    name: "the EndorsementSubject",
    types: &["EndorsementSubject"],
    untyped: false,
    members: &[must("id", Kind::Uri), may("endorsementComment", Kind::Text)],
    closed: false,
};

static CLR_SUBJECT: Class = Class {
    name: "the ClrSubject",
    types: &["ClrSubject"],
    untyped: false,
    members: &[
        may("id", Kind::Uri),
        must("verifiableCredential", Kind::Any).many(),
        may("identifier", Kind::Object(&IDENTITY_OBJECT)).many(),
        may("achievement", Kind::Object(&ACHIEVEMENT)).many(),
        should("type", Kind::Any).many(),
    ],
    closed: false,
};

/// What a credential is, by its types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::verify) enum Purpose {
    Badge,
    Endorsement,
    Clr,
    StatusList,
    Other,
}

impl Purpose {
    pub(in crate::verify) fn of(credential: &Value) -> Self {
        if has_type(credential, "ClrCredential") {
            Self::Clr
        } else if has_type(credential, "OpenBadgeCredential") || has_type(credential, "AchievementCredential") {
            Self::Badge
        } else if has_type(credential, "EndorsementCredential") {
            Self::Endorsement
        } else if has_type(credential, "BitstringStatusListCredential") || has_type(credential, "StatusList2021Credential") {
            Self::StatusList
        } else {
            Self::Other
        }
    }
}

/// Checks the frame of a credential and, by its purpose, what is inside.
pub(in crate::verify) fn check_credential(credential: &Value, version: u8) -> Faults {
    let mut faults = Faults::default();
    let purpose = Purpose::of(credential);
    let of_badges = matches!(purpose, Purpose::Badge | Purpose::Endorsement | Purpose::Clr);
    match credential.get("id") {
        Some(Value::String(id)) if is_uri(id) => {}
        None if !of_badges => {}
        None => faults.grave("/id", "a badge must have an id"),
        Some(_) => faults.grave("/id", "`id` must be one absolute URI"),
    }
    check_types(credential, &mut faults);
    check_issuer(credential, of_badges, &mut faults);
    check_dates(credential, of_badges, version, &mut faults);
    check_subject(credential, purpose, &mut faults);
    if of_badges {
        for (at, evidence) in several(credential, "evidence") {
            check(evidence, &EVIDENCE, &at, &mut faults);
        }
        for (at, image) in several(credential, "image") {
            match image {
                Value::String(_) => faults.deviation(&at, "`image` should be an object"),
                other => check(other, &IMAGE, &at, &mut faults),
            }
        }
    }
    if purpose == Purpose::Endorsement && credential.get("name").is_none() {
        faults.deviation("/name", "an endorsement should have a name");
    }
    for name in ["credentialStatus", "credentialSchema", "refreshService", "termsOfUse"] {
        for (at, item) in several(credential, name) {
            if item.get("type").is_none_or(|value| types(value).is_empty()) {
                faults.grave(&pointer_to(&at, "type"), format!("`{name}` must have a type"));
            }
        }
    }
    faults
}

fn check_types(credential: &Value, faults: &mut Faults) {
    match credential.get("type") {
        Some(Value::String(one)) if one == "VerifiableCredential" => faults.deviation("/type", "`type` should be a list"),
        Some(Value::Array(list)) => {
            if list.iter().any(|item| !item.is_string()) {
                faults.grave("/type", "every type must be text");
            }
            if !has_type(credential, "VerifiableCredential") {
                faults.grave("/type", "the types must contain VerifiableCredential");
            }
        }
        _ => faults.grave("/type", "the types must contain VerifiableCredential"),
    }
}

fn check_issuer(credential: &Value, of_badges: bool, faults: &mut Faults) {
    match credential.get("issuer") {
        None => faults.grave("/issuer", "there must be an issuer"),
        Some(Value::String(id)) if is_uri(id) => {}
        Some(Value::String(_)) => faults.grave("/issuer", "`issuer` must be an absolute URI or an object"),
        Some(object @ Value::Object(_)) if of_badges => check(object, &PROFILE, "/issuer", faults),
        Some(object @ Value::Object(_)) => {
            if !id_of(object).is_some_and(is_uri) {
                faults.grave("/issuer/id", "the issuer must have an absolute URI as id");
            }
        }
        Some(_) => faults.grave("/issuer", "`issuer` must be an absolute URI or an object"),
    }
}

fn check_dates(credential: &Value, of_badges: bool, version: u8, faults: &mut Faults) {
    let (from, until) = date_names(version);
    let date = |name: &str, required: bool, faults: &mut Faults| {
        let at = pointer_to("", name);
        match credential.get(name) {
            None if required => faults.grave(&at, format!("a badge must have `{name}`")),
            None => {}
            Some(Value::String(text)) if crate::time::parse_date_time_stamp(text).is_ok() => {}
            Some(_) => faults.grave(&at, format!("`{name}` must be a date-time with a time zone")),
        }
    };
    date(from, of_badges, faults);
    date(until, false, faults);
    date("awardedDate", false, faults);
}

/// The names of the first and the last moment, by version of the data model.
pub(in crate::verify) fn date_names(version: u8) -> (&'static str, &'static str) {
    if version == 1 { ("issuanceDate", "expirationDate") } else { ("validFrom", "validUntil") }
}

fn check_subject(credential: &Value, purpose: Purpose, faults: &mut Faults) {
    let at = "/credentialSubject";
    let Some(subject) = credential.get("credentialSubject") else {
        faults.grave(at, "there must be a credentialSubject");
        return;
    };
    let class = match purpose {
        Purpose::Badge => &ACHIEVEMENT_SUBJECT,
        Purpose::Endorsement => &ENDORSEMENT_SUBJECT,
        Purpose::Clr => &CLR_SUBJECT,
        Purpose::StatusList | Purpose::Other => {
            let empty = |item: &Value| item.as_object().is_none_or(serde_json::Map::is_empty);
            if items(subject).is_empty() || items(subject).iter().any(empty) {
                faults.grave(at, "the credentialSubject must say something");
            }
            return;
        }
    };
    match subject {
        Value::Array(list) => match list.as_slice() {
            [only] => {
                faults.deviation(at, "`credentialSubject` should be one object");
                check(only, class, "/credentialSubject/0", faults);
            }
            _ => faults.grave(at, "a badge must have one credentialSubject"),
        },
        other => check(other, class, at, faults),
    }
}

/// The values of a member that may be one or a list, each with its pointer.
pub(in crate::verify) fn several<'a>(object: &'a Value, name: &str) -> Vec<(String, &'a Value)> {
    let at = pointer_to("", name);
    match object.get(name) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) => list.iter().enumerate().map(|(index, item)| (pointer_to(&at, index), item)).collect(),
        Some(single) => vec![(at, single)],
    }
}

const ACHIEVEMENT_TYPES: &[&str] = &[
    "Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award", "Badge",
    "BachelorDegree", "Certificate", "CertificateOfCompletion", "Certification", "CommunityService", "Competency",
    "Course", "CoCurricular", "Degree", "Diploma", "DoctoralDegree", "Fieldwork", "GeneralEducationDevelopment",
    "JourneymanCertificate", "LearningProgram", "License", "Membership", "ProfessionalDoctorate",
    "QualityAssuranceCredential", "MasterCertificate", "MasterDegree", "MicroCredential", "ResearchDoctorate",
    "SecondarySchoolDiploma",
];

const RESULT_TYPES: &[&str] = &[
    "GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore", "RawScore", "Result",
    "RubricCriterion", "RubricCriterionLevel", "RubricScore", "ScaledScore", "Status",
];

const RESULT_STATUSES: &[&str] = &["Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"];

const IDENTITY_TYPES: &[&str] = &[
    "name", "sourcedId", "systemId", "productId", "userName", "accountId", "emailAddress", "nationalIdentityNumber",
    "isbn", "issn", "lisSourcedId", "oneRosterSourcedId", "sisSourcedId", "ltiContextId", "ltiDeploymentId", "ltiToolId",
    "ltiPlatformId", "ltiUserId", "identifier",
];
