//! Badge-class templates: everything but the recipient's part is prepared once.
//!
//! The credentials that an issuer awards for one badge class differ in a handful of texts: the address of the
//! award, its date, who it is for. A [`Template`] keeps everything else ready: the JSON text in pieces, the
//! canonical lines sorted and written, the hashes of the blank nodes that no recipient touches. An award then
//! costs little more than its signature and one SHA-256.
//!
//! What a template signs is, byte for byte, what [`data_integrity::sign`] signs for the same document. Where a
//! template cannot promise that (two blank nodes that look alike, an identifier that JSON-LD might read in
//! another way), it hands the filled document to [`data_integrity::sign`] itself, errors included. So the
//! only difference is time.
//!
//! ```
//! use openbadges::json;
//! use openbadges::keys::SigningKey;
//! use openbadges::proof::template::Template;
//! use openbadges::proof::{ProofOptions, Suite};
//!
//! let sample = json::read(br#"{
//!     "@context": ["https://www.w3.org/ns/credentials/v2",
//!                  "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
//!     "id": "https://badges.example/awards/1",
//!     "type": ["VerifiableCredential", "OpenBadgeCredential"],
//!     "issuer": {"id": "https://badges.example/issuer", "type": "Profile", "name": "Acme"},
//!     "validFrom": "2026-11-22T10:00:00Z",
//!     "credentialSubject": {
//!         "id": "did:example:ada",
//!         "type": "AchievementSubject",
//!         "achievement": {
//!             "id": "https://badges.example/badges/teamwork",
//!             "type": "Achievement",
//!             "name": "Teamwork",
//!             "description": "Works well with others.",
//!             "criteria": {"narrative": "Work in a team for a term."}
//!         }
//!     }
//! }"#)?;
//! let slots = ["/id", "/validFrom", "/credentialSubject/id"];
//! let template = Template::prepare(&sample, &slots)?;
//! let key = SigningKey::ed25519_from_seed([7; 32]);
//! let proof = ProofOptions {
//!     suite: Suite::EddsaRdfc2022,
//!     created: "2026-11-22T10:00:00Z".parse()?,
//!     verification_method: "https://badges.example/issuer#key-1".to_owned(),
//!     purpose: "assertionMethod".to_owned(),
//! };
//!
//! let text = template.sign(
//!     &["https://badges.example/awards/2", "2026-11-23T08:00:00Z", "did:example:bob"],
//!     &[proof],
//!     &key,
//! )?;
//! assert!(text.contains("did:example:bob"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`AwardTemplates`] finds the slots of Open Badges 3.0 credentials by itself and keeps a template for each
//! badge class and shape (which optional members there are, how many results and pieces of evidence).

mod awards;
mod lines;
mod order;
mod proofs;
mod skeleton;
mod slots;
mod sought;

pub use awards::{AwardTemplates, award_slots};
pub use proofs::PreparedProofs;
pub(super) use skeleton::Cut;

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use self::lines::Lines;
use self::skeleton::Skeleton;
use self::slots::Slots;
use self::sought::Sought;
use super::{ProofOptions, Suite, data_integrity};
use crate::canonical::{CanonicalError, canonicalize, canonicalize_reference, rdfc};
use crate::contexts::Edition;
use crate::keys::{SignError, Signer};

/// Why a document and its slots make no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotATemplate {
    /// There is no text at the pointer, or it was named twice.
    #[error("there is no text of its own at `{pointer}`")]
    NoText {
        /// The JSON pointer of the slot.
        pointer: String,
    },
    /// The text decides what other words mean (a context, a type), or is signed in parts or not at all.
    #[error("what stands at `{pointer}` is more than a text or an identifier")]
    Structural {
        /// The JSON pointer of the slot.
        pointer: String,
    },
    /// The document has a proof already.
    #[error("the document has a proof already")]
    Proof,
    /// Two of its blank nodes look alike, whatever the slots hold.
    #[error("two unnamed objects of the document are alike")]
    Alike,
    /// The document has no canonical form.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// The template did not write what the canonicaliser writes; it would be a defect of this crate.
    #[error("the template differs from the canonical form")]
    Differs,
}

