//! Badge classes that come by in a batch: recognised by their text.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::{Map, Value};

use super::super::template::{Cut, Template};
use crate::contexts::Edition;
use crate::json::{self, items};
use crate::keys::PublicKey;
use crate::proof::data_integrity::{Covered, hash_of_options, is_chained, signature_of, suite_of};

/// How often a shape must come by before it is worth a template.
const WORTH_IT: usize = 3;

/// The most classes that are kept in mind: each is tried in turn on every text.
const MOST: usize = 16;

/// The most shapes that are counted.
const MOST_SHAPES: usize = 1_024;

/// The most sets of proof options that are kept for a class.
const MOST_OPTIONS: usize = 8;

/// Longer proofs, or ones with more parts, are nothing that many credentials have in common.
const LONGEST_PROOFS: usize = 2_048;
const MOST_PARTS: usize = 8;

pub(super) struct Classes {
    edition: Edition,
    classes: Vec<Class>,
    /// How often each shape came by: its text with the slots open.
    shapes: HashMap<String, usize>,
}

struct Class {
    template: Template,
    /// The hashes of proof options that came by, the latest last.
    options: Vec<(Map<String, Value>, Vec<u8>)>,
}

impl Classes {
    pub(super) fn new(edition: Edition) -> Self {
        Self {
            edition,
            classes: Vec::new(),
            shapes: HashMap::new(),
        }
    }

    /// What the proofs of a credential cover, if its text is one of a known class; `None` says nothing about it.
    pub(super) fn covered(&mut self, text: &[u8], key: &PublicKey) -> Option<Vec<Covered>> {
        if self.classes.is_empty() || text.len() > json::MAXIMUM_BYTES {
            return None;
        }
        let text = std::str::from_utf8(text).ok()?;
        let (found, cut) = self
            .classes
            .iter()
            .enumerate()
            .find_map(|(index, class)| Some((index, class.template.cut(text)?)))?;
        let covered = self.classes[found].covered(&cut, key, self.edition)?;
        // The next text is most likely of the same class.
        self.classes.swap(0, found);
        Some(covered)
    }

    /// Counts the shape of a credential, and makes a template of it when it has come by often enough.
    pub(super) fn learn(&mut self, mut document: Value) {
        if self.classes.len() >= MOST {
            return;
        }
        if let Some(members) = document.as_object_mut() {
            members.shift_remove("proof");
        }
        let (shape, _) = Template::shape(&document);
        if self.shapes.len() >= MOST_SHAPES && !self.shapes.contains_key(&shape) {
            return;
        }
        let seen = self.shapes.entry(shape).or_default();
        *seen += 1;
        if *seen == WORTH_IT
            && let Ok(template) = Template::learn(&document, self.edition)
        {
            self.classes.push(Class {
                template,
                options: Vec::new(),
            });
        }
    }
}

impl Class {
    fn covered(
        &mut self,
        cut: &Cut<'_>,
        key: &PublicKey,
        edition: Edition,
    ) -> Option<Vec<Covered>> {
        let parts = cut.proof.bytes().filter(|byte| b"[{".contains(byte));
        if cut.proof.len() > LONGEST_PROOFS || parts.count() > MOST_PARTS {
            return None;
        }
        let proofs = json::read(cut.proof.as_bytes()).ok()?;
        let values: Vec<&str> = cut.values.iter().map(Cow::as_ref).collect();
        let document = self.template.hash(&values)?;
        let proofs = items(&proofs);
        if proofs.is_empty() {
            return None;
        }
        proofs
            .iter()
            .map(|proof| {
                let options = self.options(proof, key, edition)?;
                Some(Covered {
                    signed: [options.as_slice(), &document].concat(),
                    signature: signature_of(proof.as_object()?, key.algorithm()).ok()?,
                })
            })
            .collect()
    }

    /// The hash of the options of a proof, if it is one that covers the document alone.
    fn options(&mut self, proof: &Value, key: &PublicKey, edition: Edition) -> Option<Vec<u8>> {
        let suite = suite_of(proof)?;
        if !suite.works_with(key.algorithm()) || !Template::speeds_up(suite) || is_chained(proof) {
            return None;
        }
        let mut options = proof.as_object()?.clone();
        options.shift_remove("proofValue");
        let known = self.options.iter().rfind(|(known, _)| *known == options);
        if let Some((_, hash)) = known {
            return Some(hash.clone());
        }
        let hash = hash_of_options(&options, self.template.context(), edition).ok()?;
        if self.options.len() == MOST_OPTIONS {
            self.options.remove(0);
        }
        self.options.push((options, hash.clone()));
        Some(hash)
    }
}
