//! Related resources: is what stands at the address still what was signed (data model 2.0, section 5.3)?

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::Value;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::codes::Code;
use super::fetch::Answer;
use super::run::{Findings, Run};
use super::shape::v3::several;
use super::shape::{shorten, web_address};

/// How many resources are fetched for one credential.
const MOST: usize = 8;

/// Whatever the resource is.
const ACCEPT: &str = "*/*";

/// Compares the digests of all related resources that can be had. One that cannot says nothing against the credential.
pub(super) fn check(run: &mut Run<'_>, credential: &Value, findings: &mut Findings) {
    let resources = several(credential, "relatedResource");
    for (index, (at, resource)) in resources.into_iter().enumerate() {
        let id = format!("resource.{index}");
        if index == MOST {
            let detail = format!("there are more than {MOST}");
            return findings.add_at(id, Code::ResourceUnchecked, at, detail);
        }
        let (code, detail) = look(run, resource);
        findings.add_at(id, code, at, detail);
    }
}

fn look(run: &mut Run<'_>, resource: &Value) -> (Code, String) {
    let address = resource
        .get("id")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let shown = shorten(address);
    let digests = match digests_of(resource) {
        Ok(digests) => digests,
        Err(why) => return (Code::ResourceUnchecked, format!("{shown}: {why}")),
    };
    let Some(url) = web_address(address) else {
        return (
            Code::ResourceUnchecked,
            format!("{shown} is no web address"),
        );
    };
    let body = match run.fetcher.get(&url, ACCEPT) {
        Answer::Found(found) => found,
        Answer::NotFound | Answer::Gone(_) => {
            let detail = format!("the server says that {url} does not exist");
            return (Code::ResourceUnchecked, detail);
        }
        Answer::Unknown(why) => return (Code::ResourceUnchecked, why),
    };
    match digests.iter().find(|digest| !digest.is_of(&body.body)) {
        None => (Code::ResourceOk, format!("{shown} is what was signed")),
        Some(_) => (
            Code::ResourceDiffers,
            format!("{shown} has another digest than the one that was signed"),
        ),
    }
}

/// A digest that a resource should have.
struct Digest(Vec<u8>);

impl Digest {
    /// The hash goes by the length: each of the three has its own.
    fn is_of(&self, body: &[u8]) -> bool {
        match self.0.len() {
            32 => self.0 == Sha256::digest(body).as_slice(),
            48 => self.0 == Sha384::digest(body).as_slice(),
            _ => self.0 == Sha512::digest(body).as_slice(),
        }
    }
}

fn digests_of(resource: &Value) -> Result<Vec<Digest>, &'static str> {
    let text = |name: &str| resource.get(name).and_then(Value::as_str);
    let mut digests = Vec::new();
    if let Some(value) = text("digestSRI") {
        digests.push(of_sri(value).ok_or("its digestSRI is of no kind that is known here")?);
    }
    if let Some(value) = text("digestMultibase") {
        let digest = of_multibase(value);
        digests.push(digest.ok_or("its digestMultibase is of no kind that is known here")?);
    }
    Ok(digests)
}

/// `sha384-…`; of several the strongest counts (Subresource Integrity, section 3.3.4).
fn of_sri(value: &str) -> Option<Digest> {
    let mut found: Vec<Digest> = value
        .split_ascii_whitespace()
        .filter_map(|one| {
            let (name, rest) = one.split_once('-')?;
            let digest = rest.split('?').next()?;
            let bytes = STANDARD
                .decode(digest)
                .or_else(|_| STANDARD_NO_PAD.decode(digest))
                .ok()?;
            let length = match name {
                "sha256" => 32,
                "sha384" => 48,
                "sha512" => 64,
                _ => return None,
            };
            (bytes.len() == length).then_some(Digest(bytes))
        })
        .collect();
    found.sort_by_key(|digest| digest.0.len());
    found.pop()
}

/// A multihash (Data Integrity 1.0, section 2.6); the bare digest is also met.
fn of_multibase(value: &str) -> Option<Digest> {
    let bytes = match value.split_at_checked(1)? {
        ("u", rest) => URL_SAFE_NO_PAD.decode(rest).ok()?,
        ("z", rest) if rest.len() < 128 => bs58::decode(rest).into_vec().ok()?,
        _ => return None,
    };
    let digest = match bytes.as_slice() {
        [0x12, 32, digest @ ..] if digest.len() == 32 => digest,
        [0x20, 48, digest @ ..] if digest.len() == 48 => digest,
        [0x13, 64, digest @ ..] if digest.len() == 64 => digest,
        bare if matches!(bare.len(), 32 | 48 | 64) => bare,
        _ => return None,
    };
    Some(Digest(digest.to_vec()))
}
