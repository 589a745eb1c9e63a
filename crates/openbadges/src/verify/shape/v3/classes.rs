//! The classes of Open Badges 3.0 and CLR 2.0, member by member.

use crate::verify::shape::{Class, Kind, may, must, should};

pub(super) static PROFILE: Class = Class {
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

pub(super) static IMAGE: Class = Class {
    name: "an Image",
    types: &["Image"],
    untyped: false,
    members: &[must("id", Kind::Uri), may("caption", Kind::Text)],
    closed: true,
};

static ADDRESS: Class = Class {
    name: "an Address",
    types: &["Address"],
    untyped: false,
    members: &[],
    closed: false,
};

static IDENTIFIER_ENTRY: Class = Class {
    name: "an IdentifierEntry",
    types: &["IdentifierEntry"],
    untyped: false,
    members: &[
        must("identifier", Kind::Text),
        must("identifierType", Kind::Vocabulary(IDENTITY_TYPES)),
    ],
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
        may(
            "rubricCriterionLevel",
            Kind::Object(&RUBRIC_CRITERION_LEVEL),
        )
        .many(),
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

pub(super) static EVIDENCE: Class = Class {
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

pub(super) static ACHIEVEMENT_SUBJECT: Class = Class {
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

pub(super) static ENDORSEMENT_SUBJECT: Class = Class {
    name: "the EndorsementSubject",
    types: &["EndorsementSubject"],
    untyped: false,
    members: &[must("id", Kind::Uri), may("endorsementComment", Kind::Text)],
    closed: false,
};

pub(super) static CLR_SUBJECT: Class = Class {
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

const ACHIEVEMENT_TYPES: &[&str] = &[
    "Achievement",
    "ApprenticeshipCertificate",
    "Assessment",
    "Assignment",
    "AssociateDegree",
    "Award",
    "Badge",
    "BachelorDegree",
    "Certificate",
    "CertificateOfCompletion",
    "Certification",
    "CommunityService",
    "Competency",
    "Course",
    "CoCurricular",
    "Degree",
    "Diploma",
    "DoctoralDegree",
    "Fieldwork",
    "GeneralEducationDevelopment",
    "JourneymanCertificate",
    "LearningProgram",
    "License",
    "Membership",
    "ProfessionalDoctorate",
    "QualityAssuranceCredential",
    "MasterCertificate",
    "MasterDegree",
    "MicroCredential",
    "ResearchDoctorate",
    "SecondarySchoolDiploma",
];

const RESULT_TYPES: &[&str] = &[
    "GradePointAverage",
    "LetterGrade",
    "Percent",
    "PerformanceLevel",
    "PredictedScore",
    "RawScore",
    "Result",
    "RubricCriterion",
    "RubricCriterionLevel",
    "RubricScore",
    "ScaledScore",
    "Status",
];

const RESULT_STATUSES: &[&str] = &[
    "Completed",
    "Enrolled",
    "Failed",
    "InProgress",
    "OnHold",
    "Provisional",
    "Withdrew",
];

const IDENTITY_TYPES: &[&str] = &[
    "name",
    "sourcedId",
    "systemId",
    "productId",
    "userName",
    "accountId",
    "emailAddress",
    "nationalIdentityNumber",
    "isbn",
    "issn",
    "lisSourcedId",
    "oneRosterSourcedId",
    "sisSourcedId",
    "ltiContextId",
    "ltiDeploymentId",
    "ltiToolId",
    "ltiPlatformId",
    "ltiUserId",
    "identifier",
];
