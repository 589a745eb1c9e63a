//! What the published schemas of the extensions ask for.

use serde_json::{Map, Value};

use crate::document::shape::{Class, Kind, may, must, should};
use crate::document::{At, Faults};

const EXTENSION: &[&str] = &["Extension"];

/// The schema names its mandatory members in the wrong place, so it asks for none; what it meant is told.
pub(super) static ACCESSIBILITY: Class = Class::new(
    "an accessibility extension",
    EXTENSION,
    &[
        should("url", Kind::Uri),
        should("accessibilityFeature", Kind::Text),
        may("accessibilityAPI", Kind::Text),
        may("accessibilityControl", Kind::Text).many(),
        may("accessibilityHazard", Kind::Text),
    ],
);

pub(super) static APPLY_LINK: Class =
    Class::new("an apply link", EXTENSION, &[must("url", Kind::Uri)]);

pub(super) static ORIGINAL_CREATOR: Class =
    Class::new("an original creator", EXTENSION, &[must("url", Kind::Uri)]);

pub(super) static ENDORSEMENT: Class = Class::new(
    "an endorsement extension",
    EXTENSION,
    &[
        must("description", Kind::Text),
        may("endorsedObject", Kind::Object(&ANYTHING)),
    ],
);

pub(super) static EXAMPLE: Class = Class::new(
    "an example extension",
    EXTENSION,
    &[must("exampleProperty", Kind::Text)],
);

pub(super) static EXTRA_DESCRIPTION: Class = Class::new(
    "an extra description",
    EXTENSION,
    &[must("name", Kind::Text), must("narrative", Kind::Text)],
);

pub(super) static GEO_COORDINATES: Class = Class::new(
    "a geo coordinates extension",
    EXTENSION,
    &[
        must("description", Kind::Text),
        may("name", Kind::Text),
        must("geo", Kind::Object(&COORDINATES)),
    ],
);

static COORDINATES: Class = Class::new(
    "coordinates",
    &[],
    &[
        must("latitude", Kind::Number),
        must("longitude", Kind::Number),
    ],
)
.untyped();

pub(super) static ISSUER_ACCREDITATION: Class = Class::new(
    "an issuer accreditation",
    EXTENSION,
    &[
        must("name", Kind::Text),
        must("contactInstructions", Kind::Text),
        must("url", Kind::Uri),
        must("address", Kind::Object(&ADDRESS)),
        may("email", Kind::Text),
        may("description", Kind::Text),
        may("logo", Kind::Uri),
        may("parentOrganization", Kind::Object(&ORGANIZATION)),
        may("areaServed", Kind::Text),
        may("accreditationDate", Kind::Text),
        may("educationalSector", Kind::Text),
    ],
)
.with_rule(accredited_on_a_day);

static ORGANIZATION: Class = Class::new(
    "an organization",
    &[],
    &[
        may("name", Kind::Text),
        may("url", Kind::Uri),
        may("address", Kind::Object(&ADDRESS)),
    ],
)
.untyped();

static ADDRESS: Class = Class::new(
    "an address",
    &[],
    &[
        may("streetAddress", Kind::Text),
        may("addressLocality", Kind::Text),
        may("addressRegion", Kind::Text),
        may("addressCountry", Kind::Text),
        may("postalCode", Kind::Text),
    ],
)
.untyped();

pub(super) static LICENSE: Class = Class::new(
    "a license",
    EXTENSION,
    &[
        must("id", Kind::Text),
        must("name", Kind::Text),
        may("legalCode", Kind::Uri),
    ],
)
.with_rule(licensed_by_creative_commons);

pub(super) static RECIPIENT_PROFILE: Class = Class::new(
    "a recipient profile",
    EXTENSION,
    &[
        may("id", Kind::Text),
        may("name", Kind::Text),
        may("publicKey", Kind::Uri),
    ],
);

pub(super) static ASSESSMENT_EXTENSION: Class = Class::new(
    "an assessment extension",
    EXTENSION,
    &[
        must("description", Kind::Text),
        must("assessments", Kind::Object(&ASSESSMENT)).many(),
    ],
);

