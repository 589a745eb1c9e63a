//! Hiding parts of the claims and signing the rest (RFC 9901, section 6.1).

use serde_json::{Map, Value, json};

use super::{Disclosure, HashName, SdJwtError};
use crate::json::MAXIMUM_DEPTH;
use crate::keys::Signer;
use crate::proof::jws;

/// Where salts come from: 16 fresh random bytes for each call.
pub type Salts<'a> = &'a mut dyn FnMut() -> [u8; 16];

/// What an issuer decides beside the claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueOptions {
    /// The header member `kid`; none leaves it out.
    pub kid: Option<String>,
    /// The header member `typ`.
    pub typ: String,
    /// The hash of the digests.
    pub hash: HashName,
    /// How many digests that stand for nothing are added to each object that hides something (section 4.2.5).
    pub decoys: usize,
}

impl IssueOptions {
    /// The usual: `typ` `dc+sd-jwt`, SHA-256, no decoys.
    pub fn new(kid: impl Into<String>) -> Self {
        Self {
            kid: Some(kid.into()),
            typ: "dc+sd-jwt".to_owned(),
            hash: HashName::Sha256,
            decoys: 0,
        }
    }

    /// Adds digests that stand for nothing, so that nobody can count what is hidden.
    #[must_use]
    pub fn decoys(mut self, decoys: usize) -> Self {
        self.decoys = decoys;
        self
    }
}

/// Signs claims as an SD-JWT with all its disclosures.
///
/// `hidden` are JSON pointers to members and array elements that the holder may later hold back; a part inside a hidden
/// part is hidden for itself (recursive disclosure). The digests are sorted, so that their order gives nothing away.
pub fn issue(
    claims: &Value,
    hidden: &[&str],
    options: &IssueOptions,
    key: &dyn Signer,
    salts: Salts<'_>,
) -> Result<String, SdJwtError> {
    check_names(claims, 0)?;
    let mut payload = claims.clone();
    if !payload.is_object() {
        return Err(SdJwtError::Malformed("the claims are no object"));
    }
    let disclosures = conceal(&mut payload, hidden, options, salts)?;
    if let Some(members) = payload.as_object_mut()
        && !disclosures.is_empty()
    {
        members.insert("_sd_alg".to_owned(), options.hash.as_str().into());
    }
    let mut header = Map::new();
    header.insert("typ".to_owned(), options.typ.as_str().into());
    if let Some(kid) = &options.kid {
        header.insert("kid".to_owned(), kid.as_str().into());
    }
    let mut text = jws::sign(header, payload.to_string().as_bytes(), key)?;
    text.push('~');
    for disclosure in disclosures {
        text.push_str(&disclosure.text);
        text.push('~');
    }
    Ok(text)
}

/// Hides the parts, the innermost first, so that the digests of inner parts end up inside the outer disclosures.
fn conceal(
    payload: &mut Value,
    hidden: &[&str],
    options: &IssueOptions,
    salts: Salts<'_>,
) -> Result<Vec<Disclosure>, SdJwtError> {
    let depth = |pointer: &str| pointer.matches('/').count();
    let mut order = hidden.to_vec();
    order.sort_by_key(|pointer| std::cmp::Reverse(depth(pointer)));
    let mut parents: Vec<&str> = Vec::new();
    let mut disclosures = Vec::with_capacity(order.len());
    for (index, pointer) in order.iter().copied().enumerate() {
        let (parent, disclosure) = hide(payload, pointer, options.hash, salts)?;
        disclosures.push(disclosure);
        if !parents.contains(&parent) {
            parents.push(parent);
        }
        // Once the next level begins, everything below this parent is in place.
        let level_done = order
            .get(index + 1)
            .is_none_or(|next| depth(next) < depth(pointer));
        if level_done {
            for parent in parents.drain(..) {
                finish(payload, parent, options, salts);
            }
        }
    }
    Ok(disclosures)
}

/// Replaces one part by its digest; also tells where its parent is.
fn hide<'p>(
    payload: &mut Value,
    pointer: &'p str,
    hash: HashName,
    salts: Salts<'_>,
) -> Result<(&'p str, Disclosure), SdJwtError> {
    let nothing = || SdJwtError::Place(pointer.to_owned());
    let (parent, token) = pointer.rsplit_once('/').ok_or_else(nothing)?;
    let name = token.replace("~1", "/").replace("~0", "~");
    match payload.pointer_mut(parent).ok_or_else(nothing)? {
        Value::Object(members) => {
            let value = members.shift_remove(&name).ok_or_else(nothing)?;
            let disclosure = Disclosure::of_member(&salts(), &name, value);
            let digests = members
                .entry("_sd")
                .or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(digests) = digests {
                digests.push(disclosure.digest(hash).into());
            }
            Ok((parent, disclosure))
        }
        Value::Array(elements) => {
            let index: usize = name.parse().map_err(|_| nothing())?;
            let element = elements.get_mut(index).ok_or_else(nothing)?;
            if element.get("...").is_some() {
                return Err(nothing());
            }
            let disclosure = Disclosure::of_element(&salts(), element.take());
            *element = json!({"...": disclosure.digest(hash)});
            Ok((parent, disclosure))
        }
        _ => Err(nothing()),
    }
}

/// Adds decoys and sorts the digests of one object.
fn finish(payload: &mut Value, parent: &str, options: &IssueOptions, salts: Salts<'_>) {
    let Some(Value::Array(digests)) = payload
        .pointer_mut(parent)
        .and_then(|object| object.get_mut("_sd"))
    else {
        return;
    };
    for _ in 0..options.decoys {
        digests.push(options.hash.of(&salts()).into());
    }
    digests.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
}

/// The members that make the mechanism work must not be among the claims.
fn check_names(value: &Value, depth: usize) -> Result<(), SdJwtError> {
    if depth > MAXIMUM_DEPTH {
        return Err(SdJwtError::Malformed("the claims are nested too deeply"));
    }
    match value {
        Value::Object(members) => members.iter().try_for_each(|(name, value)| {
            if matches!(name.as_str(), "_sd" | "_sd_alg" | "...") {
                return Err(SdJwtError::Reserved(name.clone()));
            }
            check_names(value, depth + 1)
        }),
        Value::Array(elements) => elements
            .iter()
            .try_for_each(|element| check_names(element, depth + 1)),
        _ => Ok(()),
    }
}
