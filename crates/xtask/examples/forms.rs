//! Writes one badge in every form in which the library issues, and a spoilt copy of each: `forms FOLDER`.
//!
//! `forms.json` says who is to judge each file, by the names in `tests/interop/accept.mjs` and `accept.py`, and what they
//! must say. Nothing of it has to be fetched but the 2.0 documents in `documents.json`.
#![expect(
    clippy::print_stdout,
    reason = "the errand shows these lines to the person at the terminal"
)]

use std::{error::Error, fs, path::Path, process::ExitCode};

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use openbadges::baking::{Payload, bake};
use openbadges::did::did_key;
use openbadges::keys::{PublicKey, Signer, SigningKey};
use openbadges::presentation::{self, Occasion, Presentation};
use openbadges::proof::{
    Suite::{self, EcdsaJcs2019, EcdsaRdfc2019, Ed25519Signature2020, EddsaJcs2022, EddsaRdfc2022},
    data_integrity::{self, ProofOptions},
    ecdsa_sd, sd_jwt, vc_jose, vc_jwt,
};
use openbadges::v2;
use serde_json::{Map, Value, json};

use Kind::{Png, Svg, Text};

type Answer<T> = Result<T, Box<dyn Error>>;

const CREDENTIAL: &str = include_str!("../../openbadges/benches/credential/credential.json");
const PNG: &[u8] = include_bytes!("../../../fuzz/corpus/unbake/plain.png");
const SVG: &[u8] = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>"#;
const ED25519_2020: &str = "https://w3id.org/security/suites/ed25519-2020/v1";
/// Where the 2.0 documents stand.
const SITE: &str = "https://badges.example.edu/v2";
/// What a verifier of presentations asks for.
const CHALLENGE: &str = "8f2c";
const DOMAIN: &str = "https://verifier.example";
/// Part of every form, so that each can be spoilt in a word that is signed.
const TRUE_WORD: &str = "Statistics";
const FALSE_WORD: &str = "Statistic5";

/// A form: its name, the kind of file, who judges it, and how it is made.
struct Form {
    name: &'static str,
    kind: Kind,
    judges: &'static [&'static str],
    make: fn(&World) -> Answer<Made>,
}

