use jiff::Timestamp;
use serde_json::{Value, json};

use crate::time::format_seconds;

/// Where a site keeps its [`did_configuration`].
pub const DID_CONFIGURATION_PATH: &str = "/.well-known/did-configuration.json";

/// The address of the context of domain linkage.
pub(crate) const CONTEXT: &str = "https://identity.foundation/.well-known/did-configuration/v1";

/// Makes the credential by which a DID says that a web site is its own, not yet signed.
///
/// `origin` is scheme, host and port, as in `https://school.example`. Sign it by a key of the DID and publish it in the
/// site's [`did_configuration`] (Well Known DID Configuration, section "Domain Linkage Credential").
pub fn domain_linkage_credential(
    did: &str,
    origin: &str,
    from: Timestamp,
    until: Timestamp,
) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", CONTEXT],
        "type": ["VerifiableCredential", "DomainLinkageCredential"],
        "issuer": did,
        "validFrom": format_seconds(from),
        "validUntil": format_seconds(until),
        "credentialSubject": {"id": did, "origin": origin},
    })
}

/// Makes the document that a site serves at [`DID_CONFIGURATION_PATH`]: signed credentials, or compact JWS as texts.
pub fn did_configuration(linked: &[Value]) -> Value {
    json!({"@context": CONTEXT, "linked_dids": linked})
}
