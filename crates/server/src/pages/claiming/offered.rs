//! The badge behind a code, as every page about it shows it.

use accolade_issuing::content::BadgeContent;
use accolade_storage::badge_class_versions::BadgeClassVersion;
use accolade_storage::types::{BadgeClassId, IssuerId};
use accolade_storage::{DbConnection, StorageError, badge_class_versions, issuers};

use crate::pages::badges::view;
use crate::pages::files::Shelf;
use crate::pages::parts::Picture;

/// A badge and who gives it.
#[derive(Debug, Clone)]
pub(crate) struct Offered {
    pub(crate) name: String,
    /// What a holder can do.
    pub(crate) claim: String,
    pub(crate) picture: Picture,
    pub(crate) issuer: String,
    /// The person, as the issuer wrote it; the issuer's own name where nobody is named.
    pub(crate) giver: String,
}

impl Offered {
    /// The newest version of a badge class, given by this person.
    pub(crate) fn latest(
        conn: &mut DbConnection,
        badge_class: BadgeClassId,
        issuer: IssuerId,
        giver: &str,
    ) -> Result<Option<Self>, StorageError> {
        match badge_class_versions::latest(conn, badge_class)? {
            Some(version) => Self::of(conn, &version, issuer, giver),
            None => Ok(None),
        }
    }

    /// One version of a badge class.
    pub(crate) fn of(
        conn: &mut DbConnection,
        version: &BadgeClassVersion,
        issuer: IssuerId,
        giver: &str,
    ) -> Result<Option<Self>, StorageError> {
        let Some(issuer) = issuers::find(conn, issuer)? else {
            return Ok(None);
        };
        let shelf = Shelf::of(conn, [version.image_blob])?;
        // Content that another program wrote shows as empty rather than not at all.
        let content = BadgeContent::read(&version.content).unwrap_or_default();
        Ok(Some(Self {
            name: version.name.clone(),
            claim: view::plain_claim(&content),
            picture: view::picture(version, &content, &shelf),
            giver: if giver.is_empty() {
                issuer.name.clone()
            } else {
                giver.to_owned()
            },
            issuer: issuer.name,
        }))
    }

    /// "Ms Carvalho, Kestrel Hill School," or the school alone.
    pub(crate) fn who(&self) -> String {
        if self.giver == self.issuer {
            self.issuer.clone()
        } else {
            format!("{},", self.from())
        }
    }

    /// "Ms Carvalho, Kestrel Hill School" or the school alone.
    pub(crate) fn from(&self) -> String {
        if self.giver == self.issuer {
            self.issuer.clone()
        } else {
            format!("{}, {}", self.giver, self.issuer)
        }
    }
}
