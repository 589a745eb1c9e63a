//! Where stored files are, and what they are.

use std::collections::HashMap;

use accolade_issuing::{addresses::paths, files};
use accolade_storage::{DbConnection, StorageError, blobs, types::Digest};

use super::words;

/// What a page says about files: addresses with the right ending, kinds and sizes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shelf {
    files: HashMap<Digest, Described>,
    /// Where files are given out that have no public address; nowhere if absent.
    under: Option<String>,
}

#[derive(Debug, Clone)]
struct Described {
    media_type: String,
    bytes: u64,
}

impl Shelf {
    /// Looks the files up. One that is gone is left out, and its address ends as a PNG would.
    pub(crate) fn of(
        conn: &mut DbConnection,
        digests: impl IntoIterator<Item = Digest>,
    ) -> Result<Self, StorageError> {
        let digests: Vec<Digest> = digests.into_iter().collect();
        let described = blobs::describe(conn, &digests)?.into_iter().map(|facts| {
            let bytes = u64::try_from(facts.byte_length).unwrap_or_default();
            (
                facts.digest,
                Described {
                    media_type: facts.media_type,
                    bytes,
                },
            )
        });
        Ok(Self {
            files: described.collect(),
            under: None,
        })
    }

    /// The same with every file under a path of its own: `{under}/files/{digest}`.
    pub(crate) fn under(mut self, path: &str) -> Self {
        self.under = Some(path.to_owned());
        self
    }

    /// The path of a file. Pages link by path: pictures then come from this host, whatever name it is reached by.
    pub(crate) fn path(&self, digest: &Digest) -> String {
        if let Some(under) = &self.under {
            return format!("{under}/files/{digest}");
        }
        let ending = self
            .files
            .get(digest)
            .map_or("png", |file| files::ending(&file.media_type));
        paths::file(digest, ending)
    }

    /// "PNG, 48 kB"
    pub(crate) fn kind(&self, digest: &Digest) -> String {
        match self.files.get(digest) {
            Some(file) => format!("{}, {}", kind(&file.media_type), words::size(file.bytes)),
            None => "File".to_owned(),
        }
    }

    /// How many bytes a file has; zero if it is gone.
    pub(crate) fn bytes(&self, digest: &Digest) -> u64 {
        self.files.get(digest).map_or(0, |file| file.bytes)
    }

    /// Whether a file is a drawing that can carry a badge as one.
    pub(crate) fn is_drawing(&self, digest: &Digest) -> bool {
        self.files
            .get(digest)
            .is_some_and(|file| file.media_type.starts_with("image/svg+xml"))
    }
}

fn kind(media_type: &str) -> &'static str {
    match media_type.split(';').next().unwrap_or_default() {
        "image/png" => "PNG picture",
        "image/jpeg" => "JPEG picture",
        "image/webp" => "WebP picture",
        "image/svg+xml" => "SVG drawing",
        "application/pdf" => "PDF document",
        "text/plain" => "Text",
        _ => "File",
    }
}