enum Kind {
    /// The text itself, with this ending.
    Text(&'static str),
    /// The text inside a picture.
    Png(fn(String) -> Payload),
    Svg(fn(String) -> Payload),
}

/// A signed text, and whose signature it carries.
struct Made {
    text: String,
    key: PublicKey,
    /// The claim `iss`, if the form has one.
    issuer: Option<String>,
}

const JSON: Kind = Text("json");
const JWT: Kind = Text("jwt");

/// Whoever knows the one proof that Open Badges 3.0 asks for.
const ALL: &[&str] = &[
    "@digitalbazaar",
    "verifier-core",
    "LearnCard",
    "openbadgeslib",
];
/// Those who know the older proof as well.
const WALLETS: &[&str] = &["@digitalbazaar", "verifier-core", "LearnCard"];
const BAZAAR: &[&str] = &["@digitalbazaar"];
/// Derives a part of what we signed, and verifies that.
const HOLDER: &[&str] = &["@digitalbazaar, as holder"];
const JOSE: &[&str] = &["jose"];
const TOKENS: &[&str] = &["jose", "openbadgeslib"];
const PYTHON: &[&str] = &["openbadgeslib"];
const V2: &[&str] = &["openbadgeslib", "openbadges"];

/// A line a form.
#[rustfmt::skip]
const FORMS: &[Form] = &[
    Form { name: "eddsa-rdfc-2022",        kind: JSON, judges: ALL,     make: |world| world.proven(&world.ed25519, &[EddsaRdfc2022]) },
    Form { name: "ed25519-signature-2020", kind: JSON, judges: WALLETS, make: |world| world.proven(&world.ed25519, &[Ed25519Signature2020]) },
    Form { name: "proof-set",              kind: JSON, judges: WALLETS, make: |world| world.proven(&world.ed25519, &[EddsaRdfc2022, Ed25519Signature2020]) },
    Form { name: "eddsa-jcs-2022",         kind: JSON, judges: BAZAAR,  make: |world| world.proven(&world.ed25519, &[EddsaJcs2022]) },
    Form { name: "ecdsa-rdfc-2019-p256",   kind: JSON, judges: BAZAAR,  make: |world| world.proven(&world.p256, &[EcdsaRdfc2019]) },
    Form { name: "ecdsa-rdfc-2019-p384",   kind: JSON, judges: BAZAAR,  make: |world| world.proven(&world.p384, &[EcdsaRdfc2019]) },
    Form { name: "ecdsa-jcs-2019-p256",    kind: JSON, judges: BAZAAR,  make: |world| world.proven(&world.p256, &[EcdsaJcs2019]) },
    Form { name: "ecdsa-jcs-2019-p384",    kind: JSON, judges: BAZAAR,  make: |world| world.proven(&world.p384, &[EcdsaJcs2019]) },
    Form { name: "ecdsa-sd-2023-whole",    kind: JSON, judges: HOLDER,  make: World::whole },
    Form { name: "ecdsa-sd-2023",          kind: JSON, judges: BAZAAR,  make: World::disclosed },
    Form { name: "presentation",           kind: JSON, judges: BAZAAR,  make: World::presented },
    Form { name: "jwt-eddsa",              kind: JWT,  judges: TOKENS,  make: |world| world.token(&world.ed25519) },
    Form { name: "jwt-es256",              kind: JWT,  judges: TOKENS,  make: |world| world.token(&world.p256) },
    Form { name: "jwt-es384",              kind: JWT,  judges: TOKENS,  make: |world| world.token(&world.p384) },
    Form { name: "jwt-rs256",              kind: JWT,  judges: TOKENS,  make: |world| world.token(&world.rsa) },
    Form { name: "vc-jwt-eddsa",           kind: JWT,  judges: JOSE,    make: |world| world.vc_jwt(&world.ed25519) },
    Form { name: "vc-jwt-es256",           kind: JWT,  judges: JOSE,    make: |world| world.vc_jwt(&world.p256) },
    Form { name: "vc-jwt-es384",           kind: JWT,  judges: JOSE,    make: |world| world.vc_jwt(&world.p384) },
    Form { name: "vc-jwt-rs256",           kind: JWT,  judges: JOSE,    make: |world| world.vc_jwt(&world.rsa) },
    Form { name: "sd-jwt-vc",              kind: Text("sd-jwt"), judges: &["sd-jwt-vc"], make: World::sd_jwt_vc },
    Form { name: "proof-baked",            kind: Png(Payload::V3Json), judges: PYTHON, make: |world| world.proven(&world.ed25519, &[EddsaRdfc2022]) },
    Form { name: "proof-baked",            kind: Svg(Payload::V3Json), judges: PYTHON, make: |world| world.proven(&world.ed25519, &[EddsaRdfc2022]) },
    Form { name: "jwt-baked",              kind: Png(Payload::V3Jwt),  judges: PYTHON, make: |world| world.token(&world.p256) },
    Form { name: "jwt-baked",              kind: Svg(Payload::V3Jwt),  judges: PYTHON, make: |world| world.token(&world.p256) },
    Form { name: "v2-signed",              kind: Text("jws"),          judges: V2,     make: World::signed_v2 },
    Form { name: "v2-signed-baked",        kind: Png(Payload::V2Jws),  judges: V2,     make: World::signed_v2 },
    Form { name: "v2-signed-baked",        kind: Svg(Payload::V2Jws),  judges: V2,     make: World::signed_v2 },
];

fn main() -> Answer<ExitCode> {
    let folder = std::env::args().nth(1).ok_or("usage: forms FOLDER")?;
    let folder = Path::new(&folder);
    let world = World::new()?;
    let mut rows = Vec::new();
    let mut failed = false;
    for form in FORMS {
        let made = match (form.make)(&world) {
            Ok(made) => made,
            Err(error) => {
                println!("FAIL ours            {} is not issued: {error}", form.name);
                failed = true;
                continue;
            }
        };
        for (expected, text) in [
            ("valid", made.text.clone()),
            ("invalid", spoilt(&made.text)?),
        ] {
            let (bytes, ending) = form.kind.file(text)?;
            let file = format!("{}.{expected}.{ending}", form.name);
            fs::write(folder.join(&file), bytes)?;
            rows.push(json!({
                "file": file,
                "judges": form.judges,
                "expected": expected,
                "issuer": made.issuer,
                "key": made.key.to_jwk(),
                "algorithm": made.key.algorithm().as_str(),
                "challenge": CHALLENGE,
                "domain": DOMAIN,
            }));
        }
    }
    fs::write(folder.join("forms.json"), Value::from(rows).to_string())?;
    let documents = Value::Object(world.documents_v2()).to_string();
    fs::write(folder.join("documents.json"), documents)?;
    Ok(ExitCode::from(u8::from(failed)))
}

impl Kind {
    /// The file that carries a text, and its ending.
    fn file(&self, text: String) -> Answer<(Vec<u8>, &'static str)> {
        Ok(match self {
            Self::Text(ending) => (text.into_bytes(), ending),
            Self::Png(payload) => (bake(PNG, &payload(text))?, "png"),
            Self::Svg(payload) => (bake(SVG, &payload(text))?, "svg"),
        })
    }
}

/// The keys of our issuers.
struct World {
    ed25519: SigningKey,
    p256: SigningKey,
    p384: SigningKey,
    rsa: SigningKey,
    now: jiff::Timestamp,
}

impl World {
    fn new() -> Answer<Self> {
        Ok(Self {
            ed25519: SigningKey::ed25519_from_seed([7; 32]),
            p256: SigningKey::p256_from_scalar([7; 32])?,
            p384: SigningKey::p384_from_scalar([7; 48])?,
            rsa: SigningKey::generate_rsa_2048()?,
            now: "2026-11-22T09:00:00Z".parse()?,
        })
    }