/// A credential with slots, prepared for signing many times.
///
/// Cheap to share behind an [`Arc`]; all methods take `&self`.
#[derive(Debug)]
pub struct Template {
    skeleton: Skeleton,
    slots: Slots,
    lines: Lines,
    context: Value,
    edition: Edition,
    /// The proofs that were asked for last: in a run of awards they stay the same for a whole second.
    proofs: Mutex<Option<Arc<PreparedProofs>>>,
}

/// A way to the canonical form that templates are held against.
type Judge = fn(&Value, Edition) -> Result<String, CanonicalError>;

/// The filling is beyond what the template can promise; the general path takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Unfit;

impl Template {
    /// Prepares a document without proof, whose texts at the JSON pointers (RFC 6901) `slots` will vary.
    ///
    /// The sample's own texts at these places do not matter. How each slot is read (a text, a date, an
    /// identifier) follows from the contexts. Before it is handed out, the template is compared with the
    /// canonicaliser on the sample and on several made-up fillings, which takes some milliseconds.
    pub fn prepare(sample: &Value, slots: &[&str]) -> Result<Self, NotATemplate> {
        let template = Self::of_skeleton(Skeleton::new(sample, slots)?, Edition::Newest)?;
        template.compare(&template.sample(), canonicalize_reference)?;
        Ok(template)
    }

    /// Prepares an award for recognising others of its kind, without the reference canonicaliser as a witness.
    pub(super) fn learn(award: &Value, edition: Edition) -> Result<Self, NotATemplate> {
        let slots = award_slots(award);
        let slots: Vec<&str> = slots.iter().map(String::as_str).collect();
        Self::of_skeleton(Skeleton::new(award, &slots)?, edition)
    }

    fn of_skeleton(skeleton: Skeleton, edition: Edition) -> Result<Self, NotATemplate> {
        let marks = skeleton.marks();
        let marked = skeleton.document(&marks.iter().map(String::as_str).collect::<Vec<_>>());
        let canonical = canonicalize(&marked, edition)?;
        let (quads, _) = rdfc::parse_n_quads(&canonical).map_err(|_| NotATemplate::Differs)?;
        let sought = Sought::new(&marks);
        let lines = Lines::compile(&quads, &sought).map_err(|slot| match slot {
            Some(slot) => skeleton.structural(slot),
            None => NotATemplate::Alike,
        })?;
        let slots = Slots::new(&sought).map_err(|slot| skeleton.structural(slot))?;
        let template = Self {
            context: marked.get("@context").cloned().unwrap_or(Value::Null),
            skeleton,
            slots,
            lines,
            edition,
            proofs: Mutex::new(None),
        };
        template.examine()
    }

    /// Compares with the canonicaliser, and drops the schemes of identifiers that a context reads as prefixes.
    fn examine(mut self) -> Result<Self, NotATemplate> {
        self.compare(&self.sample(), canonicalize)?;
        for scheme in self.slots.schemes() {
            let filling = self.slots.example(scheme);
            let filling: Vec<&str> = filling.iter().map(String::as_str).collect();
            if self.compare(&filling, canonicalize) == Err(NotATemplate::Differs) {
                self.slots.forget(scheme);
            }
        }
        if self.slots.schemes().is_empty() {
            return Err(NotATemplate::Differs);
        }
        Ok(self)
    }

    fn sample(&self) -> Vec<&str> {
        self.skeleton.sample().iter().map(String::as_str).collect()
    }

    fn compare(&self, values: &[&str], judge: Judge) -> Result<(), NotATemplate> {
        // What is handed on needs no comparison; there the canonicaliser itself answers.
        let Ok(own) = self.canonical_form(values) else {
            return Ok(());
        };
        match judge(&self.skeleton.document(values), self.edition) {
            Ok(lines) if lines.as_bytes() == own => Ok(()),
            _ => Err(NotATemplate::Differs),
        }
    }

