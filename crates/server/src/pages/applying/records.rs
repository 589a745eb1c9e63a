//! Everything the database knows about one application.

use std::collections::HashMap;

use accolade_issuing::applications::{self, ApplicationError, Point, links};
use accolade_issuing::assessment::{AssessmentRule, Check, Standing};
use accolade_issuing::content::BadgeContent;
use accolade_storage::application_evidence::{self, ApplicationEvidence};
use accolade_storage::application_links::{self, ApplicationLink};
use accolade_storage::applications::{self as rows, Application};
use accolade_storage::badge_class_versions::{self, BadgeClassVersion};
use accolade_storage::issuers::{self, Issuer};
use accolade_storage::reviews::{self, Review};
use accolade_storage::types::{BadgeClassId, ReviewKind};
use accolade_storage::{DbConnection, StorageError, badge_classes};

use crate::pages::files::Shelf;

/// An application with all that its pages show.
pub(crate) struct Records {
    pub(crate) application: Application,
    pub(crate) issuer: Issuer,
    pub(crate) version: BadgeClassVersion,
    pub(crate) content: BadgeContent,
    pub(crate) points: Vec<Point>,
    pub(crate) rule: AssessmentRule,
    pub(crate) evidence: Vec<ApplicationEvidence>,
    pub(crate) reviews: Vec<Review>,
    /// Every link but the earner's own.
    pub(crate) links: Vec<ApplicationLink>,
    /// The tries before this one, the latest first, each with what its assessor said.
    pub(crate) earlier: Vec<(Application, Option<Review>)>,
    pub(crate) checks: Vec<Check>,
    pub(crate) standing: Standing,
    /// The badge's own picture.
    pub(crate) picture: Shelf,
    /// The files of the application, under the page that shows them.
    pub(crate) files: Shelf,
    names: HashMap<BadgeClassId, String>,
}

impl Records {
    /// What a badge class is called that the rule names.
    pub(crate) fn name_of(&self, badge: BadgeClassId) -> String {
        let name = self.names.get(&badge).cloned();
        name.unwrap_or_else(|| "another badge".to_owned())
    }

    /// The rule as people say it.
    pub(crate) fn rule_in_words(&self) -> String {
        self.rule.in_words(&|badge| self.name_of(badge))
    }
}

/// Reads an application's records in one go; its files are given out under `path`.
pub(crate) fn load(
    conn: &mut DbConnection,
    application: Application,
    path: &str,
) -> Result<Records, ApplicationError> {
    let issuer = issuers::find(conn, application.issuer_id)?.ok_or(ApplicationError::Unknown)?;
    let version = badge_class_versions::find(conn, application.version_id)?
        .ok_or(ApplicationError::UnknownBadgeClass)?;
    let content = applications::content(conn, &application)?;
    let evidence = application_evidence::of_application(conn, application.id)?;
    let digests: Vec<_> = evidence
        .iter()
        .flat_map(|item| [item.blob, item.second_blob])
        .flatten()
        .collect();
    let mut earlier = Vec::new();
    for before in rows::earlier(conn, &application)? {
        let said = reviews::of_application(conn, before.id)?;
        earlier.push((before, last_of_assessors(said)));
    }
    let rule = applications::rule(&content);
    let mut names = HashMap::new();
    for badge in rule.badges_to_hold() {
        if let Some(class) = badge_classes::find(conn, badge)? {
            names.insert(badge, class.name);
        }
    }
    let mut links = application_links::of_application(conn, application.id)?;
    links.retain(|link| !links::is_earners(link));
    Ok(Records {
        points: applications::points(&content),
        reviews: reviews::of_application(conn, application.id)?,
        checks: applications::checks(conn, &application, &content)?,
        standing: applications::standing(conn, &application, &content)?,
        picture: Shelf::of(conn, [version.image_blob, version.image_png_blob])?,
        files: Shelf::of(conn, digests)?.under(path),
        application,
        issuer,
        version,
        content,
        rule,
        evidence,
        links,
        earlier,
        names,
    })
}

/// What the assessor who spoke last said.
pub(crate) fn last_of_assessors(reviews: Vec<Review>) -> Option<Review> {
    reviews
        .into_iter()
        .filter(|review| review.kind == ReviewKind::Assessor)
        .max_by_key(|review| review.updated_at)
}

/// Whether a file belongs to an application.
pub(crate) fn has_file(
    conn: &mut DbConnection,
    application: &Application,
    digest: accolade_storage::types::Digest,
) -> Result<bool, StorageError> {
    let items = application_evidence::of_application(conn, application.id)?;
    let known =
        |item: &ApplicationEvidence| item.blob == Some(digest) || item.second_blob == Some(digest);
    if items.iter().any(known) {
        return Ok(true);
    }
    // What stands beside it from the tries before.
    for before in rows::earlier(conn, application)? {
        let items = application_evidence::of_application(conn, before.id)?;
        if items.iter().any(known) {
            return Ok(true);
        }
    }
    Ok(false)
}
