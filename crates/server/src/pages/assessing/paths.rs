//! Paths of the assessor's side, each written once.

use accolade_storage::types::{ApplicationId, BadgeClassId};

/// What waits for one person in all organisations where they assess.
pub(crate) const QUEUE: &str = "/desk/applications";
/// Pattern of [`applications`].
pub(crate) const APPLICATIONS: &str = "/desk/{slug}/applications";
/// Pattern of [`application`].
pub(crate) const APPLICATION: &str = "/desk/applications/{id}";
/// A small deed at an application.
pub(crate) const APPLICATION_DEED: &str = "/desk/applications/{id}/do/{deed}";
/// A file of an application.
pub(crate) const APPLICATION_FILE: &str = "/desk/applications/{id}/files/{digest}";
/// Where comments are kept.
pub(crate) const COMMENTS: &str = "/desk/comments/keep";
/// One comment that was kept.
pub(crate) const COMMENT: &str = "/desk/comments/{id}/forget";
/// Pattern of [`rule`].
pub(crate) const RULE: &str = "/desk/badges/{id}/assessment";

/// The applications to an issuer.
pub(crate) fn applications(slug: &str) -> String {
    format!("/desk/{slug}/applications")
}

/// One application.
pub(crate) fn application(id: ApplicationId) -> String {
    format!("/desk/applications/{id}")
}

/// How a badge is assessed.
pub(crate) fn rule(id: BadgeClassId) -> String {
    format!("/desk/badges/{id}/assessment")
}
