//! The context of Open Badges 2.0, by its address or written out in the document.

use serde_json::Value;

use crate::json::{items, pointer_to};
use crate::v2::older::CONTEXT_1;
use crate::verify::codes::Code;
use crate::verify::run::Findings;
use crate::verify::shape::shorten;

pub(super) const CONTEXT_2: &str = "https://w3id.org/openbadges/v2";

const BADGES: &str = "https://w3id.org/openbadges#";
const SCHEMA: &str = "http://schema.org/";
const CREDENTIALS: &str = "https://w3id.org/credentials#";
const SECURITY: &str = "https://w3id.org/security#";
const TERMS: &str = "http://purl.org/dc/terms/";

/// The words that are read here, by vocabulary, with the name they have there. A context that is written into a document
/// must give them this meaning and no other.
const MEANINGS: &[(&str, &[(&str, &str)])] = &[
    (
        BADGES,
        &[
            ("Assertion", "Assertion"),
            ("BadgeClass", "BadgeClass"),
            ("Issuer", "Issuer"),
            ("Profile", "Profile"),
            ("badge", "badge"),
            ("criteria", "criteria"),
            ("evidence", "evidence"),
            ("hashed", "hashed"),
            ("identity", "identityHash"),
            ("issuedOn", "issueDate"),
            ("issuer", "issuer"),
            ("narrative", "narrative"),
            ("recipient", "recipient"),
            ("revocationList", "revocationList"),
            ("revoked", "revoked"),
            ("salt", "salt"),
            ("verification", "verify"),
            ("hosted", "HostedBadge"),
            ("HostedBadge", "HostedBadge"),
            ("signed", "SignedBadge"),
            ("SignedBadge", "SignedBadge"),
            ("allowedOrigins", "allowedOrigins"),
        ],
    ),
    (
        SCHEMA,
        &[
            ("name", "name"),
            ("description", "description"),
            ("image", "image"),
            ("url", "url"),
        ],
    ),
    (
        CREDENTIALS,
        &[
            ("Endorsement", "Credential"),
            ("claim", "claim"),
            ("endorsement", "credential"),
        ],
    ),
    (
        SECURITY,
        &[
            ("expires", "expiration"),
            ("owner", "owner"),
            ("publicKey", "publicKey"),
            ("publicKeyPem", "publicKeyPem"),
        ],
    ),
    (TERMS, &[("creator", "creator")]),
];

/// Contexts decide what the words mean; here they must be those of Open Badges, though additions are allowed.
pub(super) fn check(document: &Value, spec: &str, findings: &mut Findings) -> bool {
    let Some(value) = document.get("@context") else {
        if spec == "OB-2.0" {
            findings.add_at(
                "format",
                Code::FormatStructure,
                "/@context",
                "there must be an @context",
            );
        }
        return spec != "OB-2.0";
    };
    let mut own = false;
    for (index, context) in items(value).iter().take(16).enumerate() {
        let at = pointer_to("/@context", index);
        match context {
            Value::String(url) if url == CONTEXT_2 || url == CONTEXT_1 => own = true,
            Value::String(url) => {
                let detail = format!("the context {} adds terms that are not read", shorten(url));
                findings.add_at("format", Code::ExtensionSkipped, at, detail);
            }
            inline if means_open_badges(inline) => own = true,
            _ => {
                let detail =
                    "the context written into the document gives known words another meaning";
                findings.add_at("format", Code::FormatContextUnknown, at, detail);
                return false;
            }
        }
    }
    if !own {
        let detail = format!("the context of Open Badges, {CONTEXT_2}, is not named");
        findings.add_at("format", Code::FormatContextUnknown, "/@context", detail);
    }
    own
}

/// Whether a context that is written out gives every word that is read here its meaning in Open Badges 2.0.
fn means_open_badges(inline: &Value) -> bool {
    let keyword =
        |word: &str, meaning: &str| inline.get(word).and_then(Value::as_str) == Some(meaning);
    keyword("id", "@id")
        && keyword("type", "@type")
        && MEANINGS.iter().all(|(vocabulary, words)| {
            words.iter().all(|(word, name)| {
                meaning(inline, word).is_some_and(|iri| iri == format!("{vocabulary}{name}"))
            })
        })
}

/// The full IRI that a context gives a word.
fn meaning(context: &Value, word: &str) -> Option<String> {
    let definition = context.get(word)?;
    let short = definition
        .as_str()
        .or_else(|| definition.get("@id")?.as_str())?;
    let (prefix, name) = short.split_once(':')?;
    match context.get(prefix).and_then(Value::as_str) {
        Some(vocabulary) => Some(format!("{vocabulary}{name}")),
        None => Some(short.to_owned()),
    }
}
