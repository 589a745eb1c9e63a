//! What the header of a token says that it is: by whose rules its claims are read.

use serde_json::{Map, Value};

use crate::proof::vc_jose::Content;
use crate::verify::codes::Code;
use crate::verify::issuer_keys::Problem;
use crate::verify::shape::shorten;

/// The rules by which a token is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::verify) enum Rules {
    /// A plain JWT: Open Badges 3.0 (section 8.2), or the data model 1.1.
    Plain,
    /// The document itself as payload: Securing Verifiable Credentials using JOSE and COSE.
    Jose(Content),
}

/// Reads `typ` and `cty`. A token of another kind, such as one that grants access, must never pass for a credential
/// (RFC 8725, section 3.11).
pub(in crate::verify) fn rules_of(header: &Map<String, Value>) -> Result<Rules, Problem> {
    let wrong = |what: &str, value: &Value| {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        let detail = format!("the header says {what} {}", shorten(&value));
        Err((Code::SignatureType, detail))
    };
    let rules = match header.get("typ") {
        None => Rules::Plain,
        Some(typ) => match media_type(typ).as_deref() {
            Some("jwt") => Rules::Plain,
            // The longer names are those of drafts.
            Some("vc+jwt" | "vc+ld+jwt" | "vc+ld+json+jwt") => Rules::Jose(Content::Credential),
            Some("vp+jwt" | "vp+ld+jwt" | "vp+ld+json+jwt") => Rules::Jose(Content::Presentation),
            _ => return wrong("typ", typ),
        },
    };
    let Rules::Jose(content) = rules else {
        return Ok(rules);
    };
    match header.get("cty") {
        None => Ok(rules),
        Some(cty) => {
            let known = media_type(cty).is_some_and(|cty| {
                cty == content.cty() || cty == format!("{}+ld+json", content.cty())
            });
            if known { Ok(rules) } else { wrong("cty", cty) }
        }
    }
}

/// The media type in lower case, without the `application/` that may be left out (RFC 7515, section 4.1.9).
fn media_type(value: &Value) -> Option<String> {
    let text = value.as_str()?.to_ascii_lowercase();
    Some(
        text.strip_prefix("application/")
            .map_or(text.clone(), str::to_owned),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rules(header: &Value) -> Option<Rules> {
        rules_of(header.as_object().unwrap()).ok()
    }

    #[test]
    fn the_header_decides_by_which_rules_a_token_is_read() {
        let (credential, presentation) = (
            Some(Rules::Jose(Content::Credential)),
            Some(Rules::Jose(Content::Presentation)),
        );

        assert_eq!(rules(&json!({})), Some(Rules::Plain));
        assert_eq!(rules(&json!({"typ": "JWT"})), Some(Rules::Plain));
        assert_eq!(rules(&json!({"typ": "vc+jwt"})), credential);
        assert_eq!(
            rules(&json!({"typ": "application/VC+JWT", "cty": "application/vc"})),
            credential
        );
        assert_eq!(rules(&json!({"typ": "vp+jwt", "cty": "vp"})), presentation);
    }

    #[test]
    fn a_token_of_another_kind_is_none_of_ours() {
        for header in [
            json!({"typ": "at+jwt"}),
            json!({"typ": "openid4vci-proof+jwt"}),
            json!({"typ": 7}),
            json!({"typ": "vc+jwt", "cty": "vp"}),
            json!({"typ": "vp+jwt", "cty": "vc"}),
        ] {
            assert_eq!(rules(&header), None, "{header}");
        }
    }
}
