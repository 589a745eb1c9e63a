//! The picture of a badge with an award inside.

use accolade_storage::assertions::Assertion;
use accolade_storage::badge_class_versions;
use accolade_storage::types::{Digest, DocumentFormat};
use accolade_storage::{DbConnection, StorageError, blobs};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use openbadges::baking::{self, BakeError, ImageKind, Payload, Version};

use super::{FormError, form};
use crate::Tools;

/// Why a picture could not be baked.
#[derive(Debug, thiserror::Error)]
pub enum BakedError {
    /// The badge class, its picture or the document is gone.
    #[error("the picture or the document of this award is missing")]
    Missing,
    /// The document cannot be had.
    #[error(transparent)]
    Form(#[from] FormError),
    /// The picture does not take the document.
    #[error(transparent)]
    Bake(#[from] BakeError),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The picture of the version that was awarded, carrying the award.
///
/// A badge class whose picture is a PNG gets it wrapped when an SVG is asked for.
pub fn baked(
    conn: &mut DbConnection,
    tools: &Tools,
    assertion: &Assertion,
    kind: ImageKind,
    version: Version,
) -> Result<Vec<u8>, BakedError> {
    let class =
        badge_class_versions::find(conn, assertion.version_id)?.ok_or(BakedError::Missing)?;
    let picture = match kind {
        ImageKind::Png => bytes(conn, class.image_png_blob)?,
        ImageKind::Svg => match blobs::find(conn, class.image_blob)? {
            Some(blob) if blob.media_type == "image/svg+xml" => blob.bytes,
            _ => wrapped(conn, class.image_png_blob)?,
        },
    };
    let format = match version {
        Version::V3 => DocumentFormat::V3Json,
        Version::V2 => DocumentFormat::V2Json,
    };
    let json = form(conn, tools, assertion, format)?.ok_or(BakedError::Missing)?;
    let payload = match version {
        Version::V3 => Payload::V3Json(json),
        Version::V2 => Payload::V2Json {
            url: Some(tools.addresses.award_file(assertion.id, "v2.json")),
            json,
        },
    };
    Ok(baking::bake(&picture, &payload)?)
}

fn bytes(conn: &mut DbConnection, digest: Digest) -> Result<Vec<u8>, BakedError> {
    Ok(blobs::find(conn, digest)?.ok_or(BakedError::Missing)?.bytes)
}

/// An SVG that shows a PNG.
fn wrapped(conn: &mut DbConnection, png: Digest) -> Result<Vec<u8>, BakedError> {
    let blob = blobs::find(conn, png)?.ok_or(BakedError::Missing)?;
    let (width, height) = (blob.width.unwrap_or(512), blob.height.unwrap_or(512));
    let data = BASE64_STANDARD.encode(&blob.bytes);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\"><image width=\"{width}\" height=\"{height}\" \
         href=\"data:image/png;base64,{data}\"/></svg>"
    )
    .into_bytes())
}
