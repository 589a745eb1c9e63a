//! What shows that an award was earned.

use accolade_storage::evidence::Evidence;
use accolade_storage::types::{Digest, EvidenceKind, Visibility};
use accolade_storage::{DbConnection, StorageError, blobs};
use serde::{Deserialize, Serialize};

use crate::files;
use crate::limits;
use crate::violations::Violations;

/// The words of an item of evidence, as they are stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EvidenceContent {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The text itself, or what there is to say about the rest (Markdown).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub narrative: Option<String>,
    /// What sort of work it is, such as "Photography".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub genre: Option<String>,
    /// Where it is, for links.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The file's own name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// The media type of the file; set from the stored file when the award is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// What the picture shows, for those who do not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// Words under the picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// When the picture was taken, as people write it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken: Option<String>,
    /// The media type of the second file; set as the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second_media_type: Option<String>,
    /// What the second picture of a pair shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second_alt: Option<String>,
    /// Words under the second picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second_caption: Option<String>,
    /// When the second picture was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second_taken: Option<String>,
    /// Who speaks, in a testimonial.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// As what they speak.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author_role: Option<String>,
}

/// An item of evidence for a new award.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewEvidence {
    /// What sort of thing it is.
    pub kind: EvidenceKind,
    /// Who sees it; only public items stand in the signed documents.
    #[serde(default = "public")]
    pub visibility: Visibility,
    /// Its words.
    #[serde(flatten)]
    pub content: EvidenceContent,
    /// The stored file, or the first picture of a pair.
    #[serde(default)]
    pub file: Option<Digest>,
    /// The second picture of a pair.
    #[serde(default)]
    pub second_file: Option<Digest>,
}

impl NewEvidence {
    /// A public item of this kind, still without words.
    pub fn new(kind: EvidenceKind) -> Self {
        Self {
            kind,
            visibility: public(),
            content: EvidenceContent::default(),
            file: None,
            second_file: None,
        }
    }

    /// What is wrong with it.
    pub(crate) fn check(&self, conn: &mut DbConnection) -> Result<Violations, StorageError> {
        let mut found = Violations::default();
        self.content.check(&mut found);
        self.check_needed(&mut found);
        let picture = matches!(self.kind, EvidenceKind::Picture | EvidenceKind::Pair);
        for (pointer, file) in [("/file", self.file), ("/secondFile", self.second_file)] {
            let Some(digest) = file else { continue };
            match blobs::describe(conn, &[digest])?.first() {
                None => found.add(
                    pointer,
                    "unknown",
                    "There is no such file: upload it first.",
                ),
                Some(blob) if picture && !blob.media_type.starts_with("image/") => {
                    found.add(pointer, "not_allowed", "This must be a picture.");
                }
                Some(_) => {}
            }
        }
        Ok(found)
    }

    /// The words to store, with the media types of the stored files.
    pub(crate) fn stored_content(
        &self,
        conn: &mut DbConnection,
    ) -> Result<EvidenceContent, StorageError> {
        let mut media_type = |file: Option<Digest>| match file {
            Some(digest) => Ok(blobs::describe(conn, &[digest])?
                .pop()
                .map(|facts| facts.media_type)),
            None => Ok::<_, StorageError>(None),
        };
        Ok(EvidenceContent {
            media_type: media_type(self.file)?,
            second_media_type: media_type(self.second_file)?,
            ..self.content.clone()
        })
    }

    /// Each kind is nothing without these.
    fn check_needed(&self, found: &mut Violations) {
        let mut need = |pointer: &str, is_there: bool| {
            if !is_there {
                found.add(
                    pointer,
                    "required",
                    format!("{} evidence needs this.", self.kind),
                );
            }
        };
        let said = |text: &Option<String>| text.as_deref().is_some_and(|t| !t.trim().is_empty());
        match self.kind {
            EvidenceKind::Text => need("/narrative", said(&self.content.narrative)),
            EvidenceKind::Link => need("/url", said(&self.content.url)),
            EvidenceKind::File | EvidenceKind::Picture => need("/file", self.file.is_some()),
            EvidenceKind::Pair => {
                need("/file", self.file.is_some());
                need("/secondFile", self.second_file.is_some());
            }
            EvidenceKind::Testimonial => {
                need("/narrative", said(&self.content.narrative));
                need("/author", said(&self.content.author));
            }
        }
    }
}

impl EvidenceContent {
    /// The ending of the file's address.
    pub fn file_ending(&self) -> &'static str {
        files::ending(self.media_type.as_deref().unwrap_or_default())
    }

    /// The ending of the second file's address.
    pub fn second_file_ending(&self) -> &'static str {
        files::ending(self.second_media_type.as_deref().unwrap_or_default())
    }

    fn check(&self, found: &mut Violations) {
        if let Some(url) = &self.url {
            found.url("/url", url);
        }
        for (pointer, text, limit) in [
            ("/name", &self.name, limits::NAME),
            ("/narrative", &self.narrative, limits::NARRATIVE),
            ("/genre", &self.genre, limits::WORD),
            ("/fileName", &self.file_name, limits::NAME),
            ("/alt", &self.alt, limits::ALT_TEXT),
            ("/caption", &self.caption, limits::ALT_TEXT),
            ("/taken", &self.taken, limits::WORD),
            ("/secondAlt", &self.second_alt, limits::ALT_TEXT),
            ("/secondCaption", &self.second_caption, limits::ALT_TEXT),
            ("/secondTaken", &self.second_taken, limits::WORD),
            ("/author", &self.author, limits::NAME),
            ("/authorRole", &self.author_role, limits::NAME),
        ] {
            found.optional(pointer, text.as_deref(), limit);
        }
    }
}

/// The words of a stored item. What cannot be read, as no row of ours should be, reads as none.
pub fn evidence_content(evidence: &Evidence) -> EvidenceContent {
    serde_json::from_str(&evidence.content).unwrap_or_default()
}

fn public() -> Visibility {
    Visibility::Public
}
