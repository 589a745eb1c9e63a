//! Many awards of one issuer: signing through a template, verifying in a batch.

use std::hint::black_box;

use criterion::Criterion;
use openbadges::contexts::Edition;
use openbadges::proof::Suite;
use openbadges::proof::batch;
use openbadges::proof::template::{Template, award_slots};

use super::world::World;

/// Signing one award after the other: seventeen texts in, the JSON text of the signed credential out.
pub(crate) fn template(criterion: &mut Criterion) {
    let world = World::new();
    let mut group = criterion.benchmark_group("template");
    let single = [Suite::EddsaRdfc2022];
    let both = [Suite::EddsaRdfc2022, Suite::Ed25519Signature2020];
    for (name, suites) in [("sign", &single[..]), ("sign-proof-set", &both[..])] {
        let credential = world.unsigned(suites);
        let options = world.options(suites);
        let template = template_of(&credential);
        let awards = awards(&template, &credential);
        let mut awards = awards.iter().cycle();
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let values = awards.next().unwrap();
                let values: [&str; 17] = std::array::from_fn(|slot| values[slot].as_str());
                template
                    .sign(black_box(&values), &options, &world.key)
                    .unwrap()
            });
        });
        // What was measured is what the general path signs.
        let values: Vec<&str> = template.values(&credential).unwrap();
        let signed = template.sign(&values, &options, &world.key).unwrap();
        assert_eq!(signed, world.proven(&credential, suites).to_string());
    }
    group.finish();
}

/// Verifying a thousand signed texts of one issuer: of one badge class, and of ten with other members each.
pub(crate) fn many(criterion: &mut Criterion) {
    let world = World::new();
    let suites = [Suite::EddsaRdfc2022];
    let options = world.options(&suites);
    let mut group = criterion.benchmark_group("batch");
    for (name, classes) in [("verify-1000", 1), ("verify-1000-mixed", 10)] {
        let texts: Vec<String> = (0..classes)
            .flat_map(|class| {
                let mut credential = world.unsigned(&suites);
                let achievement = &mut credential["credentialSubject"]["achievement"];
                achievement["name"] = format!("Practical Statistics, Level {}", class + 2).into();
                let tags: Vec<String> = (0..class).map(|tag| format!("tag {tag}")).collect();
                achievement["tag"] = tags.into();
                let template = template_of(&credential);
                let awards = awards(&template, &credential);
                let sign = |values: &Vec<String>| {
                    let values: Vec<&str> = values.iter().map(String::as_str).collect();
                    template.sign(&values, &options, &world.key).unwrap()
                };
                let signed = awards.iter().take(1_000 / classes).map(sign);
                signed.collect::<Vec<_>>()
            })
            .collect();
        assert_eq!(texts.len(), 1_000);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let verdicts = batch::verify(black_box(&texts), &world.public, Edition::Newest);
                assert!(verdicts.iter().all(Result::is_ok));
            });
        });
    }
    group.finish();
}

fn template_of(credential: &serde_json::Value) -> Template {
    let slots = award_slots(credential);
    let slots: Vec<&str> = slots.iter().map(String::as_str).collect();
    assert_eq!(slots.len(), 17);
    Template::prepare(credential, &slots).unwrap()
}

/// A thousand awards with other addresses, people and results.
fn awards(template: &Template, credential: &serde_json::Value) -> Vec<Vec<String>> {
    let sample = template.values(credential).unwrap();
    let award = |number: usize| {
        let pairs = template.slots().zip(&sample);
        pairs
            .map(|(slot, value)| match slot.rsplit('/').next() {
                Some("id") => value.replace("6f1c2b0e", &format!("{number:08x}")),
                Some("identityHash") => value.replace("5f2c0d1b", &format!("{number:08x}")),
                Some("salt") => format!("q8Z{number:05}"),
                Some("statusListIndex") => number.to_string(),
                _ => (*value).to_owned(),
            })
            .collect()
    };
    (0..1_000).map(award).collect()
}
