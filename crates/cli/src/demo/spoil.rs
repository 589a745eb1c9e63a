//! Copies of documents with one byte changed, which no verifier may accept.

use anyhow::{Context as _, Result, bail};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use openbadges::baking::{self, Payload};
use serde_json::Value;

/// What was changed, and the copy.
pub(super) struct Spoilt {
    pub(super) what: &'static str,
    pub(super) bytes: Vec<u8>,
}

/// Where the bytes stand whose change must be noticed.
const PLACES: &[(&str, &str)] = &[
    ("recipient", "/credentialSubject/identifier/0/identityHash"),
    (
        "criterion",
        "/credentialSubject/achievement/criteria/narrative",
    ),
    ("proof", "/proof/0/proofValue"),
    ("proof", "/proof/proofValue"),
    ("recipient", "/recipient/identity"),
    ("date", "/issuedOn"),
];

/// Copies of a JSON document, each with one byte changed.
pub(super) fn json(text: &str) -> Result<Vec<Spoilt>> {
    let document: Value = serde_json::from_str(text)?;
    let copies: Vec<_> = PLACES
        .iter()
        .filter_map(|(what, pointer)| {
            let mut copy = document.clone();
            change(copy.pointer_mut(pointer)?)?;
            Some(Spoilt {
                what,
                bytes: copy.to_string().into_bytes(),
            })
        })
        .collect();
    if copies.len() < 2 {
        bail!("the document has too few places to change");
    }
    Ok(copies)
}

/// Copies of a compact JWS: its claims changed under the old signature, and its signature changed.
pub(super) fn jws(token: &str) -> Result<Vec<Spoilt>> {
    let [header, payload, signature]: [&str; 3] = token
        .trim()
        .split('.')
        .collect::<Vec<_>>()
        .try_into()
        .map_err(|_| anyhow::anyhow!("a compact JWS has three parts"))?;
    let claims = String::from_utf8(URL_SAFE_NO_PAD.decode(payload)?)?;
    let mut copies: Vec<_> = json_claims(&claims)?
        .into_iter()
        .map(|Spoilt { what, bytes }| {
            let payload = URL_SAFE_NO_PAD.encode(bytes);
            Spoilt {
                what,
                bytes: format!("{header}.{payload}.{signature}").into_bytes(),
            }
        })
        .collect();
    let mut raw = URL_SAFE_NO_PAD.decode(signature)?;
    *raw.get_mut(10)
        .context("a signature is longer than ten bytes")? ^= 1;
    let signature = URL_SAFE_NO_PAD.encode(raw);
    copies.push(Spoilt {
        what: "proof",
        bytes: format!("{header}.{payload}.{signature}").into_bytes(),
    });
    Ok(copies)
}

/// Copies of a baked picture, with the badge inside changed.
pub(super) fn baked(image: &[u8]) -> Result<Vec<Spoilt>> {
    let payloads = baking::unbake(image)?;
    let payload = payloads.first().context("the picture holds no badge")?;
    let copies = match payload {
        Payload::V3Json(text) | Payload::V2Json { json: text, .. } => json(text)?,
        Payload::V3Jwt(token) | Payload::V2Jws(token) => jws(token)?,
        Payload::V2Url(_) => bail!("an address alone cannot be changed by a byte"),
    };
    copies
        .into_iter()
        .map(|Spoilt { what, bytes }| {
            let text = String::from_utf8(bytes)?;
            let payload = match payload {
                Payload::V3Json(_) => Payload::V3Json(text),
                Payload::V3Jwt(_) => Payload::V3Jwt(text),
                Payload::V2Json { url, .. } => Payload::V2Json {
                    url: url.clone(),
                    json: text,
                },
                Payload::V2Jws(_) | Payload::V2Url(_) => Payload::V2Jws(text),
            };
            Ok(Spoilt {
                what,
                bytes: baking::bake(image, &payload)?,
            })
        })
        .collect()
}

/// A status list credential with one bit of its list changed.
pub(super) fn status_list(text: &str, index: usize) -> Result<Vec<u8>> {
    use openbadges::status::{BitstringList, Leniency};
    let mut document: Value = serde_json::from_str(text)?;
    let encoded = document
        .pointer_mut("/credentialSubject/encodedList")
        .context("the status list has no encodedList")?;
    let text = encoded.as_str().context("encodedList is text")?;
    let mut list = BitstringList::decode(text, Leniency::Strict)?;
    let bit = list.get(index)?;
    list.set(index, !bit)?;
    *encoded = Value::String(list.encode());
    Ok(document.to_string().into_bytes())
}

/// Claims sit at the top of the token; a proof is not among them.
fn json_claims(text: &str) -> Result<Vec<Spoilt>> {
    let mut copies = json(text)?;
    copies.retain(|copy| copy.what != "proof");
    Ok(copies)
}

/// Changes one letter or digit in the middle of a text, so that it stays the same kind of text.
fn change(value: &mut Value) -> Option<()> {
    let Value::String(text) = value else {
        return None;
    };
    let middle = text.len() / 2;
    let (position, letter) = text
        .char_indices()
        .find(|(position, letter)| *position >= middle && letter.is_ascii_alphanumeric())?;
    let other = match letter {
        '1' => '2',
        'e' => 'a',
        '0'..='9' => '1',
        'a'..='z' => 'e',
        _ => {
            if letter == 'K' {
                'M'
            } else {
                'K'
            }
        }
    };
    text.replace_range(position..=position, &other.to_string());
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_byte_is_changed() {
        let mut value = Value::from("sha256$00ff10ab");

        change(&mut value).unwrap();

        let changed = value.as_str().unwrap();
        let differences = changed
            .bytes()
            .zip("sha256$00ff10ab".bytes())
            .filter(|(a, b)| a != b);
        assert_eq!(differences.count(), 1);
    }
}
