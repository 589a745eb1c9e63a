//! A badge class made ready for awarding: what all its awards have in common is read once.

use accolade_storage::assertions::{self, Assertion};
use accolade_storage::badge_class_versions::{self, BadgeClassVersion};
use accolade_storage::badge_classes::{self, BadgeClass};
use accolade_storage::evidence::Evidence;
use accolade_storage::issuers::Issuer;
use accolade_storage::signed_documents::{self, SignedDocument};
use accolade_storage::types::{
    BadgeClassId, BadgeClassState, BadgeClassVersionId, Digest, StatusPurpose, Visibility,
};
use accolade_storage::{DbConnection, StorageError, blobs, issuers};

use super::record::{Origin, Places};
use super::{AwardError, AwardOrder, EvidenceContent, order, record, sign};
use crate::Tools;
use crate::access::{Action, Caller, authorize};
use crate::content::BadgeContent;
use crate::signing::{Signer, SigningError};
use crate::status;
use crate::violations::Violations;

/// What every award of one badge class by one caller has in common.
pub(crate) struct Press<'a> {
    pub(crate) tools: &'a Tools,
    pub(crate) caller: Caller,
    pub(crate) badge_class: BadgeClass,
    pub(crate) version: BadgeClassVersion,
    pub(crate) content: BadgeContent,
    pub(crate) issuer: Issuer,
    pub(crate) signer: Signer<'a>,
}

/// An order with nothing wrong in it.
#[derive(Debug, Clone)]
pub(crate) struct Checked {
    pub(super) order: AwardOrder,
    /// The words of its evidence as they are stored.
    evidence: Vec<EvidenceContent>,
}

/// An award that was signed and lies ready to be stored.
pub(crate) struct Draft {
    pub(crate) assertion: Assertion,
    pub(crate) evidence: Vec<Evidence>,
    document: SignedDocument,
}

impl<'a> Press<'a> {
    /// Reads the class, if the caller may award it and it can be awarded.
    pub(crate) fn load(
        conn: &mut DbConnection,
        tools: &'a Tools,
        caller: &Caller,
        badge_class: BadgeClassId,
    ) -> Result<Self, AwardError> {
        let (badge_class, version) = awardable(conn, caller, badge_class)?;
        let issuer =
            issuers::find(conn, badge_class.issuer_id)?.ok_or(AwardError::UnknownBadgeClass)?;
        Ok(Self {
            tools,
            caller: caller.clone(),
            content: BadgeContent::read(&version.content)?,
            signer: Signer::load(conn, tools, &issuer)?,
            badge_class,
            version,
            issuer,
        })
    }

    /// The same with another version of the class than the current one: what was judged is awarded, whatever was
    /// published meanwhile.
    pub(crate) fn of_version(
        self,
        conn: &mut DbConnection,
        version: BadgeClassVersionId,
    ) -> Result<Self, AwardError> {
        let version = badge_class_versions::find(conn, version)?
            .filter(|version| version.badge_class_id == self.badge_class.id)
            .ok_or(AwardError::NotPublished)?;
        Ok(Self {
            content: BadgeContent::read(&version.content)?,
            version,
            ..self
        })
    }

    /// Reads the class as it was when an award of it was made.
    pub(crate) fn of_award(
        conn: &mut DbConnection,
        tools: &'a Tools,
        caller: &Caller,
        assertion: &Assertion,
    ) -> Result<Self, AwardError> {
        let badge_class = badge_classes::find(conn, assertion.badge_class_id)?;
        let version = badge_class_versions::find(conn, assertion.version_id)?;
        let issuer = issuers::find(conn, assertion.issuer_id)?;
        let (Some(badge_class), Some(version), Some(issuer)) = (badge_class, version, issuer)
        else {
            return Err(AwardError::UnknownBadgeClass);
        };
        Ok(Self {
            tools,
            caller: caller.clone(),
            content: BadgeContent::read(&version.content)?,
            signer: Signer::load(conn, tools, &issuer)?,
            badge_class,
            version,
            issuer,
        })
    }

    /// Writes an award anew, under its own id and at its own places in the status lists.
    pub(crate) fn correction(
        &self,
        before: &Assertion,
        checked: &Checked,
        evidence: &[Evidence],
        places: &Places,
    ) -> Result<(Assertion, SignedDocument), AwardError> {
        let order = &checked.order;
        let after = record::corrected(self, before, order);
        let subject = sign::Subject {
            issuer: &self.issuer,
            version: &self.version,
            content: &self.content,
            assertion: &after,
            evidence,
            results: &record::results(&after),
            places,
        };
        let document = sign::credential(self.tools, &self.signer, &subject)?;
        Ok((after, document))
    }

