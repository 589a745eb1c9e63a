//! The standards' own test vectors, read from a folder that is not part of this repository.
//!
//! `ACCOLADE_SPEC_DATA` names the folder; otherwise it is looked for beside the workspace. Without it
//! each of these tests says so in one line and does nothing.

mod canonical;
mod compiled;
mod contexts;
mod ecdsa;
mod ecdsa_sd;
mod eddsa;
mod json_ld;
mod keys;
mod proofs;
mod status;
mod vc_jose;

use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The folder with the vectors, if it is there.
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
        "vectors skipped: no folder {} (set ACCOLADE_SPEC_DATA)",
        folder.display()
    );
    None
}

fn vectors() -> Option<PathBuf> {
    spec_data().map(|folder| folder.join("vectors"))
}

fn text(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn json(path: impl AsRef<Path>) -> Value {
    serde_json::from_str(&text(path)).expect("the vectors are JSON")
}
