//! Reports as answers: 200 if everything that was asked about holds, 400 with the reasons otherwise.

use actix_web::HttpResponse;
use actix_web::http::header;
use openbadges::verify::{Check, Code, Report, Severity, Verdict};
use serde_json::{Value, json};

use super::check::REFUSED;
use crate::problem::MEDIA_TYPE;

/// What came of a check, for the answer.
pub(super) struct Judged<'a> {
    report: &'a Report,
    /// What decides, the gravest first.
    against: Vec<&'a Check>,
}

impl<'a> Judged<'a> {
    /// Judges by those checks that were asked for; by all if nobody said.
    pub(super) fn new(report: &'a Report, asked: Option<&[String]>) -> Self {
        let counts = |check: &&Check| {
            let Some(asked) = asked else { return true };
            let asked = |name: &str| asked.iter().any(|one| one == name);
            match check.code.as_str().split('.').next().unwrap_or_default() {
                "status" => asked("status") || asked("credentialStatus"),
                // That it is not in force yet, or no more, is told by its dates and not by its proof.
                "validity" if check.code != Code::ValidityOrder => asked("validity"),
                _ => true,
            }
        };
        let mut against: Vec<&Check> = report
            .checks
            .iter()
            .filter(counts)
            // What our rules refuse is told by its own name, and only to those who asked about it.
            .filter(|check| check.code != Code::PolicyRefused)
            .filter(|check| {
                let holds = Verdict::from(check.code.severity()).holds();
                !holds || REFUSED.contains(&check.code)
            })
            .collect();
        against.sort_by_key(|check| std::cmp::Reverse(check.code.severity()));
        Self { report, against }
    }

    /// Nothing that was asked about speaks against it.
    pub(super) fn holds(&self) -> bool {
        self.against.is_empty()
    }

    /// The checks by which something is not what it claims to be.
    pub(super) fn faults(&self) -> impl Iterator<Item = &'a Check> {
        self.against
            .iter()
            .copied()
            .filter(|check| check.code.severity() == Severity::Invalid)
    }

    /// The body of the answer to whoever asked for a verification.
    pub(super) fn told(&self) -> Told {
        let problems: Vec<Value> = self.against.iter().map(|check| problem(check)).collect();
        let mut body = json!({
            "verified": self.holds(),
            "problemDetails": problems,
            "results": {
                "verdict": self.report.verdict,
                "checks": self.report.checks,
            },
        });
        let holds = self.holds();
        if holds {
            return Told { holds, body };
        }
        // A reader of problem details finds the first reason where it looks.
        let first = self.against.first().map(|check| problem(check));
        for (name, value) in first
            .as_ref()
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            body[name.as_str()] = value.clone();
        }
        body["status"] = 400.into();
        Told { holds, body }
    }
}

/// What is answered: whether it holds, and the reasons.
pub(super) struct Told {
    holds: bool,
    body: Value,
}

impl Told {
    /// 200 if it holds, 400 with problem details otherwise: test suites look at the status alone.
    pub(super) fn answer(&self) -> HttpResponse {
        let mut answer = if self.holds {
            HttpResponse::Ok()
        } else {
            HttpResponse::BadRequest()
        };
        answer
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .content_type(if self.holds {
                "application/json"
            } else {
                MEDIA_TYPE
            })
            .body(self.body.to_string())
    }
}

/// One reason, by the names that W3C gives to errors.
fn problem(check: &Check) -> Value {
    let mut problem = json!({
        "type": error_type(check.code),
        "title": check.code.title(),
        "detail": check.detail,
        "code": check.code,
    });
    if let Some(pointer) = &check.pointer {
        problem["pointer"] = pointer.as_str().into();
    }
    problem
}

