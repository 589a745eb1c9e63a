//! The classes of Open Badges 3.0, member by member.

use crate::document::shape::{Class, Family, Kind, may, must};

mod rules;

use super::vocabulary::{AchievementType, IdentityType, ResultStatus, ResultType, TargetType};
pub(crate) use rules::{follows_in_time, is_a_credential, names_its_subject};

pub(crate) static CREDENTIAL: Class = Class::new(
    "an OpenBadgeCredential",
    &["OpenBadgeCredential", "AchievementCredential"],
    &[
        must("@context", Kind::Contexts(Family::Badges)),
        must("id", Kind::Uri),
        may("name", Kind::Text),
        may("description", Kind::Text),
        may("image", Kind::Object(&IMAGE)).tolerant(),
        must("issuer", Kind::UriOr(&PROFILE)),
        may("validFrom", Kind::DateTime),
        may("validUntil", Kind::DateTime),
        may("issuanceDate", Kind::DateTime),
        may("expirationDate", Kind::DateTime),
        may("awardedDate", Kind::DateTime),
        must("credentialSubject", Kind::Object(&ACHIEVEMENT_SUBJECT)),
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
.with_rule(rules::credential);

pub(crate) static ENDORSEMENT: Class = Class::new(
    "an EndorsementCredential",
    &["EndorsementCredential"],
    &[
        must("@context", Kind::Contexts(Family::Badges)),
        must("id", Kind::Uri),
        must("name", Kind::Text),
        may("description", Kind::Text),
        must("issuer", Kind::UriOr(&PROFILE)),
        may("validFrom", Kind::DateTime),
        may("validUntil", Kind::DateTime),
        may("issuanceDate", Kind::DateTime),
        may("expirationDate", Kind::DateTime),
        may("awardedDate", Kind::DateTime),
        must("credentialSubject", Kind::Object(&ENDORSEMENT_SUBJECT)),
        may("evidence", Kind::Object(&EVIDENCE)).many(),
        may("credentialStatus", Kind::Object(&STATUS)).many(),
        may("credentialSchema", Kind::Object(&SERVICE)).many(),
        may("refreshService", Kind::Object(&SERVICE)),
        may("termsOfUse", Kind::Object(&TERMS)).many(),
        may("proof", Kind::Object(&PROOF)).many(),
    ],
)
.with_rule(rules::endorsement);

pub(crate) static ENDORSEMENT_SUBJECT: Class = Class::new(
    "the EndorsementSubject",
    &["EndorsementSubject"],
    &[must("id", Kind::Uri), may("endorsementComment", Kind::Text)],
);

pub(crate) static ACHIEVEMENT_SUBJECT: Class = Class::new(
    "the AchievementSubject",
    &["AchievementSubject"],
    &[
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
)
.with_rule(rules::subject);

pub(crate) static IDENTITY_OBJECT: Class = Class::new(
    "an IdentityObject",
    &["IdentityObject"],
    &[
        must("hashed", Kind::Boolean),
        must("identityHash", Kind::Text),
        must("identityType", Kind::Vocabulary(IdentityType::WORDS)),
        may("salt", Kind::Text),
    ],
)
.closed()
.with_rule(rules::identity);

pub(crate) static ACHIEVEMENT: Class = Class::new(
    "an Achievement",
    &["Achievement"],
    &[
        must("id", Kind::Uri),
        must("name", Kind::Text),
        must("description", Kind::Text),
        must("criteria", Kind::Object(&CRITERIA)),
        may("achievementType", Kind::Vocabulary(AchievementType::WORDS)),
        may("alignment", Kind::Object(&ALIGNMENT)).many(),
        may("creator", Kind::Object(&PROFILE)),
        may("creditsAvailable", Kind::Number),
        may("endorsement", Kind::Signed(&ENDORSEMENT)).many(),
        may("endorsementJwt", Kind::CompactJws)
            .many()
            .told_elsewhere(),
        may("fieldOfStudy", Kind::Text),
        may("humanCode", Kind::Text),
        may("image", Kind::Object(&IMAGE)).tolerant(),
        may("inLanguage", Kind::Language).tolerant(),
        may("otherIdentifier", Kind::Object(&IDENTIFIER_ENTRY)).many(),
        may("related", Kind::Object(&RELATED)).many(),
        may("resultDescription", Kind::Object(&RESULT_DESCRIPTION)).many(),
        may("specialization", Kind::Text),
        may("tag", Kind::Text).many(),
        may("version", Kind::Text),
    ],
);

static CRITERIA: Class = Class::new(
    "Criteria",
    &["Criteria"],
    &[may("id", Kind::Uri), may("narrative", Kind::Text)],
)
.untyped()
.with_rule(rules::criteria);

pub(crate) static PROFILE: Class = Class::new(
    "a Profile",
    &["Profile"],
    &[
        must("id", Kind::Uri),
        may("name", Kind::Text),
        may("url", Kind::WebAddress).tolerant(),
        may("phone", Kind::Text),
        may("description", Kind::Text),
        may("endorsement", Kind::Signed(&ENDORSEMENT)).many(),
        may("endorsementJwt", Kind::CompactJws)
            .many()
            .told_elsewhere(),
        may("image", Kind::Object(&IMAGE)).tolerant(),
        may("email", Kind::Text),
        may("address", Kind::Object(&ADDRESS)),
        may("otherIdentifier", Kind::Object(&IDENTIFIER_ENTRY)).many(),
        may("official", Kind::Text),
        may("parentOrg", Kind::Object(&PROFILE)),
        may("familyName", Kind::Text).tolerant(),
        may("givenName", Kind::Text).tolerant(),
        may("additionalName", Kind::Text).tolerant(),
        may("patronymicName", Kind::Text).tolerant(),
        may("honorificPrefix", Kind::Text).tolerant(),
        may("honorificSuffix", Kind::Text).tolerant(),
        may("familyNamePrefix", Kind::Text).tolerant(),
        may("dateOfBirth", Kind::Date).tolerant(),
    ],
);

pub(crate) static IMAGE: Class = Class::new(
    "an Image",
    &["Image"],
    &[must("id", Kind::Uri), may("caption", Kind::Text)],
)
.closed();

static ADDRESS: Class = Class::new(
    "an Address",
    &["Address"],
    &[
        may("addressCountry", Kind::Text).tolerant(),
        may("addressCountryCode", Kind::Text).tolerant(),
        may("addressRegion", Kind::Text).tolerant(),
        may("addressLocality", Kind::Text).tolerant(),
        may("streetAddress", Kind::Text).tolerant(),
        may("postOfficeBoxNumber", Kind::Text).tolerant(),
        may("postalCode", Kind::Text).tolerant(),
        may("geo", Kind::Object(&GEO_COORDINATES)).tolerant(),
    ],
);

pub(crate) static GEO_COORDINATES: Class = Class::new(
    "GeoCoordinates",
    &["GeoCoordinates"],
    &[
        must("latitude", Kind::Number).tolerant(),
        must("longitude", Kind::Number).tolerant(),
    ],
)
.alone()
.with_rule(rules::on_the_globe);

static IDENTIFIER_ENTRY: Class = Class::new(
    "an IdentifierEntry",
    &["IdentifierEntry"],
    &[
        must("identifier", Kind::Text),
        must("identifierType", Kind::Vocabulary(IdentityType::WORDS)),
    ],
)
.closed();

pub(crate) static EVIDENCE: Class = Class::new(
    "Evidence",
    &["Evidence"],
    &[
        may("id", Kind::Uri),
        may("narrative", Kind::Text),
        may("name", Kind::Text),
        may("description", Kind::Text),
        may("genre", Kind::Text),
        may("audience", Kind::Text),
    ],
);

static ALIGNMENT: Class = Class::new(
    "an Alignment",
    &["Alignment"],
    &[
        must("targetName", Kind::Text),
        must("targetUrl", Kind::Uri),
        may("targetCode", Kind::Text),
        may("targetDescription", Kind::Text),
        may("targetFramework", Kind::Text),
        may("targetType", Kind::Vocabulary(TargetType::WORDS)),
    ],
);

/// The types of `related` name foreign classes too; the implementation guide leaves `Related` out.
static RELATED: Class = Class::new(
    "a Related object",
    &[],
    &[
        must("id", Kind::Uri),
        may("inLanguage", Kind::Language).tolerant(),
        may("version", Kind::Text).tolerant(),
    ],
)
.untyped()
.with_rule(rules::related);

static RESULT_DESCRIPTION: Class = Class::new(
    "a ResultDescription",
    &["ResultDescription"],
    &[
        must("id", Kind::Uri),
        must("name", Kind::Text),
        must("resultType", Kind::Vocabulary(ResultType::WORDS)),
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
)
.with_rule(rules::result_description);

static RUBRIC_CRITERION_LEVEL: Class = Class::new(
    "a RubricCriterionLevel",
    &["RubricCriterionLevel"],
    &[
        must("id", Kind::Uri),
        must("name", Kind::Text),
        may("alignment", Kind::Object(&ALIGNMENT)).many(),
        may("description", Kind::Text).tolerant(),
        may("level", Kind::Text).tolerant(),
        may("points", Kind::Text).tolerant(),
    ],
);

static RESULT: Class = Class::new(
    "a Result",
    &["Result"],
    &[
        may("resultDescription", Kind::Uri),
        may("value", Kind::Text),
        may("status", Kind::OneOf(ResultStatus::WORDS)).tolerant(),
        may("achievedLevel", Kind::Uri),
        may("alignment", Kind::Object(&ALIGNMENT)).many(),
    ],
);

pub(crate) static STATUS: Class = Class::new(
    "a CredentialStatus",
    &[],
    &[
        may("id", Kind::Uri),
        may("statusPurpose", Kind::Text),
        may("statusListIndex", Kind::Text).tolerant(),
        may("statusListCredential", Kind::Uri),
    ],
)
.alone()
.with_rule(rules::status);

/// A schema, a refresh service: something with an address and a type.
pub(crate) static SERVICE: Class = Class::new("a service", &[], &[must("id", Kind::Uri)]).alone();

pub(crate) static TERMS: Class = Class::new("a TermsOfUse", &[], &[may("id", Kind::Uri)]).alone();

pub(crate) static PROOF: Class = Class::new(
    "a Proof",
    &[],
    &[
        may("created", Kind::DateTime).tolerant(),
        may("cryptosuite", Kind::Text),
        may("challenge", Kind::Text),
        may("domain", Kind::Text).many(),
        may("nonce", Kind::Text),
        may("proofPurpose", Kind::Text),
        may("proofValue", Kind::Text),
        may("verificationMethod", Kind::Text),
    ],
)
.alone();
