//! A public address, read from a path.

use accolade_storage::types::{AssertionId, BadgeClassId, Digest, EndorsementId};

use super::forms::{self, Ending, Form, Offer};

/// What a public path points at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Address {
    /// An organisation.
    Issuer {
        /// Its part of the path.
        slug: String,
    },
    /// The document behind its did:web.
    DidDocument {
        /// The issuer.
        slug: String,
    },
    /// Its OB 2.0 revocation list.
    Revocations {
        /// The issuer.
        slug: String,
    },
    /// One of its public keys.
    Key {
        /// The issuer.
        slug: String,
        /// The key; with `/v2.json` behind it, as OB 2.0 writes it.
        kid: Kid,
    },
    /// Its keys as a set.
    Jwks {
        /// The issuer.
        slug: String,
    },
    /// The keys of all issuers.
    AllJwks,
    /// One of its status lists.
    StatusList {
        /// The issuer.
        slug: String,
        /// Which of them.
        number: i32,
    },
    /// A badge class as it is now.
    Badge {
        /// Which.
        id: BadgeClassId,
    },
    /// A badge class as it was published once.
    BadgeVersion {
        /// Which.
        id: BadgeClassId,
        /// Which version of it.
        number: i32,
    },
    /// A version of a badge class in another language.
    BadgeTranslation {
        /// Which.
        id: BadgeClassId,
        /// Which version of it.
        number: i32,
        /// Its BCP 47 tag.
        language: String,
    },
    /// An organisation's signed word on a badge class.
    Endorsement {
        /// Which.
        id: EndorsementId,
    },
    /// An award in all its forms.
    Award {
        /// Which.
        id: AssertionId,
    },
    /// An award in the one form that its ending names.
    AwardFile {
        /// Which.
        id: AssertionId,
        /// The form.
        ending: Ending,
    },
    /// The preview card of an award.
    Card {
        /// Of which award.
        id: AssertionId,
        /// Changes with what the card shows.
        hash: String,
    },
    /// A stored file.
    File {
        /// The digest of its bytes.
        digest: Digest,
        /// The ending that it is asked for with.
        ending: String,
    },
}

/// The name of a key, and in which way it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Kid {
    /// By itself: a bare JWK unless something else is asked for.
    Bare(String),
    /// As OB 2.0 `CryptographicKey`.
    V2(String),
}

impl Kid {
    /// The name itself.
    pub fn name(&self) -> &str {
        match self {
            Self::Bare(name) | Self::V2(name) => name,
        }
    }
}

impl Address {
    /// What a path points at, if it is one of ours.
    pub fn of_path(path: &str) -> Option<Self> {
        let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        match segments.as_slice() {
            [".well-known", "jwks.json"] => Some(Self::AllJwks),
            ["issuers", slug, rest @ ..] => Self::of_issuer((*slug).to_owned(), rest),
            ["badges", id] => Some(Self::Badge {
                id: id.parse().ok()?,
            }),
            ["badges", id, "versions", number] => Some(Self::BadgeVersion {
                id: id.parse().ok()?,
                number: number.parse().ok()?,
            }),
            ["badges", id, "versions", number, language] => Some(Self::BadgeTranslation {
                id: id.parse().ok()?,
                number: number.parse().ok()?,
                language: (*language).to_owned(),
            }),
            ["endorsements", id] => Some(Self::Endorsement {
                id: id.parse().ok()?,
            }),
            ["awards", id] => Self::of_award(id),
            ["awards", id, card] => {
                let hash = card.strip_prefix("card-")?.strip_suffix(".png")?;
                Some(Self::Card {
                    id: id.parse().ok()?,
                    hash: hash.to_owned(),
                })
            }
            ["files", name] => {
                let (digest, ending) = name.split_once('.')?;
                Some(Self::File {
                    digest: digest.parse().ok()?,
                    ending: ending.to_owned(),
                })
            }
            _ => None,
        }
    }

    fn of_issuer(slug: String, rest: &[&str]) -> Option<Self> {
        match rest {
            [] => Some(Self::Issuer { slug }),
            ["did.json"] => Some(Self::DidDocument { slug }),
            ["revocations"] => Some(Self::Revocations { slug }),
            ["jwks.json"] => Some(Self::Jwks { slug }),
            ["keys", kid] => Some(Self::Key {
                slug,
                kid: Kid::Bare((*kid).to_owned()),
            }),
            ["keys", kid, "v2.json"] => Some(Self::Key {
                slug,
                kid: Kid::V2((*kid).to_owned()),
            }),
            ["status", number] => Some(Self::StatusList {
                slug,
                number: number.parse().ok()?,
            }),
            _ => None,
        }
    }

