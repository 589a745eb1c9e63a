//! Ids: one type a table, all of them UUIDs of version 7.

use std::fmt;
use std::io::Write;
use std::str::FromStr;

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{HasSqlType, SqlType};
use diesel::sqlite::{Sqlite, SqliteValue};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::connection::{MultiBackend, MultiRawValue};

/// The SQL type of every id: `uuid` on PostgreSQL, a blob of 16 bytes on SQLite.
///
/// Both compare byte by byte, and version 7 starts with the time: ordering by id is ordering by age.
#[derive(Debug, Clone, Copy, Default, SqlType, diesel::query_builder::QueryId)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951))]
#[diesel(sqlite_type(name = "Binary"))]
pub struct Id;

impl HasSqlType<Id> for MultiBackend {
    fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
        Self::lookup_sql_type::<Id>(lookup)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
            AsExpression, FromSqlRow,
        )]
        #[serde(transparent)]
        #[diesel(sql_type = Id)]
        pub struct $name(Uuid);

        impl $name {
            /// Takes a UUID for this kind of id.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID inside.
            #[must_use]
            pub const fn as_uuid(&self) -> &Uuid {
                &self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl ToSql<Id, Sqlite> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                out.set_value(self.0.as_bytes().as_slice());
                Ok(IsNull::No)
            }
        }

        impl ToSql<Id, Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                out.write_all(self.0.as_bytes())?;
                Ok(IsNull::No)
            }
        }

        impl ToSql<Id, MultiBackend> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value((Id, self));
                Ok(IsNull::No)
            }
        }

        impl FromSql<Id, Sqlite> for $name {
            fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
                Ok(Self(Uuid::from_slice(value.read_blob())?))
            }
        }

        impl FromSql<Id, Pg> for $name {
            fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                Ok(Self(Uuid::from_slice(value.as_bytes())?))
            }
        }

        impl FromSql<Id, MultiBackend> for $name {
            fn from_sql(value: MultiRawValue<'_>) -> deserialize::Result<Self> {
                value.from_sql::<Self, Id>()
            }
        }
    )*};
}

ids! {
    /// Names an account.
    AccountId,
    /// Names an issuer.
    IssuerId,
    /// Names a badge class.
    BadgeClassId,
    /// Names one published version of a badge class.
    BadgeClassVersionId,
    /// Names an assertion.
    AssertionId,
    /// Names one item of evidence.
    EvidenceId,
    /// Names a signing key.
    SigningKeyId,
    /// Names a status list.
    StatusListId,
    /// Names a batch of awards.
    BatchId,
    /// Names who works on a batch just now.
    LeaseId,
    /// Names a class list.
    RosterId,
    /// Names an API token.
    ApiTokenId,
    /// Names a letter.
    MailId,
    /// Names letters that belong together, such as those of one batch.
    BundleId,
    /// Names a claim link.
    ClaimLinkId,
    /// Names a card with a code.
    ClaimCardId,
    /// Names one claim of a badge.
    ClaimId,
    /// Names a session.
    SessionId,
    /// Names a letter by which somebody signs in.
    SignInId,
    /// Names an invitation to a role.
    InvitationId,
    /// Names a passkey.
    PasskeyId,
    /// Names an audit event.
    AuditEventId,
    /// Names an application for a badge: one try of one person.
    ApplicationId,
    /// Names a secret link to an application.
    ApplicationLinkId,
    /// Names what one person said of an application.
    ReviewId,
    /// Names a comment that an assessor keeps for use again.
    SavedCommentId,
    /// Names a round of review.
    ReviewRequestId,
    /// Names somebody who was asked for their word.
    ReviewerId,
    /// Names a comment of a reviewer.
    ReviewCommentId,
    /// Names an organisation's word on a badge class.
    EndorsementId,
    /// Names an imported framework of skills.
    FrameworkId,
    /// Names a badge that is drawn before it belongs to an issuer.
    SketchId,
    /// Names a webhook.
    WebhookId,
    /// Names one message to a webhook.
    DeliveryId,
    /// Names whatever an audit event is about; `subject_kind` says which table to look in.
    SubjectId,
}

macro_rules! subjects {
    ($($name:ident)*) => {$(
        impl From<$name> for SubjectId {
            fn from(id: $name) -> Self {
                Self(id.0)
            }
        }
    )*};
}

subjects! {
    AccountId IssuerId BadgeClassId BadgeClassVersionId AssertionId EvidenceId SigningKeyId
    StatusListId ApiTokenId BatchId RosterId
    ApplicationId ApplicationLinkId ReviewId
    ClaimLinkId ClaimCardId ClaimId
    ReviewRequestId ReviewerId EndorsementId FrameworkId
    SessionId SignInId
    WebhookId DeliveryId
    InvitationId PasskeyId
}
