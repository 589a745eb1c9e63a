//! Drawings: taken apart, and put together again from what is allowed.

mod allowed;
mod parse;
mod tree;
mod values;
mod weight;
mod write;

use super::{CleanImage, ImageError, MAX_PIXELS, MAX_SIDE, MAX_SVG_BYTES, render};

/// How large a drawing is drawn to see whether it can be, in pixels.
const TRIAL: u32 = 64;

/// Makes a drawing harmless, and makes sure that it can be drawn.
pub(super) fn accept(bytes: &[u8]) -> Result<CleanImage, ImageError> {
    let clean = sanitise(bytes)?;
    let size = render::parse(clean.as_bytes())?.size();
    let (width, height) = (size.width().ceil(), size.height().ceil());
    let side = MAX_SIDE as f32;
    if width > side || height > side || f64::from(width) * f64::from(height) > MAX_PIXELS as f64 {
        return Err(ImageError::TooManyPixels);
    }
    render::draw_square(clean.as_bytes(), TRIAL)?;
    Ok(CleanImage {
        media_type: "image/svg+xml",
        bytes: clean.into_bytes(),
        width: width as u32,
        height: height as u32,
    })
}

/// The drawing with nothing in it but what is allowed.
fn sanitise(bytes: &[u8]) -> Result<String, ImageError> {
    if bytes.len() > MAX_SVG_BYTES {
        return Err(ImageError::DrawingTooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ImageError::Damaged)?;
    let tree = parse::parse(text.trim_start_matches('\u{feff}'))?;
    weight::check(&tree)?;
    Ok(write::write(&tree))
}

#[cfg(test)]
mod tests;