    /// The badge of an issuer; without its status, which would have to be fetched.
    fn credential(&self, issuer: &str) -> Answer<Value> {
        let mut credential: Value = serde_json::from_str(CREDENTIAL)?;
        credential["issuer"]["id"] = issuer.into();
        let members = credential.as_object_mut().ok_or("an object")?;
        members.remove("credentialStatus");
        Ok(credential)
    }

    /// With a proof of each suite by one key.
    fn proven(&self, key: &SigningKey, suites: &[Suite]) -> Answer<Made> {
        let public = key.public_key();
        let did = did_key(&public).ok_or("this key has no did:key")?;
        let mut credential = self.credential(&did)?;
        if suites.contains(&Ed25519Signature2020) {
            let contexts = credential["@context"].as_array_mut().ok_or("a list")?;
            contexts.push(ED25519_2020.into());
        }
        let options: Vec<_> = suites
            .iter()
            .map(|suite| self.options(*suite, &did))
            .collect();
        let signed = data_integrity::sign(&credential, &options, key)?;
        Ok(Made {
            text: signed.to_string(),
            key: public,
            issuer: Some(did),
        })
    }

    fn options(&self, suite: Suite, did: &str) -> ProofOptions {
        ProofOptions {
            suite,
            created: self.now,
            verification_method: format!("{did}#{}", did.trim_start_matches("did:key:")),
            purpose: "assertionMethod".to_owned(),
        }
    }

    /// As a JSON Web Token.
    fn token(&self, key: &SigningKey) -> Answer<Made> {
        let public = key.public_key();
        let issuer = "https://badges.example.edu/issuer".to_owned();
        let mut credential = self.credential(&issuer)?;
        credential["credentialSubject"]["id"] =
            "urn:uuid:6f1c2b0e-8a54-4c1e-9f0e-2b7d5a7f1c02".into();
        let text = vc_jwt::sign(&credential, "https://badges.example.edu/keys/1", key)?;
        Ok(Made {
            text,
            key: public,
            issuer: Some(issuer),
        })
    }

    /// Shown by its holder to somebody who asked.
    fn presented(&self) -> Answer<Made> {
        let badge = self.proven(&self.ed25519, &[EddsaRdfc2022])?;
        let holder = did_key(&self.ed25519.public_key()).ok_or("an Ed25519 key has a did:key")?;
        let presentation = Presentation::by(&holder).credential(serde_json::from_str(&badge.text)?);
        let occasion = Occasion::at(self.now).challenge(CHALLENGE).domain(DOMAIN);
        let signed = presentation::sign(&presentation.to_value(), &occasion, &self.ed25519)?;
        Ok(Made {
            text: signed.to_string(),
            ..badge
        })
    }

    /// Signed so that its holder may show a part of it.
    fn whole(&self) -> Answer<Made> {
        let public = self.p256.public_key();
        let did = did_key(&public).ok_or("a P-256 key has a did:key")?;
        let mut credential = self.credential(&did)?;
        // What others derive from breaks on lists.
        let description =
            &mut credential["credentialSubject"]["achievement"]["resultDescription"][0];
        let members = description.as_object_mut().ok_or("an object")?;
        members.remove("allowedValue");
        let proof_key = SigningKey::p256_from_scalar([8; 32])?;
        let fresh = ecdsa_sd::Fresh {
            hmac_key: [9; 32],
            proof_key: &proof_key,
        };
        let options = self.options(Suite::EcdsaSd2023, &did);
        let mandatory = ecdsa_sd::mandatory_in_badge(&credential);
        let whole = ecdsa_sd::sign(&credential, &options, &mandatory, &self.p256, &fresh)?;
        Ok(Made {
            text: whole.to_string(),
            key: public,
            issuer: None,
        })
    }

