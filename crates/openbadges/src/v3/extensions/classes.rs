//! What the published schemas ask for. The objects they extend have rules of their own, which are not repeated here.

use serde_json::{Map, Value};

use crate::document::shape::{Class, Kind, may, must};
use crate::document::{At, Faults};

pub(super) static ACCESSIBILITY: Class = Class::new(
    "an object with the accessibility extension",
    &[],
    &[
        must("url", Kind::Uri),
        must("accessibilityFeature", Kind::Text),
        may("accessibilityAPI", Kind::Text),
        may("accessibilityControl", Kind::Text).many(),
        may("accessibilityHazard", Kind::Text),
    ],
)
.untyped();

pub(super) static APPLY_LINK: Class = Class::new(
    "an achievement with an apply link",
    &[],
    &[must("url", Kind::Uri)],
)
.untyped();

pub(super) static ASSESSMENT: Class = Class::new(
    "an assessment",
    &["AssessmentResultDescription"],
    &[
        must("description", Kind::Text),
        must(
            "assessmentType",
            Kind::OneOf(&["Artifact", "Exam", "Performance"]),
        ),
        must("assessmentOutput", Kind::Text),
        must("hasGroupParticipation", Kind::Boolean),
        must("hasGroupEvaluation", Kind::Boolean),
        must("evaluationMethod", Kind::Text),
        may("assessmentExample", Kind::Uri),
        may("scoringMethodExampleDescription", Kind::Text),
        may("assessmentEvaluation", Kind::Uri),
        may("sections", Kind::Object(&SECTION)).many(),
    ],
);

static SECTION: Class = Class::new(
    "a section",
    &[],
    &[
        may("title", Kind::Text),
        may("description", Kind::Text),
        may("url", Kind::Uri),
        may("required", Kind::Boolean),
        may("questions", Kind::Object(&QUESTION)).many(),
    ],
)
.untyped();

static QUESTION: Class = Class::new(
    "a question",
    &[],
    &[
        must(
            "questionType",
            Kind::OneOf(&["ExternalQuestion", "FileQuestion", "TextQuestion"]),
        ),
        must("text", Kind::Text),
        may("url", Kind::Uri),
        may("required", Kind::Boolean),
        may("wordLimit", Kind::Number),
        may("characterLimit", Kind::Number),
    ],
)
.untyped();

pub(super) static PLACE: Class = Class::new(
    "a place",
    &[],
    &[
        may("name", Kind::Text),
        may("description", Kind::Text),
        may("geo", Kind::Object(&COORDINATES)),
    ],
)
.untyped();

static COORDINATES: Class = Class::new(
    "coordinates",
    &["GeoCoordinates"],
    &[
        must("latitude", Kind::Number),
        must("longitude", Kind::Number),
    ],
);

pub(super) static ACCREDITATION: Class = Class::new(
    "an accreditation",
    &[],
    &[
        must("contactInstructions", Kind::Text),
        may("logo", Kind::Uri),
        may("areaServed", Kind::Text),
        may("accreditationDate", Kind::Text),
        may("educationalSector", Kind::Text),
    ],
)
.untyped()
.with_rule(accredited_on_a_day);

/// `YYYY-MM-DD` or `YYYYMMDD`.
fn accredited_on_a_day(accreditation: &Map<String, Value>, at: &At<'_>, faults: &mut Faults) {
    let day = accreditation
        .get("accreditationDate")
        .and_then(Value::as_str);
    let is_day = |day: &str| {
        let lengths = matches!((day.len(), day.matches('-').count()), (10, 2) | (8, 0));
        lengths && day.parse::<jiff::civil::Date>().is_ok()
    };
    if day.is_some_and(|day| !is_day(day)) {
        let message = "`accreditationDate` must be a day such as 2026-11-22";
        faults.grave(&at.member("accreditationDate"), message);
    }
}

/// The schema has the member by the IRI that its context gives it, and the context by the term.
pub(super) static LICENSE: Class = Class::new(
    "a licence",
    &[],
    &[
        must("id", Kind::Uri),
        must("name", Kind::Text),
        may("legalCode", Kind::Uri),
        may("http://creativecommons.org/ns#legalcode", Kind::Uri),
    ],
)
.untyped();
