//! The fuzzer's seeds, and many small changes to each, replayed without a fuzzer.

mod mutants;

#[expect(
    unreachable_pub,
    reason = "the fuzzer includes the same file as a crate"
)]
#[path = "../../fuzz/src/lib.rs"]
mod targets;

use std::ffi::OsString;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::{fs, thread};

use targets::{TARGETS, Target};

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz")
}

/// The seeds of a target: the files with an ending, for those that the fuzzer writes have none.
fn seeds(target: &str) -> Vec<PathBuf> {
    let mut seeds = files(&fuzz().join("corpus").join(target));
    seeds.retain(|seed| seed.extension().is_some());
    seeds
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder exists");
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_seed_is_survived() {
    let panics: Vec<_> = thread::scope(|scope| {
        let replays: Vec<_> = TARGETS
            .iter()
            .map(|(name, target)| scope.spawn(|| replay(name, *target)))
            .collect();
        let panics = replays.into_iter().map(|replay| replay.join().unwrap());
        panics.flatten().collect()
    });

    assert_eq!(panics, Vec::<PathBuf>::new());
}

/// Replays the seeds of a target; returns the inputs that it did not survive.
fn replay(name: &str, target: Target) -> Vec<PathBuf> {
    let mut panics = Vec::new();
    for seed in seeds(name) {
        let bytes = fs::read(&seed).unwrap();
        let unsurvived = mutants::of(&bytes).find(|bytes| catch_unwind(|| target(bytes)).is_err());
        if let Some(bytes) = unsurvived {
            let file = format!("{name}-{}", seed.file_name().unwrap().display());
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(file);
            fs::write(&path, bytes).unwrap();
            panics.push(path);
        }
    }
    panics
}

#[test]
fn every_target_has_a_fuzzer_and_seeds() {
    let names: Vec<_> = TARGETS
        .iter()
        .map(|(name, _)| OsString::from(name))
        .collect();
    let fuzzers: Vec<_> = files(&fuzz().join("fuzz_targets"))
        .iter()
        .map(|path| path.file_stem().unwrap().to_owned())
        .collect();

    assert_eq!(fuzzers, names);
    for (name, _) in TARGETS {
        assert_ne!(seeds(name), Vec::<PathBuf>::new(), "{name}");
    }
}
