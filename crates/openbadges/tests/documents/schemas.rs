//! The official JSON schemas, compiled once.

use std::collections::HashMap;
use std::error::Error;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock};

use jsonschema::{Retrieve, Uri, Validator};
use serde_json::Value;

use crate::{json, spec_data};

/// Another schema of the same folder, by the last part of its address.
struct Beside(PathBuf);

impl Retrieve for Beside {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn Error + Send + Sync>> {
        let name = uri.as_str().rsplit('/').next().unwrap_or_default();
        let text = std::fs::read(self.0.join(name)).map_err(|error| format!("{uri}: {error}"))?;
        Ok(serde_json::from_slice(&text)?)
    }
}

/// What a schema has against a document: `pointer: message`. Nothing if it is satisfied, or not at hand.
pub(crate) fn complaints(schema: &str, document: &Value) -> Vec<String> {
    let Some(validator) = validator(schema) else {
        return Vec::new();
    };
    validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// Whether a schema is satisfied.
pub(crate) fn accepts(schema: &str, document: &Value) -> bool {
    validator(schema).is_none_or(|validator| validator.is_valid(document))
}

fn validator(schema: &str) -> Option<&'static Validator> {
    static COMPILED: OnceLock<Mutex<HashMap<String, &'static Validator>>> = OnceLock::new();
    let path = spec_data()?.join("schemas").join(schema);
    let mut compiled = COMPILED.get_or_init(Mutex::default).lock().unwrap();
    let validator = compiled.entry(schema.to_owned()).or_insert_with(|| {
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .with_retriever(Beside(path.with_file_name("")))
            .build(&json(&path))
            .unwrap_or_else(|error| panic!("{schema}: {error}"));
        Box::leak(Box::new(validator))
    });
    Some(validator)
}