    /// A part of it.
    fn disclosed(&self) -> Answer<Made> {
        let made = self.whole()?;
        let whole: Value = serde_json::from_str(&made.text)?;
        let part = ecdsa_sd::derive(&whole, &whole["proof"], &["/credentialSubject/achievement"])?;
        Ok(Made {
            text: part.to_string(),
            ..made
        })
    }

    /// As a token in the way of VC-JOSE-COSE.
    fn vc_jwt(&self, key: &SigningKey) -> Answer<Made> {
        let credential = self.credential("https://badges.example.edu/issuer")?;
        let options = vc_jose::TokenOptions::new("https://badges.example.edu/keys/1");
        Ok(Made {
            text: vc_jose::sign_credential(&credential, &options, key)?,
            key: key.public_key(),
            issuer: None,
        })
    }

    /// As a token of which the holder may show a part; all of it is shown.
    fn sd_jwt_vc(&self) -> Answer<Made> {
        let credential = self.credential("https://badges.example.edu/issuer")?;
        let badge = sd_jwt::badge_claims(&credential, "https://badges.example.edu/vct/badge")?;
        let options = sd_jwt::IssueOptions::new("https://badges.example.edu/keys/1");
        let mut salt = 0;
        let mut salts = || {
            salt += 1;
            [salt; 16]
        };
        Ok(Made {
            text: sd_jwt::issue_vc(
                &badge.claims,
                &badge.hidden(),
                &options,
                &self.p256,
                &mut salts,
            )?,
            key: self.p256.public_key(),
            issuer: None,
        })
    }

    /// A signed 2.0 assertion.
    fn signed_v2(&self) -> Answer<Made> {
        let ada = v2::IdentityObject::hashed_email("ada@example.org", "salt");
        let creator = format!("{SITE}/key");
        let id = "urn:uuid:6f1c2b0e-8a54-4c1e-9f0e-2b7d5a7f1c03";
        let mut assertion = v2::Assertion::signed(
            id,
            ada,
            v2::Reference::Id(format!("{SITE}/badge")),
            self.now,
            creator,
        );
        assertion.narrative = Some(format!("Ada knows {TRUE_WORD}."));
        let text = v2::signed::sign(&assertion, &self.rsa)?;
        Ok(Made {
            text,
            key: self.rsa.public_key(),
            issuer: None,
        })
    }

    /// What a reader of the 2.0 assertion asks for, by address.
    fn documents_v2(&self) -> Map<String, Value> {
        let address = |name: &str| format!("{SITE}/{name}");
        let mut issuer = v2::Profile::issuer(
            address("issuer"),
            "Example University",
            SITE,
            "badges@example.edu",
        );
        issuer.public_key = vec![address("key").into()];
        let picture = format!("data:image/png;base64,{}", STANDARD.encode(PNG));
        let criteria = v2::Criteria::narrative("Plan, carry out and report an analysis.");
        let badge = v2::BadgeClass::new(
            address("badge"),
            TRUE_WORD,
            "Practical.",
            v2::Reference::Id(picture),
            criteria,
            v2::Reference::Id(address("issuer")),
        );
        let key = v2::CryptographicKey::new(
            address("key"),
            address("issuer"),
            self.rsa.public_key().to_pem(),
        );
        Map::from_iter([
            (address("issuer"), issuer.to_value()),
            (address("badge"), badge.to_value()),
            (address("key"), key.to_value()),
        ])
    }
}

/// The same with another word in what is signed, whichever part of it holds the word.
fn spoilt(text: &str) -> Answer<String> {
    if text.starts_with('{') {
        return Ok(text.replace(TRUE_WORD, FALSE_WORD));
    }
    let part_of = |part: &str| -> Option<String> {
        let plain = String::from_utf8(URL_SAFE_NO_PAD.decode(part).ok()?).ok()?;
        let found = plain.contains(TRUE_WORD);
        found.then(|| URL_SAFE_NO_PAD.encode(plain.replace(TRUE_WORD, FALSE_WORD)))
    };
    let part = text.split(['.', '~']).find(|part| part_of(part).is_some());
    let part = part.ok_or("no part of the token holds the word")?;
    Ok(text.replace(part, &part_of(part).ok_or("a part that was found")?))
}
