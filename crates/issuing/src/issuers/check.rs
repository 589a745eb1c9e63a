//! What the profile of an issuer must keep to.

use accolade_storage::types::Digest;
use accolade_storage::{DbConnection, StorageError, issuers};

use super::{IssuerEdit, NewIssuer, limits};
use crate::Tools;
use crate::files::{self, FileError};
use crate::violations::Violations;

/// What stands where a slug could stand in our own addresses.
const RESERVED: &[&str] = &[
    "applications",
    "ask",
    "asking",
    "awards",
    "badges",
    "batches",
    "claims",
    "comments",
    "frameworks",
    "library",
    "new-issuer",
    "webhooks",
];

/// Whether a word stands in our own addresses, where the slug of an issuer could stand.
pub fn is_reserved(slug: &str) -> bool {
    RESERVED.contains(&slug)
}

pub(super) const SLUG_TAKEN: &str = "Another issuer has this address already.";

pub(super) fn new_issuer(
    conn: &mut DbConnection,
    new: &NewIssuer,
) -> Result<Violations, StorageError> {
    let mut found = Violations::default();
    slug(&mut found, &new.slug);
    found.required("/name", &new.name, limits::NAME);
    found.text("/description", &new.description, limits::DESCRIPTION);
    found.url("/url", &new.url);
    found.email("/email", new.email.trim());
    found.required("/palette", &new.palette, limits::WORD);
    linkedin(&mut found, new.linkedin_id.as_deref());
    known_image(conn, &mut found, new.image)?;
    if issuers::by_slug(conn, &new.slug)?.is_some() {
        found.add("/slug", "taken", SLUG_TAKEN);
    }
    if let Some(parent) = new.parent {
        let above = issuers::ancestors(conn, parent)?.len() + 1;
        if issuers::find(conn, parent)?.is_none() {
            found.add("/parent", "unknown", "There is no such issuer.");
        } else if above >= limits::ISSUER_DEPTH.value {
            let message = format!("At most {} levels.", limits::ISSUER_DEPTH.value);
            found.add("/parent", "too_many", message);
        }
    }
    Ok(found)
}

pub(super) fn edit(conn: &mut DbConnection, edit: &IssuerEdit) -> Result<Violations, StorageError> {
    let mut found = Violations::default();
    if let Some(name) = &edit.name {
        found.required("/name", name, limits::NAME);
    }
    found.optional(
        "/description",
        edit.description.as_deref(),
        limits::DESCRIPTION,
    );
    if let Some(url) = &edit.url {
        found.url("/url", url);
    }
    if let Some(email) = &edit.email {
        found.email("/email", email.trim());
    }
    if let Some(palette) = &edit.palette {
        found.required("/palette", palette, limits::WORD);
    }
    linkedin(&mut found, edit.linkedin_id.as_deref());
    known_image(conn, &mut found, edit.image)?;
    Ok(found)
}

/// The PNG form of the wanted picture: every OB 2.0 and 3.0 reader takes that.
pub(super) fn image(
    conn: &mut DbConnection,
    tools: &Tools,
    wanted: Option<Digest>,
) -> Result<Option<Digest>, FileError> {
    wanted
        .map(|digest| files::png_rendition(conn, tools, &digest))
        .transpose()
}

fn slug(found: &mut Violations, slug: &str) {
    found.required("/slug", slug, limits::SLUG);
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let hyphens = slug.starts_with('-') || slug.ends_with('-') || slug.contains("--");
    if !slug.bytes().all(allowed) || hyphens {
        let message = "Use a to z, 0 to 9 and single hyphens between them.";
        found.add("/slug", "bad_format", message);
    }
    if is_reserved(slug) {
        found.add(
            "/slug",
            "taken",
            "This word is part of our own addresses. Choose another.",
        );
    }
}

fn linkedin(found: &mut Violations, id: Option<&str>) {
    let Some(id) = id else { return };
    if id.len() > 20 || !id.bytes().all(|b| b.is_ascii_digit()) {
        found.add(
            "/linkedinId",
            "bad_format",
            "LinkedIn numbers organisations with digits only.",
        );
    }
}

fn known_image(
    conn: &mut DbConnection,
    found: &mut Violations,
    image: Option<Digest>,
) -> Result<(), StorageError> {
    if let Some(digest) = image
        && !files::is_image(conn, digest)?
    {
        found.add(
            "/image",
            "unknown",
            "There is no such picture: upload it first.",
        );
    }
    Ok(())
}
