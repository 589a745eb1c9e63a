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
    /// Claims that are no document of JSON-LD: SD-JWT-based Verifiable Credentials.
    Claims,
}

/// Reads `typ` and `cty`. A token of another kind, such as one that grants access, must never pass for a credential
/// (RFC 8725, section 3.11).
pub(in crate::verify) fn rules_of(header: &Map<String, Value>) -> Result<Rules, Problem> {
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
    check_content(header, rules)
}

/// The same for the token inside an SD-JWT, whose names are others. `vc+sd-jwt` was given to both kinds; the payload
/// tells which it is.
pub(in crate::verify) fn rules_of_sd_jwt(
    header: &Map<String, Value>,
    has_context: bool,
) -> Result<Rules, Problem> {
    let typ = header.get("typ").unwrap_or(&Value::Null);
    let rules = match media_type(typ).as_deref() {
        Some("dc+sd-jwt") => Rules::Claims,
        Some("vc+sd-jwt") if !has_context => Rules::Claims,
        Some("vc+sd-jwt" | "vc+ld+sd-jwt" | "vc+ld+json+sd-jwt") => {
            Rules::Jose(Content::Credential)
        }
        Some("vp+sd-jwt" | "vp+ld+sd-jwt" | "vp+ld+json+sd-jwt") => {
            let detail = "a presentation as an SD-JWT is not read here".to_owned();
            return Err((Code::SignatureSuiteUnsupported, detail));
        }
        _ => return wrong("typ", typ),
    };
    if header.contains_key("x5c") {
        let detail = "certificate chains (x5c) are not followed".to_owned();
        return Err((Code::SignatureSuiteUnsupported, detail));
    }
    check_content(header, rules)
}

fn check_content(header: &Map<String, Value>, rules: Rules) -> Result<Rules, Problem> {
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

fn wrong(what: &str, value: &Value) -> Result<Rules, Problem> {
    let value = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    let detail = format!("the header says {what} {}", shorten(&value));
    Err((Code::SignatureType, detail))
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
