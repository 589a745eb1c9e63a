//! JSON-LD, with contexts of any kind: what safe mode accepts means the same without it.

use openbadges::contexts::Edition;
use openbadges::json;
use openbadges::linked::{Bundled, Options, compact, expand, to_rdf};

/// Expands a document, compacts it with its own context, and turns it into statements.
pub fn target(data: &[u8]) {
    let Ok(document) = json::read(data) else {
        return;
    };
    let loader = Bundled(Edition::Newest);
    let options = Options {
        base: Some("https://example.org/folder/document"),
        ..Options::new(&loader)
    };
    if let Ok(expanded) = expand(&document, &options) {
        let context = document.get("@context").unwrap_or(&serde_json::Value::Null);
        if let Ok(compacted) = compact(&expanded, context, &options) {
            let _ = expand(&compacted, &options);
        }
    }
    if let Ok(safely) = to_rdf(&document, &options.safe()) {
        assert_eq!(to_rdf(&document, &options), Ok(safely));
    }
}
