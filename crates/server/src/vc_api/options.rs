//! What callers send: bodies as W3C's VC-API has them. Members that are not known here are ignored, as test suites send
//! such.

use serde::Deserialize;
use serde_json::{Map, Value};

/// `{"credential": …, "options": …}`
#[derive(Debug, Deserialize)]
pub struct IssueRequest {
    pub(super) credential: Map<String, Value>,
    #[serde(default)]
    pub(super) options: Option<IssueOptions>,
}

/// How a credential is to be secured.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct IssueOptions {
    /// `DataIntegrityProof`, `Ed25519Signature2020` or `vc+jwt`.
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    /// The cryptosuite of a `DataIntegrityProof`.
    pub(super) cryptosuite: Option<String>,
    /// The id for a credential that has none.
    pub(super) credential_id: Option<String>,
    /// `assertionMethod`, if it is given.
    pub(super) proof_purpose: Option<String>,
    /// When the proof was made, if not now.
    pub(super) created: Option<String>,
    /// `challenge` of the proof.
    pub(super) challenge: Option<String>,
    /// `domain` of the proof.
    pub(super) domain: Option<String>,
    /// What a selective disclosure must always show.
    pub(super) mandatory_pointers: Vec<String>,
    /// `true`, or `{"statusPurpose": …}`, or a list of these: a `credentialStatus` is added.
    pub(super) credential_status: Option<Value>,
}

/// `{"verifiableCredential": …, "options": …}`
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifyCredential {
    pub(super) verifiable_credential: Map<String, Value>,
    #[serde(default)]
    pub(super) options: Option<VerifyOptions>,
}

/// `{"verifiablePresentation": …, "options": …}`
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifyPresentation {
    pub(super) verifiable_presentation: Map<String, Value>,
    #[serde(default)]
    pub(super) options: Option<VerifyOptions>,
}

/// What is to be checked.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct VerifyOptions {
    /// What the presentation must answer.
    pub(super) challenge: Option<String>,
    /// For whom the presentation must have been made.
    pub(super) domain: Option<String>,
    /// `proof`, `status`: what counts for the answer; everything if it is not given.
    pub(super) checks: Option<Vec<String>>,
}

/// `{"presentation": …, "options": …}`
#[derive(Debug, Deserialize)]
pub struct PresentRequest {
    pub(super) presentation: Map<String, Value>,
    #[serde(default)]
    pub(super) options: Option<IssueOptions>,
}

/// `{"credentialId": …, "credentialStatus": …, "status": …}`
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusChange {
    #[serde(default)]
    pub(super) credential_id: Option<String>,
    pub(super) credential_status: StatusEntry,
    pub(super) status: bool,
}

/// Which place of which list.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StatusEntry {
    pub(super) status_purpose: String,
    #[serde(default)]
    pub(super) status_list_index: Option<String>,
}
