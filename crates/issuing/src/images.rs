//! Pictures: what people upload is made harmless, and what we show is drawn.
//!
//! A raster picture is decoded under limits and written anew, so that nothing but pixels is left.
//! An SVG is taken apart and put together again from a list of what is allowed.

mod card;
mod colour;
mod error;
mod raster;
mod render;
mod svg;

pub use card::{CARD_HEIGHT, CARD_WIDTH, CardState, CardText, card};
pub(crate) use colour::oklch;
pub use error::ImageError;
pub(crate) use render::{SERIF, parse};
pub use render::{rasterize, to_png};

use openbadges::baking::{ImageKind, kind_of};

/// Uploads above this size are refused.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
/// Drawings above this size are refused.
pub const MAX_SVG_BYTES: usize = 1024 * 1024;
/// Pictures wider or higher than this are refused.
pub const MAX_SIDE: u32 = 8000;
/// Pictures with more pixels than this are refused.
pub const MAX_PIXELS: u64 = 32_000_000;

/// A picture that can be stored and served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleanImage {
    /// `image/png`, `image/jpeg` or `image/svg+xml`.
    pub media_type: &'static str,
    /// The file, written by us.
    pub bytes: Vec<u8>,
    /// Width in pixels; for a drawing, its own idea of it.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Takes an uploaded picture (PNG, JPEG, WebP or SVG), and makes it harmless.
pub fn accept(bytes: &[u8]) -> Result<CleanImage, ImageError> {
    if bytes.len() > MAX_BYTES {
        return Err(ImageError::TooLarge);
    }
    match sniff(bytes).ok_or(ImageError::UnknownKind)? {
        "image/svg+xml" => svg::accept(bytes),
        media_type => raster::accept(bytes, media_type),
    }
}

/// Takes an uploaded picture, and refuses one that is not of the kind its sender says.
pub fn accept_as(bytes: &[u8], claimed: &str) -> Result<CleanImage, ImageError> {
    let claimed = claimed.split(';').next().unwrap_or_default().trim();
    let found = sniff(bytes).ok_or(ImageError::UnknownKind)?;
    if !claimed.eq_ignore_ascii_case(found) {
        return Err(ImageError::NotWhatItClaims {
            claimed: claimed.to_owned(),
            found,
        });
    }
    accept(bytes)
}

/// Tells the kind of a picture from its first bytes.
fn sniff(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Some("image/webp"),
        _ => kind_of(bytes).map(ImageKind::media_type),
    }
}

#[cfg(test)]
mod tests;
