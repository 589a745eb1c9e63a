//! What stands in `proofValue`: one form for the holder, another for those to whom a part is shown.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::super::data_integrity::ProofError;
use super::MOST_SIGNATURES;
use super::cbor::{Reader, Writer};
use crate::canonical::rdfc::{parse_n_quads, write_quad};
use crate::keys::{KeyError, PublicKey};

const BASE: [u8; 3] = [0xd9, 0x5d, 0x00];
const DERIVED: [u8; 3] = [0xd9, 0x5d, 0x01];

/// Longer than any value with as many signatures as are allowed.
const LONGEST_TEXT: usize = 200_000;

/// An ECDSA signature over P-256: `r`, then `s`.
pub type Signature = [u8; 64];

/// The header of a P-256 Multikey and a compressed point.
const KEY_LENGTH: usize = 35;

/// The value of a base proof, which goes from the issuer to the holder and no further (section 3.5.2).
///
/// Whoever has it can show any part of the document, and can tell from what others were shown what they were not.
///
/// Data Integrity ECDSA 1.0, 3.5.2: the base proof value.
#[derive(Debug, Clone, PartialEq)]
pub struct BaseProof {
    /// By the issuer's key: over the proof options, `public_key` and the mandatory statements.
    pub base_signature: Signature,
    /// The key that was made for this one proof.
    pub public_key: PublicKey,
    /// The key that hides how many blank nodes there are and in which order.
    pub hmac_key: [u8; 32],
    /// By `public_key`: one for each statement that is not mandatory, in their order.
    pub signatures: Vec<Signature>,
    /// JSON pointers to what must always be shown.
    pub mandatory_pointers: Vec<String>,
}

/// The value of a derived proof, which goes from the holder to a verifier (section 3.5.7).
///
/// Data Integrity ECDSA 1.0, 3.5.7: the disclosure proof value.
#[derive(Debug, Clone, PartialEq)]
pub struct DerivedProof {
    /// As in the base proof.
    pub base_signature: Signature,
    /// As in the base proof.
    pub public_key: PublicKey,
    /// One for each statement that is shown and not mandatory, in their order.
    pub signatures: Vec<Signature>,
    /// For each canonical number of a blank node the label under which it was signed.
    pub label_map: BTreeMap<usize, [u8; 32]>,
    /// Which of the statements that are shown are mandatory.
    pub mandatory_indexes: Vec<usize>,
}

/// Either value, as its first bytes tell.
pub(super) enum ProofValue {
    Base(BaseProof),
    Derived(DerivedProof),
}

impl ProofValue {
    pub(super) fn decode(text: &str) -> Result<Self, ProofError> {
        let encoded = text.strip_prefix('u').ok_or(ProofError::Malformed(
            "proofValue is not a text that begins with u",
        ))?;
        if encoded.len() > LONGEST_TEXT {
            return Err(ProofError::Malformed("proofValue is too long"));
        }
        let bytes = URL_SAFE_NO_PAD
            .decode(encoded)
            .map_err(|_| ProofError::Malformed("proofValue is not base64url"))?;
        match bytes.split_first_chunk() {
            Some((&BASE, rest)) => BaseProof::read(Reader::new(rest)).map(Self::Base),
            Some((&DERIVED, rest)) => DerivedProof::read(Reader::new(rest)).map(Self::Derived),
            _ => Err(ProofError::Malformed(
                "proofValue is neither a base proof nor a derived one",
            )),
        }
    }
}

impl BaseProof {
    /// Reads a `proofValue`; refuses that of a derived proof.
    pub fn decode(text: &str) -> Result<Self, ProofError> {
        match ProofValue::decode(text)? {
            ProofValue::Base(value) => Ok(value),
            ProofValue::Derived(_) => Err(ProofError::Malformed(
                "it is a derived proof, not a base proof",
            )),
        }
    }

    /// Writes the `proofValue`.
    pub fn encode(&self) -> String {
        let mut writer = Writer::after(BASE);
        writer
            .array(5)
            .bytes(&self.base_signature)
            .bytes(&key_bytes(&self.public_key))
            .bytes(&self.hmac_key);
        write_signatures(&mut writer, &self.signatures);
        writer.array(self.mandatory_pointers.len());
        for pointer in &self.mandatory_pointers {
            writer.text(pointer);
        }
        multibase(writer)
    }

