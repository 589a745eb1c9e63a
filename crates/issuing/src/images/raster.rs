//! Pictures made of pixels: decoded under limits, written anew without anything else.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};

use super::{CleanImage, ImageError, MAX_PIXELS, MAX_SIDE};

/// Memory that decoding may take: four bytes a pixel, twice, and some room.
const MAX_MEMORY: u64 = MAX_PIXELS * 8 + 16 * 1024 * 1024;
const JPEG_QUALITY: u8 = 88;

/// Decodes a picture of a known kind and writes it anew.
pub(super) fn accept(bytes: &[u8], media_type: &str) -> Result<CleanImage, ImageError> {
    let format = ImageFormat::from_mime_type(media_type).ok_or(ImageError::UnknownKind)?;
    let picture = decode(bytes, format)?;
    let (width, height) = (picture.width(), picture.height());
    let keeps_pixels = format == ImageFormat::Png || picture.color().has_alpha();
    let (media_type, bytes) = if keeps_pixels {
        ("image/png", encode_png(&picture)?)
    } else {
        ("image/jpeg", encode_jpeg(&picture)?)
    };
    Ok(CleanImage {
        media_type,
        bytes,
        width,
        height,
    })
}

/// Decodes a picture of any kind we take; a photograph is turned as its camera says.
pub(super) fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, ImageError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| explain(&error))?;
    let (width, height) = decoder.dimensions();
    if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(ImageError::TooManyPixels);
    }
    let orientation = decoder.orientation();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| explain(&error))?;
    if let Ok(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    Ok(eight_bits(picture))
}

pub(super) fn encode_png(picture: &DynamicImage) -> Result<Vec<u8>, ImageError> {
    let mut out = Cursor::new(Vec::new());
    picture
        .write_to(&mut out, ImageFormat::Png)
        .map_err(|_| ImageError::Damaged)?;
    Ok(out.into_inner())
}

fn encode_jpeg(picture: &DynamicImage) -> Result<Vec<u8>, ImageError> {
    let mut out = Vec::new();
    picture
        .write_with_encoder(JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY))
        .map_err(|_| ImageError::Damaged)?;
    Ok(out)
}

/// Brings a picture to eight bits a channel: all that a badge or a page can show.
fn eight_bits(picture: DynamicImage) -> DynamicImage {
    match picture {
        DynamicImage::ImageLuma8(_)
        | DynamicImage::ImageLumaA8(_)
        | DynamicImage::ImageRgb8(_)
        | DynamicImage::ImageRgba8(_) => picture,
        deep if deep.color().has_alpha() => deep.into_rgba8().into(),
        deep => deep.into_rgb8().into(),
    }
}

fn explain(error: &image::ImageError) -> ImageError {
    match error {
        image::ImageError::Limits(_) => ImageError::TooManyPixels,
        _ => ImageError::Damaged,
    }
}
