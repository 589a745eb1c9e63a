//! Putting what is disclosed back where its digests stand (RFC 9901, section 7.1).

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::{HashName, SdJwt, SdJwtError};
use crate::document::At;
use crate::json::{MAXIMUM_BYTES, MAXIMUM_DEPTH};

/// The claims in full, and where the disclosures went.
pub(crate) struct Processed {
    pub(crate) claims: Map<String, Value>,
    /// In the order of the disclosures.
    pub(crate) places: Vec<Place>,
    /// Digests that nothing was shown for: parts that are held back, and decoys.
    pub(crate) unopened: usize,
}

/// Where a disclosure belongs.
pub(crate) struct Place {
    /// A JSON pointer into the claims as the issuer wrote them: elements that stay hidden count too.
    pub(crate) at: String,
    /// The disclosure inside which it stands.
    pub(crate) inside: Option<usize>,
}

pub(super) fn claims(token: &SdJwt) -> Result<Processed, SdJwtError> {
    let mut claims = token.payload()?;
    let hash = hash_of(&mut claims)?;
    let mut work = Work::new(token, hash)?;
    work.object(&mut claims, &At::start(""), None, 0)?;
    let mut places = Vec::with_capacity(work.places.len());
    for (index, place) in std::mem::take(&mut work.places).into_iter().enumerate() {
        places.push(place.ok_or(SdJwtError::UnusedDisclosure(index))?);
    }
    // Each disclosure has its place by now, and so its digest among those that were met.
    let unopened = work.met.len() - token.disclosures.len();
    Ok(Processed {
        claims,
        places,
        unopened,
    })
}

fn hash_of(claims: &mut Map<String, Value>) -> Result<HashName, SdJwtError> {
    match claims.shift_remove("_sd_alg") {
        None => Ok(HashName::default()),
        Some(Value::String(name)) => {
            HashName::from_name(&name).ok_or(SdJwtError::UnsupportedHash(name))
        }
        Some(_) => Err(SdJwtError::Digests("_sd_alg is no text")),
    }
}

struct Work<'a> {
    token: &'a SdJwt,
    /// Disclosures by their digest.
    by_digest: HashMap<String, usize>,
    /// Digests that were met, in the token or in a disclosure.
    met: HashSet<String>,
    places: Vec<Option<Place>>,
    /// How many bytes of places may still be written down.
    left: usize,
}

/// More than the places of any honest token take: its names are short, and a text is no longer than that either.
const MOST_OF_PLACES: usize = MAXIMUM_BYTES;

impl<'a> Work<'a> {
    fn new(token: &'a SdJwt, hash: HashName) -> Result<Self, SdJwtError> {
        let mut by_digest = HashMap::new();
        for (index, disclosure) in token.disclosures.iter().enumerate() {
            if by_digest.insert(disclosure.digest(hash), index).is_some() {
                return Err(SdJwtError::RepeatedDigest);
            }
        }
        Ok(Self {
            token,
            by_digest,
            met: HashSet::new(),
            places: token.disclosures.iter().map(|_| None).collect(),
            left: MOST_OF_PLACES,
        })
    }

    fn value(
        &mut self,
        value: &mut Value,
        at: &At<'_>,
        inside: Option<usize>,
        depth: usize,
    ) -> Result<(), SdJwtError> {
        // Each disclosure may nest as deep as a document, and disclosures nest in one another.
        if depth > MAXIMUM_DEPTH {
            return Err(SdJwtError::Malformed("it is nested too deeply"));
        }
        match value {
            Value::Object(members) => self.object(members, at, inside, depth),
            Value::Array(elements) => self.array(elements, at, inside, depth),
            _ => Ok(()),
        }
    }

    fn object(
        &mut self,
        members: &mut Map<String, Value>,
        at: &At<'_>,
        inside: Option<usize>,
        depth: usize,
    ) -> Result<(), SdJwtError> {
        let digests = members.shift_remove("_sd");
        for reserved in ["...", "_sd_alg"] {
            if members.contains_key(reserved) {
                return Err(SdJwtError::Reserved(reserved.to_owned()));
            }
        }
        for (name, value) in members.iter_mut() {
            self.value(value, &at.member(name), inside, depth + 1)?;
        }
        let digests = match digests {
            None => return Ok(()),
            Some(Value::Array(digests)) => digests,
            Some(_) => return Err(SdJwtError::Digests("_sd is no list")),
        };
        for digest in digests {
            let Value::String(digest) = digest else {
                return Err(SdJwtError::Digests("a digest is no text"));
            };
            let Some(index) = self.find(digest)? else {
                continue;
            };
            let disclosure = &self.token.disclosures[index];
            let Some(name) = disclosure.name.clone() else {
                return Err(SdJwtError::Digests("an element where a member belongs"));
            };
            let reserved = matches!(name.as_str(), "_sd" | "..." | "_sd_alg");
            if reserved || members.contains_key(&name) {
                return Err(SdJwtError::Member(name));
            }
            let place = at.member(&name);
            let value = self.disclosed(index, &place, inside, depth)?;
            members.insert(name, value);
        }
        Ok(())
    }

    fn array(
        &mut self,
        elements: &mut Vec<Value>,
        at: &At<'_>,
        inside: Option<usize>,
        depth: usize,
    ) -> Result<(), SdJwtError> {
        let mut kept = Vec::with_capacity(elements.len());
        for (index, mut element) in std::mem::take(elements).into_iter().enumerate() {
            let place = at.item(index);
            match hidden_element(&element)? {
                None => {
                    self.value(&mut element, &place, inside, depth + 1)?;
                    kept.push(element);
                }
                Some(digest) => {
                    let Some(found) = self.find(digest)? else {
                        continue;
                    };
                    if self.token.disclosures[found].name.is_some() {
                        return Err(SdJwtError::Digests("a member where an element belongs"));
                    }
                    kept.push(self.disclosed(found, &place, inside, depth)?);
                }
            }
        }
        *elements = kept;
        Ok(())
    }

    /// The disclosure of a digest; an error if the digest was met before.
    fn find(&mut self, digest: String) -> Result<Option<usize>, SdJwtError> {
        let found = self.by_digest.get(&digest).copied();
        if !self.met.insert(digest) {
            return Err(SdJwtError::RepeatedDigest);
        }
        Ok(found)
    }

    /// The value of a disclosure, with what is disclosed inside it.
    fn disclosed(
        &mut self,
        index: usize,
        at: &At<'_>,
        inside: Option<usize>,
        depth: usize,
    ) -> Result<Value, SdJwtError> {
        let mut value = self.token.disclosures[index].value.clone();
        self.value(&mut value, at, Some(index), depth + 1)?;
        let at = String::from(at);
        let left = self.left.checked_sub(at.len());
        self.left = left.ok_or(SdJwtError::Malformed("its names are too long"))?;
        self.places[index] = Some(Place { at, inside });
        Ok(value)
    }
}

/// The digest of an element that is hidden: an object with the one member `...`.
fn hidden_element(element: &Value) -> Result<Option<String>, SdJwtError> {
    let Some(digest) = element.as_object().and_then(|members| members.get("...")) else {
        return Ok(None);
    };
    match (digest, element.as_object().map(Map::len)) {
        (Value::String(digest), Some(1)) => Ok(Some(digest.clone())),
        _ => Err(SdJwtError::Digests("a hidden element is malformed")),
    }
}
