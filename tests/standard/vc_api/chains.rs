//! `vectors/di-proof-chain`: sets and chains of proofs.

use serde_json::Value;

use super::{Open, assert_refused, files, vectors};

#[test]
fn every_proof_chain_is_verified_or_refused_as_its_name_says() {
    let Some(folder) = vectors("di-proof-chain") else {
        return;
    };
    let open = Open::new();
    let (mut good, mut bad) = (0, 0);
    for (name, text) in files(&folder) {
        let credential: Value = serde_json::from_str(&text).unwrap();

        let answer = open.verify(&credential);

        if name.contains("Ok-") {
            assert_eq!(answer.status, 200, "{name}: {}", answer.text());
            good += 1;
        } else {
            assert_refused(&answer, &name);
            bad += 1;
        }
    }
    assert_eq!((good, bad), (4, 8));
}
