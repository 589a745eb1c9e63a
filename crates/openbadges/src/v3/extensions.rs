//! The published extensions of Open Badges 3.0: which there are, and what their schemas ask for.
//!
//! Where an extension of 2.0 is an object of its own, one of 3.0 is a context more in the credential and a few members
//! more in an object that is there anyway. Those members are in `extra` of the types of this module, and survive reading
//! and writing like any others.
//!
//! ```
//! use openbadges::v3::extensions;
//! use serde_json::json;
//!
//! let badge = json!({
//!     "@context": [
//!         "https://www.w3.org/ns/credentials/v2",
//!         "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
//!         extensions::APPLY_LINK,
//!     ],
//!     "credentialSubject": {"achievement": {"type": ["Achievement", "ApplyLinkAchievement"]}},
//! });
//!
//! let faults = extensions::check(&badge);
//! assert_eq!(faults[0].pointer, "/credentialSubject/achievement/url");
//! ```
//!
//! The contexts are not compiled in, for they come with no licence that lets us. A badge with an extension can therefore
//! be signed and verified where the signature covers its text (tokens, and proofs by JCS), and not where it covers its
//! meaning (proofs by RDFC): there the verifier says that it does not carry the context.

mod classes;

use serde_json::Value;

use super::Fault;
use crate::document::shape::{Class, check_object};
use crate::document::words::has_type;
use crate::document::{At, Faults};
use crate::json::{items, pointer_to};

/// Context of the accessibility extension.
pub const ACCESSIBILITY: &str =
    "https://openbadgespec.org/extensions/accessibilityExtension/context-3.0.0.json";
/// Context of the apply link extension.
pub const APPLY_LINK: &str =
    "https://openbadgespec.org/extensions/applyLinkExtension/context-3.0.0.json";
/// Context of the assessment extension 2.0.
pub const ASSESSMENT: &str = "https://purl.imsglobal.org/spec/ob-assessment/v2p0/context/";
/// Context of the geo coordinates extension.
pub const GEO_COORDINATES: &str =
    "https://openbadgespec.org/extensions/geoCoordinatesExtension/context-3.0.0.json";
/// Context of the issuer accreditation extension 2.0.
pub const ISSUER_ACCREDITATION: &str = "https://purl.imsglobal.org/spec/ob-accred/v2p0/context";
/// Context of the licence extension.
pub const LICENSE: &str =
    "https://openbadgespec.org/extensions/licenseExtension/context-3.0.0.json";

/// A published extension: its context, and where its members stand.
struct Published {
    name: &'static str,
    context: &'static str,
    places: &'static [Place],
}

/// Where members of an extension may stand, and what tells that they do.
struct Place {
    /// From the credential; a list there is gone through.
    pointer: &'static str,
    sign: Sign,
    class: &'static Class,
}

/// What tells that an object is extended.
enum Sign {
    /// One of these members.
    Member(&'static [&'static str]),
    /// This type.
    Type(&'static str),
    /// Nothing has that place but the extension.
    Place,
}

const fn place(pointer: &'static str, sign: Sign, class: &'static Class) -> Place {
    Place {
        pointer,
        sign,
        class,
    }
}

const ACCESSIBLE: &[&str] = &[
    "accessibilityAPI",
    "accessibilityControl",
    "accessibilityFeature",
    "accessibilityHazard",
];

