use super::{MAX_BYTES, MAX_PIXELS, MAX_SIDE, MAX_SVG_BYTES};

/// Why a picture was refused, in a sentence for the person who sent it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// The file is too large.
    #[error("The picture is larger than {} MB. Save it smaller and try again.", MAX_BYTES / 1_048_576)]
    TooLarge,
    /// The drawing is too large.
    #[error("The drawing is larger than {} MB. Simplify it, or send it as PNG.", MAX_SVG_BYTES / 1_048_576)]
    DrawingTooLarge,
    /// It is no kind of picture that we take.
    #[error("This is not a picture we can read. Send PNG, JPEG, WebP or SVG.")]
    UnknownKind,
    /// Its sender says one kind, its bytes another.
    #[error("The file says that it is {claimed}, but it is {found}.")]
    NotWhatItClaims {
        /// The media type that was claimed.
        claimed: String,
        /// The media type that it has.
        found: &'static str,
    },
    /// It begins like a picture and does not go on like one.
    #[error("The picture is damaged and cannot be read. Save it again and try once more.")]
    Damaged,
    /// It has too many pixels.
    #[error("The picture is larger than {MAX_SIDE} pixels on a side or {} million in all.", MAX_PIXELS / 1_000_000)]
    TooManyPixels,
    /// The drawing is styled by a style sheet, which we do not keep.
    #[error("The drawing uses a style sheet. Save it with presentation attributes instead.")]
    StyleSheet,
    /// The drawing does what only an attacker's does.
    #[error("The drawing is refused: {0}.")]
    Refused(&'static str),
}

impl ImageError {
    /// A short name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge | Self::DrawingTooLarge => "too_large",
            Self::UnknownKind => "unknown_kind",
            Self::NotWhatItClaims { .. } => "not_what_it_claims",
            Self::Damaged => "damaged",
            Self::TooManyPixels => "too_many_pixels",
            Self::StyleSheet => "style_sheet",
            Self::Refused(_) => "refused",
        }
    }
}
