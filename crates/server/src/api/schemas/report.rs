//! The verification report as a schema; the type itself belongs to `openbadges`.

use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::{PartialSchema, ToSchema};

use super::Part;
use super::parts::{anything, described, field, id_text, moment, named, nested, word};

/// What a verification found.
#[derive(Debug)]
pub(crate) struct Report;

impl PartialSchema for Report {
    fn schema() -> Part {
        object(
            "What a verification found: one verdict, and the checks that led to it",
            vec![
                ("verdict", true, word(VERDICTS), "The one word"),
                (
                    "checkedAt",
                    true,
                    moment(),
                    "The moment the check speaks for",
                ),
                ("subject", true, named("Subject"), "What was checked"),
                (
                    "policy",
                    true,
                    id_text(),
                    "The name of the rules it was made under",
                ),
                ("engine", true, id_text(), "The program that made it"),
                (
                    "recipient",
                    false,
                    anything(),
                    "Which identity in the badge is that of the person asked for: identityType, hashed",
                ),
                (
                    "trust",
                    false,
                    anything(),
                    "Who else vouches for the issuer: matchingIssuers, uncheckedRegistries, linkedDomains",
                ),
                (
                    "badge",
                    false,
                    anything(),
                    "What the document claims: name, description, criteria, criteriaUrl, \
                image, issuer, recipient, issuedOn, expires, revocationReason. Nothing in it is vouched for \
                unless the verdict says so",
                ),
                (
                    "checks",
                    true,
                    nested("Check"),
                    "Every check that was made, in order",
                ),
                (
                    "fetched",
                    true,
                    anything(),
                    "Every document that was asked for from elsewhere",
                ),
                (
                    "presentation",
                    false,
                    anything(),
                    "Who showed it, and in answer to what, if it was a presentation: holder, challenge, domain",
                ),
                (
                    "credentials",
                    false,
                    nested("Report"),
                    "A report on each credential of a presentation, in order",
                ),
            ],
        )
    }
}

impl ToSchema for Report {}

/// Every verdict, as it stands in JSON.
const VERDICTS: &[&str] = &[
    "valid",
    "valid_with_warnings",
    "expired",
    "not_yet_valid",
    "suspended",
    "revoked",
    "invalid",
    "indeterminate",
];

/// The parts of a report by name.
pub(super) fn all() -> Vec<(&'static str, Part)> {
    vec![
        ("Report", Report::schema()),
        (
            "Subject",
            object(
                "What was handed in",
                vec![
                    (
                        "spec",
                        false,
                        id_text(),
                        "`OB-3.0`, `OB-2.0`, `OB-1.1`, `OB-0.5`, `CLR-2.0`, `SD-JWT-VC`, `VC` or `VP`",
                    ),
                    (
                        "form",
                        true,
                        word(&["json", "jwt", "sd_jwt", "png", "svg", "url"]),
                        "The form it came in",
                    ),
                    (
                        "id",
                        false,
                        id_text(),
                        "The identifier the document gives itself",
                    ),
                    (
                        "sha256",
                        true,
                        id_text(),
                        "SHA-256 of the bytes that were checked, in hexadecimal",
                    ),
                ],
            ),
        ),
        (
            "Check",
            object(
                "One thing that was checked",
                vec![
                    (
                        "id",
                        true,
                        id_text(),
                        "Its name within the report, such as `proof.0`",
                    ),
                    (
                        "code",
                        true,
                        id_text(),
                        "A stable code; all are in the list of verification codes",
                    ),
                    (
                        "outcome",
                        true,
                        word(&["pass", "warn", "fail", "unknown", "skipped"]),
                        "How it came out",
                    ),
                    (
                        "pointer",
                        false,
                        id_text(),
                        "JSON pointer to what it is about",
                    ),
                    ("detail", true, id_text(), "One technical sentence"),
                    (
                        "evidence",
                        false,
                        anything(),
                        "What a signature that fits rests on: suite, keyId, keyThumbprint, hashData",
                    ),
                ],
            ),
        ),
    ]
}

fn object(about: &str, fields: Vec<(&str, bool, Part, &str)>) -> Part {
    let object = ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some(about));
    fields
        .into_iter()
        .fold(object, |object, (name, needed, part, means)| {
            field(object, name, needed, described(part, means))
        })
        .into()
}
