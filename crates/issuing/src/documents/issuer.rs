//! The issuer as a profile and as a DID document.

use accolade_storage::issuers::Issuer;
use accolade_storage::signing_keys::SigningKey;
use accolade_storage::types::{KeyAlgorithm, KeyState};
use openbadges::did::{self, PublishedKey};
use openbadges::keys::PublicKey;
use openbadges::v3::{self, Image, Profile};
use openbadges::{json, v2};
use serde_json::{Value, json};

use crate::addresses::Addresses;

/// The OB 2.0 issuer, named by its address.
pub fn profile_v2(addresses: &Addresses, issuer: &Issuer, keys: &[SigningKey]) -> Value {
    let slug = &issuer.slug;
    let mut profile = v2::Profile::issuer(
        addresses.issuer(slug),
        issuer.name.as_str(),
        issuer.url.as_str(),
        issuer.email.as_str(),
    );
    profile.description = said(&issuer.description);
    profile.image = image_address(addresses, issuer).map(v2::Reference::Id);
    // Only RSA keys sign OB 2.0 assertions; a compromised one vouches for nothing any more.
    profile.public_key = keys
        .iter()
        .filter(|key| key.algorithm == KeyAlgorithm::Rs256 && key.state != KeyState::Compromised)
        .map(|key| addresses.key_v2(slug, &key.kid).into())
        .collect();
    // One host, many issuers and their files: only what stands among the awards is an award.
    profile.verification = Some(v2::IssuerVerification::starting_with(
        addresses.url("/awards/"),
    ));
    profile.revocation_list = Some(addresses.revocations(slug));
    profile.to_value()
}

/// The OB 3.0 profile as a document of its own, named by the DID.
pub fn profile_v3(addresses: &Addresses, issuer: &Issuer) -> Value {
    let mut document = json!({ "@context": v3::contexts(false) });
    let mut profile = embedded_profile(addresses, issuer);
    profile.email = said(&issuer.email);
    profile.description = said(&issuer.description);
    merge(&mut document, profile.to_value());
    document
}

/// The issuer as it stands inside a credential: what a reader shows, nothing more.
pub(crate) fn embedded_profile(addresses: &Addresses, issuer: &Issuer) -> Profile {
    let mut profile = Profile::new(addresses.issuer_did(&issuer.slug), issuer.name.as_str());
    profile.url = said(&issuer.url);
    profile.image = image_address(addresses, issuer).map(Image::new);
    profile
}

/// The document behind the issuer's DID, with every key that ever signed.
pub fn did_document(addresses: &Addresses, issuer: &Issuer, keys: &[SigningKey]) -> Value {
    let published: Vec<_> = keys.iter().filter_map(published).collect();
    let also_known_as = [addresses.issuer(&issuer.slug)];
    did::did_web_document(
        &addresses.issuer_did(&issuer.slug),
        &published,
        &also_known_as,
    )
}

/// A retired key still asserts: what it signed stays true. A compromised one does not.
fn published(key: &SigningKey) -> Option<PublishedKey> {
    let public = public_key(key)?;
    let asserts = key.state != KeyState::Compromised;
    Some(PublishedKey {
        fragment: key.kid.clone(),
        key: public,
        asserts,
        revoked: None,
    })
}

/// The public half of a stored key; nothing if the row is damaged.
pub(crate) fn public_key(key: &SigningKey) -> Option<PublicKey> {
    let jwk = json::read(key.public_jwk.as_bytes()).ok()?;
    PublicKey::from_jwk(&jwk).ok()
}

fn image_address(addresses: &Addresses, issuer: &Issuer) -> Option<String> {
    issuer
        .image_blob
        .map(|digest| addresses.file(&digest, "png"))
}

/// Adds the members of one object behind those of another.
pub(crate) fn merge(document: &mut Value, members: Value) {
    if let (Some(document), Value::Object(members)) = (document.as_object_mut(), members) {
        document.extend(members);
    }
}

fn said(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}