    fn read(mut reader: Reader<'_>) -> Result<Self, ProofError> {
        expect_five(&mut reader)?;
        let base_signature = reader.bytes()?;
        let public_key = read_key(&mut reader)?;
        let hmac_key = reader.bytes()?;
        let signatures = read_signatures(&mut reader)?;
        let mut mandatory_pointers = Vec::new();
        for _ in 0..reader.array()? {
            mandatory_pointers.push(reader.text()?.to_owned());
        }
        reader.end()?;
        Ok(Self {
            base_signature,
            public_key,
            hmac_key,
            signatures,
            mandatory_pointers,
        })
    }
}

impl DerivedProof {
    /// Reads a `proofValue`; refuses that of a base proof with [`ProofError::BaseProof`].
    pub fn decode(text: &str) -> Result<Self, ProofError> {
        match ProofValue::decode(text)? {
            ProofValue::Derived(value) => Ok(value),
            ProofValue::Base(_) => Err(ProofError::BaseProof),
        }
    }

    /// Writes the `proofValue`.
    pub fn encode(&self) -> String {
        let mut writer = Writer::after(DERIVED);
        writer
            .array(5)
            .bytes(&self.base_signature)
            .bytes(&key_bytes(&self.public_key));
        write_signatures(&mut writer, &self.signatures);
        writer.map(self.label_map.len());
        for (number, label) in &self.label_map {
            writer.unsigned(*number).bytes(label);
        }
        writer.array(self.mandatory_indexes.len());
        for index in &self.mandatory_indexes {
            writer.unsigned(*index);
        }
        multibase(writer)
    }

    /// Gives canonical N-Quads the labels under which they were signed, and sorts the lines again.
    ///
    /// Every blank node must have a label of its own, and no label may be left over: two nodes with one label would
    /// turn what was said of one thing into statements about two.
    pub fn lines(&self, n_quads: &str) -> Result<Vec<String>, ProofError> {
        const LABELS: ProofError =
            ProofError::Malformed("the labels are not those of the document");
        let (quads, names) = parse_n_quads(n_quads).map_err(|_| LABELS)?;
        let distinct: BTreeSet<_> = self.label_map.values().collect();
        if names.len() != self.label_map.len() || distinct.len() != names.len() {
            return Err(LABELS);
        }
        let labels = names
            .iter()
            .map(|name| {
                let number = name.strip_prefix("c14n")?.parse().ok()?;
                self.label_map.get(&number).map(node_name)
            })
            .collect::<Option<Vec<_>>>()
            .ok_or(LABELS)?;
        let mut lines: Vec<_> = quads
            .iter()
            .map(|quad| write_quad(quad, |node| labels[node].clone()))
            .collect();
        lines.sort_unstable();
        Ok(lines)
    }

    fn read(mut reader: Reader<'_>) -> Result<Self, ProofError> {
        const TWICE: ProofError = ProofError::Malformed("proofValue says something twice");
        expect_five(&mut reader)?;
        let base_signature = reader.bytes()?;
        let public_key = read_key(&mut reader)?;
        let signatures = read_signatures(&mut reader)?;
        let mut label_map = BTreeMap::new();
        for _ in 0..reader.map()? {
            let number = reader.unsigned()?;
            if label_map.insert(number, reader.bytes()?).is_some() {
                return Err(TWICE);
            }
        }
        let mut mandatory_indexes = Vec::new();
        for _ in 0..reader.array()? {
            let index = reader.unsigned()?;
            if mandatory_indexes.last().is_some_and(|last| *last >= index) {
                return Err(TWICE);
            }
            mandatory_indexes.push(index);
        }
        reader.end()?;
        Ok(Self {
            base_signature,
            public_key,
            signatures,
            label_map,
            mandatory_indexes,
        })
    }
}

/// The name of a blank node in a signed statement.
pub(super) fn node_name(label: &[u8; 32]) -> String {
    format!("_:u{}", URL_SAFE_NO_PAD.encode(label))
}

