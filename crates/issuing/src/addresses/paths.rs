//! Paths of the public addresses: patterns for the router, functions for everybody else.

use accolade_storage::types::{AccountId, AssertionId, BadgeClassId, Digest, EndorsementId};

/// Pattern of [`issuer`].
pub const ISSUER: &str = "/issuers/{slug}";
/// Pattern of [`did_document`].
pub const DID_DOCUMENT: &str = "/issuers/{slug}/did.json";
/// Pattern of [`key`].
pub const KEY: &str = "/issuers/{slug}/keys/{kid}";
/// Pattern of [`key_v2`].
pub const KEY_V2: &str = "/issuers/{slug}/keys/{kid}/v2.json";
/// Pattern of [`jwks`].
pub const JWKS: &str = "/issuers/{slug}/jwks.json";
/// The JWK set of the whole host.
pub const ALL_JWKS: &str = "/.well-known/jwks.json";
/// Pattern of [`status_list`].
pub const STATUS_LIST: &str = "/issuers/{slug}/status/{number}";
/// Pattern of [`revocations`].
pub const REVOCATIONS: &str = "/issuers/{slug}/revocations";
/// Pattern of [`badge`].
pub const BADGE: &str = "/badges/{id}";
/// Pattern of [`badge_version`].
pub const BADGE_VERSION: &str = "/badges/{id}/versions/{number}";
/// Pattern of [`badge_translation`].
pub const BADGE_TRANSLATION: &str = "/badges/{id}/versions/{number}/{language}";
/// Pattern of [`endorsement`].
pub const ENDORSEMENT: &str = "/endorsements/{id}";
/// Pattern of [`review`].
pub const REVIEW: &str = "/review/{token}";
/// The picture on the page of [`review`].
pub const REVIEW_PICTURE: &str = "/review/{token}/picture";
/// What others may use.
pub const LIBRARY: &str = "/library";
/// Pattern of [`award`]; [`award_file`] adds an ending to `id`.
pub const AWARD: &str = "/awards/{id}";
/// Pattern of [`award_card`].
pub const AWARD_CARD: &str = "/awards/{id}/card-{hash}.png";
/// Pattern of [`mine`].
pub const MINE: &str = "/awards/{id}/mine/{key}";
/// Where a code is typed in.
pub const CLAIM: &str = "/claim";
/// Pattern of [`claim`].
pub const CLAIM_CODE: &str = "/claim/{code}";
/// Pattern of [`claim_made`].
pub const CLAIM_MADE: &str = "/claim/{code}/{receipt}";
/// Pattern of [`file()`]: `name` is digest and ending.
pub const FILE: &str = "/files/{name}";
/// Pattern of [`apply`].
pub const APPLY: &str = "/badges/{id}/apply";
/// Pattern of [`nominate`].
pub const NOMINATE: &str = "/badges/{id}/nominate";
/// Pattern of [`application`].
pub const APPLICATION: &str = "/applications/{token}";
/// Pattern of [`assess`].
pub const ASSESS: &str = "/assess/{token}";
/// Where a badge is drawn, with or without an account.
pub const STUDIO: &str = "/studio";
/// A drawing of the recipe in its query.
pub const STUDIO_PREVIEW: &str = "/studio/preview.svg";
/// The same in pixels; `size` in the query.
pub const STUDIO_PIXELS: &str = "/studio/preview.png";
/// The emblem alone of the recipe in its query.
pub const STUDIO_EMBLEM: &str = "/studio/emblem.svg";
/// How the recipe in its query holds up.
pub const STUDIO_CHECK: &str = "/studio/check";
/// A visitor's own picture in the sketch, in pixels.
pub const STUDIO_PICTURE: &str = "/studio/picture.png";
/// Who gets the badge.
pub const STUDIO_RECIPIENTS: &str = "/studio/recipients";
/// Where a sketch becomes a badge and is awarded.
pub const STUDIO_AWARD: &str = "/studio/award";

/// Asks the operators to be let in.
pub const ASK_ENTRY: &str = "/desk/ask";

/// Who asks to be let in: the operator’s page.
pub const DESK_ENTRY: &str = "/desk/asking";
/// The page that verifies.
pub const VERIFY: &str = "/verify";
/// The page where people sign in.
pub const SIGN_IN: &str = "/sign-in";
/// Where the mailed code is typed.
pub const SIGN_IN_CODE: &str = "/sign-in/code";
/// Pattern of [`sign_in_link`].
pub const SIGN_IN_LINK: &str = "/sign-in/link/{secret}";
/// Where a passkey signs in.
pub const SIGN_IN_PASSKEY: &str = "/sign-in/passkey";
/// Pattern of [`sign_in_with`].
pub const SIGN_IN_WITH: &str = "/sign-in/with/{provider}";
/// Pattern of [`sign_in_back`].
pub const SIGN_IN_BACK: &str = "/sign-in/back/{provider}";
/// Where people sign out.
pub const SIGN_OUT: &str = "/sign-out";

