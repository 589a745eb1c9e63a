//! The values that go into columns: ids, times, digests and words from short lists.
//!
//! Each type here knows how both databases keep it, so that records and queries need not.

mod digest;
mod ids;
mod timestamp;
mod words;

pub use digest::{Digest, InvalidDigest};
pub use ids::*;
pub use timestamp::Timestamp;
pub use words::*;
