//! DIDs: where the document of one lies, and what its document says.

use openbadges::did::{ControllerDocument, did_web_url, resolve_did_key};
use openbadges::json;

/// Reads a DID, and the document of one.
pub fn target(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(url) = did_web_url(text) {
        assert_eq!(url.scheme(), "https");
        assert!(url.path().ends_with("/did.json"), "{url}");
        let extras = (url.username(), url.password(), url.query(), url.fragment());
        assert_eq!(extras, ("", None, None, None), "{url}");
    }
    if let Ok(document) = resolve_did_key(text) {
        assert_eq!(document.id, text);
        let [id] = document.assertion_methods.as_slice() else {
            panic!("such a DID has one key");
        };
        assert!(document.method(id).is_some_and(|method| method.key.is_ok()));
    }
    if let Ok(Ok(document)) = json::read(data).map(|value| ControllerDocument::parse(&value)) {
        for method in &document.methods {
            let found = document.method(&method.id);
            assert!(found.is_none_or(|found| found == method));
        }
        for id in &document.assertion_methods {
            assert!(document.asserts(id));
        }
    }
}
