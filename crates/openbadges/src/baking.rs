//! Badges inside pictures: putting a document into a PNG or an SVG, and taking it out again.
//!
//! Nothing of the picture is drawn anew: all other chunks of a PNG and all other text of an SVG
//! stay byte for byte. What comes from outside is taken for hostile: sizes, counts and depths are
//! limited, PNG checksums are compared, and an SVG with entities of its own is refused.
//!
//! ```
//! use openbadges::baking::{Payload, bake, unbake};
//!
//! let picture = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>"#;
//! let badge = Payload::V3Json(r#"{"name":"Teamwork"}"#.to_owned());
//! let baked = bake(picture, &badge)?;
//! assert_eq!(unbake(&baked)?, [badge]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod ascii;
mod payload;
mod png;
mod svg;

pub use ascii::ascii_json;
pub use payload::{Payload, Version};

/// Pictures above this size are refused.
pub const MAX_IMAGE_BYTES: usize = 16 * 1024 * 1024;
/// Documents inside pictures above this size are refused, also when they were compressed.
pub const MAX_PAYLOAD_BYTES: usize = 4 * 1024 * 1024;

/// The kinds of picture that can carry a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageKind {
    /// Portable Network Graphics.
    Png,
    /// Scalable Vector Graphics.
    Svg,
}

impl ImageKind {
    /// The media type of such a picture.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Svg => "image/svg+xml",
        }
    }
}

/// What a picture carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unbaked {
    /// Which kind of picture it is.
    pub kind: ImageKind,
    /// The documents in it, 3.0 before 2.0, at most one a version.
    pub payloads: Vec<Payload>,
    /// What a careful reader should know about the way they were put in.
    pub notes: Vec<Note>,
}

/// Something odd about a baked picture that does not hinder reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// The text was compressed, which the standard forbids.
    Compressed,
    /// The text stood in a `tEXt` chunk, as before version 1.0.
    OldTextChunk,
    /// There was more than one document of a version; the first was taken.
    Repeated,
}

/// Why a picture could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnbakeError {
    /// It is neither PNG nor SVG.
    #[error("this is neither a PNG nor an SVG picture")]
    UnknownKind,
    /// It is larger than we read.
    #[error("the picture is larger than {MAX_IMAGE_BYTES} bytes")]
    TooLarge,
    /// Its chunks or tags do not fit together.
    #[error("the picture is damaged: {0}")]
    Damaged(String),
    /// It uses something that only an attacker would use.
    #[error("the picture is refused: {0}")]
    Refused(&'static str),
    /// There is a document in it that is larger than we read.
    #[error("the badge in the picture is larger than {MAX_PAYLOAD_BYTES} bytes")]
    PayloadTooLarge,
    /// There is something at the place of a badge, but no badge.
    #[error("what the picture holds in the place of a badge is neither JSON, JWS nor an address")]
    UnknownPayload,
    /// Nothing was baked into it.
    #[error("the picture holds no badge")]
    NoBadge,
}

/// Why a badge could not be put into a picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BakeError {
    /// The picture could not be read.
    #[error(transparent)]
    Picture(#[from] UnbakeError),
    /// The document is not what its payload says.
    #[error("the badge is not {0}")]
    Payload(&'static str),
    /// An SVG needs the address of a hosted 2.0 assertion, and the payload has none.
    #[error("the hosted assertion has no address")]
    NoAddress,
}

/// Tells the kind of a picture from its first bytes.
pub fn kind_of(image: &[u8]) -> Option<ImageKind> {
    if image.starts_with(png::SIGNATURE) {
        Some(ImageKind::Png)
    } else if svg::begins_like_svg(image) {
        Some(ImageKind::Svg)
    } else {
        None
    }
}

/// Puts a badge into a picture, in place of one of the same version that may be there.
pub fn bake(image: &[u8], payload: &Payload) -> Result<Vec<u8>, BakeError> {
    payload.check()?;
    match admit(image)? {
        ImageKind::Png => png::bake(image, payload),
        ImageKind::Svg => svg::bake(image, payload),
    }
}

/// Takes the badges out of a picture, 3.0 first.
pub fn unbake(image: &[u8]) -> Result<Vec<Payload>, UnbakeError> {
    Ok(read(image)?.payloads)
}

/// Takes the badges out of a picture and says what was odd about it.
pub fn read(image: &[u8]) -> Result<Unbaked, UnbakeError> {
    let kind = admit(image)?;
    let (found, mut notes) = match kind {
        ImageKind::Png => png::read(image)?,
        ImageKind::Svg => svg::read(image)?,
    };
    let mut payloads: Vec<Payload> = Vec::new();
    for payload in found {
        if payloads
            .iter()
            .any(|other| other.version() == payload.version())
        {
            notes.push(Note::Repeated);
        } else {
            payloads.push(payload);
        }
    }
    if payloads.is_empty() {
        return Err(UnbakeError::NoBadge);
    }
    payloads.sort_by_key(|payload| payload.version() != Version::V3);
    notes.dedup();
    Ok(Unbaked {
        kind,
        payloads,
        notes,
    })
}

fn admit(image: &[u8]) -> Result<ImageKind, UnbakeError> {
    if image.len() > MAX_IMAGE_BYTES {
        return Err(UnbakeError::TooLarge);
    }
    kind_of(image).ok_or(UnbakeError::UnknownKind)
}