/// The key in the form that is signed: the bytes of its Multikey.
pub(super) fn key_bytes(key: &PublicKey) -> Vec<u8> {
    key.to_multikey_bytes().unwrap_or_default()
}

fn read_key(reader: &mut Reader<'_>) -> Result<PublicKey, ProofError> {
    match PublicKey::from_multikey_bytes(&reader.bytes::<KEY_LENGTH>()?) {
        Ok(key @ PublicKey::P256(_)) => Ok(key),
        Ok(_) | Err(KeyError::Unsupported(_)) => Err(ProofError::Malformed(
            "the key of the statements is not a P-256 key",
        )),
        Err(_) => Err(ProofError::Malformed("the key of the statements is no key")),
    }
}

fn expect_five(reader: &mut Reader<'_>) -> Result<(), ProofError> {
    match reader.array()? {
        5 => Ok(()),
        _ => Err(ProofError::Malformed("proofValue does not have five parts")),
    }
}

fn read_signatures(reader: &mut Reader<'_>) -> Result<Vec<Signature>, ProofError> {
    let number = reader.array()?;
    if number > MOST_SIGNATURES {
        return Err(ProofError::Malformed("it covers too many statements"));
    }
    (0..number).map(|_| reader.bytes()).collect()
}

fn write_signatures(writer: &mut Writer, signatures: &[Signature]) {
    writer.array(signatures.len());
    for signature in signatures {
        writer.bytes(signature);
    }
}

fn multibase(writer: Writer) -> String {
    format!("u{}", URL_SAFE_NO_PAD.encode(writer.into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn key() -> PublicKey {
        use crate::keys::{Signer as _, SigningKey};
        SigningKey::p256_from_scalar([5; 32]).unwrap().public_key()
    }

    prop_compose! {
        fn derived()(
            base in any::<[u8; 32]>(),
            signatures in vec(any::<u8>(), 0..40),
            labels in vec(any::<[u8; 32]>(), 0..40),
            indexes in proptest::collection::btree_set(0..70_000_usize, 0..40),
        ) -> DerivedProof {
            DerivedProof {
                base_signature: [base, base].concat().try_into().unwrap(),
                public_key: key(),
                signatures: signatures.into_iter().map(|byte| [byte; 64]).collect(),
                label_map: labels.into_iter().enumerate().collect(),
                mandatory_indexes: indexes.into_iter().collect(),
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(value in derived(), pointers in vec("/[a-z~/é]{0,40}", 0..30)) {
            let base = BaseProof {
                base_signature: value.base_signature,
                public_key: key(),
                hmac_key: [7; 32],
                signatures: value.signatures.clone(),
                mandatory_pointers: pointers,
            };

            prop_assert_eq!(DerivedProof::decode(&value.encode()), Ok(value.clone()));
            prop_assert_eq!(BaseProof::decode(&base.encode()), Ok(base.clone()));
            prop_assert_eq!(DerivedProof::decode(&base.encode()), Err(ProofError::BaseProof));
            prop_assert!(BaseProof::decode(&value.encode()).is_err());
        }

        #[test]
        fn bytes_that_were_changed_are_refused_or_another_value(value in derived(), at in any::<prop::sample::Index>(), with: u8) {
            let text = value.encode();
            let mut bytes = URL_SAFE_NO_PAD.decode(&text[1..]).unwrap();
            let at = at.index(bytes.len());
            let same = bytes[at] == with;
            bytes[at] = with;
            let changed = format!("u{}", URL_SAFE_NO_PAD.encode(&bytes));

            let read = DerivedProof::decode(&changed);

            prop_assert_eq!(read == Ok(value), same);
        }

        #[test]
        fn no_bytes_break_the_reader(kind in 0..3_u8, bytes in vec(any::<u8>(), 0..300)) {
            let text = format!("u{}", URL_SAFE_NO_PAD.encode([&[0xd9, 0x5d, kind, 0x85], &bytes[..]].concat()));

            prop_assert!(ProofValue::decode(&text).is_err());
        }
    }
}
