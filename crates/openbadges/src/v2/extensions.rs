//! The published extensions of Open Badges 2.0 as typed values.
//!
//! An extension is an object with a context of its own, put into any document under a name of one's choice:
//!
//! ```
//! use openbadges::v2::extensions::{self, GeoCoordinates};
//! # use openbadges::v2::{BadgeClass, Criteria, Reference};
//! # let mut badge_class = BadgeClass::new(
//! #     "https://badges.example/1", "Pier", "Was here.", Reference::Id("https://badges.example/1.png".into()),
//! #     Criteria::narrative("Come."), Reference::Id("https://badges.example/issuer".into()),
//! # );
//! let place = GeoCoordinates::new("Where the badge can be earned", 60.39, 5.32).ok_or("no place")?;
//! badge_class.extra.insert(GeoCoordinates::MEMBER.into(), place.build().map_err(|_| "has faults")?);
//!
//! assert!(extensions::check(&badge_class.to_value()).is_empty());
//! # Ok::<(), &str>(())
//! ```
//!
//! [`check`] finds and checks the extensions of any document by the rules of their published schemas.

mod assessment;
mod classes;
mod published;
mod values;

use serde_json::Value;

pub use assessment::{
    Assessment, AssessmentExtension, Question, Rubric, RubricCriterion, RubricLevel, Section,
};
pub use values::{
    Accessibility, Accreditor, ApplyLink, Coordinates, EndorsementExtension, Example,
    ExtraDescription, GeoCoordinates, IssuerAccreditation, License, OriginalCreator, PostalAddress,
    RecipientProfile,
};

use super::Fault;
use crate::document::shape::{Class, check_object};
use crate::document::words::{has_type, types};
use crate::document::{At, Faults, Members};
use crate::json::items;

/// The names of the published extensions, as the folders of their contexts have them.
pub fn published() -> impl Iterator<Item = &'static str> {
    published::PUBLISHED
        .iter()
        .map(|published| published.folder)
}

/// The published extension that an object is, by its context or its types: the name of the folder of its context.
pub fn published_name(extension: &Value) -> Option<&'static str> {
    find(extension).map(|published| published.folder)
}

/// Checks every extension in a document, however deep, by the rules of its published schema.
///
/// What is wrong with an extension is told by a pointer into `document`. Extensions that nobody published are only
/// asked for their `@context`; a document without extensions has no fault.
pub fn check(document: &Value) -> Vec<Fault> {
    let mut faults = Faults::whole();
    walk(document, &At::start(""), true, &mut faults);
    faults.0
}

fn walk(value: &Value, at: &At<'_>, is_whole: bool, faults: &mut Faults) {
    match value {
        Value::Object(members) => {
            if has_type(value, "Extension") || !is_whole && find(value).is_some() {
                check_one(value, members, at, faults);
            }
            for (name, member) in members {
                walk(member, &at.member(name), false, faults);
            }
        }
        Value::Array(list) => {
            for (index, item) in list.iter().enumerate() {
                walk(item, &at.item(index), false, faults);
            }
        }
        _ => {}
    }
}

fn check_one(extension: &Value, members: &Members, at: &At<'_>, faults: &mut Faults) {
    if !members.contains_key("@context") {
        faults.deviation(
            &at.member("@context"),
            "an extension must have its own @context",
        );
    }
    if !has_type(extension, "Extension") {
        let message = "the types of an extension must contain Extension";
        faults.deviation(&at.member("type"), message);
    }
    if let Some(published) = find(extension) {
        check_object(&published.in_terms(members), published.class, at, faults);
    }
}

/// A published extension: the folder of its context, the stem of its type, its rules.
struct Published {
    folder: &'static str,
    stem: &'static str,
    class: &'static Class,
    /// What the context makes of its terms: an extension may have either.
    terms: &'static [(&'static str, &'static str)],
}

impl Published {
    /// The extension with terms where it has IRIs.
    fn in_terms(&self, members: &Members) -> Value {
        let term = |name: &String| {
            let found = self.terms.iter().find(|(_, iri)| iri == name);
            found.map_or_else(|| name.clone(), |(term, _)| (*term).to_owned())
        };
        let named = members
            .iter()
            .map(|(name, value)| (term(name), value.clone()));
        Value::Object(named.collect())
    }
}

/// Contexts of extensions were served from several hosts, and their types were written in several ways, so only the
/// parts that never changed are compared.
fn find(extension: &Value) -> Option<&'static Published> {
    let contexts = extension.get("@context").map(items).unwrap_or_default();
    let by_context = contexts.iter().filter_map(Value::as_str).find_map(|url| {
        let folder = url.strip_suffix("/context.json")?.rsplit('/').next()?;
        published::PUBLISHED
            .iter()
            .find(|published| published.folder == folder)
    });
    by_context.or_else(|| {
        let types = extension.get("type").map(types).unwrap_or_default();
        types.into_iter().find_map(|name| {
            let local = name
                .strip_prefix("extensions:")
                .or_else(|| name.strip_prefix("https://w3id.org/openbadges/extensions#"))?;
            let local = local.to_ascii_lowercase();
            let stem = local.strip_suffix("extension").unwrap_or(&local);
            published::PUBLISHED
                .iter()
                .find(|published| published.stem == stem)
        })
    })
}

#[cfg(test)]
mod tests;
