//! Open Badges 2.0 and 3.0: read, write, sign, verify and bake.
//!
//! The crate is the standard and nothing else. It does no input and output: it has no database, no
//! network, no clock and no randomness of its own. What must be fetched comes through
//! [`verify::Fetch`], the time is an argument, and keys arrive as bytes. JSON-LD contexts are
//! compiled in and are never fetched.
//!
//! # Issue
//!
//! ```
//! use openbadges::{did::did_key, keys::{Signer as _, SigningKey}};
//! use openbadges::proof::{ProofOptions, data_integrity::sign};
//! use openbadges::v3::{
//!     Achievement, AchievementSubject, Criteria, IdentityObject, OpenBadgeCredential, Profile,
//! };
//!
//! let key = SigningKey::ed25519_from_seed([42; 32]); // bring 32 bytes that nobody can guess
//! let did = did_key(&key.public_key()).ok_or("an Ed25519 key has a did:key")?;
//! let now = "2026-11-22T10:00:00Z".parse()?;
//! let criteria = Criteria::narrative("Work in a team for a term.");
//! let badge = Achievement::new("urn:badge:teamwork", "Teamwork", "Works well with others.", criteria);
//! let ada = IdentityObject::hashed_email("ada@example.org", "a salt for this award");
//! let subject = AchievementSubject::new(badge).identified_by(ada);
//! let award = OpenBadgeCredential::new("urn:award:1", "Teamwork", Profile::new(&did, "Acme"), now, subject);
//! let award = award.build().map_err(|faults| format!("{faults:?}"))?; // no document with a fault is made
//! let signed = sign(&award, &[ProofOptions::by_did_key(&did, now)], &key)?.to_string();
//! assert!(signed.contains("eddsa-rdfc-2022"));
//! # use openbadges::verify::{Input, NoNetwork, Policy, Request, Verdict, verify};
//! # let request = Request { input: Input::Bytes(signed.as_bytes()), recipient: Some("ada@example.org") };
//! # assert_eq!(verify(&request, &Policy::default(), &NoNetwork, now).verdict, Verdict::Valid);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Bake
//!
//! ```
//! use openbadges::baking::{Payload, bake, unbake};
//!
//! let signed = r#"{"type": ["VerifiableCredential", "OpenBadgeCredential"]}"#; // as issued above
//! let picture = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>"#; // or a PNG
//! let baked = bake(picture, &Payload::V3Json(signed.to_owned()))?;
//! let found = unbake(&baked)?;
//! assert!(found[0].text().contains("OpenBadgeCredential"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Verify
//!
//! ```
//! use openbadges::verify::{Audience, Input, NoNetwork, Policy, Request, Verdict, verify};
//!
//! let file = br#"{"type": "VerifiableCredential"}"#; // JSON, a token, a PNG or an SVG
//! let request = Request { input: Input::Bytes(file), recipient: Some("ada@example.org") };
//! let now = "2026-11-22T12:00:00Z".parse()?;
//! let report = verify(&request, &Policy::default(), &NoNetwork, now);
//! assert_eq!(report.verdict, Verdict::Invalid);
//! for check in &report.checks {
//!     println!("{}: {}", check.code.as_str(), check.code.sentence(Audience::Employer));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The three go together in `examples/`: `issue` writes a badge, `bake` puts it into a picture, `verify` says that it is true.
//!
//! # Features
//!
//! `native`, on by default, takes P-256, P-384 and RSA from aws-lc, which is C, and tokens from `jsonwebtoken`. Without it all is
//! Rust and builds for `wasm32-unknown-unknown`: everything is verified, and signed with every key but RSA. Neither needs an
//! async runtime.
//!
//! # Where things are
//!
//! | to | look at |
//! |---|---|
//! | write or read a document | [`v3`] (Open Badges 3.0), [`v2`] (Open Badges 2.0), [`recipient`] |
//! | keep a record of several, or turn 2.0 into 3.0 and back | [`clr`] (Comprehensive Learner Record 2.0), [`convert`] |
//! | sign it | [`proof`] with the keys of [`keys`]; addresses of keys: [`did`] |
//! | sign very many of a kind | [`proof::template`] |
//! | show it, or a part of it, to somebody | [`presentation`], [`proof::sd_jwt`], [`proof::ecdsa_sd`] |
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

#![forbid(unsafe_code)]

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

/// The example of the read-me is compiled, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadMe;