static PUBLISHED: &[Published] = &[
    Published {
        name: "accessibilityExtension",
        context: ACCESSIBILITY,
        places: &[
            place("", Sign::Member(ACCESSIBLE), &classes::ACCESSIBILITY),
            place(
                "/credentialSubject/achievement",
                Sign::Member(ACCESSIBLE),
                &classes::ACCESSIBILITY,
            ),
            place("/issuer", Sign::Member(ACCESSIBLE), &classes::ACCESSIBILITY),
        ],
    },
    Published {
        name: "applyLinkExtension",
        context: APPLY_LINK,
        places: &[place(
            "/credentialSubject/achievement",
            Sign::Type("ApplyLinkAchievement"),
            &classes::APPLY_LINK,
        )],
    },
    Published {
        name: "assessmentExtension",
        context: ASSESSMENT,
        places: &[place(
            "/credentialSubject/achievement/resultDescription",
            Sign::Type("AssessmentResultDescription"),
            &classes::ASSESSMENT,
        )],
    },
    Published {
        name: "geoCoordinatesExtension",
        context: GEO_COORDINATES,
        places: &[
            place("/place", Sign::Place, &classes::PLACE),
            place(
                "/credentialSubject/achievement/place",
                Sign::Place,
                &classes::PLACE,
            ),
        ],
    },
    Published {
        name: "issuerAccreditationExtension",
        context: ISSUER_ACCREDITATION,
        places: &[place(
            "/issuer/accreditations",
            Sign::Place,
            &classes::ACCREDITATION,
        )],
    },
    Published {
        name: "licenseExtension",
        context: LICENSE,
        places: &[place(
            "/credentialSubject/achievement/license",
            Sign::Place,
            &classes::LICENSE,
        )],
    },
];

/// The names of the published extensions, each with the address of its context.
pub fn published() -> impl Iterator<Item = (&'static str, &'static str)> {
    PUBLISHED
        .iter()
        .map(|published| (published.name, published.context))
}

/// The extension that a context belongs to. A slash at the end makes no difference, for the standards themselves write
/// one now and then.
pub fn named_by(context: &str) -> Option<&'static str> {
    find(context).map(|published| published.name)
}

fn find(context: &str) -> Option<&'static Published> {
    let bare = context.trim_end_matches('/');
    PUBLISHED
        .iter()
        .find(|published| published.context.trim_end_matches('/') == bare)
}

/// Checks the members of every extension whose context the credential names, by the published schemas.
pub fn check(credential: &Value) -> Vec<Fault> {
    used(credential)
        .into_iter()
        .flat_map(|one| one.faults)
        .collect()
}

/// An extension that a credential names.
pub(crate) struct Used {
    pub(crate) name: &'static str,
    /// Where in `@context` it is named.
    pub(crate) at: String,
    /// Where its members stand first.
    pub(crate) place: Option<String>,
    pub(crate) faults: Vec<Fault>,
}

/// The extensions that a credential names, with what was found of each.
pub(crate) fn used(credential: &Value) -> Vec<Used> {
    let contexts = credential.get("@context").map_or(&[][..], items);
    let named = contexts.iter().enumerate().filter_map(|(index, context)| {
        let published = find(context.as_str()?)?;
        Some((index, published))
    });
    let mut found: Vec<Used> = Vec::new();
    for (index, published) in named {
        // A context that is named twice says nothing more the second time.
        if !found.iter().any(|used| used.name == published.name) {
            found.push(published.used_in(credential, pointer_to("/@context", index)));
        }
    }
    found
}

/// How many items of a list are looked at: no achievement has as many results, no issuer as many accreditations.
const MOST_ITEMS: usize = 1_000;

impl Published {
    fn used_in(&self, credential: &Value, at: String) -> Used {
        let mut faults = Faults::whole();
        let mut first = None;
        for place in self.places {
            let value = credential.pointer(place.pointer).unwrap_or(&Value::Null);
            let start = At::start(place.pointer);
            for (index, item) in items(value).iter().enumerate().take(MOST_ITEMS) {
                if !place.sign.is_on(item) {
                    continue;
                }
                let at = if value.is_array() {
                    start.item(index)
                } else {
                    start
                };
                check_object(item, place.class, &at, &mut faults);
                first.get_or_insert_with(|| String::from(&at));
            }
        }
        Used {
            name: self.name,
            at,
            place: first,
            faults: faults.0,
        }
    }
}

impl Sign {
    fn is_on(&self, value: &Value) -> bool {
        match self {
            Self::Member(names) => names.iter().any(|name| value.get(name).is_some()),
            Self::Type(name) => has_type(value, name),
            Self::Place => true,
        }
    }
}

#[cfg(test)]
mod tests;
