//! Badges inside pictures: looking for them in any bytes.

use openbadges::baking::{kind_of, read};

use super::tidy::spellings;

/// Takes badges out of a picture.
pub fn target(data: &[u8]) {
    for picture in spellings(data) {
        if let Ok(found) = read(&picture) {
            assert_eq!(kind_of(&picture), Some(found.kind));
            assert!(matches!(found.payloads.len(), 1 | 2));
        }
    }
}
