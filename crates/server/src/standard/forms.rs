//! Which forms each kind of address has, and what they are called.
//!
//! The first line of a list is what a reader gets who has no wish. `application/ld+json` and plain JSON mean
//! Open Badges 2.0 wherever both versions live at one address, because its readers ask for nothing else;
//! 3.0 has media types of its own.

/// One form under one label.
pub type Offer = (&'static str, Form);

/// A form of the thing at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// The page for people.
    Page,
    /// Open Badges 2.0 JSON-LD.
    V2Json,
    /// Open Badges 2.0 signed, compact.
    V2Jws,
    /// Open Badges 3.0 JSON-LD.
    V3Json,
    /// Open Badges 3.0 as JSON Web Token.
    V3Jwt,
    /// PNG that carries 3.0.
    V3Png,
    /// SVG that carries 3.0.
    V3Svg,
    /// PNG that carries 2.0.
    V2Png,
    /// SVG that carries 2.0.
    V2Svg,
    /// A key as PEM.
    Pem,
    /// A JWK, a set of them, or a DID document: the address has this one form.
    Json,
    /// The bytes as they are stored or drawn.
    Bytes,
}

const HTML: Offer = ("text/html; charset=utf-8", Form::Page);

pub(super) const ISSUER: &[Offer] = &[
    ("application/ld+json", Form::V2Json),
    ("application/json", Form::V2Json),
    ("application/vc+ld+json", Form::V3Json),
    ("application/vc", Form::V3Json),
    HTML,
];

pub(super) const BADGE: &[Offer] = &[
    ("application/vc+ld+json", Form::V3Json),
    ("application/vc", Form::V3Json),
    ("application/ld+json", Form::V2Json),
    ("application/json", Form::V2Json),
    HTML,
];

pub(super) const BADGE_VERSION: &[Offer] = ISSUER;

pub(super) const ENDORSEMENT: &[Offer] = &[
    ("application/vc+ld+json", Form::V3Json),
    ("application/vc", Form::V3Json),
    ("application/ld+json", Form::V3Json),
    ("application/json", Form::V3Json),
];

pub(super) const AWARD: &[Offer] = &[
    ("application/vc+ld+json", Form::V3Json),
    ("application/vc", Form::V3Json),
    ("application/ld+json", Form::V2Json),
    ("application/json", Form::V2Json),
    HTML,
    ("image/png", Form::V3Png),
    ("image/svg+xml", Form::V3Svg),
    ("application/vc+jwt", Form::V3Jwt),
    ("application/jwt", Form::V3Jwt),
    ("text/plain", Form::V3Jwt),
];

pub(super) const DID_DOCUMENT: &[Offer] = &[
    ("application/did+json", Form::Json),
    ("application/did+ld+json", Form::Json),
    ("application/did", Form::Json),
    ("application/ld+json", Form::Json),
    ("application/json", Form::Json),
];

pub(super) const REVOCATIONS: &[Offer] = &[
    ("application/ld+json", Form::V2Json),
    ("application/json", Form::V2Json),
];

pub(super) const KEY: &[Offer] = &[
    ("application/jwk+json", Form::Json),
    ("application/json", Form::Json),
    ("application/ld+json", Form::V2Json),
    ("application/x-pem-file", Form::Pem),
    ("application/pem-certificate-chain", Form::Pem),
];

pub(super) const KEY_V2: &[Offer] = REVOCATIONS;

pub(super) const KEY_SET: &[Offer] = &[
    ("application/jwk-set+json", Form::Json),
    ("application/json", Form::Json),
];

pub(super) const STATUS_LIST: &[Offer] = &[
    ("application/vc+ld+json", Form::V3Json),
    ("application/vc", Form::V3Json),
    ("application/ld+json", Form::V3Json),
    ("application/json", Form::V3Json),
    ("application/vc+jwt", Form::V3Jwt),
    ("application/jwt", Form::V3Jwt),
    ("text/plain", Form::V3Jwt),
];

pub(super) const CARD: &[Offer] = &[("image/png", Form::Bytes)];

/// The media type of a stored file is stored with it.
pub(super) const FILE: &[Offer] = &[("*/*", Form::Bytes)];

macro_rules! endings {
    ($($name:ident $text:literal $form:ident [$($label:literal)+];)+) => {
        /// An ending that names one form of an award.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Ending {
            $(#[doc = $text] $name,)+
        }

        impl Ending {
            /// Every ending.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The text behind the first dot.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// The ending with this text.
            pub fn read(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$name),)+ _ => None }
            }

            /// Its one form under all its labels.
            pub fn offers(self) -> &'static [Offer] {
                match self { $(Self::$name => &[$(($label, Form::$form),)+],)+ }
            }
        }
    };
}

endings! {
    Json    "json"    V3Json ["application/vc+ld+json" "application/vc" "application/ld+json" "application/json"];
    V2Json  "v2.json" V2Json ["application/ld+json" "application/json"];
    Jwt     "jwt"     V3Jwt  ["text/plain" "application/vc+jwt" "application/jwt"];
    V2Jwt   "v2.jwt"  V2Jws  ["text/plain" "application/jwt"];
    Png     "png"     V3Png  ["image/png"];
    Svg     "svg"     V3Svg  ["image/svg+xml"];
    V2Png   "v2.png"  V2Png  ["image/png"];
    V2Svg   "v2.svg"  V2Svg  ["image/svg+xml"];
}
