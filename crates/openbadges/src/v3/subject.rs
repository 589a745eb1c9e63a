use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Achievement, AchievementResult, Image, Profile, Reference};
use crate::document::{Members, chained, serial};
use crate::{recipient, time};

/// The recipient and what they achieved.
///
/// Open Badges 3.0, B.1: class `AchievementSubject`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AchievementSubject {
    /// The recipient's own id: a DID that a wallet proved, or a `urn:uuid`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Contains `AchievementSubject`.
    #[serde(deserialize_with = "serial::one_or_many")]
    pub r#type: Vec<String>,
    /// Other ways to know the recipient: a hashed e-mail address, a name.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub identifier: Vec<IdentityObject>,
    /// What was achieved.
    pub achievement: Achievement,
    /// What the recipient did, in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrative: Option<String>,
    /// A picture of this one award.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Results that were reached.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub result: Vec<AchievementResult>,
    /// When the work began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity_start_date: Option<String>,
    /// When the work ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity_end_date: Option<String>,
    /// Credits that were earned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credits_earned: Option<serde_json::Number>,
    /// Number of a licence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license_number: Option<String>,
    /// The recipient's part in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Who vouched, where that is not the issuer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Reference<Profile>>,
    /// The school term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl AchievementSubject {
    /// A subject with an achievement and, so far, nobody who achieved it.
    pub fn new(achievement: Achievement) -> Self {
        Self {
            id: None,
            r#type: vec!["AchievementSubject".into()],
            identifier: Vec::new(),
            achievement,
            narrative: None,
            image: None,
            result: Vec::new(),
            activity_start_date: None,
            activity_end_date: None,
            credits_earned: None,
            license_number: None,
            role: None,
            source: None,
            term: None,
            extra: Members::new(),
        }
    }

    /// Adds a way to know the recipient.
    pub fn identified_by(mut self, identity: IdentityObject) -> Self {
        self.identifier.push(identity);
        self
    }

    chained! {
        /// Sets the recipient's own id.
        set with_id => id: String;
        /// Tells what the recipient did, in Markdown.
        set with_narrative => narrative: String;
        /// Sets a picture of this one award.
        set with_image => image: Image;
        /// Adds a result that was reached.
        add with_result => result: AchievementResult;
        /// Sets the credits that were earned.
        set with_credits => credits_earned: serde_json::Number;
        /// Sets the number of a licence.
        set with_license_number => license_number: String;
        /// Sets the recipient's part in it.
        set with_role => role: String;
        /// Says who vouched.
        set with_source => source: Reference<Profile>;
        /// Sets the school term.
        set with_term => term: String;
    }

    /// Says when the work began and ended.
    #[must_use]
    pub fn active(mut self, start: Timestamp, end: Timestamp) -> Self {
        self.activity_start_date = Some(time::format_seconds(start));
        self.activity_end_date = Some(time::format_seconds(end));
        self
    }
}

/// A way to know a recipient, hashed or in plain sight.
///
/// Open Badges 3.0, B.1: class `IdentityObject`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentityObject {
    /// Always `IdentityObject`.
    #[serde(deserialize_with = "serial::single_text")]
    pub r#type: String,
    /// One of the words of [`IdentityType`](super::IdentityType): `emailAddress`, `name`, `sisSourcedId`, `ext:…`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_type: Option<String>,
    /// Whether `identity_hash` is a hash.
    pub hashed: bool,
    /// The hash, or the value itself.
    pub identity_hash: String,
    /// What was put behind the value before hashing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    /// All other members; the standard allows none.
    #[serde(flatten)]
    pub extra: Members,
}

impl IdentityObject {
    /// An e-mail address, lower-cased and hashed with a salt.
    pub fn hashed_email(email: &str, salt: impl Into<String>) -> Self {
        let salt = salt.into();
        Self::hashed(
            "emailAddress",
            recipient::hash_identity(&recipient::normalise_email(email), &salt),
            salt,
        )
    }

    /// An identity of any sort, hashed with a salt as it is given.
    ///
    /// E-mail addresses have [`hashed_email`](Self::hashed_email), which brings them into one form first.
    pub fn hashing(
        identity_type: impl Into<String>,
        identity: &str,
        salt: impl Into<String>,
    ) -> Self {
        let salt = salt.into();
        let hash = recipient::hash_identity(identity, &salt);
        Self::hashed(identity_type, hash, salt)
    }

    /// An identity of which only the hash is at hand.
    pub fn hashed(
        identity_type: impl Into<String>,
        identity_hash: impl Into<String>,
        salt: impl Into<String>,
    ) -> Self {
        Self {
            r#type: "IdentityObject".into(),
            identity_type: Some(identity_type.into()),
            hashed: true,
            identity_hash: identity_hash.into(),
            salt: Some(salt.into()),
            extra: Members::new(),
        }
    }

    /// An identity for all to read.
    pub fn plain(identity_type: impl Into<String>, identity: impl Into<String>) -> Self {
        Self {
            r#type: "IdentityObject".into(),
            identity_type: Some(identity_type.into()),
            hashed: false,
            identity_hash: identity.into(),
            salt: None,
            extra: Members::new(),
        }
    }
}
