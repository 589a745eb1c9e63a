//! Paths of the signed-in side, each written once. Public ones stand in `issuing::addresses::paths`.

use accolade_storage::types::{BadgeClassId, Digest, FrameworkId, ReviewerId};

/// Pattern of [`issuer_badges`].
pub(crate) const ISSUER_BADGES: &str = "/desk/{slug}/badges";
/// Pattern of [`badge`].
pub(crate) const BADGE: &str = "/desk/badges/{id}";
/// Pattern of [`badge_edit`].
pub(crate) const BADGE_EDIT: &str = "/desk/badges/{id}/edit";
/// Pattern of [`badge_edit_step`].
pub(crate) const BADGE_EDIT_STEP: &str = "/desk/badges/{id}/edit/{step}";
/// Pattern of [`badge_picture`].
pub(crate) const BADGE_PICTURE: &str = "/desk/badges/{id}/pictures/{digest}";
/// Pattern of [`publish`].
pub(crate) const BADGE_PUBLISH: &str = "/desk/badges/{id}/publish";
/// Pattern of [`duplicate`].
pub(crate) const BADGE_DUPLICATE: &str = "/desk/badges/{id}/duplicate";
/// Pattern of [`archive`].
pub(crate) const BADGE_ARCHIVE: &str = "/desk/badges/{id}/archive";
/// Pattern of [`unarchive`].
pub(crate) const BADGE_UNARCHIVE: &str = "/desk/badges/{id}/unarchive";
/// Pattern of [`versions`].
pub(crate) const BADGE_VERSIONS: &str = "/desk/badges/{id}/versions";
/// Pattern of [`review`].
pub(crate) const BADGE_REVIEW: &str = "/desk/badges/{id}/review";
/// Pattern of [`withdraw_review`].
pub(crate) const BADGE_REVIEW_WITHDRAW: &str = "/desk/badges/{id}/review/withdraw";
/// Pattern of [`new_review_link`].
pub(crate) const BADGE_REVIEW_LINK: &str = "/desk/badges/{id}/review/{reviewer}/link";
/// Pattern of [`remix`].
pub(crate) const REMIX: &str = "/library/{id}/remix";
/// Pattern of [`endorse`].
pub(crate) const ENDORSE: &str = "/library/{id}/endorse";
/// Pattern of [`frameworks`].
pub(crate) const FRAMEWORKS: &str = "/desk/{slug}/frameworks";
/// Pattern of [`remove_framework`].
pub(crate) const FRAMEWORK_REMOVE: &str = "/desk/{slug}/frameworks/{id}/remove";

/// An issuer's badges, drafts and all.
pub(crate) fn issuer_badges(slug: &str) -> String {
    format!("/desk/{slug}/badges")
}

/// A badge as those see it who care for it.
pub(crate) fn badge(id: BadgeClassId) -> String {
    format!("/desk/badges/{id}")
}

/// The editor.
pub(crate) fn badge_edit(id: BadgeClassId) -> String {
    format!("/desk/badges/{id}/edit")
}

/// One step of the editor.
pub(crate) fn badge_edit_step(id: BadgeClassId, step: &str) -> String {
    format!("/desk/badges/{id}/edit/{step}")
}

/// A picture of a draft, which nobody outside may see yet.
pub(crate) fn badge_picture(id: BadgeClassId, digest: &Digest) -> String {
    format!("/desk/badges/{id}/pictures/{digest}")
}

/// Where a badge is published.
pub(crate) fn publish(id: BadgeClassId) -> String {
    format!("/desk/badges/{id}/publish")
}

/// Where a badge is copied for its own issuer.
pub(crate) fn duplicate(id: BadgeClassId) -> String {
    format!("/desk/badges/{id}/duplicate")
}

/// Where a badge goes into the archive.
pub(crate) fn archive(id: BadgeClassId) -> String {
    format!("/desk/badges/{id}/archive")
}

/// Where it comes out again.
pub(crate) fn unarchive(id: BadgeClassId) -> String {
    format!("/desk/badges/{id}/unarchive")
}

/// Everything a badge ever said, and what changed.
pub(crate) fn versions(id: BadgeClassId) -> String {
    format!("/desk/badges/{id}/versions")
}

/// Who was asked for their word on a badge.
pub(crate) fn review(id: BadgeClassId) -> String {
    format!("/desk/badges/{id}/review")
}

/// Where a round of review is taken back.
pub(crate) fn withdraw_review(id: BadgeClassId) -> String {
    format!("/desk/badges/{id}/review/withdraw")
}

/// Where a reviewer gets another link.
pub(crate) fn new_review_link(id: BadgeClassId, reviewer: ReviewerId) -> String {
    format!("/desk/badges/{id}/review/{reviewer}/link")
}

/// Where one makes one's own version of somebody's badge.
pub(crate) fn remix(id: BadgeClassId) -> String {
    format!("/library/{id}/remix")
}

/// Where an organisation says its word on somebody's badge.
pub(crate) fn endorse(id: BadgeClassId) -> String {
    format!("/library/{id}/endorse")
}

/// The frameworks of skills that an issuer took in.
pub(crate) fn frameworks(slug: &str) -> String {
    format!("/desk/{slug}/frameworks")
}

/// Where a framework is taken out.
pub(crate) fn remove_framework(slug: &str, id: FrameworkId) -> String {
    format!("/desk/{slug}/frameworks/{id}/remove")
}