    /// What is wrong with an order, if anything is.
    pub(crate) fn check(
        &self,
        conn: &mut DbConnection,
        order: AwardOrder,
    ) -> Result<Result<Checked, Violations>, StorageError> {
        let order = order.tidied();
        let now = self.tools.clock.now();
        if let Err(violations) = order::check(conn, &order, &self.content, now)?.into_result() {
            return Ok(Err(violations));
        }
        let words = order.evidence.iter().map(|item| item.stored_content(conn));
        let evidence = words.collect::<Result<_, StorageError>>()?;
        Ok(Ok(Checked { order, evidence }))
    }

    /// Gives places in the status lists away, within a transaction.
    pub(crate) fn allocate(&self, conn: &mut DbConnection) -> Result<Places, AwardError> {
        let mut place =
            |purpose| status::allocate(conn, self.tools, &self.signer, &self.issuer, purpose);
        Ok(Places {
            revocation: place(StatusPurpose::Revocation)?,
            suspension: match self.badge_class.suspendable {
                true => Some(place(StatusPurpose::Suspension)?),
                false => None,
            },
        })
    }

    /// Writes and signs one award. Touches no database.
    pub(crate) fn draft(
        &self,
        checked: &Checked,
        places: &Places,
        origin: Origin,
    ) -> Result<Draft, SigningError> {
        let order = &checked.order;
        let assertion = record::assertion(self, order, places, origin);
        let evidence =
            record::evidence(self.tools, assertion.id, &order.evidence, &checked.evidence);
        let subject = sign::Subject {
            issuer: &self.issuer,
            version: &self.version,
            content: &self.content,
            assertion: &assertion,
            evidence: &evidence,
            results: &order.results,
            places,
        };
        let document = sign::credential(self.tools, &self.signer, &subject)?;
        Ok(Draft {
            assertion,
            evidence,
            document,
        })
    }

    /// Stores awards whose places are theirs, and says what was stored.
    pub(crate) fn store(
        conn: &mut DbConnection,
        drafts: Vec<Draft>,
    ) -> Result<Vec<super::Award>, StorageError> {
        let (mut rows, mut documents) = (Vec::new(), Vec::new());
        let mut items = Vec::with_capacity(drafts.len());
        for draft in drafts {
            rows.push(draft.assertion);
            documents.push(draft.document);
            items.push(draft.evidence);
        }
        assertions::insert_all(conn, &rows)?;
        signed_documents::insert_all(conn, &documents)?;
        let evidence = items.concat();
        if let (Some(first), false) = (rows.first(), evidence.is_empty()) {
            accolade_storage::evidence::insert_all(conn, &evidence)?;
            blobs::publish(conn, &public_files(&evidence), first.created_at)?;
        }
        Ok(rows
            .into_iter()
            .zip(items)
            .map(|(assertion, evidence)| super::Award {
                assertion,
                evidence,
            })
            .collect())
    }
}

/// The files that awards show to everyone.
fn public_files(evidence: &[Evidence]) -> Vec<Digest> {
    evidence
        .iter()
        .filter(|item| item.visibility == Visibility::Public)
        .flat_map(|item| [item.blob, item.second_blob])
        .flatten()
        .collect()
}

/// The badge class and its current version, if the caller may award it and it can be awarded.
fn awardable(
    conn: &mut DbConnection,
    caller: &Caller,
    id: BadgeClassId,
) -> Result<(BadgeClass, BadgeClassVersion), AwardError> {
    let badge_class = badge_classes::find(conn, id)?;
    let issuer = badge_class
        .as_ref()
        .map(|badge_class| badge_class.issuer_id);
    let public = badge_class
        .as_ref()
        .is_some_and(|class| class.current_version.is_some());
    authorize(conn, caller, Action::Award, issuer).map_err(|refusal| refusal.known(public))?;
    let badge_class = badge_class.ok_or(AwardError::UnknownBadgeClass)?;
    if badge_class.state == BadgeClassState::Archived {
        return Err(AwardError::Archived);
    }
    let number = badge_class
        .current_version
        .ok_or(AwardError::NotPublished)?;
    let version = badge_class_versions::by_number(conn, badge_class.id, number)?
        .ok_or(AwardError::NotPublished)?;
    Ok((badge_class, version))
}