/// The error of Data Integrity 1.0 (section 4.7), the data model 2.0 (section 7.4) or Bitstring Status List 1.0
/// (section 3.5) that fits a code.
fn error_type(code: Code) -> String {
    const SECURITY: &str = "https://w3id.org/security#";
    const MODEL: &str = "https://www.w3.org/TR/vc-data-model#";
    const LIST: &str = "https://www.w3.org/ns/credentials/status-list#";
    let (base, name) = match code {
        Code::PresentationChallenge => (SECURITY, "INVALID_CHALLENGE_ERROR"),
        Code::PresentationDomain => (SECURITY, "INVALID_DOMAIN_ERROR"),
        Code::FormatUndefinedTerm => (SECURITY, "DATA_LOSS_DETECTION_ERROR"),
        Code::SignatureMismatch => (MODEL, "CRYPTOGRAPHIC_SECURITY_ERROR"),
        Code::FormatUnreadable | Code::FormatNoBadge | Code::PresentationMissing => {
            (MODEL, "PARSING_ERROR")
        }
        Code::ValidityOrder => (MODEL, "RANGE_ERROR"),
        Code::StatusListRange => (MODEL, "RANGE_ERROR"),
        Code::StatusListShort => (LIST, "STATUS_LIST_LENGTH_ERROR"),
        Code::StatusUnreachable => (LIST, "STATUS_RETRIEVAL_ERROR"),
        other => match other.as_str().split('.').next().unwrap_or_default() {
            "status" => (LIST, "STATUS_VERIFICATION_ERROR"),
            "format" | "validity" => (MODEL, "MALFORMED_VALUE_ERROR"),
            _ => (SECURITY, "PROOF_VERIFICATION_ERROR"),
        },
    };
    format!("{base}{name}")
}

#[cfg(test)]
mod tests {
    use openbadges::did::did_key;
    use openbadges::keys::{Signer as _, SigningKey};
    use openbadges::proof::Suite;
    use openbadges::proof::data_integrity::{ProofOptions, sign};
    use openbadges::status::{BitstringList, status_list_credential};
    use openbadges::verify::{Fetch, FetchError, Fetched, Input, Request, verify};
    use url::Url;

    use super::*;
    use crate::vc_api::check;

    const LIST: &str = "https://school.example/status/1";

    /// Answers every question with one list.
    struct Listed(Value);

    impl Fetch for Listed {
        fn fetch(&self, url: &Url, _accept: &str) -> Result<Fetched, FetchError> {
            Ok(Fetched {
                status: 200,
                media_type: None,
                body: self.0.to_string().into_bytes(),
                final_url: url.clone(),
            })
        }
    }

    fn key() -> SigningKey {
        SigningKey::ed25519_from_seed([1; 32])
    }

    fn signed(document: &Value) -> Value {
        let did = did_key(&key().public_key()).unwrap();
        let options = ProofOptions {
            suite: Suite::EddsaRdfc2022,
            created: "2026-11-06T00:00:00Z".parse().unwrap(),
            verification_method: format!("{did}#{}", did.trim_start_matches("did:key:")),
            purpose: "assertionMethod".to_owned(),
        };
        sign(document, &[options], &key()).unwrap()
    }

    /// The report on a credential with this place in a list of so many places.
    fn report(index: &str, places: usize) -> Report {
        let did = did_key(&key().public_key()).unwrap();
        let bits = BitstringList::from_bits(vec![0; places / 8]);
        let made = "2026-11-01T00:00:00Z".parse().unwrap();
        let list = signed(&status_list_credential(
            LIST,
            &did,
            "revocation",
            &bits,
            made,
        ));
        let credential = signed(&json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiableCredential"],
            "issuer": did,
            "credentialSubject": {"id": "urn:uuid:8d2c4a2e-0000-4000-8000-000000000002"},
            "credentialStatus": {
                "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
                "statusListIndex": index, "statusListCredential": LIST,
            },
        }));
        let text = credential.to_string();
        let request = Request {
            input: Input::Bytes(text.as_bytes()),
            recipient: None,
        };
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        verify(&request, &check::policy(), &Listed(list), now)
    }

    fn types(report: &Report, asked: Option<&[String]>) -> Vec<String> {
        let told = Judged::new(report, asked).told();
        let problems = told.body["problemDetails"].as_array().unwrap();
        let named = problems
            .iter()
            .filter_map(|problem| problem["type"].as_str());
        named
            .map(|name| name.rsplit('#').next().unwrap_or_default().to_owned())
            .collect()
    }

    #[test]
    fn a_place_inside_a_short_list_is_refused_for_the_length_of_the_list() {
        let short = report("6", 64);

        assert_eq!(types(&short, None), ["STATUS_LIST_LENGTH_ERROR"]);
        assert_eq!(types(&short, Some(&["proof".to_owned()])), [""; 0]);
        assert!(Judged::new(&report("6", 131_072), None).holds());
    }

    #[test]
    fn a_place_beyond_the_list_is_out_of_range() {
        assert_eq!(types(&report("131072", 131_072), None), ["RANGE_ERROR"]);
        assert_eq!(
            types(&report("64", 64), None),
            ["RANGE_ERROR", "STATUS_LIST_LENGTH_ERROR"]
        );
    }
}
