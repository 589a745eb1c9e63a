//! Uploaded files: checked, cleaned, stored under the digest of their content.

use accolade_storage::blobs::{self, Blob};
use accolade_storage::types::Digest;
use accolade_storage::{DbConnection, StorageError};
use sha2::{Digest as _, Sha256};

use crate::images::{self, CleanImage, ImageError};
use crate::{Tools, limits};

/// Side of the picture that an SVG is drawn to for readers that take only PNG.
const RENDITION_PIXELS: u32 = 800;

/// Why a file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It has more bytes than allowed.
    #[error("the file is larger than {0} bytes")]
    TooLarge(usize),
    /// It is of a kind that is not taken.
    #[error("files of the type {0} are not accepted: use PDF, plain text, or a picture")]
    NotAccepted(String),
    /// It is not what it claims to be.
    #[error("the file is not what it claims to be: {0}")]
    NotWhatItClaims(String),
    /// The picture cannot be read or is not allowed.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// There is no such file.
    #[error("there is no such file")]
    Unknown,
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A file that was checked and may be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleanFile {
    media_type: &'static str,
    bytes: Vec<u8>,
    size: (Option<i32>, Option<i32>),
}

/// Takes a picture: decoded and written anew, SVG reduced to what is allowed.
pub fn accept_image(
    conn: &mut DbConnection,
    tools: &Tools,
    bytes: &[u8],
) -> Result<Blob, FileError> {
    Ok(store(conn, tools, clean_image(bytes)?)?)
}

/// Takes a file of evidence: PDF, plain text or a picture.
pub fn accept_file(
    conn: &mut DbConnection,
    tools: &Tools,
    bytes: &[u8],
    media_type: &str,
) -> Result<Blob, FileError> {
    Ok(store(conn, tools, clean_file(bytes, media_type)?)?)
}

/// Checks a picture without a database: a large one takes seconds, in which no transaction should be open.
pub fn clean_image(bytes: &[u8]) -> Result<CleanFile, FileError> {
    check_size(bytes, limits::IMAGE_BYTES.value)?;
    Ok(images::accept(bytes)?.into())
}

/// Checks a file of evidence, likewise.
pub fn clean_file(bytes: &[u8], media_type: &str) -> Result<CleanFile, FileError> {
    check_size(bytes, limits::FILE_BYTES.value)?;
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match essence.as_str() {
        "application/pdf" if bytes.starts_with(b"%PDF-") => {
            Ok(CleanFile::without_size(bytes, "application/pdf"))
        }
        "text/plain" if is_text(bytes) => {
            Ok(CleanFile::without_size(bytes, "text/plain; charset=utf-8"))
        }
        "application/pdf" | "text/plain" => Err(FileError::NotWhatItClaims(essence)),
        picture if picture.starts_with("image/") => {
            check_size(bytes, limits::IMAGE_BYTES.value)?;
            Ok(images::accept_as(bytes, picture)?.into())
        }
        _ => Err(FileError::NotAccepted(essence)),
    }
}

/// The PNG form of a stored picture: itself, or drawn from it and stored.
pub fn png_rendition(
    conn: &mut DbConnection,
    tools: &Tools,
    digest: &Digest,
) -> Result<Digest, FileError> {
    let blob = blobs::find(conn, *digest)?.ok_or(FileError::Unknown)?;
    if blob.media_type == "image/png" {
        return Ok(blob.digest);
    }
    let png = images::to_png(&blob.bytes, RENDITION_PIXELS)?;
    Ok(store(conn, tools, images::accept(&png)?.into())?.digest)
}

/// Whether there is a stored picture under this digest.
pub(crate) fn is_image(conn: &mut DbConnection, digest: Digest) -> Result<bool, StorageError> {
    let found = blobs::describe(conn, &[digest])?;
    Ok(found
        .iter()
        .any(|facts| facts.media_type.starts_with("image/")))
}

/// The ending of a file's public address.
pub fn ending(media_type: &str) -> &'static str {
    match media_type.split(';').next().unwrap_or_default() {
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        "image/svg+xml" => "svg",
        "application/pdf" => "pdf",
        "text/plain" => "txt",
        _ => "bin",
    }
}

fn check_size(bytes: &[u8], most: usize) -> Result<(), FileError> {
    match bytes.len() {
        0 => Err(FileError::Empty),
        length if length > most => Err(FileError::TooLarge(most)),
        _ => Ok(()),
    }
}

fn is_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'))
}

impl CleanFile {
    fn without_size(bytes: &[u8], media_type: &'static str) -> Self {
        Self {
            media_type,
            bytes: bytes.to_vec(),
            size: (None, None),
        }
    }
}

impl From<CleanImage> for CleanFile {
    fn from(image: CleanImage) -> Self {
        Self {
            media_type: image.media_type,
            size: (
                i32::try_from(image.width).ok(),
                i32::try_from(image.height).ok(),
            ),
            bytes: image.bytes,
        }
    }
}

/// Stores a checked file under the digest of its content.
pub fn store(
    conn: &mut DbConnection,
    tools: &Tools,
    file: CleanFile,
) -> Result<Blob, StorageError> {
    let CleanFile {
        media_type,
        bytes,
        size: (width, height),
    } = file;
    let blob = Blob {
        digest: Digest::from_bytes(Sha256::digest(&bytes).into()),
        media_type: media_type.to_owned(),
        byte_length: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        bytes,
        width,
        height,
        created_at: tools.now(),
        published_at: None,
    };
    blobs::insert_if_absent(conn, &blob)?;
    Ok(blob)
}
