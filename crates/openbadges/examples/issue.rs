//! Makes a badge and signs it: `cargo run --example issue > badge.json`.
#![expect(clippy::print_stdout, reason = "an example shows its result")]

use openbadges::did::did_key;
use openbadges::keys::{Signer as _, SigningKey};
use openbadges::proof::ProofOptions;
use openbadges::proof::data_integrity::sign;
use openbadges::v3::{
    Achievement, AchievementSubject, Criteria, IdentityObject, OpenBadgeCredential, Profile,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let key = SigningKey::ed25519_from_seed([42; 32]); // bring 32 bytes that nobody can guess
    let did = did_key(&key.public_key()).ok_or("an Ed25519 key has a did:key")?;
    let now = "2026-11-22T10:00:00Z".parse()?;

    let id = "https://badges.example/badges/teamwork";
    let criteria = Criteria::narrative("Work in a team for a term.");
    let badge = Achievement::new(id, "Teamwork", "Works well with others.", criteria);
    let ada = IdentityObject::hashed_email("ada@example.org", "a salt for this award");
    let subject = AchievementSubject::new(badge).identified_by(ada);
    let issuer = Profile::new(&did, "Acme");
    let award = "https://badges.example/awards/1";
    let credential = OpenBadgeCredential::new(award, "Teamwork", issuer, now, subject);

    let credential = credential.build().map_err(|faults| format!("{faults:?}"))?;
    let proof = ProofOptions::by_did_key(&did, now);
    println!("{:#}", sign(&credential, &[proof], &key)?);
    Ok(())
}
