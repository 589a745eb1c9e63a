//! What one credential costs: signing, verifying, canonical form, tokens, and the bare cryptography beside them.
//!
//! `cargo xtask bench` runs this and turns the medians into a table. The credential is the one that all
//! figures of this project are about: 3,150 bytes, 76 quads, 7 blank nodes.

mod awards;
mod graph;
mod pictures;
mod tokens;
mod world;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use ed25519_dalek::Signer as _;
use openbadges::contexts::Edition;
use openbadges::proof::Suite;
use openbadges::proof::data_integrity;
use openbadges::verify::{Input, Policy, Request, Verdict, verify};
use sha2::{Digest as _, Sha256};

use world::World;

/// Signing, from the JSON text of the credential to the JSON text of the signed one.
fn sign(criterion: &mut Criterion) {
    let world = World::new();
    let mut group = criterion.benchmark_group("sign");
    for (name, suites) in [
        ("eddsa-rdfc-2022", &[Suite::EddsaRdfc2022][..]),
        (
            "proof-set",
            &[Suite::EddsaRdfc2022, Suite::Ed25519Signature2020],
        ),
    ] {
        let credential = world.unsigned(suites).to_string();
        let options = world.options(suites);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let text = black_box(&credential);
                data_integrity::sign_text(text, &options, &world.key).unwrap()
            });
        });
    }
    group.finish();
}

/// Verifying, from text: the proof alone, and the whole report with the documents it needs from memory.
fn check(criterion: &mut Criterion) {
    let world = World::new();
    let mut group = criterion.benchmark_group("verify");
    let single = world.signed(world::CREDENTIAL, &[Suite::EddsaRdfc2022]);
    group.bench_function("proof", |bencher| {
        bencher.iter(|| {
            let text = black_box(single.as_bytes());
            data_integrity::verify_text(text, &world.public, Edition::Newest).unwrap();
        });
    });
    let whole = |text: &str| {
        let request = Request {
            input: Input::Bytes(text.as_bytes()),
            recipient: None,
        };
        verify(&request, &Policy::default(), &world, world.now)
    };
    assert_eq!(
        whole(&single).verdict,
        Verdict::Valid,
        "{:#?}",
        whole(&single).checks
    );
    group.bench_function("report", |bencher| {
        bencher.iter(|| whole(black_box(&single)));
    });
    let both = [Suite::EddsaRdfc2022, Suite::Ed25519Signature2020];
    let both = world.signed(world::CREDENTIAL, &both);
    assert_eq!(
        whole(&both).verdict,
        Verdict::Valid,
        "{:#?}",
        whole(&both).checks
    );
    group.bench_function("report-of-proof-set", |bencher| {
        bencher.iter(|| whole(black_box(&both)));
    });
    group.finish();
}

/// What no implementation can go below.
fn floor(criterion: &mut Criterion) {
    let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let public = key.verifying_key();
    let hashes = [5; 64];
    let signature = key.sign(&hashes);
    let lines = graph::canonical_lines();
    let mut group = criterion.benchmark_group("floor");
    group.bench_function("ed25519-sign", |bencher| {
        bencher.iter(|| key.sign(black_box(&hashes)));
    });
    group.bench_function("ed25519-verify", |bencher| {
        bencher.iter(|| {
            public
                .verify_strict(black_box(&hashes), &signature)
                .unwrap();
        });
    });
    group.bench_function("sha256-of-canonical-form", |bencher| {
        bencher.iter(|| Sha256::digest(black_box(&lines)));
    });
    group.finish();
}

fn brief() -> Criterion {
    Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(1_200))
        .sample_size(20)
        .without_plots()
}

criterion_group! {
    name = credential;
    config = brief();
    targets = sign, check, awards::template, awards::many, pictures::baking, graph::canonical_form, tokens::tokens, floor
}
criterion_main!(credential);
