//! One run of the verifier: what it may do, and what it has found so far.

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;

use jiff::Timestamp;

use super::Policy;
use super::codes::{Code, Severity};
use super::fetch::{Fetch, Fetcher, NoNetwork};
use super::issuer_keys::Resolution;
use super::report::{Check, RecipientMatch, SignatureEvidence};
use super::shape::Faults;

/// What media types we ask for when looking for keys.
pub(super) const ACCEPT_KEYS: &str = "application/did+json, application/cid, application/jwk+json, application/jwk-set+json, \
                                      application/ld+json;q=0.9, application/json;q=0.8";
/// What we ask for when looking for a credential or a status list.
pub(super) const ACCEPT_CREDENTIAL: &str = "application/vc, application/vc+ld+json, application/vc+jwt;q=0.9, application/ld+json;q=0.8, application/json;q=0.7, \
     text/plain;q=0.5";
/// What we ask for when looking for Open Badges 2.0 documents.
pub(super) const ACCEPT_V2: &str = "application/ld+json, application/json;q=0.9";

/// The state that all parts of one verification share.
pub(super) struct Run<'a> {
    pub(super) policy: &'a Policy,
    pub(super) fetcher: Fetcher<'a>,
    pub(super) now: Timestamp,
    /// How many credentials inside the credential may still be checked.
    pub(super) inner_left: usize,
    /// How many proofs may still be verified, over all credentials together.
    pub(super) proofs_left: usize,
    /// How much may still be brought into canonical form, over all documents together, by their weight.
    pub(super) work_left: Rc<Cell<usize>>,
    /// What identifiers were found to lead to.
    pub(super) resolved: HashMap<String, Resolution>,
}

/// Each proof costs a look at the key and a signature.
const MOST_PROOFS_IN_ALL: usize = 48;

/// More than the largest single document that is looked at at all; seconds of work, where a badge takes milliseconds.
const MOST_WORK_IN_ALL: usize = 10_000;

impl<'a> Run<'a> {
    pub(super) fn new(policy: &'a Policy, fetch: &'a dyn Fetch, now: Timestamp) -> Self {
        Self {
            policy,
            fetcher: Fetcher::new(
                if policy.offline { &NoNetwork } else { fetch },
                policy.fetch_budget,
            ),
            now,
            inner_left: policy.inner_budget,
            proofs_left: MOST_PROOFS_IN_ALL,
            work_left: Rc::new(Cell::new(MOST_WORK_IN_ALL)),
            resolved: HashMap::new(),
        }
    }

    /// The present moment, with some minutes for clocks that run ahead.
    pub(super) fn latest_now(&self) -> Timestamp {
        self.now
            .checked_add(self.policy.clock_skew)
            .unwrap_or(self.now)
    }
}

/// The checks made on one document, in order.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) checks: Vec<Check>,
    /// Why the issuer took it back, if it said.
    pub(super) revocation_reason: Option<String>,
    /// Which identity is that of the person asked for.
    pub(super) recipient: Option<RecipientMatch>,
    /// What the issuer's lists say besides.
    pub(super) messages: Vec<String>,
}

impl Findings {
    pub(super) fn add(&mut self, id: impl Into<String>, code: Code, detail: impl Into<String>) {
        self.checks.push(Check::new(id, code, None, detail));
    }

    pub(super) fn add_at(
        &mut self,
        id: impl Into<String>,
        code: Code,
        pointer: impl Into<String>,
        detail: impl Into<String>,
    ) {
        self.checks
            .push(Check::new(id, code, Some(pointer.into()), detail));
    }

    /// Says what the newest check rests on.
    pub(super) fn rests_on(&mut self, evidence: SignatureEvidence) {
        if let Some(check) = self.checks.last_mut() {
            check.evidence = Some(Box::new(evidence));
        }
    }

    /// Notes the faults of a document, or that it has none that matter.
    pub(super) fn add_faults(&mut self, faults: Faults, whole: Code, what: &str) {
        if !faults.any_grave() {
            self.add(
                "format",
                whole,
                format!("{what}: every required part is there"),
            );
        }
        for fault in faults.0 {
            let code = if fault.grave {
                Code::FormatStructure
            } else {
                Code::FormatDeviation
            };
            self.add_at("format", code, fault.pointer, fault.message);
        }
    }

    pub(super) fn severity(&self) -> Severity {
        self.checks
            .iter()
            .map(|check| check.code.severity())
            .max()
            .unwrap_or(Severity::Pass)
    }

    pub(super) fn has(&self, code: Code) -> bool {
        self.checks.iter().any(|check| check.code == code)
    }

    pub(super) fn invalid(&self) -> bool {
        self.severity() == Severity::Invalid
    }

    /// The gravest check in words, for the line that a parent document gets.
    pub(super) fn gist(&self) -> String {
        let severity = self.severity();
        match self
            .checks
            .iter()
            .find(|check| check.code.severity() == severity)
        {
            Some(check) => format!("{}: {}", check.code, check.detail),
            None => "nothing was checked".to_owned(),
        }
    }
}
