//! `/desk/badges/{id}/award` and `/desk/batches/…`: one person, or a class full of them.

mod actions;
pub(crate) mod batch;
pub(crate) mod left;
pub(crate) mod list;
pub(crate) mod one;
pub(crate) mod rows;
pub(crate) mod slips;

pub(crate) use actions::act;

use accolade_issuing::awards::AwardError;
use accolade_issuing::content::BadgeContent;
use accolade_storage::DbConnection;
use accolade_storage::badge_class_versions;
use accolade_storage::badge_classes::BadgeClass;
use accolade_storage::issuers::{self, Issuer};
use accolade_storage::types::BatchId;

use crate::pages::files::Shelf;
use crate::problem::Problem;

/// The page of a batch.
pub(crate) fn batch_path(id: BatchId) -> String {
    format!("/desk/batches/{id}")
}

/// What the present version of a badge says: what an award of it is held against. Empty before the first.
pub(crate) fn content_of(
    conn: &mut DbConnection,
    class: &BadgeClass,
) -> Result<BadgeContent, Problem> {
    let version = match class.current_version {
        Some(number) => badge_class_versions::by_number(conn, class.id, number)?,
        None => None,
    };
    let content = version.map(|version| BadgeContent::read(&version.content));
    let content = content.transpose().map_err(AwardError::from)?;
    Ok(content.unwrap_or_default())
}

/// A badge as the head of these pages shows it.
#[derive(Debug, Clone)]
pub(crate) struct Badge {
    pub(crate) name: String,
    pub(crate) src: String,
    pub(crate) issuer: String,
    /// The desk of the issuer, to build addresses on.
    pub(crate) desk: String,
}

impl Badge {
    pub(crate) fn load(
        conn: &mut DbConnection,
        class: &BadgeClass,
    ) -> Result<(Self, Issuer), Problem> {
        let issuer = issuers::find(conn, class.issuer_id)?.ok_or_else(Problem::not_found)?;
        let version = match class.current_version {
            Some(number) => badge_class_versions::by_number(conn, class.id, number)?,
            None => None,
        };
        let src = match &version {
            Some(version) => Shelf::of(conn, [version.image_blob])?.path(&version.image_blob),
            None => String::new(),
        };
        let badge = Self {
            name: version.map_or_else(|| class.name.clone(), |version| version.name),
            src,
            issuer: issuer.name.clone(),
            desk: format!("/desk/{}", issuer.slug),
        };
        Ok((badge, issuer))
    }
}
