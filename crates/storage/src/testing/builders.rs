//! Rows for tests: name what matters, take the rest as it comes.

use crate::accounts::{self, Account};
use crate::assertions::{self, Assertion};
use crate::badge_class_versions::{self, BadgeClassVersion};
use crate::badge_classes::{self, BadgeClass};
use crate::blobs::{self, Blob};
use crate::issuers::{self, Issuer};
use crate::signing_keys::{self, SigningKey};
use crate::status_lists::{self, StatusList};
use crate::testing::TestDatabase;
use crate::types::{
    AccountId, AssertionState, BadgeClassState, Digest, IssuerId, IssuerKind, KeyAlgorithm,
    KeyState, RecipientKind, StatusListId, StatusPurpose, Timestamp,
};

/// Writes a builder: a struct around the record, a setter a field, and `insert`.
macro_rules! builder {
    (
        $(#[$doc:meta])*
        $name:ident builds $record:ident into $insert:path;
        $($setter:ident: $type:ty => |$row:ident, $value:ident| $change:expr;)*
    ) => {
        $(#[$doc])*
        #[derive(Debug)]
        #[must_use = "a builder stores nothing before `insert`"]
        pub struct $name<'db> {
            db: &'db TestDatabase,
            row: $record,
        }

        impl $name<'_> {
            $(
                #[doc = concat!("Sets `", stringify!($setter), "`.")]
                pub fn $setter(mut self, $value: $type) -> Self {
                    let $row = &mut self.row;
                    $change;
                    self
                }
            )*

            /// The row as it would be stored.
            #[must_use]
            pub fn build(self) -> $record {
                self.row
            }

            /// Stores the row.
            ///
            /// # Panics
            ///
            /// When the database refuses it.
            pub fn insert(self) -> $record {
                self.db
                    .write(|conn| $insert(conn, &self.row))
                    .expect("the row of a test fits its database");
                self.row
            }
        }
    };
}

builder! {
    /// Builds an account.
    AccountBuilder builds Account into accounts::insert;
    name: &str => |row, value| row.name = value.to_owned();
    operator: bool => |row, value| row.is_operator = value;
}

builder! {
    /// Builds an issuer.
    IssuerBuilder builds Issuer into issuers::insert;
    slug: &str => |row, value| row.slug = value.to_owned();
    name: &str => |row, value| row.name = value.to_owned();
    kind: IssuerKind => |row, value| row.kind = value;
    parent: IssuerId => |row, value| row.parent_id = Some(value);
}

builder! {
    /// Builds a badge class.
    BadgeClassBuilder builds BadgeClass into badge_classes::insert;
    name: &str => |row, value| row.name = value.to_owned();
    state: BadgeClassState => |row, value| row.state = value;
    draft: &str => |row, value| row.draft = Some(value.to_owned());
    suspendable: bool => |row, value| row.suspendable = value;
}

builder! {
    /// Builds a version of a badge class; its image is stored on the way.
    VersionBuilder builds BadgeClassVersion into badge_class_versions::insert;
    number: i32 => |row, value| row.number = value;
    content: &str => |row, value| row.content = value.to_owned();
    published_by: AccountId => |row, value| row.published_by = Some(value);
}

builder! {
    /// Builds a signing key.
    SigningKeyBuilder builds SigningKey into signing_keys::insert;
    algorithm: KeyAlgorithm => |row, value| row.algorithm = value;
    kid: &str => |row, value| row.kid = value.to_owned();
    state: KeyState => |row, value| row.state = value;
}

builder! {
    /// Builds a status list.
    StatusListBuilder builds StatusList into status_lists::insert;
    number: i32 => |row, value| row.number = value;
    purpose: StatusPurpose => |row, value| row.purpose = value;
    used: i32 => |row, value| row.used = value;
}

builder! {
    /// Builds an assertion.
    AssertionBuilder builds Assertion into assertions::insert;
    state: AssertionState => |row, value| row.state = value;
    valid_until: Timestamp => |row, value| row.valid_until = Some(value);
    created_by: AccountId => |row, value| row.created_by = Some(value);
    recipient_key: Vec<u8> => |row, value| row.recipient_key = Some(value);
    index: i32 => |row, value| row.status_index = value;
    suspension: (StatusListId, i32) => |row, value| {
        row.suspension_list_id = Some(value.0);
        row.suspension_index = Some(value.1);
    };
}

