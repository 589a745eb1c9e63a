//! What the tests of this crate share.

use std::path::PathBuf;

/// Holds a generated page of `docs/reference` against its source; `UPDATE_REFERENCE` writes it anew.
pub(crate) fn assert_reference(name: &str, generated: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference").join(name);
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, generated).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == generated,
        "docs/reference/{name} is not what the code says: run this test with UPDATE_REFERENCE=1"
    );
}
