//! Every public address: none is written anywhere else.
//!
//! Once given out, an address is permanent: it stands in signed documents. [`paths`] holds the
//! patterns by which the server answers them.

pub mod paths;

use accolade_storage::types::{AssertionId, BadgeClassId, Digest, EndorsementId};
use openbadges::did::{self, DidError};
use url::Url;

/// The addresses under one public URL.
#[derive(Debug, Clone)]
pub struct Addresses {
    public_url: Url,
    /// Without a slash at the end.
    base: String,
    /// `did:web:{host}:issuers`
    did_prefix: String,
}

impl Addresses {
    /// The addresses of a platform that the world reaches at `public_url`.
    ///
    /// Fails when no did:web can stand for that URL, as each issuer needs one.
    pub fn new(public_url: Url) -> Result<Self, DidError> {
        let did_prefix = did::did_web_for(&public_url, &["issuers"])?;
        let base = public_url.as_str().trim_end_matches('/').to_owned();
        Ok(Self {
            public_url,
            base,
            did_prefix,
        })
    }

    /// The public URL itself.
    pub fn base(&self) -> &Url {
        &self.public_url
    }

    /// The absolute address of a path that begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The issuer's page and its OB 2.0 profile.
    pub fn issuer(&self, slug: &str) -> String {
        self.url(&paths::issuer(slug))
    }

    /// The issuer's DID, its name in 3.0 documents.
    pub fn issuer_did(&self, slug: &str) -> String {
        format!("{}:{slug}", self.did_prefix)
    }

    /// The document behind the issuer's DID.
    pub fn did_document(&self, slug: &str) -> String {
        self.url(&paths::did_document(slug))
    }

    /// One public key as a bare JWK: the `kid` of the JWTs it signs.
    pub fn key(&self, slug: &str, kid: &str) -> String {
        self.url(&paths::key(slug, kid))
    }

    /// One public key as an OB 2.0 `CryptographicKey`.
    pub fn key_v2(&self, slug: &str, kid: &str) -> String {
        self.url(&paths::key_v2(slug, kid))
    }

    /// The issuer's keys as a JWK set.
    pub fn jwks(&self, slug: &str) -> String {
        self.url(&paths::jwks(slug))
    }

    /// All issuers' keys as one JWK set, where OB 3.0 looks for it.
    pub fn all_jwks(&self) -> String {
        self.url(paths::ALL_JWKS)
    }

    /// A status list credential.
    pub fn status_list(&self, slug: &str, number: i32) -> String {
        self.url(&paths::status_list(slug, number))
    }

    /// The issuer's OB 2.0 revocation list.
    pub fn revocations(&self, slug: &str) -> String {
        self.url(&paths::revocations(slug))
    }

    /// The badge page; also the `id` of the OB 3.0 `Achievement`.
    pub fn badge(&self, id: BadgeClassId) -> String {
        self.url(&paths::badge(id))
    }

    /// One version of a badge class; also the `id` of the OB 2.0 `BadgeClass`.
    pub fn badge_version(&self, id: BadgeClassId, number: i32) -> String {
        self.url(&paths::badge_version(id, number))
    }

    /// One version of a badge class in another language, as a page and in both standards.
    pub fn badge_translation(&self, id: BadgeClassId, number: i32, language: &str) -> String {
        self.url(&paths::badge_translation(id, number, language))
    }

    /// An endorsement; also the `id` of its credential.
    pub fn endorsement(&self, id: EndorsementId) -> String {
        self.url(&paths::endorsement(id))
    }

    /// The link by which somebody without an account reviews a draft.
    pub fn review(&self, secret: &str) -> String {
        self.url(&paths::review(secret))
    }

    /// The award's page, the URL that is shared; also the `id` of the OB 3.0 credential.
    pub fn award(&self, id: AssertionId) -> String {
        self.url(&paths::award(id))
    }

    /// One file form of the award: `json`, `v2.json`, `jwt`, `png`, `svg`.
    ///
    /// `v2.json` is the `id` of the OB 2.0 hosted assertion: the two standards want two documents
    /// at two addresses, and a reader that sends no `Accept` still gets the right one here.
    pub fn award_file(&self, id: AssertionId, ending: &str) -> String {
        self.url(&paths::award_file(id, ending))
    }

    /// The award's preview card; the hash changes with what it shows.
    pub fn award_card(&self, id: AssertionId, hash: &str) -> String {
        self.url(&paths::award_card(id, hash))
    }

    /// Where the earner says that the award is theirs; `key` is known to nobody else.
    pub fn mine(&self, id: AssertionId, key: &str) -> String {
        self.url(&paths::mine(id, key))
    }

    /// Where an award is claimed with this code, as it stands in its letters and digits.
    pub fn claim(&self, code: &str) -> String {
        self.url(&paths::claim(code))
    }

    /// One piece of evidence on the award's page.
    pub fn evidence(&self, id: AssertionId, position: i32) -> String {
        format!("{}#evidence-{position}", self.award(id))
    }

    /// A stored file by its content.
    pub fn file(&self, digest: &Digest, ending: &str) -> String {
        self.url(&paths::file(digest, ending))
    }

    /// An earner's own page of an application.
    pub fn application(&self, token: &str) -> String {
        self.url(&paths::application(token))
    }

    /// Where somebody who was asked looks at an application.
    pub fn assess(&self, token: &str) -> String {
        self.url(&paths::assess(token))
    }

    /// The page that verifies.
    pub fn verify(&self) -> String {
        self.url(paths::VERIFY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_stays_in_addresses_and_is_escaped_in_dids() {
        let addresses = Addresses::new("http://localhost:8080/".parse().unwrap()).unwrap();

        assert_eq!(
            addresses.issuer("acme"),
            "http://localhost:8080/issuers/acme"
        );
        assert_eq!(
            addresses.issuer_did("acme"),
            "did:web:localhost%3A8080:issuers:acme"
        );
    }
}
