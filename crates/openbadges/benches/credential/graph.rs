//! The canonical form: ours beside oxjsonld and oxrdf as they come.

use std::hint::black_box;

use criterion::{BatchSize, Criterion};
use openbadges::canonical::{
    canonicalize, canonicalize_compiled, canonicalize_reference, canonicalize_text, rdfc,
};
use openbadges::contexts::{self, Edition};
use openbadges::json;
use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::dataset::{CanonicalizationAlgorithm, CanonicalizationHashAlgorithm};
use oxrdf::{Dataset, Quad};

use super::world::CREDENTIAL;

/// The canonical N-Quads of the credential.
pub(crate) fn canonical_lines() -> String {
    let document = json::read(CREDENTIAL.as_bytes()).unwrap();
    // What is measured is the quick way, and no other.
    let lines = canonicalize_compiled(&document, Edition::Newest).unwrap();
    let lines = lines.unwrap();
    // Three other implementations agreed on these; other figures are about these bytes.
    assert_eq!((lines.len(), lines.lines().count()), (10_238, 76));
    lines
}

/// From text to canonical N-Quads, and the part of it that names the blank nodes.
pub(crate) fn canonical_form(criterion: &mut Criterion) {
    let lines = canonical_lines();
    assert_eq!(lines_of(dataset_of(CREDENTIAL)), lines);
    let (quads, _) = rdfc::parse_n_quads(&lines).unwrap();
    let dataset = dataset_of(CREDENTIAL);
    let mut group = criterion.benchmark_group("canonical");
    group.bench_function("document", |bencher| {
        bencher
            .iter(|| canonicalize_text(black_box(CREDENTIAL.as_bytes()), Edition::Newest).unwrap());
    });
    let document = json::read(CREDENTIAL.as_bytes()).unwrap();
    group.bench_function("document-value", |bencher| {
        bencher.iter(|| canonicalize(black_box(&document), Edition::Newest).unwrap());
    });
    group.bench_function("document-reference", |bencher| {
        bencher.iter(|| {
            let document = json::read(black_box(CREDENTIAL.as_bytes())).unwrap();
            canonicalize_reference(&document, Edition::Newest).unwrap()
        });
    });
    group.bench_function("document-oxrdf", |bencher| {
        bencher.iter(|| lines_of(dataset_of(black_box(CREDENTIAL))));
    });
    group.bench_function("rdfc", |bencher| {
        bencher.iter(|| rdfc::canonicalize(black_box(&quads), rdfc::Hash::Sha256).unwrap());
    });
    group.bench_function("rdfc-oxrdf", |bencher| {
        bencher.iter_batched(|| dataset.clone(), lines_of, BatchSize::SmallInput);
    });
    group.finish();
}

fn dataset_of(text: &str) -> Dataset {
    JsonLdParser::new()
        .for_slice(text)
        .with_load_document_callback(|url, _| {
            let text = contexts::find(url, Edition::Newest).ok_or("an unknown context")?;
            Ok(JsonLdRemoteDocument {
                document: text.into(),
                document_url: url.to_owned(),
            })
        })
        .collect::<Result<Vec<Quad>, _>>()
        .unwrap()
        .into_iter()
        .collect()
}

fn lines_of(mut dataset: Dataset) -> String {
    dataset.canonicalize(CanonicalizationAlgorithm::Rdfc10 {
        hash_algorithm: CanonicalizationHashAlgorithm::Sha256,
    });
    let mut lines: Vec<String> = dataset.iter().map(|quad| format!("{quad} .\n")).collect();
    lines.sort_unstable();
    lines.concat()
}
