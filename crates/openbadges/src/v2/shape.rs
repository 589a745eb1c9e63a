//! What the classes of 2.0 ask for, as a table.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::document::Fault;
use crate::document::shape::Kind::{Flag, Object, Text, Time, Uri, UriOr};
use crate::document::shape::{Class, may, must};

/// Reads a document of a class after checking its shape.
pub(super) fn read<T: DeserializeOwned>(value: &Value, class: &Class) -> Result<T, Vec<Fault>> {
    let mut faults = Vec::new();
    class.check(value, "", &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    serde_json::from_value(value.clone()).map_err(|error| {
        vec![Fault::new(
            "",
            format!("The document cannot be read: {error}."),
        )]
    })
}

pub(super) static ASSERTION: Class = Class {
    types: &["Assertion"],
    members: &[
        must("id", Uri),
        must("recipient", Object(&IDENTITY)),
        must("badge", UriOr(&BADGE_CLASS)),
        may("image", UriOr(&IMAGE)),
        // Its older name `verify` is left to the reading of the type, which asks for one of them.
        may("verification", Object(&VERIFICATION)),
        must("issuedOn", Time),
        may("expires", Time),
        may("narrative", Text),
        may("evidence", UriOr(&EVIDENCE)).many(),
        may("revoked", Flag),
        may("revocationReason", Text),
    ],
};

pub(super) static BADGE_CLASS: Class = Class {
    types: &["BadgeClass"],
    members: &[
        must("id", Uri),
        must("name", Text),
        must("description", Text),
        must("image", UriOr(&IMAGE)),
        must("criteria", UriOr(&CRITERIA)),
        must("issuer", UriOr(&PROFILE)),
        may("tags", Text).many(),
        may("alignment", Object(&ALIGNMENT)).many(),
        may("version", Text),
    ],
};

pub(super) static PROFILE: Class = Class {
    types: &["Issuer", "Profile"],
    members: &[
        must("id", Uri),
        must("name", Text),
        must("url", Uri),
        must("email", Text),
        may("telephone", Text),
        may("description", Text),
        may("image", UriOr(&IMAGE)),
        may("publicKey", UriOr(&KEY)).many(),
        may("revocationList", UriOr(&REVOCATION_LIST)),
    ],
};

pub(super) static KEY: Class = Class {
    types: &[],
    members: &[
        must("id", Uri),
        must("owner", Uri),
        must("publicKeyPem", Text),
    ],
};

pub(super) static REVOCATION_LIST: Class = Class {
    types: &["RevocationList"],
    members: &[may("id", Uri), may("issuer", UriOr(&ANYTHING))],
};

pub(super) static ENDORSEMENT: Class = Class {
    types: &["Endorsement"],
    members: &[
        must("id", Uri),
        must("claim", Object(&CLAIM)),
        must("issuer", UriOr(&PROFILE)),
        must("issuedOn", Time),
        must("verification", Object(&VERIFICATION)),
    ],
};

static CLAIM: Class = Class {
    types: &[],
    members: &[must("id", Uri), may("endorsementComment", Text)],
};

static IDENTITY: Class = Class {
    types: &[],
    members: &[
        must("type", Text).many(),
        must("hashed", Flag),
        must("identity", Text),
        may("salt", Text),
    ],
};

static VERIFICATION: Class = Class {
    types: &["HostedBadge", "SignedBadge", "hosted", "signed"],
    members: &[may("creator", Uri)],
};

static CRITERIA: Class = Class {
    types: &[],
    members: &[may("id", Uri), may("narrative", Text)],
};

static IMAGE: Class = Class {
    types: &[],
    members: &[must("id", Uri), may("caption", Text)],
};

static EVIDENCE: Class = Class {
    types: &[],
    members: &[
        may("id", Uri),
        may("name", Text),
        may("description", Text),
        may("narrative", Text),
        may("genre", Text),
        may("audience", Text),
    ],
};

static ALIGNMENT: Class = Class {
    types: &[],
    members: &[
        must("targetName", Text),
        must("targetUrl", Uri),
        may("targetDescription", Text),
        may("targetFramework", Text),
        may("targetCode", Text),
    ],
};

static ANYTHING: Class = Class {
    types: &[],
    members: &[],
};
