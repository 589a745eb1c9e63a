//! The documents of both versions: what was read is written, and read again as the same.

use openbadges::{json, v2, v3};

/// Reads a document as each of its kinds.
pub fn target(data: &[u8]) {
    let Ok(value) = json::read(data) else { return };
    macro_rules! stays {
        ($($kind:ty),*) => {$(
            if let Ok(document) = <$kind>::read(&value) {
                assert_eq!(<$kind>::read(&document.to_value()), Ok(document));
            }
        )*};
    }
    stays!(
        v2::Assertion,
        v2::BadgeClass,
        v2::CryptographicKey,
        v2::Endorsement,
        v2::Profile,
        v2::RevocationList,
        v3::EndorsementCredential,
        v3::OpenBadgeCredential
    );
}
