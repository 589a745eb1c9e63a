//! The documents against the standards' own schemas and examples, which are not part of this repository.
//!
//! `ACCOLADE_SPEC_DATA` names the folder; otherwise it is looked for beside the workspace. Without it each of
//! these tests says so in one line and does nothing.

mod built;
mod conversion;
mod examples;
mod extensions;
mod full;
mod payloads;
mod round_trip;
mod schemas;
mod tree;
mod verdicts;

use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The folder with schemas and examples, if it is there.
fn spec_data() -> Option<PathBuf> {
    let folder = std::env::var_os("ACCOLADE_SPEC_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/spec-data"),
        PathBuf::from,
    );
    if folder.is_dir() {
        return Some(folder);
    }
    // Past the capture of the test harness, so that nobody takes a skipped test for a passed one.
    let _ = writeln!(
        std::io::stderr(),
        "documents skipped: no folder {} (set ACCOLADE_SPEC_DATA)",
        folder.display()
    );
    None
}

fn json(path: impl AsRef<Path>) -> Value {
    let path = path.as_ref();
    let text =
        std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
