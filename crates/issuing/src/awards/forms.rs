//! The forms of an award besides the credential: made of what is stored when somebody first asks.
//!
//! The 3.0 credential is the award. Its JSON Web Token says the same and is made from its very text; the 2.0
//! forms say what the rows say. Tokens are signed with the key of the moment and then kept, so that the next
//! reader gets the same bytes. `docs/decisions/0021` tells why they are not made with the award.

use accolade_storage::assertions::{self, Assertion};
use accolade_storage::issuers::{self, Issuer};
use accolade_storage::signed_documents::{self, SignedDocument};
use accolade_storage::types::{DocumentFormat, SigningKeyId};
use accolade_storage::{DbConnection, StorageError, badge_class_versions};
use openbadges::v2;
use openbadges::v3::ED25519_2020;
use serde_json::{Map, Value};

use super::{results, sign};
use crate::Tools;
use crate::content::{BadgeContent, UnreadableContent};
use crate::documents::award::{AwardFacts, hosted_v2, signed_v2};
use crate::signing::{Signer, SigningError, V2Signer};

/// Why a form of an award cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// The credential, the issuer or the version is gone or damaged.
    #[error("the records of this award are incomplete")]
    Incomplete,
    /// The form could not be signed.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// What is stored cannot be read.
    #[error(transparent)]
    Unreadable(#[from] UnreadableContent),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The text of a form, as far as it can be told without signing: `None` for a token nobody asked for yet.
pub fn form(
    conn: &mut DbConnection,
    tools: &Tools,
    assertion: &Assertion,
    format: DocumentFormat,
) -> Result<Option<String>, FormError> {
    if format == DocumentFormat::V2Json {
        // Hosted assertions carry no signature: their address vouches for them.
        let facts = Facts::read(conn, assertion)?;
        return Ok(Some(
            hosted_v2(&facts.of(tools, assertion))
                .to_value()
                .to_string(),
        ));
    }
    Ok(signed_documents::find(conn, assertion.id, format)?.map(|document| document.body))
}

/// The text of a form; a token is signed and kept if nobody asked for it yet. Of two who ask at once, both
/// get what the first one made.
pub fn form_kept(
    conn: &mut DbConnection,
    tools: &Tools,
    assertion: &Assertion,
    format: DocumentFormat,
) -> Result<String, FormError> {
    if let Some(body) = form(conn, tools, assertion, format)? {
        return Ok(body);
    }
    // A correction replaces every form. It comes before this, and then there is a new credential to sign, or after it,
    // and then it sees what was signed here.
    let assertion =
        &assertions::find_for_update(conn, assertion.id)?.ok_or(FormError::Incomplete)?;
    let issuer = issuers::find(conn, assertion.issuer_id)?.ok_or(FormError::Incomplete)?;
    let (body, key) = match format {
        DocumentFormat::V3Jwt => token_v3(conn, tools, &issuer, assertion)?,
        DocumentFormat::V2Jws => token_v2(conn, tools, &issuer, assertion)?,
        DocumentFormat::V3Json | DocumentFormat::V2Json => return Err(FormError::Incomplete),
    };
    let document = sign::stored(assertion.id, format, body, Some(key), tools.now());
    signed_documents::insert_if_absent(conn, &document)?;
    let kept = signed_documents::find(conn, assertion.id, format)?;
    kept.map(|document: SignedDocument| document.body)
        .ok_or(FormError::Incomplete)
}

/// The credential as a token: its own words, without the proofs, about the subject made for this award.
fn token_v3(
    conn: &mut DbConnection,
    tools: &Tools,
    issuer: &Issuer,
    assertion: &Assertion,
) -> Result<(String, SigningKeyId), FormError> {
    let credential = signed_documents::find(conn, assertion.id, DocumentFormat::V3Json)?
        .and_then(|document| unsigned(&document.body, &assertion.subject_urn))
        .ok_or(FormError::Incomplete)?;
    let signer = Signer::load(conn, tools, issuer)?;
    Ok((signer.jwt(&credential)?, signer.jwt.id))
}

fn unsigned(body: &str, subject_urn: &str) -> Option<Value> {
    let mut credential: Map<String, Value> = serde_json::from_str(body).ok()?;
    credential.shift_remove("proof");
    // The context of the second proof has no business where there is none.
    let contexts = credential.get_mut("@context")?.as_array_mut()?;
    contexts.retain(|context| context != ED25519_2020);
    let subject = credential.get_mut("credentialSubject")?.as_object_mut()?;
    let said = std::mem::take(subject);
    subject.insert("id".to_owned(), subject_urn.into());
    subject.extend(said);
    Some(Value::Object(credential))
}

fn token_v2(
    conn: &mut DbConnection,
    tools: &Tools,
    issuer: &Issuer,
    assertion: &Assertion,
) -> Result<(String, SigningKeyId), FormError> {
    let signer = V2Signer::load(conn, tools, issuer)?;
    let facts = Facts::read(conn, assertion)?;
    let signed = signed_v2(&facts.of(tools, assertion), &signer.creator);
    Ok((signer.jws(&v2::signed::payload(&signed))?, signer.key.id))
}

/// What the 2.0 forms are made of.
struct Facts {
    issuer: Issuer,
    version: badge_class_versions::BadgeClassVersion,
    content: BadgeContent,
    evidence: Vec<accolade_storage::evidence::Evidence>,
    results: Vec<super::AwardResult>,
}

impl Facts {
    fn read(conn: &mut DbConnection, assertion: &Assertion) -> Result<Self, FormError> {
        let version = badge_class_versions::find(conn, assertion.version_id)?;
        let version = version.ok_or(FormError::Incomplete)?;
        Ok(Self {
            issuer: issuers::find(conn, assertion.issuer_id)?.ok_or(FormError::Incomplete)?,
            content: BadgeContent::read(&version.content)?,
            version,
            evidence: accolade_storage::evidence::of_assertion(conn, assertion.id)?,
            results: results(assertion),
        })
    }

    fn of<'a>(&'a self, tools: &'a Tools, assertion: &'a Assertion) -> AwardFacts<'a> {
        AwardFacts {
            addresses: &tools.addresses,
            issuer: &self.issuer,
            version: &self.version,
            content: &self.content,
            assertion,
            evidence: &self.evidence,
            results: &self.results,
            // 2.0 knows no status lists.
            status: Vec::new(),
        }
    }
}
