//! The extensions that are a handful of members.

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use super::classes;
use crate::document::{Members, document_methods, serial};

/// Declares an extension: its context, its types, and the members that the published schema knows.
macro_rules! extension {
    (
        $(#[$meta:meta])*
        $name:ident, $member:literal, $folder:literal, [$($type:literal),+], $class:path, $what:literal;
        must { $($(#[$must_meta:meta])* $must:ident: $must_kind:ty,)* }
        may { $($(#[$may_meta:meta])* $may:ident: $may_kind:ty,)* }
        many { $($(#[$many_meta:meta])* $many:ident: $many_kind:ty,)* }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub struct $name {
            /// The context of the extension.
            #[serde(rename = "@context", default, skip_serializing_if = "Option::is_none")]
            pub context: Option<Value>,
            /// Contains `Extension` and the name of this one.
            #[serde(deserialize_with = "serial::one_or_many")]
            pub r#type: Vec<String>,
            $($(#[$must_meta])* pub $must: $must_kind,)*
            $(
                $(#[$may_meta])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $may: Option<$may_kind>,
            )*
            $(
                $(#[$many_meta])*
                #[serde(
                    default,
                    deserialize_with = "serial::one_or_many",
                    skip_serializing_if = "Vec::is_empty"
                )]
                pub $many: Vec<$many_kind>,
            )*
            /// All other members.
            #[serde(flatten)]
            pub extra: Members,
        }

        impl $name {
            /// Address of the context of this extension.
            pub const CONTEXT: &'static str =
                concat!("https://w3id.org/openbadges/extensions/", $folder, "/context.json");

            /// The name under which documents usually have this extension.
            pub const MEMBER: &'static str = $member;

            /// The extension with the members that must be there.
            pub fn of($($must: impl Into<$must_kind>),*) -> Self {
                Self {
                    context: Some(Self::CONTEXT.into()),
                    r#type: vec!["Extension".into(), $($type.into()),+],
                    $($must: $must.into(),)*
                    $($may: None,)*
                    $($many: Vec::new(),)*
                    extra: Members::new(),
                }
            }
        }

        document_methods!($name, $class, $what);
    };
}
pub(super) use extension;

extension! {
    /// How accessible something is (`AccessibilityExtension`), in the words of schema.org.
    Accessibility, "extensions:accessibility", "accessibilityExtension",
    ["extensions:AccessibilityExtension"], classes::ACCESSIBILITY, "an accessibility extension";
    must {
        /// A page about it.
        url: String,
        /// What helps, such as `alternativeText`.
        accessibility_feature: String,
    }
    may {
        /// Interfaces for assistive software.
        #[serde(rename = "accessibilityAPI")]
        accessibility_api: String,
        /// What may harm, such as `flashing`.
        accessibility_hazard: String,
    }
    many {
        /// How it can be operated, such as `fullKeyboardControl`.
        accessibility_control: String,
    }
}

extension! {
    /// Where one can apply for a badge (`ApplyLink`).
    ApplyLink, "extensions:applyLink", "applyLinkExtension",
    ["extensions:ApplyLink"], classes::APPLY_LINK, "an apply link";
    must {
        /// The page that tells how.
        url: String,
    }
    may {}
    many {}
}

extension! {
    /// Who made a badge that others took over (`OriginalCreator`).
    OriginalCreator, "extensions:originalCreator", "originalCreatorExtension",
    ["extensions:OriginalCreator"], classes::ORIGINAL_CREATOR, "an original creator";
    must {
        /// Address of the profile of who made it.
        url: String,
    }
    may {}
    many {}
}

extension! {
    /// The endorsement of version 1.1: an assertion about another badge (`Endorsement`).
    EndorsementExtension, "extensions:endorsement", "endorsement",
    ["extensions:Endorsement"], classes::ENDORSEMENT, "an endorsement extension";
    must {
        /// The words.
        description: String,
    }
    may {
        /// What is endorsed.
        endorsed_object: Value,
    }
    many {}
}

extension! {
    /// The extension by which the standard shows what an extension is.
    Example, "extensions:example", "exampleExtension",
    ["extensions:ExampleExtension"], classes::EXAMPLE, "an example extension";
    must {
        /// Some of your favourite text.
        example_property: String,
    }
    may {}
    many {}
}

extension! {
    /// One more section of words about a badge or an issuer (`ExtraDescriptionExtension`).
    ExtraDescription, "extensions:extraDescription", "extraDescription",
    ["extensions:ExtraDescriptionExtension"], classes::EXTRA_DESCRIPTION, "an extra description";
    must {
        /// The heading.
        name: String,
        /// The words, in Markdown.
        narrative: String,
    }
    may {}
    many {}
}

extension! {
    /// A place that has to do with a badge (`GeoCoordinates`).
    GeoCoordinates, "extensions:geoCoordinates", "geoCoordinatesExtension",
    ["extensions:GeoCoordinates"], classes::GEO_COORDINATES, "a geo coordinates extension";
    must {
        /// What the place has to do with the badge.
        description: String,
        /// Where it is.
        geo: Coordinates,
    }
    may {
        /// The name of the place.
        name: String,
    }
    many {}
}

impl GeoCoordinates {
    /// A place by what it has to do with the badge and its degrees north and east; nothing, if those are no numbers.
    pub fn new(description: impl Into<String>, latitude: f64, longitude: f64) -> Option<Self> {
        let geo = Coordinates {
            latitude: Number::from_f64(latitude)?,
            longitude: Number::from_f64(longitude)?,
            extra: Members::new(),
        };
        Some(Self::of(description, geo))
    }
}

/// Degrees of WGS 84.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coordinates {
    /// Degrees north of the equator.
    pub latitude: Number,
    /// Degrees east of Greenwich.
    pub longitude: Number,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

extension! {
    /// Who accredited an issuer (`IssuerAccreditation`).
    IssuerAccreditation, "extensions:issuerAccreditation", "issuerAccreditationExtension",
    ["extensions:IssuerAccreditation"], classes::ISSUER_ACCREDITATION, "an issuer accreditation";
    must {
        /// Name of the accrediting body.
        name: String,
        /// How it can be asked.
        contact_instructions: String,
        /// Its home page.
        url: String,
        /// Where it is.
        address: PostalAddress,
    }
    may {
        /// Its e-mail address.
        email: String,
        /// What it is.
        description: String,
        /// Address of its logo.
        logo: String,
        /// The body above it.
        parent_organization: Accreditor,
        /// Where its word counts.
        area_served: String,
        /// Since when the issuer is accredited, such as `2026-11-22`.
        accreditation_date: String,
        /// The part of education that it speaks for.
        educational_sector: String,
    }
    many {}
}

/// The organisation above an accrediting body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Accreditor {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its home page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<PostalAddress>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

/// An address in the words of schema.org.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PostalAddress {
    /// Street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street_address: Option<String>,
    /// The town.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_locality: Option<String>,
    /// The part of the country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_region: Option<String>,
    /// The country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_country: Option<String>,
    /// The postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

extension! {
    /// Under which licence of Creative Commons something may be used (`LicenseExtension`).
    License, "extensions:license", "licenseExtension",
    ["extensions:LicenseExtension", "cc:License"], classes::LICENSE, "a license";
    must {
        /// Its short name, such as `CC-BY`.
        id: String,
        /// Its name.
        name: String,
    }
    may {
        /// Address of its text.
        legal_code: String,
    }
    many {}
}

extension! {
    /// More about the recipient, as Blockcerts has it (`RecipientProfile`).
    RecipientProfile, "extensions:recipientProfile", "recipientProfile",
    ["extensions:RecipientProfile"], classes::RECIPIENT_PROFILE, "a recipient profile";
    must {}
    may {
        /// A DID of the recipient.
        id: String,
        /// The recipient's name.
        name: String,
        /// A key that the recipient holds, such as `ecdsa-koblitz-pubkey:…`
        public_key: String,
    }
    many {}
}
