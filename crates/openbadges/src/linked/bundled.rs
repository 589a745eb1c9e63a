//! The compiled-in contexts as JSON, each read once.

use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};

use serde_json::Value;

use super::Loader;
use crate::contexts::Edition;

/// The compiled-in contexts, for [`Options::new`](super::Options::new).
///
/// ```
/// use openbadges::contexts::Edition;
/// use openbadges::linked::{Bundled, Options, expand};
/// use serde_json::json;
///
/// let document = json!({"@context": "https://www.w3.org/ns/credentials/v2", "name": "Ada"});
///
/// let expanded = expand(&document, &Options::new(&Bundled(Edition::Newest)).safe())?;
/// assert_eq!(expanded[0]["https://schema.org/name"][0]["@value"], "Ada");
/// # Ok::<(), openbadges::linked::LinkedError>(())
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Bundled(pub Edition);

impl Loader for Bundled {
    fn load(&self, url: &str) -> Option<&Value> {
        bundled(url, self.0)
    }

    /// A test has looked at all of them.
    fn is_checked(&self, url: &str) -> bool {
        crate::contexts::find(url, self.0).is_some()
    }
}

/// Finds a compiled-in context by its exact address.
pub fn bundled(url: &str, edition: Edition) -> Option<&'static Value> {
    crate::contexts::find(url, edition).and_then(parsed)
}

/// Reads a text that lives as long as the program; its JSON does then, too.
pub(crate) fn parsed(text: &'static str) -> Option<&'static Value> {
    type Place = (usize, usize);
    static READ: LazyLock<RwLock<HashMap<Place, Option<&'static Value>>>> =
        LazyLock::new(RwLock::default);
    let place = (text.as_ptr().addr(), text.len());
    let known = READ.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(value) = known.get(&place) {
        return *value;
    }
    drop(known);
    let mut known = READ.write().unwrap_or_else(PoisonError::into_inner);
    *known.entry(place).or_insert_with(|| {
        // There are as many of these as there are contexts in the program.
        let value: Value = serde_json::from_str(text).ok()?;
        Some(Box::leak(Box::new(value)))
    })
}
