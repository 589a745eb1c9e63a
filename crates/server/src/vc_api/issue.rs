//! Issuing behind the door: whatever is a credential is signed, in the name of the test issuer.

use openbadges::canonical::rdfc::Hash;
use openbadges::canonical::{CanonicalError, canonicalize_inline_hashed};
use openbadges::contexts::Edition;
use openbadges::json::items;
use openbadges::keys::{SignError, SigningKey};
use openbadges::proof::Suite;
use openbadges::proof::data_integrity::{NewProof, ProofOptions, add_proof_with};
use openbadges::proof::ecdsa_sd::{self, Fresh};
use openbadges::proof::vc_jose::{Content, TokenOptions, envelop, sign_credential};
use openbadges::time::parse_date_time_stamp;
use openbadges::verify::{NoNetwork, Request, verify};
use serde_json::{Map, Value, json};

use super::keys::{TestKey, first_scalar};
use super::options::IssueOptions;
use super::verdict::Judged;
use super::{Door, check, lists};
use crate::problem::{FieldError, Problem};
use crate::state::State;

const CREDENTIALS_V1: &str = "https://www.w3.org/2018/credentials/v1";
const CREDENTIALS_V2: &str = "https://www.w3.org/ns/credentials/v2";
const DATA_INTEGRITY: &[&str] = &[
    "https://w3id.org/security/data-integrity/v2",
    "https://w3id.org/security/data-integrity/v1",
];
const ED25519_2020: &str = "https://w3id.org/security/suites/ed25519-2020/v1";

/// How a credential is to be secured.
enum Form {
    Embedded(Suite),
    Enveloped,
}

/// Signs a credential after a look at all of it.
pub(super) fn credential(
    state: &State,
    door: &Door,
    mut credential: Map<String, Value>,
    options: &IssueOptions,
) -> Result<Value, Problem> {
    let named = door.keys.by_did(&issuer_id(&credential)?);
    let form = form_of(options, named)?;
    let key = match (&form, named) {
        (_, Some(key)) => key,
        (Form::Embedded(suite), None) => door.keys.of_suite(*suite),
        (Form::Enveloped, None) => &door.keys.ed25519,
    };
    set_issuer(&mut credential, &key.did);
    if let Some(id) = &options.credential_id
        && !credential.contains_key("id")
    {
        credential.insert("id".to_owned(), id.as_str().into());
    }
    let present = check_proofs(&credential)?;
    if let Form::Embedded(suite) = form {
        complete_contexts(&mut credential, suite);
    }
    let mut bare = credential;
    bare.shift_remove("proof");
    // A trial first: what would not verify is not given a place in a status list. A base proof is for its holder and does
    // not verify, so the trial of one is made by the suite that covers the whole.
    let selective = matches!(form, Form::Embedded(Suite::EcdsaSd2023));
    let trial_form = match form {
        Form::Embedded(Suite::EcdsaSd2023) => &Form::Embedded(Suite::EcdsaRdfc2019),
        ref form => form,
    };
    let trial = secured(
        state,
        key,
        trial_form,
        &Value::Object(bare.clone()),
        options,
    )?;
    check_fit(state, &trial)?;
    if selective && present.is_some() {
        let message = "A credential that has a proof cannot have one of this suite beside it.";
        return Err(Problem::field("/credential/proof", "not_allowed", message));
    }
    let entries = add_status(state, door, &mut bare, options)?;
    if selective {
        return selective_disclosure(state, key, &Value::Object(bare), options);
    }
    if let Some(present) = present {
        bare.insert("proof".to_owned(), present);
    } else if entries == 0 {
        return Ok(trial);
    }
    secured(state, key, &form, &Value::Object(bare), options)
}

/// Signs a presentation as its holder, who is the test issuer too.
pub(super) fn presentation(
    state: &State,
    door: &Door,
    mut presentation: Map<String, Value>,
    options: &IssueOptions,
) -> Result<Value, Problem> {
    let form = form_of(options, None)?;
    let suite = match form {
        Form::Embedded(Suite::EcdsaSd2023) => {
            let message = "Presentations are signed as a whole.";
            let pointer = "/options/cryptosuite";
            return Err(Problem::field(pointer, "not_allowed", message));
        }
        Form::Embedded(suite) => suite,
        Form::Enveloped => {
            let message = "Presentations are signed with embedded proofs here.";
            return Err(Problem::field("/options/type", "not_allowed", message));
        }
    };
    let key = door.keys.of_suite(suite);
    presentation
        .entry("holder")
        .or_insert_with(|| key.did.as_str().into());
    complete_contexts(&mut presentation, suite);
    let document = Value::Object(presentation);
    embedded(state, key, suite, "authentication", &document, options)
}