impl TestDatabase {
    /// An account.
    pub fn account(&self) -> AccountBuilder<'_> {
        let row = Account {
            id: self.id(),
            name: "Ada".to_owned(),
            is_operator: false,
            created_at: self.start(),
        };
        AccountBuilder { db: self, row }
    }

    /// An issuer with a slug of its own.
    pub fn issuer(&self) -> IssuerBuilder<'_> {
        let id: IssuerId = self.id();
        let row = Issuer {
            id,
            slug: format!("issuer-{id}"),
            parent_id: None,
            kind: IssuerKind::School,
            name: "Hillside School".to_owned(),
            description: "A school on a hill.".to_owned(),
            url: "https://hillside.example".to_owned(),
            email: "badges@hillside.example".to_owned(),
            image_blob: None,
            palette: "ink".to_owned(),
            linkedin_id: None,
            compatibility_proof: true,
            jwt_algorithm: KeyAlgorithm::Es256,
            created_at: self.start(),
            updated_at: self.start(),
            archived_at: None,
        };
        IssuerBuilder { db: self, row }
    }

    /// A badge class in draft.
    pub fn badge_class(&self, issuer: &Issuer) -> BadgeClassBuilder<'_> {
        let row = BadgeClass {
            id: self.id(),
            issuer_id: issuer.id,
            state: BadgeClassState::Draft,
            name: "Close Reader".to_owned(),
            draft: None,
            current_version: None,
            suspendable: false,
            created_at: self.start(),
            updated_at: self.start(),
            revision: 0,
            remixed_from: None,
            remixed_version: None,
        };
        BadgeClassBuilder { db: self, row }
    }

    /// The first version of a badge class.
    pub fn version(&self, badge_class: &BadgeClass) -> VersionBuilder<'_> {
        let image = self.blob(b"<svg/>");
        let row = BadgeClassVersion {
            id: self.id(),
            badge_class_id: badge_class.id,
            number: 1,
            name: badge_class.name.clone(),
            content: "{}".to_owned(),
            image_blob: image.digest,
            image_png_blob: image.digest,
            published_at: self.start(),
            published_by: None,
        };
        VersionBuilder { db: self, row }
    }

    /// Stores a file. Its digest is made up from its first bytes, since this crate cannot hash.
    pub fn blob(&self, bytes: &[u8]) -> Blob {
        let mut digest = [0; 32];
        for (to, from) in digest.iter_mut().zip(bytes) {
            *to = *from;
        }
        let blob = Blob {
            digest: Digest::from_bytes(digest),
            media_type: "image/svg+xml".to_owned(),
            bytes: bytes.to_owned(),
            byte_length: i64::try_from(bytes.len()).expect("test files are small"),
            width: Some(600),
            height: Some(600),
            created_at: self.start(),
            published_at: None,
        };
        self.write(|conn| blobs::insert_if_absent(conn, &blob))
            .expect("the row of a test fits its database");
        blob
    }

    /// An active Ed25519 key that cannot sign anything.
    pub fn signing_key(&self, issuer: &Issuer) -> SigningKeyBuilder<'_> {
        let id = self.id();
        let row = SigningKey {
            id,
            issuer_id: issuer.id,
            algorithm: KeyAlgorithm::EdDsa,
            kid: format!("key-{id}"),
            public_jwk: "{}".to_owned(),
            public_multikey: None,
            sealed: vec![0, 1, 2, 255],
            state: KeyState::Active,
            created_at: self.start(),
            retired_at: None,
        };
        SigningKeyBuilder { db: self, row }
    }

    /// The first status list of an issuer, empty.
    pub fn status_list(&self, issuer: &Issuer) -> StatusListBuilder<'_> {
        let row = StatusList {
            id: self.id(),
            issuer_id: issuer.id,
            number: 1,
            purpose: StatusPurpose::Revocation,
            entries: 131_072,
            used: 0,
            bits: vec![0; 16_384],
            signed_json: "{}".to_owned(),
            signed_jwt: "e30.e30.".to_owned(),
            updated_at: self.start(),
        };
        StatusListBuilder { db: self, row }
    }

    /// An award of a version, at a place of a status list that no other award of the test has.
    pub fn assertion(
        &self,
        version: &BadgeClassVersion,
        list: &StatusList,
    ) -> AssertionBuilder<'_> {
        let place: uuid::Uuid = self.id();
        let row = Assertion {
            id: self.id(),
            issuer_id: list.issuer_id,
            badge_class_id: version.badge_class_id,
            version_id: version.id,
            state: AssertionState::Issued,
            state_reason: None,
            state_changed_at: None,
            recipient_kind: RecipientKind::Email,
            recipient_hash: "sha256$00".to_owned(),
            recipient_salt: "salt".to_owned(),
            recipient_sealed: Some(vec![1, 2, 3]),
            recipient_name: Some("Grace".to_owned()),
            subject_urn: format!("urn:uuid:{place}"),
            narrative: None,
            result: None,
            assessment: None,
            valid_from: self.start(),
            valid_until: None,
            status_list_id: list.id,
            status_index: i32::from(place.as_bytes()[15]) + 256 * i32::from(place.as_bytes()[14]),
            suspension_list_id: None,
            suspension_index: None,
            created_by: None,
            created_at: self.start(),
            batch_id: None,
            batch_row: None,
            recipient_key: None,
            corrected_at: None,
            replaces_id: None,
        };
        AssertionBuilder { db: self, row }
    }
}