    fn of_award(name: &str) -> Option<Self> {
        match name.split_once('.') {
            None => Some(Self::Award {
                id: name.parse().ok()?,
            }),
            Some((id, ending)) => Some(Self::AwardFile {
                id: id.parse().ok()?,
                ending: Ending::read(ending)?,
            }),
        }
    }

    /// The forms to be had here, in our order of preference.
    pub fn offers(&self) -> &'static [Offer] {
        match self {
            Self::Issuer { .. } => forms::ISSUER,
            Self::DidDocument { .. } => forms::DID_DOCUMENT,
            Self::Revocations { .. } => forms::REVOCATIONS,
            Self::Key {
                kid: Kid::Bare(_), ..
            } => forms::KEY,
            Self::Key {
                kid: Kid::V2(_), ..
            } => forms::KEY_V2,
            Self::Jwks { .. } | Self::AllJwks => forms::KEY_SET,
            Self::StatusList { .. } => forms::STATUS_LIST,
            Self::Badge { .. } => forms::BADGE,
            Self::BadgeVersion { .. } | Self::BadgeTranslation { .. } => forms::BADGE_VERSION,
            Self::Endorsement { .. } => forms::ENDORSEMENT,
            Self::Award { .. } => forms::AWARD,
            Self::AwardFile { ending, .. } => ending.offers(),
            Self::Card { .. } => forms::CARD,
            Self::File { .. } => forms::FILE,
        }
    }

    /// Whether this form is signed once and stays the same for ever. The hosted 2.0 document is not: it goes
    /// when the award does.
    pub fn is_signed(&self, form: Form) -> bool {
        let award = matches!(self, Self::Award { .. } | Self::AwardFile { .. });
        award && !matches!(form, Form::V2Json | Form::Page)
    }

    /// Whether different readers get different documents here.
    pub fn has_forms(&self) -> bool {
        let offers = self.offers();
        offers.iter().any(|offer| offer.1 != offers[0].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01931b4e-8a00-7000-8000-000000000001";

    #[test]
    fn every_path_that_is_given_out_is_read_back() {
        let digest = "ab".repeat(32);
        for path in [
            "/issuers/acme".to_owned(),
            "/issuers/acme/did.json".to_owned(),
            "/issuers/acme/revocations".to_owned(),
            "/issuers/acme/jwks.json".to_owned(),
            "/issuers/acme/keys/z6Mk".to_owned(),
            "/issuers/acme/keys/z6Mk/v2.json".to_owned(),
            "/issuers/acme/status/1".to_owned(),
            "/.well-known/jwks.json".to_owned(),
            format!("/badges/{ID}"),
            format!("/badges/{ID}/versions/2"),
            format!("/badges/{ID}/versions/2/pt-BR"),
            format!("/endorsements/{ID}"),
            format!("/awards/{ID}"),
            format!("/awards/{ID}/card-0a1b.png"),
            format!("/files/{digest}.svg"),
        ] {
            assert!(Address::of_path(&path).is_some(), "{path}");
        }
        for ending in Ending::ALL {
            let path = format!("/awards/{ID}.{}", ending.as_str());
            assert!(
                matches!(Address::of_path(&path), Some(Address::AwardFile { .. })),
                "{path}"
            );
        }
    }

    #[test]
    fn other_paths_are_not() {
        for path in [
            "",
            "/",
            "/issuers",
            "/issuers/a/b",
            "/awards/1",
            "/badges/x",
            "/files/x.png",
            "/issuers/a/status/x",
            "/issuers/a/keys/k/v3.json",
        ] {
            assert_eq!(Address::of_path(path), None, "{path}");
        }
        assert_eq!(Address::of_path(&format!("/awards/{ID}.exe")), None);
        assert_eq!(Address::of_path(&format!("/awards/{ID}/card-1.svg")), None);
    }

    #[test]
    fn only_addresses_with_several_documents_vary() {
        let award = Address::of_path(&format!("/awards/{ID}")).unwrap();
        let file = Address::of_path(&format!("/awards/{ID}.json")).unwrap();

        assert!(award.has_forms());
        assert!(!file.has_forms());
    }
}
