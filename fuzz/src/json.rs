//! JSON: what was read is written and read again, also in its canonical spelling.

use openbadges::json::read;
use openbadges::proof::canonical_json;

/// Reads a JSON text.
pub fn target(data: &[u8]) {
    let Ok(value) = read(data) else { return };
    assert_eq!(read(value.to_string().as_bytes()).as_ref(), Ok(&value));
    if let Ok(canonical) = canonical_json(&value) {
        let again = read(canonical.as_bytes()).expect("canonical JSON is JSON");
        assert_eq!(canonical_json(&again), Ok(canonical));
    }
}
