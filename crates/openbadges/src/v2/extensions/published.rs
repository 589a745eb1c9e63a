//! The published extensions: where their contexts stand, what their types are called, what their members mean.

use super::Published;
use super::classes::{
    ACCESSIBILITY, APPLY_LINK, ASSESSMENT_EXTENSION, ENDORSEMENT, EXAMPLE, EXTRA_DESCRIPTION,
    GEO_COORDINATES, ISSUER_ACCREDITATION, LICENSE, ORIGINAL_CREATOR, RECIPIENT_PROFILE,
};
use crate::document::shape::Class;

/// In the order of their names, with what their contexts call the members that have IRIs there.
pub(super) static PUBLISHED: &[Published] = &[
    published(
        "accessibilityExtension",
        "accessibility",
        &ACCESSIBILITY,
        &[
            ("accessibilityAPI", "https://schema.org/accessibilityAPI"),
            (
                "accessibilityControl",
                "https://schema.org/accessibilityControl",
            ),
            (
                "accessibilityFeature",
                "https://schema.org/accessibilityFeature",
            ),
            (
                "accessibilityHazard",
                "https://schema.org/accessibilityHazard",
            ),
            (
                "url",
                "https://w3id.org/openbadges/extensions##accessibility",
            ),
        ],
    ),
    published(
        "applyLinkExtension",
        "applylink",
        &APPLY_LINK,
        &[("url", "https://w3id.org/openbadges/extensions#applyLink")],
    ),
    published(
        "assessmentExtension",
        "assessment",
        &ASSESSMENT_EXTENSION,
        &[
            (
                "description",
                "https://purl.imsglobal.org/spec/case/vocab#description",
            ),
            (
                "assessments",
                "https://w3id.org/openbadges/extensions#assessments",
            ),
        ],
    ),
    published(
        "endorsement",
        "endorsement",
        &ENDORSEMENT,
        &[(
            "endorsedObject",
            "https://w3id.org/openbadges/extensions#Endorsement/endorsedObject",
        )],
    ),
    published(
        "exampleExtension",
        "example",
        &EXAMPLE,
        &[("exampleProperty", "http://schema.org/text")],
    ),
    published(
        "extraDescription",
        "extradescription",
        &EXTRA_DESCRIPTION,
        &[],
    ),
    published(
        "geoCoordinatesExtension",
        "geocoordinates",
        &GEO_COORDINATES,
        &[
            ("name", "http://schema.org/name"),
            ("description", "http://schema.org/description"),
            ("geo", "http://schema.org/geo"),
        ],
    ),
    published(
        "issuerAccreditationExtension",
        "issueraccreditation",
        &ISSUER_ACCREDITATION,
        &[
            ("name", "http://schema.org/name"),
            (
                "contactInstructions",
                "https://w3id.org/openbadges/extensions#accreditationContactInstructions",
            ),
            ("email", "http://schema.org/email"),
            ("url", "http://schema.org/url"),
            ("address", "http://schema.org/address"),
            ("description", "http://schema.org/description"),
            ("logo", "http://schema.org/logo"),
            ("parentOrganization", "http://schema.org/parentOrganization"),
            ("areaServed", "http://schema.org/areaServed"),
            (
                "accreditationDate",
                "https://w3id.org/openbadges/extensions#accreditationDate",
            ),
            (
                "educationalSector",
                "https://w3id.org/openbadges/extensions#accreditationEducationalSector",
            ),
        ],
    ),
    published(
        "licenseExtension",
        "license",
        &LICENSE,
        &[("legalCode", "http://creativecommons.org/ns#legalcode")],
    ),
    published(
        "originalCreatorExtension",
        "originalcreator",
        &ORIGINAL_CREATOR,
        &[(
            "url",
            "https://w3id.org/openbadges/extensions##originalCreator",
        )],
    ),
    published(
        "recipientProfile",
        "recipientprofile",
        &RECIPIENT_PROFILE,
        &[],
    ),
];

const fn published(
    folder: &'static str,
    stem: &'static str,
    class: &'static Class,
    terms: &'static [(&'static str, &'static str)],
) -> Published {
    Published {
        folder,
        stem,
        class,
        terms,
    }
}