    /// The JSON pointers of the slots, in the order in which the values are given.
    pub fn slots(&self) -> impl Iterator<Item = &str> {
        self.skeleton.pointers()
    }

    /// The document with the values in its slots, unsigned; `None` unless there is one for each slot.
    pub fn document(&self, values: &[&str]) -> Option<Value> {
        (values.len() == self.skeleton.len()).then(|| self.skeleton.document(values))
    }

    /// The values with which the template makes a document, if it makes that document.
    pub fn values<'a>(&self, document: &'a Value) -> Option<Vec<&'a str>> {
        self.skeleton.values(document)
    }

    /// Signs the document with these values: the text of `data_integrity::sign(…)`, sooner.
    ///
    /// One value for each slot, in the order of the slots. The proof options are prepared when they differ
    /// from those of the call before; see [`Template::prepare_proofs`] to keep several sets at hand.
    pub fn sign(
        &self,
        values: &[&str],
        options: &[ProofOptions],
        key: &dyn Signer,
    ) -> Result<String, SignError> {
        let mut last = self.proofs.lock().unwrap_or_else(PoisonError::into_inner);
        let proofs = match last.as_ref().filter(|proofs| proofs.options() == options) {
            Some(proofs) => Arc::clone(proofs),
            None => {
                let proofs = Arc::new(self.prepare_proofs(options)?);
                *last = Some(Arc::clone(&proofs));
                proofs
            }
        };
        drop(last);
        self.sign_with(values, &proofs, key)
    }

    /// Prepares proofs for any template with the same contexts.
    pub fn prepare_proofs(&self, options: &[ProofOptions]) -> Result<PreparedProofs, SignError> {
        PreparedProofs::new(&self.context, options)
    }

    /// Signs the document with these values and prepared proofs.
    pub fn sign_with(
        &self,
        values: &[&str],
        proofs: &PreparedProofs,
        key: &dyn Signer,
    ) -> Result<String, SignError> {
        if values.len() != self.skeleton.len() {
            return Err(SignError::Document(format!(
                "the template has {} slots",
                self.skeleton.len()
            )));
        }
        let hash = proofs
            .is_for(&self.context)
            .then(|| self.canonical_hash(values).ok())
            .flatten();
        let Some(hash) = hash else {
            let document = self.skeleton.document(values);
            return data_integrity::sign(&document, proofs.options(), key)
                .map(|signed| signed.to_string());
        };
        let mut text = self.skeleton.open_text(values, proofs.text_length());
        proofs.seal(&hash, key, &mut text)?;
        Ok(text)
    }

    /// The text of an award with its slots open, by which others of its kind are known, and what is in them.
    pub(super) fn shape(award: &Value) -> (String, Vec<&str>) {
        awards::read(award)
    }

    /// Whether proofs of a suite sign the hash that templates make.
    pub(super) fn speeds_up(suite: Suite) -> bool {
        matches!(
            suite,
            Suite::EddsaRdfc2022 | Suite::Ed25519Signature2020 | Suite::Eddsa2022
        )
    }

    /// The contexts of the document.
    pub(super) fn context(&self) -> &Value {
        &self.context
    }

    /// Takes a signed text apart that differs from this document in its slots only.
    pub(super) fn cut<'a>(&self, text: &'a str) -> Option<Cut<'a>> {
        self.skeleton.cut_text(text)
    }

    /// The SHA-256 of the canonical form with these values; `None` if the template cannot tell.
    pub(super) fn hash(&self, values: &[&str]) -> Option<[u8; 32]> {
        self.canonical_hash(values).ok()
    }

    /// The SHA-256 of the canonical form with these values.
    fn canonical_hash(&self, values: &[&str]) -> Result<[u8; 32], Unfit> {
        self.lines.hash(&self.slots.fill(values)?)
    }

    /// The canonical form with these values.
    fn canonical_form(&self, values: &[&str]) -> Result<Vec<u8>, Unfit> {
        self.lines.write(&self.slots.fill(values)?)
    }
}

#[cfg(test)]
mod tests;
