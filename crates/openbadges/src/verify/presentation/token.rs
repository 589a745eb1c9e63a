//! Presentations inside a token: by the rules of JOSE the payload itself, by version 1.1 its claim `vp`.

use serde_json::{Map, Value};

use super::holder::{find_key, texts};
use super::shape::TYPE;
use super::{Expected, Presenter, check_occasion};
use crate::json::items;
use crate::keys::PublicKey;
use crate::proof::jws::CompactJws;
use crate::proof::vc_jose::Content;
use crate::verify::codes::Code;
use crate::verify::frame;
use crate::verify::issuer_keys::{Problem, same};
use crate::verify::run::{Findings, Run};
use crate::verify::shape::{has_type, shorten};
use crate::verify::token::{Rules, code_of, method_of_document, rules_of, seconds_of};

/// Whether the payload of a token is a presentation, or has one in its claim `vp`.
pub(in crate::verify) fn recognises(claims: &Map<String, Value>) -> bool {
    let types = claims.get("type").map_or(&[][..], items);
    types.iter().any(|one| one.as_str() == Some(TYPE))
        || (types.is_empty() && claims.get("vp").is_some_and(Value::is_object))
}

/// The presentation; one in the claim `vp` is completed from the claims that may stand for its members.
pub(super) fn document_of(jws: &CompactJws, claims: &Map<String, Value>) -> Value {
    let plain = rules_of(&jws.header) == Ok(Rules::Plain);
    let Some(Value::Object(enclosed)) = claims.get("vp").filter(|_| plain) else {
        return Value::Object(claims.clone());
    };
    let mut document = enclosed.clone();
    for (member, claim) in [("holder", "iss"), ("id", "jti")] {
        if let Some(value) = claims.get(claim)
            && !document.contains_key(member)
        {
            document.insert(member.to_owned(), value.clone());
        }
    }
    Value::Object(document)
}

/// A token with what was found in it.
pub(super) struct Token<'a> {
    pub(super) document: &'a Value,
    pub(super) jws: &'a CompactJws,
    pub(super) claims: &'a Map<String, Value>,
}

/// Checks header, claims, times and signature; whoever signed, if all of that holds.
pub(super) fn check(
    run: &mut Run<'_>,
    token: &Token<'_>,
    holder: Option<&str>,
    expected: Option<&Expected<'_>>,
    findings: &mut Findings,
) -> Option<Presenter> {
    if let Err((code, detail)) = check_claims(run, token, holder) {
        findings.add("claims", code, detail);
        return None;
    }
    match signed_by(run, token, holder) {
        Ok(presenter) => {
            let detail = format!("{}: the signature fits", token.jws.algorithm());
            findings.add("proof.0", Code::SignatureOk, detail);
            check_occasion(&presenter, false, expected, "/nonce", findings).then_some(presenter)
        }
        Err((code, detail)) => {
            findings.add("proof.0", code, detail);
            None
        }
    }
}

fn check_claims(run: &Run<'_>, token: &Token<'_>, holder: Option<&str>) -> Result<(), Problem> {
    let claims = token.claims;
    let wrong = |detail: &str| Err((Code::SignatureClaims, detail.to_owned()));
    let version = frame::version(token.document);
    match rules_of(&token.jws.header)? {
        Rules::Jose(Content::Presentation) => {
            if claims.contains_key("vc") || claims.contains_key("vp") {
                return wrong("a vp+jwt must not have the claims `vc` and `vp`");
            }
            if version != 2 {
                return wrong("a presentation of version 1.1 as the payload of a vp+jwt");
            }
        }
        Rules::Plain if claims.contains_key("vp") && version == 1 => {}
        Rules::Plain => return wrong("a plain JWT holds presentations of version 1.1 in `vp`"),
        Rules::Jose(Content::Credential) | Rules::Claims => {
            let detail = "the header says that this is a credential".to_owned();
            return Err((Code::SignatureType, detail));
        }
    }
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if claims.contains_key("iss")
        && !holder.is_some_and(|holder| text("iss").is_some_and(|iss| same(iss, holder)))
    {
        return wrong("the claim `iss` is not the holder");
    }
    if claims.contains_key("jti") && text("jti") != token.document.get("id").and_then(Value::as_str)
    {
        return wrong("the claim `jti` is not the id of the presentation");
    }
    let moment = |name: &str| claims.get(name).and_then(seconds_of);
    let latest = run.latest_now().as_second();
    if moment("nbf").is_some_and(|from| from > latest) {
        return wrong("the token is not in force yet");
    }
    if moment("exp").is_some_and(|until| until <= run.now.as_second()) {
        let detail = "the token has ended".to_owned();
        return Err((Code::SignatureExpired, detail));
    }
    Ok(())
}

fn signed_by(
    run: &mut Run<'_>,
    token: &Token<'_>,
    holder: Option<&str>,
) -> Result<Presenter, Problem> {
    let method = method_of(run, token.jws, holder)?;
    let (key, controller) = find_key(run, &method, holder)?;
    check_header_key(token.jws, &key)?;
    token
        .jws
        .verify(&key)
        .map_err(|error| (code_of(&error), error.to_string()))?;
    let malformed = |what: &str| (Code::SignatureMalformed, format!("`{what}` is no text"));
    let challenge = match token.claims.get("nonce") {
        None => None,
        Some(Value::String(nonce)) => Some(nonce.clone()),
        Some(_) => return Err(malformed("nonce")),
    };
    Ok(Presenter {
        controller,
        challenge,
        domain: texts(token.claims.get("aud")).ok_or_else(|| malformed("aud"))?,
    })
}

/// The full name of the key: `kid`, perhaps without the holder's part, or the only key of a holder that is a key.
fn method_of(run: &mut Run<'_>, jws: &CompactJws, holder: Option<&str>) -> Result<String, Problem> {
    match (jws.key_id(), holder) {
        (Some(kid), _) if crate::verify::shape::is_uri(kid) => Ok(kid.to_owned()),
        (Some(kid), Some(holder)) => method_of_document(run, kid, holder).ok_or_else(|| {
            let detail = format!("{} does not list {}", shorten(holder), shorten(kid));
            (Code::PresentationHolder, detail)
        }),
        (None, Some(holder))
            if holder.starts_with("did:key:") || holder.starts_with("did:jwk:") =>
        {
            Ok(holder.to_owned())
        }
        _ => Err((
            Code::SignatureNoKey,
            "the header names no key of the holder".to_owned(),
        )),
    }
}

/// A key in the header must be the one that is named.
fn check_header_key(jws: &CompactJws, key: &PublicKey) -> Result<(), Problem> {
    match jws.header.get("jwk").map(PublicKey::from_jwk) {
        None => Ok(()),
        Some(Ok(header)) if header == *key => Ok(()),
        Some(_) => Err((
            Code::SignatureNoKey,
            "kid and jwk of the header are different keys".to_owned(),
        )),
    }
}

/// Whether a document is a presentation by its type.
pub(in crate::verify) fn is_presentation(document: &Value) -> bool {
    has_type(document, TYPE)
}