static ASSESSMENT: Class = Class::new(
    "an assessment",
    &["Exam", "Performance", "Artifact"],
    &[
        must("description", Kind::Text),
        must("assessmentOutput", Kind::Text),
        must("hasGroupParticipation", Kind::Boolean),
        must("hasGroupEvaluation", Kind::Boolean),
        must("evaluationMethod", Kind::Text),
        may("assessmentExample", Kind::Uri),
        may("scoringMethodExampleDescription", Kind::Text),
        may("assessmentEvaluation", Kind::Uri),
        may("rubrics", Kind::Object(&RUBRIC)).many(),
        may("sections", Kind::Object(&SECTION)).many(),
    ],
)
.alone();

static RUBRIC: Class = Class::new(
    "a rubric",
    &[],
    &[
        must("identifier", Kind::Text),
        must("title", Kind::Text),
        must("rubricCriteria", Kind::Object(&CRITERION)).many(),
        may("lastChangeDateTime", Kind::DateTime),
        may("caseUri", Kind::Uri),
    ],
)
.untyped()
.with_rule(named_by_a_uuid);

static CRITERION: Class = Class::new(
    "a criterion of a rubric",
    &[],
    &[
        must("identifier", Kind::Text),
        may("lastChangeDateTime", Kind::DateTime),
        may("caseUri", Kind::Uri),
        may("category", Kind::Text),
        may("description", Kind::Text),
        may("weight", Kind::Number),
        may("position", Kind::Number),
        may("criterionLevels", Kind::Object(&LEVEL)).many(),
    ],
)
.untyped()
.with_rule(named_by_a_uuid);

static LEVEL: Class = Class::new(
    "a level of a criterion",
    &[],
    &[
        must("identifier", Kind::Text),
        must("description", Kind::Text),
        may("lastChangeDateTime", Kind::DateTime),
        may("caseUri", Kind::Uri),
        may("quality", Kind::Text),
        may("score", Kind::Number),
        may("position", Kind::Number),
        may("feedback", Kind::Text),
    ],
)
.untyped()
.with_rule(named_by_a_uuid);

static SECTION: Class = Class::new(
    "a section of an assessment",
    &[],
    &[
        may("title", Kind::Text),
        may("description", Kind::Text),
        may("rubricId", Kind::Text),
        may("url", Kind::Uri),
        may("required", Kind::Boolean),
        may("questions", Kind::Object(&QUESTION)).many(),
    ],
)
.untyped();

static QUESTION: Class = Class::new(
    "a question",
    &["ExternalQuestion", "FileQuestion", "TextQuestion"],
    &[
        must("text", Kind::Text),
        may("rubricId", Kind::Text),
        may("url", Kind::Uri),
        may("required", Kind::Boolean),
        may("wordLimit", Kind::Number),
        may("characterLimit", Kind::Number),
    ],
)
.alone();

static ANYTHING: Class = Class::new("an object", &[], &[]).untyped();

type Object = Map<String, Value>;

fn accredited_on_a_day(accreditation: &Object, at: &At<'_>, faults: &mut Faults) {
    let Some(day) = accreditation
        .get("accreditationDate")
        .and_then(Value::as_str)
    else {
        return;
    };
    let figures = day.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let lengths = matches!((day.len(), day.matches('-').count()), (10, 2) | (8, 0));
    if !figures || !lengths || day.parse::<jiff::civil::Date>().is_err() {
        let message = "`accreditationDate` must be a day such as 2026-11-22";
        faults.grave(&at.member("accreditationDate"), message);
    }
}

fn licensed_by_creative_commons(license: &Object, at: &At<'_>, faults: &mut Faults) {
    let id = license.get("id").and_then(Value::as_str);
    if id.is_some_and(|id| !id.starts_with("CC-")) {
        let message = "`id` must be the short name of a Creative Commons licence, such as CC-BY";
        faults.grave(&at.member("id"), message);
    }
}

fn named_by_a_uuid(object: &Object, at: &At<'_>, faults: &mut Faults) {
    let Some(identifier) = object.get("identifier").and_then(Value::as_str) else {
        return;
    };
    let groups: Vec<&str> = identifier.split('-').collect();
    let lower = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    let fine = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(lower));
    if !fine {
        let message = "`identifier` must be a UUID in lower case";
        faults.grave(&at.member("identifier"), message);
    }
}
