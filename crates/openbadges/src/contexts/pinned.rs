//! The addresses and texts themselves. The build script reads this file too, to make tables of them.

/// The address of the context that has two editions here.
pub(super) const OPEN_BADGES_3_0_3: &str =
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

/// What [`OPEN_BADGES_3_0_3`] served until November 2025.
pub(super) const EARLY_3_0_3: &str = include_str!("ob-v3p0-3.0.3-early.json");

/// All addresses with their texts, the most used first: the lookup walks this list.
pub(super) const CONTEXTS: &[(&str, &str)] = &[
    (
        "https://www.w3.org/ns/credentials/v2",
        include_str!("credentials-v2.json"),
    ),
    (OPEN_BADGES_3_0_3, include_str!("ob-v3p0-3.0.3.json")),
    (
        "https://w3id.org/security/suites/ed25519-2020/v1",
        include_str!("ed25519-2020-v1.json"),
    ),
    (
        "https://w3id.org/security/data-integrity/v2",
        include_str!("data-integrity-v2.json"),
    ),
    (
        "https://w3id.org/security/data-integrity/v1",
        include_str!("data-integrity-v1.json"),
    ),
    (
        "https://www.w3.org/2018/credentials/v1",
        include_str!("credentials-v1.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
        include_str!("ob-v3p0-3.0.2.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
        include_str!("ob-v3p0-3.0.1.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        include_str!("ob-v3p0.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        include_str!("ob-v3p0-extensions.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        include_str!("clr-v2p0-2.0.1.json"),
    ),
    (
        "https://www.w3.org/ns/credentials/status/v1",
        include_str!("bitstring-status-list-v1.json"),
    ),
    (
        "https://w3id.org/vc/status-list/2021/v1",
        include_str!("status-list-2021-v1.json"),
    ),
    (
        "https://w3id.org/security/multikey/v1",
        include_str!("multikey-v1.json"),
    ),
    ("https://www.w3.org/ns/did/v1", include_str!("did-v1.json")),
    (
        "https://w3id.org/security/v2",
        include_str!("security-v2.json"),
    ),
    (
        "https://w3id.org/security/v1",
        include_str!("security-v1.json"),
    ),
    (
        "https://w3id.org/security/suites/jws-2020/v1",
        include_str!("jws-2020-v1.json"),
    ),
    (
        "https://www.w3.org/2018/credentials/examples/v1",
        include_str!("credentials-examples-v1.json"),
    ),
    (
        "https://www.w3.org/ns/credentials/examples/v2",
        include_str!("credentials-examples-v2.json"),
    ),
    (
        "https://www.w3.org/ns/credentials/undefined-terms/v2",
        include_str!("undefined-terms-v2.json"),
    ),
    (
        "https://identity.foundation/.well-known/did-configuration/v1",
        include_str!("did-configuration-v1.json"),
    ),
];
