//! The preview that others show when somebody shares an award: one picture, 1200 by 630.

mod drawing;
mod state;
mod words;

use image::{DynamicImage, Rgba, RgbaImage, imageops};
use resvg::tiny_skia::Transform;

use super::{ImageError, raster, render};
pub use state::CardState;

/// Width of a card in pixels.
pub const CARD_WIDTH: u32 = 1200;
/// Height of a card in pixels.
pub const CARD_HEIGHT: u32 = 630;

/// Side of the badge in pixels, and where its upper left corner stands.
const BADGE_SIDE: u32 = 352;
const BADGE_AT: (i64, i64) = (78, 176);
/// How far the shadow of the badge may run.
const SHADOW_MARGIN: u32 = 24;

/// What a card says.
#[derive(Debug, Clone, Copy)]
pub struct CardText<'a> {
    /// Name of the recipient, if it may be shown.
    pub recipient: Option<&'a str>,
    /// Name of the badge.
    pub badge: &'a str,
    /// Name of the issuer.
    pub issuer: &'a str,
    /// The palette of the badge; one that was withdrawn hangs on ash.
    pub palette: &'a str,
    /// Whether the award still holds.
    pub state: CardState,
    /// A few words beside the state, such as "until 6 November 2028".
    pub day: Option<&'a str>,
    /// The picture of the badge, as it was accepted.
    pub image: &'a [u8],
}

/// Draws the preview card of an award as PNG.
pub fn card(text: &CardText<'_>) -> Result<Vec<u8>, ImageError> {
    let svg = drawing::draw(text)?;
    let tree = render::parse(svg.as_bytes())?;
    let mut card = render::draw(&tree, CARD_WIDTH, CARD_HEIGHT, Transform::identity())?;
    let badge = render::fit_square(text.image, BADGE_SIDE)?;
    let badge = if text.state.dims_badge() {
        faded(&badge)
    } else {
        badge
    };
    let (left, top) = BADGE_AT;
    let margin = i64::from(SHADOW_MARGIN);
    imageops::overlay(&mut card, &shadow(&badge), left - margin, top - margin + 7);
    imageops::overlay(&mut card, &badge, left, top);
    raster::encode_png(&DynamicImage::from(card.into_rgb8()))
}

/// A badge without colour, half there: it was once given.
fn faded(badge: &DynamicImage) -> DynamicImage {
    let mut grey = badge.grayscale().into_rgba8();
    for pixel in grey.pixels_mut() {
        pixel.0[3] = (u16::from(pixel.0[3]) * 11 / 20) as u8;
    }
    grey.into()
}

/// The soft shadow by which a badge stands off its wall.
fn shadow(badge: &DynamicImage) -> RgbaImage {
    let (width, height) = (
        badge.width() + 2 * SHADOW_MARGIN,
        badge.height() + 2 * SHADOW_MARGIN,
    );
    let mut shape = RgbaImage::from_pixel(width, height, Rgba([9, 35, 44, 0]));
    for (x, y, pixel) in badge.to_rgba8().enumerate_pixels() {
        let alpha = (u16::from(pixel.0[3]) * 3 / 10) as u8;
        shape.get_pixel_mut(x + SHADOW_MARGIN, y + SHADOW_MARGIN).0[3] = alpha;
    }
    imageops::fast_blur(&shape, 7.0)
}

#[cfg(test)]
mod tests;
