//! Drawings turned into pixels, with our own letters and nobody else's.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use image::{DynamicImage, ImageFormat, RgbaImage, imageops};
use resvg::tiny_skia::{Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg::{self, ImageHrefResolver, fontdb};

use super::{ImageError, MAX_SIDE, raster, sniff};

/// The one face of all our pictures; every family that a drawing names resolves to it.
pub(crate) const SERIF: &str = "TeX Gyre Pagella";

const FACES: [&[u8]; 3] = [
    include_bytes!("../../assets/fonts/texgyrepagella-regular.otf"),
    include_bytes!("../../assets/fonts/texgyrepagella-bold.otf"),
    include_bytes!("../../assets/fonts/texgyrepagella-italic.otf"),
];

/// Draws an SVG into a square PNG, `px` pixels wide, on a transparent ground.
///
/// Nothing outside the drawing is read: no system fonts, no linked files.
pub fn rasterize(svg: &[u8], px: u32) -> Result<Vec<u8>, ImageError> {
    raster::encode_png(&draw_square(svg, px)?)
}

/// Turns any picture that was accepted into a square PNG, ready for baking.
pub fn to_png(image: &[u8], px: u32) -> Result<Vec<u8>, ImageError> {
    raster::encode_png(&fit_square(image, px)?)
}

/// Any picture that was accepted, in the middle of a transparent square.
pub(super) fn fit_square(image: &[u8], px: u32) -> Result<DynamicImage, ImageError> {
    let px = check_side(px)?;
    let media_type = sniff(image).ok_or(ImageError::UnknownKind)?;
    if media_type == "image/svg+xml" {
        return draw_square(image, px);
    }
    let format = ImageFormat::from_mime_type(media_type).ok_or(ImageError::UnknownKind)?;
    let picture = raster::decode(image, format)?;
    let fitted = picture
        .resize(px, px, imageops::FilterType::CatmullRom)
        .into_rgba8();
    let mut square = RgbaImage::new(px, px);
    let left = i64::from((px - fitted.width()) / 2);
    let top = i64::from((px - fitted.height()) / 2);
    imageops::replace(&mut square, &fitted, left, top);
    Ok(square.into())
}

pub(super) fn draw_square(svg: &[u8], px: u32) -> Result<DynamicImage, ImageError> {
    let px = check_side(px)?;
    let tree = parse(svg)?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = px as f32 / width.max(height);
    let left = (px as f32 - width * scale) / 2.0;
    let top = (px as f32 - height * scale) / 2.0;
    let place = Transform::from_scale(scale, scale).post_translate(left, top);
    draw(&tree, px, px, place)
}

/// Draws a parsed drawing onto a ground of a size.
pub(super) fn draw(
    tree: &usvg::Tree,
    width: u32,
    height: u32,
    place: Transform,
) -> Result<DynamicImage, ImageError> {
    let mut pixmap = Pixmap::new(width, height).ok_or(ImageError::TooManyPixels)?;
    guarded(|| resvg::render(tree, place, &mut pixmap.as_mut()))?;
    let pixels = pixmap
        .pixels()
        .iter()
        .map(PremultipliedColorU8::demultiply)
        .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()])
        .collect();
    RgbaImage::from_raw(width, height, pixels)
        .map(DynamicImage::from)
        .ok_or(ImageError::Damaged)
}

/// Parses a drawing with our face and without access to anything.
pub(crate) fn parse(svg: &[u8]) -> Result<usvg::Tree, ImageError> {
    let text = std::str::from_utf8(svg).map_err(|_| ImageError::Damaged)?;
    let options = usvg::Options {
        font_family: SERIF.to_owned(),
        fontdb: faces(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..usvg::Options::default()
    };
    guarded(|| usvg::Tree::from_str(text, &options))?.map_err(|_| ImageError::Damaged)
}

/// The renderer asserts what a hostile drawing breaks, such as sums that no number holds.
fn guarded<T>(run: impl FnOnce() -> T) -> Result<T, ImageError> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|_| ImageError::Damaged)
}

fn faces() -> Arc<fontdb::Database> {
    static DATABASE: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    DATABASE
        .get_or_init(|| {
            let mut database = fontdb::Database::new();
            for face in FACES {
                database.load_font_source(fontdb::Source::Binary(Arc::new(face)));
            }
            database.set_serif_family(SERIF);
            database.set_sans_serif_family(SERIF);
            database.set_monospace_family(SERIF);
            database.set_cursive_family(SERIF);
            database.set_fantasy_family(SERIF);
            Arc::new(database)
        })
        .clone()
}

fn check_side(px: u32) -> Result<u32, ImageError> {
    if px == 0 || px > MAX_SIDE {
        return Err(ImageError::TooManyPixels);
    }
    Ok(px)
}
