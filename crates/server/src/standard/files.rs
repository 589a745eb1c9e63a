//! Stored files, by the digest of their bytes.

use accolade_storage::blobs::Blob;
use accolade_storage::types::Digest;
use accolade_storage::{DbConnection, blobs};
use actix_web::http::header;

use crate::answer::{Answer, Freshness};
use crate::middleware::headers::FILE_POLICY;
use crate::problem::Problem;

/// Media types that a browser may show in place; everything else is offered for saving.
const SHOWN: &[&str] = &[
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/svg+xml",
    "text/plain",
];

pub(super) fn file(
    conn: &mut DbConnection,
    digest: Digest,
    ending: &str,
) -> Result<Option<Answer>, Problem> {
    let Some(blob) = blobs::find(conn, digest)? else {
        return Ok(None);
    };
    // A file of private evidence has a digest that somebody may know, and still no address.
    if blob.published_at.is_none() || !is_plain(ending) {
        return Ok(None);
    }
    Ok(Some(shown(blob).fresh(Freshness::Forever)))
}

/// A stored file as an answer that can run nothing in a browser.
pub(crate) fn shown(blob: Blob) -> Answer {
    let essence = blob.media_type.split(';').next().unwrap_or_default();
    let disposition = if SHOWN.contains(&essence) {
        "inline"
    } else {
        "attachment"
    };
    Answer::bytes(blob.media_type, blob.bytes)
        .header(header::CONTENT_SECURITY_POLICY, FILE_POLICY)
        .header(header::CONTENT_DISPOSITION, disposition)
}

/// The ending is decoration: the digest finds the file. It must only not be nonsense.
fn is_plain(ending: &str) -> bool {
    (1..=8).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
