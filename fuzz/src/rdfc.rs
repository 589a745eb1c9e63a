//! Graphs: however their blank nodes are connected, naming them ends, and ends the same way again.

use openbadges::canonical::rdfc::{Hash, canonicalize, parse_n_quads};

/// Canonicalises N-Quads.
pub fn target(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok((quads, _)) = parse_n_quads(text) else {
        return;
    };
    if let Ok(canonical) = canonicalize(&quads, Hash::Sha256) {
        assert_canonical(&canonical.n_quads);
    }
}

/// Canonical lines can be read, and stay as they are.
pub(super) fn assert_canonical(lines: &str) {
    let (quads, _) = parse_n_quads(lines).expect("canonical lines are N-Quads");
    if let Ok(again) = canonicalize(&quads, Hash::Sha256) {
        assert_eq!(again.n_quads, lines);
    }
}
