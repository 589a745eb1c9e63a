//! Objects with several types that each bring their own terms.
//!
//! JSON-LD applies the contexts of all types of an object, one upon the other. Our processor
//! (oxjsonld 0.2) applies only that of the last type. So such an object gets one more type, which
//! stands for the contexts of all of them and whose quad is dropped again.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use serde_json::{Map, Value, json};

use super::ContextLookup;

/// The scheme of the types that are added.
const COMBINED: &str = "accolade-combined:";

/// Sorts behind every type that a document can name, because the processor takes the last.
const LAST: char = '\u{10fffd}';

/// Whether a text of the document could be taken for a type that was added.
pub(super) fn is_reserved(text: &str) -> bool {
    text.starts_with(LAST) || text.starts_with(COMBINED)
}

/// Types with a context of their own, by name.
type ScopedTypes = Arc<BTreeMap<String, Value>>;

/// The contexts that are in effect at a place of the document, outermost first.
#[derive(Clone, Default)]
pub(super) struct Scope {
    types: Vec<ScopedTypes>,
}

impl Scope {
    /// Enters an object with its own `@context`.
    pub(super) fn enter(&mut self, context: &Value, lookup: ContextLookup) {
        for context in crate::json::items(context) {
            match context {
                Value::String(url) => self.types.extend(lookup(url).map(of_known_context)),
                Value::Object(members) => self.types.push(Arc::new(scoped_types(members))),
                _ => {}
            }
        }
    }

    fn context_of(&self, r#type: &str) -> Option<&Value> {
        self.types.iter().rev().find_map(|types| types.get(r#type))
    }
}

/// Combinations that one document may have; an honest one has a handful, and each repeats the contexts of its types.
const MOST_COMBINATIONS: usize = 32;

/// How many contexts of types all objects with combined ones may ask for together; each costs as much as ten objects.
pub(super) const MOST_APPLIED: usize = 2_000;

/// The types that were added to a document.
#[derive(Default)]
pub(super) struct CombinedTypes {
    names: BTreeMap<String, Value>,
    /// Which name stands for the contexts at these places in memory.
    by_place: HashMap<Vec<usize>, String>,
    /// Keeps those places from being used for something else.
    kept: Vec<ScopedTypes>,
    applied: usize,
}

impl CombinedTypes {
    /// The type to add to an object with these types; `None` where none is needed.
    pub(super) fn for_types(&mut self, types: &Value, scope: &Scope) -> Option<String> {
        let Value::Array(types) = types else {
            return None;
        };
        let mut names: Vec<_> = types.iter().filter_map(Value::as_str).collect();
        names.sort_unstable();
        names.dedup();
        let contexts: Vec<_> = names
            .iter()
            .filter_map(|name| scope.context_of(name))
            .collect();
        if contexts.len() < 2 {
            return None;
        }
        self.applied += contexts.len();
        let place = |context: &&Value| std::ptr::from_ref::<Value>(context).addr();
        let places: Vec<usize> = contexts.iter().map(place).collect();
        if let Some(name) = self.by_place.get(&places) {
            return Some(name.clone());
        }
        if self.names.len() == MOST_COMBINATIONS {
            self.applied = usize::MAX / 2;
            return None;
        }
        let name = format!("{LAST}{}", self.names.len());
        self.names.insert(name.clone(), json!(contexts));
        self.by_place.insert(places, name.clone());
        self.kept.extend(scope.types.iter().cloned());
        Some(name)
    }

    /// Whether there were more than any honest document has; then some were left out.
    pub(super) fn too_many(&self) -> bool {
        self.applied > MOST_APPLIED
    }

    /// The context that defines the added types.
    pub(super) fn context(&self) -> Option<Value> {
        let define = |(name, contexts): (&String, &Value)| {
            let id = format!("{COMBINED}{}", name.trim_start_matches(LAST));
            (name.clone(), json!({"@id": id, "@context": contexts}))
        };
        (!self.names.is_empty()).then(|| self.names.iter().map(define).collect())
    }
}

/// Reads a context once: all of them live as long as the program.
fn of_known_context(text: &'static str) -> ScopedTypes {
    static READ: LazyLock<Mutex<HashMap<(usize, usize), ScopedTypes>>> =
        LazyLock::new(Mutex::default);
    let place = (text.as_ptr().addr(), text.len());
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    let types = read.entry(place).or_insert_with(|| {
        let document: Value = serde_json::from_str(text).unwrap_or_default();
        let parts = crate::json::items(&document["@context"]);
        Arc::new(
            parts
                .iter()
                .filter_map(Value::as_object)
                .flat_map(scoped_types)
                .collect(),
        )
    });
    Arc::clone(types)
}

fn scoped_types(context: &Map<String, Value>) -> BTreeMap<String, Value> {
    let scoped = |(name, definition): (&String, &Value)| {
        Some((name.clone(), definition.get("@context")?.clone()))
    };
    context.iter().filter_map(scoped).collect()
}
