//! Every published document, example and sample through the compiled tables and through the reference path.

use std::path::Path;

use openbadges::canonical::{canonicalize_compiled, canonicalize_reference};
use openbadges::contexts::Edition;
use serde_json::Value;

use super::spec_data;

#[test]
fn both_ways_agree_on_everything_that_was_published() {
    let Some(folder) = spec_data() else {
        return;
    };
    let mut documents = Vec::new();
    for part in ["samples", "examples", "vectors"] {
        collect_files(&folder.join(part), &mut documents);
    }

    let (mut served, mut left) = (0, 0);
    for document in &documents {
        let reference = canonicalize_reference(document, Edition::Newest);
        match canonicalize_compiled(document, Edition::Newest) {
            Some(compiled) => {
                served += 1;
                assert_eq!(compiled, reference, "{document:#}");
            }
            None => left += usize::from(reference.is_ok()),
        }
    }

    assert!(documents.len() > 2_000, "{}", documents.len());
    // The rest of what has a canonical form uses what only conformance suites use.
    assert!(served >= 250 && left <= 13, "{served} and {left}");
}

/// Reads the JSON files of a folder and all below it.
fn collect_files(folder: &Path, documents: &mut Vec<Value>) {
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            collect_files(&path, documents);
        } else if let Ok(bytes) = std::fs::read(&path)
            && let Ok(value) = openbadges::json::read(&bytes)
        {
            collect_documents(&value, documents);
        }
    }
}

/// Whatever has a context of its own is a document, also inside another one.
fn collect_documents(value: &Value, documents: &mut Vec<Value>) {
    match value {
        Value::Object(members) => {
            if members.contains_key("@context") {
                documents.push(value.clone());
            }
            members
                .values()
                .for_each(|value| collect_documents(value, documents));
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect_documents(item, documents)),
        _ => {}
    }
}
