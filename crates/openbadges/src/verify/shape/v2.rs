//! The classes of Open Badges 2.0.

use super::{Class, Kind, may, must, should};

pub(in crate::verify) static ASSERTION: Class = Class {
    name: "an Assertion",
    types: &["Assertion"],
    untyped: false,
    members: &[
        must("id", Kind::Uri),
        must("recipient", Kind::Object(&IDENTITY)),
        must("badge", Kind::UriOr(&BADGE_CLASS)),
        must("verification", Kind::Object(&VERIFICATION)),
        must("issuedOn", Kind::Text),
        may("expires", Kind::Text),
        may("image", Kind::UriOr(&IMAGE)),
        may("evidence", Kind::UriOr(&EVIDENCE)).many(),
        may("narrative", Kind::Text),
        may("revoked", Kind::Boolean),
        may("revocationReason", Kind::Text),
    ],
    closed: false,
};

pub(in crate::verify) static BADGE_CLASS: Class = Class {
    name: "a BadgeClass",
    types: &["BadgeClass"],
    untyped: false,
    members: &[
        must("id", Kind::Uri),
        must("name", Kind::Text),
        must("description", Kind::Text),
        // Mandatory by the text, but left out by samples of the consortium itself.
        should("image", Kind::UriOr(&IMAGE)),
        must("criteria", Kind::UriOr(&CRITERIA)),
        must("issuer", Kind::UriOr(&PROFILE)),
        may("alignment", Kind::Object(&ALIGNMENT)).many(),
        may("tags", Kind::Text).many(),
    ],
    closed: false,
};

pub(in crate::verify) static PROFILE: Class = Class {
    name: "an issuer Profile",
    types: &["Profile", "Issuer"],
    untyped: false,
    members: &[
        must("id", Kind::Uri),
        must("name", Kind::Text),
        must("url", Kind::WebAddress),
        should("email", Kind::Text),
        may("telephone", Kind::Text),
        may("description", Kind::Text),
        may("image", Kind::UriOr(&IMAGE)),
        may("publicKey", Kind::UriOr(&KEY)).many(),
        may("verification", Kind::Object(&POLICY)),
        may("revocationList", Kind::Uri).tolerant(),
    ],
    closed: false,
};

pub(in crate::verify) static ENDORSEMENT: Class = Class {
    name: "an Endorsement",
    types: &["Endorsement"],
    untyped: false,
    members: &[
        must("id", Kind::Uri),
        must("claim", Kind::Object(&CLAIM)),
        must("issuer", Kind::UriOr(&PROFILE)),
        must("issuedOn", Kind::Text),
        must("verification", Kind::Object(&VERIFICATION)),
    ],
    closed: false,
};

pub(in crate::verify) static KEY: Class = Class {
    name: "a CryptographicKey",
    types: &["CryptographicKey"],
    untyped: true,
    members: &[
        must("id", Kind::Uri),
        must("owner", Kind::Uri),
        must("publicKeyPem", Kind::Text),
    ],
    closed: false,
};

static CLAIM: Class = Class {
    name: "a claim",
    types: &[],
    untyped: true,
    members: &[must("id", Kind::Uri)],
    closed: false,
};

static IDENTITY: Class = Class {
    name: "an IdentityObject",
    types: &["email", "url", "telephone", "id"],
    untyped: false,
    members: &[
        must("identity", Kind::Text),
        must("hashed", Kind::Boolean),
        may("salt", Kind::Text),
    ],
    closed: false,
};

static VERIFICATION: Class = Class {
    name: "a VerificationObject",
    types: &["HostedBadge", "hosted", "SignedBadge", "signed"],
    untyped: false,
    members: &[may("creator", Kind::UriOr(&KEY))],
    closed: false,
};

static POLICY: Class = Class {
    name: "the verification policy of a Profile",
    types: &["VerificationObject", "hosted", "HostedBadge"],
    untyped: true,
    members: &[
        may("startsWith", Kind::Text).many(),
        may("allowedOrigins", Kind::Text).many(),
    ],
    closed: false,
};

/// Some issuers give the picture its schema.org type, so the type is not asked for.
static IMAGE: Class = Class {
    name: "an Image",
    types: &[],
    untyped: true,
    members: &[must("id", Kind::Uri)],
    closed: false,
};

static EVIDENCE: Class = Class {
    name: "Evidence",
    types: &["Evidence"],
    untyped: true,
    members: &[
        may("id", Kind::Text),
        may("narrative", Kind::Text),
        may("name", Kind::Text),
    ],
    closed: false,
};

static CRITERIA: Class = Class {
    name: "Criteria",
    types: &["Criteria"],
    untyped: true,
    members: &[may("id", Kind::Text), may("narrative", Kind::Text)],
    closed: false,
};

static ALIGNMENT: Class = Class {
    name: "an AlignmentObject",
    types: &["AlignmentObject", "Alignment"],
    untyped: true,
    members: &[
        must("targetName", Kind::Text),
        must("targetUrl", Kind::Text),
    ],
    closed: false,
};
