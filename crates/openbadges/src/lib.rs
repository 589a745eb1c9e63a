//! Open Badges 2.0 and 3.0: read, write, sign, verify and bake.
//!
//! The crate is the standard and nothing else. It does no input and output: it has no database, no
//! network, no clock and no randomness of its own. What must be fetched comes through
//! [`verify::Fetch`], the time is an argument, and keys arrive as bytes. JSON-LD contexts are
//! compiled in and are never fetched.
//!
//! # Sign, bake, verify
//!
//! ```
//! use openbadges::baking::{Payload, bake};
//! use openbadges::did::did_key;
//! use openbadges::keys::{Signer as _, SigningKey};
//! use openbadges::proof::data_integrity::{ProofOptions, Suite, sign};
//! use openbadges::v3::{
//!     Achievement, AchievementSubject, Criteria, IdentityObject, OpenBadgeCredential, Profile,
//! };
//! use openbadges::verify::{Input, NoNetwork, Policy, Request, Verdict, verify};
//!
//! let key = SigningKey::ed25519_from_seed([7; 32]);
//! let did = did_key(&key.public_key()).ok_or("an Ed25519 key has a did:key")?;
//! let now = "2026-11-22T10:00:00Z".parse()?;
//!
//! let badge = Achievement::new(
//!     "https://badges.example/badges/teamwork",
//!     "Teamwork",
//!     "Works well with others.",
//!     Criteria::narrative("Work in a team for a term."),
//! );
//! let subject = AchievementSubject::new(badge)
//!     .identified_by(IdentityObject::hashed_email("ada@example.org", "salt"));
//! let credential = OpenBadgeCredential::new(
//!     "https://badges.example/awards/1",
//!     "Teamwork",
//!     Profile::new(&did, "Acme"),
//!     now,
//!     subject,
//! );
//! let proof = ProofOptions {
//!     suite: Suite::EddsaRdfc2022,
//!     created: now,
//!     verification_method: format!("{did}#{}", did.trim_start_matches("did:key:")),
//!     purpose: "assertionMethod".to_owned(),
//! };
//! let signed = sign(&credential.to_value(), &[proof], &key)?;
//!
//! let picture = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>"#;
//! let baked = bake(picture, &Payload::V3Json(signed.to_string()))?;
//!
//! let request = Request { input: Input::Bytes(&baked), recipient: Some("ada@example.org") };
//! let report = verify(&request, &Policy::default(), &NoNetwork, now);
//! assert_eq!(report.verdict, Verdict::Valid);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where things are
//!
//! | to | look at |
//! |---|---|
//! | write or read a document | [`v3`] (Open Badges 3.0), [`v2`] (Open Badges 2.0), [`recipient`] |
//! | sign it | [`proof`] with the keys of [`keys`]; addresses of keys: [`did`] |
//! | say later that it no longer holds | [`status`] (Bitstring Status List), [`v2::RevocationList`] |
//! | put it into a picture, take it out | [`baking`] |
//! | learn whether it is true, and why | [`mod@verify`]: a report of named checks |
//! | see what exactly is signed | [`canonical`], [`contexts`] |
//! | expand, compact, turn into RDF | [`linked`]: JSON-LD 1.1 |
//!
//! # What it leaves to you
//!
//! Fetching with care (private addresses, sizes, time), keeping private keys, deciding whom to
//! trust, and showing a report to a person in their language.
//!
//! # What it does not do yet
//!
//! Documents are canonicalised by general JSON-LD processing, which is right but not fast.

pub mod baking;
pub mod canonical;
pub mod clr;
pub mod contexts;
pub mod convert;
pub mod did;
mod document;
pub mod json;
pub mod keys;
pub mod linked;
pub mod presentation;
pub mod proof;
pub mod recipient;
pub mod status;
pub mod time;
pub mod v2;
pub mod v3;
pub mod verify;
