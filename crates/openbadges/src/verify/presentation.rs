//! Presentations: what a holder shows, in answer to a question or just so, and everything that is inside.
//!
//! The presentation proves who shows it, to whom and in answer to what; each credential in it is then checked by the
//! ordinary rules and gets a report of its own.

use serde_json::{Map, Value};

use super::codes::Code;
use super::frame;
use super::report::{PresentationSummary, Report};
use super::run::{Findings, Run};
use super::shape::shorten;
use crate::proof::jws::CompactJws;

mod holder;
mod inside;
mod proofs;
mod shape;
mod token;

pub(super) use token::{is_presentation, recognises};

/// What a verifier asked the holder to sign (Data Integrity 1.0, section 4.4; RFC 7519, `aud`, and `nonce`).
///
/// What is given must be in the presentation, exactly: a missing challenge is as wrong as another one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Expected<'a> {
    /// The challenge of this one question; `nonce` in a token.
    pub challenge: Option<&'a str>,
    /// Who asks: the only `domain` of the proof, or one of the `aud` of a token.
    pub domain: Option<&'a str>,
}

/// A presentation as it was handed in. Nothing is verified yet.
pub(super) struct Presented {
    pub(super) document: Value,
    pub(super) secured: Secured,
}

/// How a presentation is secured.
pub(super) enum Secured {
    /// By proofs inside the document, or not at all.
    Embedded,
    /// By a token around it.
    Token(Box<CompactJws>, Map<String, Value>),
}

impl Presented {
    /// A document with its proofs, if it has any.
    pub(super) fn embedded(document: Value) -> Self {
        Self {
            document,
            secured: Secured::Embedded,
        }
    }

    /// The presentation in a token: the payload itself, or its claim `vp`, as version 1.1 had it.
    pub(super) fn of_token(jws: CompactJws, claims: Map<String, Value>) -> Self {
        Self {
            document: token::document_of(&jws, &claims),
            secured: Secured::Token(Box::new(jws), claims),
        }
    }

    /// The only credential of a presentation that nobody signed, which is no more than a folder around it.
    pub(super) fn bare_credential(&self) -> Option<&Value> {
        let unsigned =
            matches!(self.secured, Secured::Embedded) && self.document.get("proof").is_none();
        let inside = crate::json::items(self.document.get("verifiableCredential")?);
        match inside {
            [only] if unsigned => Some(only),
            _ => None,
        }
    }
}

/// What came of a presentation beside the findings.
pub(super) struct Shown {
    pub(super) id: Option<String>,
    pub(super) summary: PresentationSummary,
    pub(super) reports: Vec<Report>,
}

/// Checks a presentation and everything in it.
pub(super) fn check(
    run: &mut Run<'_>,
    presented: &Presented,
    expected: Option<&Expected<'_>>,
    recipient: Option<&str>,
    findings: &mut Findings,
) -> Shown {
    let document = &presented.document;
    let known = frame::check(run.policy, document, findings);
    shape::check(document, findings);
    let holder = shape::holder_of(document).map(str::to_owned);
    let presenter = match &presented.secured {
        _ if !known => None,
        Secured::Embedded => proofs::check(run, document, holder.as_deref(), expected, findings),
        Secured::Token(jws, claims) => {
            let token = token::Token {
                document,
                jws,
                claims,
            };
            token::check(run, &token, holder.as_deref(), expected, findings)
        }
    };
    let mut summary = PresentationSummary {
        holder: holder.clone(),
        challenge: None,
        domain: Vec::new(),
    };
    if let Some(presenter) = &presenter {
        tell_presenter(presenter, holder.as_deref(), findings);
        summary.challenge.clone_from(&presenter.challenge);
        summary.domain.clone_from(&presenter.domain);
    }
    let proved = presenter.is_some() && !findings.invalid();
    let reports = inside::check(
        run,
        document,
        holder.as_deref().filter(|_| proved),
        recipient,
        findings,
    );
    Shown {
        id: document
            .get("id")
            .and_then(Value::as_str)
            .map(str::to_owned),
        summary,
        reports,
    }
}

/// Who signed the presentation, and what they said about the occasion.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Presenter {
    controller: String,
    challenge: Option<String>,
    domain: Vec<String>,
}

fn tell_presenter(presenter: &Presenter, holder: Option<&str>, findings: &mut Findings) {
    let who = shorten(&presenter.controller);
    match holder {
        Some(_) => findings.add(
            "presentation",
            Code::PresentationOk,
            format!("{who} signed it"),
        ),
        None => findings.add_at(
            "presentation",
            Code::PresentationNobody,
            "/holder",
            format!("signed by {who}, and no holder is named"),
        ),
    }
}

/// Compares what the presentation answers with what was asked; false if it answers something else.
fn check_occasion(
    presenter: &Presenter,
    exact_domain: bool,
    expected: Option<&Expected<'_>>,
    at: &str,
    findings: &mut Findings,
) -> bool {
    let Some(expected) = expected else {
        if presenter.challenge.is_some() || !presenter.domain.is_empty() {
            let detail = "it answers a question that is not known here, so it may be a copy";
            findings.add_at("presentation", Code::PresentationUnasked, at, detail);
        }
        return true;
    };
    let mut right = true;
    let said = presenter.challenge.as_deref();
    if expected.challenge.is_some() && said != expected.challenge {
        let detail = match said {
            Some(said) => format!("it answers the challenge {}", shorten(said)),
            None => "it answers no challenge".to_owned(),
        };
        findings.add_at("presentation", Code::PresentationChallenge, at, detail);
        right = false;
    }
    if let Some(domain) = expected.domain {
        let among = presenter.domain.iter().any(|said| said == domain);
        let only = presenter.domain.iter().all(|said| said == domain);
        if !among || (exact_domain && !only) {
            let detail = if presenter.domain.is_empty() {
                "it does not say for whom it was made".to_owned()
            } else {
                format!("it was made for {}", shorten(&presenter.domain.join(", ")))
            };
            findings.add_at("presentation", Code::PresentationDomain, at, detail);
            right = false;
        }
    }
    right
}
