//! The values that go into columns: ids, times, digests and words from short lists.
//!
//! Each type here knows how both databases keep it, so that records and queries need not.

mod digest;
mod ids;
mod timestamp;
mod words;

pub use digest::{Digest, InvalidDigest};
pub use ids::{
    AccountId, ApiTokenId, AssertionId, AuditEventId, BadgeClassId, BadgeClassVersionId,
    EvidenceId, Id, IssuerId, SigningKeyId, StatusListId, SubjectId,
};
pub use timestamp::Timestamp;
pub use words::{
    AssertionState, BadgeClassState, ClaimedHow, DocumentFormat, EvidenceKind, IssuerKind,
    KeyAlgorithm, KeyState, RecipientKind, Role, StatusPurpose, UnknownWord, Visibility,
};

// Applications.
pub use ids::{ApplicationId, ApplicationLinkId, ReviewId, SavedCommentId};
pub use words::{ApplicationLinkKind, ApplicationState, ReviewKind};
