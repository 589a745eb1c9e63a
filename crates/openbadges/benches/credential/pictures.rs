//! A badge into a picture of 100 KB and out of it again.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use openbadges::baking::{Payload, bake, unbake};
use openbadges::proof::Suite;

use super::world::{self, World};

/// How large the picture is, near enough.
const BYTES: usize = 100_000;

pub(crate) fn baking(criterion: &mut Criterion) {
    let badge = World::new().signed(world::CREDENTIAL, &[Suite::EddsaRdfc2022]);
    let (picture, badge) = (picture(), Payload::V3Json(badge));
    let mut group = criterion.benchmark_group("baking");
    group.throughput(Throughput::Bytes(picture.len() as u64));
    group.bench_function("png-100k", |bencher| {
        bencher.iter(|| {
            let baked = bake(black_box(&picture), &badge).unwrap();
            unbake(&baked).unwrap()
        });
    });
    // What memory alone allows: a picture that is written, and one that is read.
    group.bench_function("copy-100k", |bencher| {
        bencher.iter(|| {
            let copy = black_box(&picture).clone();
            black_box(&copy).clone()
        });
    });
    group.finish();
}

/// A sound PNG whose pixels do not compress, in chunks of 8 KiB as drawing programs write them.
fn picture() -> Vec<u8> {
    let mut state = 1_u32;
    let pixels: Vec<u8> = (0..BYTES)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(
        &mut picture,
        *b"IHDR",
        &[0, 0, 1, 0, 0, 0, 1, 0, 8, 2, 0, 0, 0],
    );
    for part in pixels.chunks(8_192) {
        chunk(&mut picture, *b"IDAT", part);
    }
    chunk(&mut picture, *b"IEND", &[]);
    picture
}

fn chunk(picture: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    picture.extend_from_slice(&(data.len() as u32).to_be_bytes());
    let from = picture.len();
    picture.extend_from_slice(&kind);
    picture.extend_from_slice(data);
    let checksum = crc32fast::hash(&picture[from..]);
    picture.extend_from_slice(&checksum.to_be_bytes());
}
