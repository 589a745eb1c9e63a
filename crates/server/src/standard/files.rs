//! Stored files, by the digest of their bytes.

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
    if !is_plain(ending) {
        return Ok(None);
    }
    let essence = blob.media_type.split(';').next().unwrap_or_default();
    let disposition = if SHOWN.contains(&essence) {
        "inline"
    } else {
        "attachment"
    };
    let answer = Answer::bytes(blob.media_type, blob.bytes)
        .fresh(Freshness::Forever)
        .header(header::CONTENT_SECURITY_POLICY, FILE_POLICY)
        .header(header::CONTENT_DISPOSITION, disposition);
    Ok(Some(answer))
}

/// The ending is decoration: the digest finds the file. It must only not be nonsense.
fn is_plain(ending: &str) -> bool {
    (1..=8).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
