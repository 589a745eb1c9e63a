//! What is done with bytes from outside: one target for each parser.
//!
//! A target takes any bytes. It may refuse them; it panics if the parser contradicts itself. The fuzzer
//! calls a target from `fuzz_targets/`, and `tests/corpus` includes this file to replay the seeds.

pub mod bake;
pub mod canonical;
pub mod clr;
pub mod conversion;
pub mod data_integrity;
pub mod did;
pub mod disclosure;
pub mod documents;
pub mod federation;
pub mod images;
pub mod json;
pub mod jws;
pub mod keys;
pub mod linked;
pub mod negotiate;
pub mod payload;
pub mod presentation;
pub mod rdfc;
pub mod sd_jwt;
mod signers;
pub mod status;
mod tidy;
pub mod time;
pub mod unbake;
pub mod verify;

/// Something that is done with any bytes.
pub type Target = fn(&[u8]);

/// All targets, by the name of their file.
pub const TARGETS: &[(&str, Target)] = &[
    ("bake", bake::target),
    ("canonical", canonical::target),
    ("clr", clr::target),
    ("conversion", conversion::target),
    ("data_integrity", data_integrity::target),
    ("did", did::target),
    ("disclosure", disclosure::target),
    ("documents", documents::target),
    ("federation", federation::target),
    ("images", images::target),
    ("json", json::target),
    ("jws", jws::target),
    ("keys", keys::target),
    ("linked", linked::target),
    ("negotiate", negotiate::target),
    ("payload", payload::target),
    ("presentation", presentation::target),
    ("rdfc", rdfc::target),
    ("sd_jwt", sd_jwt::target),
    ("status", status::target),
    ("time", time::target),
    ("unbake", unbake::target),
    ("verify", verify::target),
];