fn secured(
    state: &State,
    key: &TestKey,
    form: &Form,
    document: &Value,
    options: &IssueOptions,
) -> Result<Value, Problem> {
    match form {
        Form::Embedded(suite) => embedded(state, key, *suite, "assertionMethod", document, options),
        Form::Enveloped => {
            let token = sign_credential(document, &TokenOptions::new(key.method()), &key.key)
                .map_err(|error| of_signing(&error))?;
            Ok(envelop(Content::Credential, &token))
        }
    }
}

fn embedded(
    state: &State,
    key: &TestKey,
    suite: Suite,
    purpose: &str,
    document: &Value,
    options: &IssueOptions,
) -> Result<Value, Problem> {
    if options
        .proof_purpose
        .as_deref()
        .is_some_and(|asked| asked != purpose)
    {
        let message = format!("Only {purpose} is signed here.");
        return Err(Problem::field(
            "/options/proofPurpose",
            "not_allowed",
            message,
        ));
    }
    let mut proof = NewProof::from(proof_options(state, key, suite, purpose, options)?);
    proof.challenge.clone_from(&options.challenge);
    proof.domains.extend(options.domain.clone());
    add_proof_with(document, &proof, &key.key, canonical_form).map_err(|error| of_signing(&error))
}

fn canonical_form(document: &Value, hash: Hash) -> Result<String, CanonicalError> {
    canonicalize_inline_hashed(document, Edition::Newest.lookup(), hash)
}

fn proof_options(
    state: &State,
    key: &TestKey,
    suite: Suite,
    purpose: &str,
    options: &IssueOptions,
) -> Result<ProofOptions, Problem> {
    let created = match &options.created {
        None => state.now(),
        Some(text) => parse_date_time_stamp(text)
            .map_err(|error| Problem::field("/options/created", "bad_format", error.to_string()))?,
    };
    Ok(ProofOptions {
        suite,
        created,
        verification_method: key.method(),
        purpose: purpose.to_owned(),
    })
}

/// Adds a base proof of `ecdsa-sd-2023`, from which the holder derives proofs for what they show.
fn selective_disclosure(
    state: &State,
    key: &TestKey,
    document: &Value,
    options: &IssueOptions,
) -> Result<Value, Problem> {
    if options.challenge.is_some() || options.domain.is_some() {
        let message = "A base proof is for its holder and answers no challenge.";
        let pointer = "/options/challenge";
        return Err(Problem::field(pointer, "not_allowed", message));
    }
    let random = state.tools.random.as_ref();
    let proof_key = first_scalar(|_| SigningKey::p256_from_scalar(random.bytes()));
    let fresh = Fresh {
        hmac_key: random.bytes(),
        proof_key: &proof_key,
    };
    let suite = Suite::EcdsaSd2023;
    ecdsa_sd::sign_with(
        document,
        &proof_options(state, key, suite, "assertionMethod", options)?,
        &options.mandatory_pointers,
        &key.key,
        &fresh,
        &|document| canonical_form(document, Hash::Sha256),
    )
    .map_err(|error| match error {
        SignError::Document(why) => {
            Problem::field("/options/mandatoryPointers", "unknown", format!("{why}."))
        }
        other => of_signing(&other),
    })
}

fn of_signing(error: &SignError) -> Problem {
    Problem::field("/credential", "unsignable", format!("{error}."))
}

/// The form that the options ask for; else the usual one of the key.
fn form_of(options: &IssueOptions, named: Option<&TestKey>) -> Result<Form, Problem> {
    let unknown = |pointer: &str, name: &str| {
        let message = format!("\"{name}\" is nothing that is signed here.");
        Problem::field(pointer, "unknown", message)
    };
    match (options.kind.as_deref(), options.cryptosuite.as_deref()) {
        (None | Some("DataIntegrityProof"), Some(name)) => [
            Suite::EddsaRdfc2022,
            Suite::EddsaJcs2022,
            Suite::EcdsaRdfc2019,
            Suite::EcdsaJcs2019,
            Suite::EcdsaSd2023,
        ]
        .into_iter()
        .find(|suite| suite.cryptosuite() == Some(name))
        .map(Form::Embedded)
        .ok_or_else(|| unknown("/options/cryptosuite", name)),
        (Some("Ed25519Signature2020"), None) => Ok(Form::Embedded(Suite::Ed25519Signature2020)),
        (Some("vc+jwt" | "application/vc+jwt"), None) => Ok(Form::Enveloped),
        (None | Some("DataIntegrityProof"), None) => Ok(Form::Embedded(match named {
            Some(key) if !key.did.starts_with("did:key:z6Mk") => Suite::EcdsaRdfc2019,
            _ => Suite::EddsaRdfc2022,
        })),
        (Some(name), _) => Err(unknown("/options/type", name)),
    }
}