/// Pattern of [`stop_letters`].
pub const STOP_LETTERS: &str = "/letters/{account}/{key}";

/// Pattern of [`setup`].
pub const SETUP: &str = "/setup/{secret}";
/// Pattern of [`invitation`].
pub const INVITATION: &str = "/invitation/{secret}";

/// Where somebody ends the letters about their desk.
pub fn stop_letters(account: AccountId, key: &str) -> String {
    format!("/letters/{account}/{key}")
}

/// The page that sets a new site up.
pub fn setup(secret: &str) -> String {
    format!("/setup/{secret}")
}

/// The page of an invitation to a role.
pub fn invitation(secret: &str) -> String {
    format!("/invitation/{secret}")
}

/// Where signing in through a provider begins.
pub fn sign_in_with(provider: &str) -> String {
    format!("/sign-in/with/{provider}")
}

/// Where a provider sends people back to; it is registered there.
pub fn sign_in_back(provider: &str) -> String {
    format!("/sign-in/back/{provider}")
}

/// The page behind the link in a letter.
pub fn sign_in_link(secret: &str) -> String {
    format!("/sign-in/link/{secret}")
}

/// An issuer.
pub fn issuer(slug: &str) -> String {
    format!("/issuers/{slug}")
}

/// An issuer's DID document.
pub fn did_document(slug: &str) -> String {
    format!("/issuers/{slug}/did.json")
}

/// A public key as a bare JWK.
pub fn key(slug: &str, kid: &str) -> String {
    format!("/issuers/{slug}/keys/{kid}")
}

/// A public key as OB 2.0 writes it.
pub fn key_v2(slug: &str, kid: &str) -> String {
    format!("/issuers/{slug}/keys/{kid}/v2.json")
}

/// An issuer's JWK set.
pub fn jwks(slug: &str) -> String {
    format!("/issuers/{slug}/jwks.json")
}

/// A status list.
pub fn status_list(slug: &str, number: i32) -> String {
    format!("/issuers/{slug}/status/{number}")
}

/// An OB 2.0 revocation list.
pub fn revocations(slug: &str) -> String {
    format!("/issuers/{slug}/revocations")
}

/// A badge class.
pub fn badge(id: BadgeClassId) -> String {
    format!("/badges/{id}")
}

/// One version of a badge class.
pub fn badge_version(id: BadgeClassId, number: i32) -> String {
    format!("/badges/{id}/versions/{number}")
}

/// One version of a badge class in another language.
pub fn badge_translation(id: BadgeClassId, number: i32, language: &str) -> String {
    format!("/badges/{id}/versions/{number}/{language}")
}

/// An endorsement.
pub fn endorsement(id: EndorsementId) -> String {
    format!("/endorsements/{id}")
}

/// A draft as somebody sees it who was asked for their word.
pub fn review(secret: &str) -> String {
    format!("/review/{secret}")
}

/// An award.
pub fn award(id: AssertionId) -> String {
    format!("/awards/{id}")
}

/// A file form of an award.
pub fn award_file(id: AssertionId, ending: &str) -> String {
    format!("/awards/{id}.{ending}")
}

/// An award's preview card.
pub fn award_card(id: AssertionId, hash: &str) -> String {
    format!("/awards/{id}/card-{hash}.png")
}

/// Where the earner takes an award.
pub fn mine(id: AssertionId, key: &str) -> String {
    format!("/awards/{id}/mine/{key}")
}

/// Where an award is claimed with a code.
pub fn claim(code: &str) -> String {
    format!("/claim/{code}")
}

/// What came of a claim, for whoever made it.
pub fn claim_made(code: &str, receipt: &str) -> String {
    format!("/claim/{code}/{receipt}")
}

/// A stored file.
pub fn file(digest: &Digest, ending: &str) -> String {
    format!("/files/{digest}.{ending}")
}

/// Where one applies for a badge.
pub fn apply(id: BadgeClassId) -> String {
    format!("/badges/{id}/apply")
}

/// Where one proposes somebody else for a badge.
pub fn nominate(id: BadgeClassId) -> String {
    format!("/badges/{id}/nominate")
}

/// An earner's own page of an application.
pub fn application(token: &str) -> String {
    format!("/applications/{token}")
}

/// Where somebody who was asked looks at an application.
pub fn assess(token: &str) -> String {
    format!("/assess/{token}")
}