/// The issuer that the credential names; an error if it names none, or in a way that it must not.
fn issuer_id(credential: &Map<String, Value>) -> Result<String, Problem> {
    let wrong = |pointer: &str| {
        let message = "The issuer is an absolute URL, or an object with one as id.";
        Problem::field(pointer, "bad_format", message)
    };
    let (id, pointer) = match credential.get("issuer") {
        None => return Err(wrong("/credential/issuer")),
        Some(Value::String(id)) => (id, "/credential/issuer"),
        Some(Value::Object(issuer)) => match issuer.get("id") {
            Some(Value::String(id)) => (id, "/credential/issuer/id"),
            _ => return Err(wrong("/credential/issuer/id")),
        },
        Some(_) => return Err(wrong("/credential/issuer")),
    };
    match url::Url::parse(id) {
        Ok(_) if !id.contains(char::is_whitespace) => Ok(id.clone()),
        _ => Err(wrong(pointer)),
    }
}

/// The door signs in its own name only, whoever the credential names.
fn set_issuer(credential: &mut Map<String, Value>, did: &str) {
    match credential.get_mut("issuer") {
        Some(Value::Object(issuer)) => {
            issuer.insert("id".to_owned(), did.into());
        }
        _ => {
            credential.insert("issuer".to_owned(), did.into());
        }
    }
}

/// The proofs that are there already, if each of them says what it is.
fn check_proofs(credential: &Map<String, Value>) -> Result<Option<Value>, Problem> {
    let Some(proof) = credential.get("proof") else {
        return Ok(None);
    };
    let typed = |proof: &Value| proof.get("type").is_some_and(Value::is_string);
    if items(proof).is_empty() || !items(proof).iter().all(typed) {
        let message = "Every proof says of which type it is.";
        return Err(Problem::field("/credential/proof", "bad_format", message));
    }
    Ok(Some(proof.clone()))
}

/// Adds the context that defines the words of the proof, where none of those that are there does.
fn complete_contexts(document: &mut Map<String, Value>, suite: Suite) {
    let Some(contexts) = document.get_mut("@context") else {
        return;
    };
    let has = |wanted: &str| {
        items(contexts)
            .iter()
            .any(|context| context.as_str() == Some(wanted))
    };
    let missing = match suite {
        Suite::Ed25519Signature2020 if !has(ED25519_2020) => ED25519_2020,
        Suite::Ed25519Signature2020 => return,
        _ if has(CREDENTIALS_V1) && !DATA_INTEGRITY.iter().any(|url| has(url)) => DATA_INTEGRITY[0],
        _ => return,
    };
    // A document with a wrong frame stays as it is, and is refused for that.
    let first = items(contexts).first().and_then(Value::as_str);
    if matches!(first, Some(CREDENTIALS_V1 | CREDENTIALS_V2)) {
        let mut all = items(contexts).to_vec();
        all.push(missing.into());
        *contexts = Value::Array(all);
    }
}

/// Everything in a credential that no verifier would take is told before it is given out.
fn check_fit(state: &State, trial: &Value) -> Result<(), Problem> {
    let text = trial.to_string();
    let request = Request {
        input: openbadges::verify::Input::Bytes(text.as_bytes()),
        recipient: None,
    };
    let report = verify(&request, &check::policy(), &NoNetwork, state.now());
    let judged = Judged::new(&report, Some(&[]));
    let faults: Vec<FieldError> = judged
        .faults()
        .map(|check| FieldError {
            pointer: format!(
                "/credential{}",
                check.pointer.as_deref().unwrap_or_default()
            ),
            code: check.code.as_str().to_owned(),
            message: check.detail.clone(),
        })
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::invalid(faults))
    }
}

/// Adds the status entries that were asked for; how many.
fn add_status(
    state: &State,
    door: &Door,
    credential: &mut Map<String, Value>,
    options: &IssueOptions,
) -> Result<usize, Problem> {
    let asked = match &options.credential_status {
        None | Some(Value::Bool(false) | Value::Null) => return Ok(0),
        Some(Value::Bool(true)) => vec![json!({"statusPurpose": "revocation"})],
        Some(entries) => items(entries).to_vec(),
    };
    let id = credential
        .get("id")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let mut entries = credential
        .get("credentialStatus")
        .map_or(&[][..], items)
        .to_vec();
    for entry in &asked {
        let name = entry
            .get("statusPurpose")
            .map_or("revocation", |purpose| purpose.as_str().unwrap_or_default());
        let purpose = lists::purpose(name).ok_or_else(|| {
            let message = "There are lists for revocation and suspension.";
            Problem::field("/options/credentialStatus", "unknown", message)
        })?;
        let address = state
            .tools
            .addresses
            .url(&format!("{}{purpose}", lists::PATH));
        let random = state.tools.random.as_ref();
        let entry = door
            .lists()
            .allocate(purpose, id.as_deref(), &address, random)?;
        entries.push(entry);
    }
    let status = match entries.len() {
        1 => entries.swap_remove(0),
        _ => Value::Array(entries),
    };
    credential.insert("credentialStatus".to_owned(), status);
    Ok(asked.len())
}
