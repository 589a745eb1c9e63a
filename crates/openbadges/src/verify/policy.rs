//! Under which rules a badge is checked: one value that can be stored, named and sent along.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::codes::Code;
use super::run::Findings;
use super::trust::TrustPolicy;

/// How far a verification may go, and what it accepts.
///
/// As JSON, every member may be left out and then has the value of [`Policy::default`]; a member that does not exist is an
/// error, so that a misspelt rule cannot silently be no rule. Durations are ISO 8601 (`"PT5M"`). A report names the policy
/// that it was made under, so whoever changes a value should change [`Policy::name`] too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Policy {
    /// A name and a version, as in `default/2`; reports repeat it.
    pub name: String,
    /// Whether nothing may be asked for, whatever the [`Fetch`](super::Fetch) could do.
    pub offline: bool,
    /// How many documents may be asked for.
    pub fetch_budget: usize,
    /// How many credentials inside the credential (endorsements, parts of a record) are checked.
    pub inner_budget: usize,
    /// How far an issuer's clock may run ahead of ours.
    pub clock_skew: SignedDuration,
    /// What a set of several proofs must be like.
    pub proofs: ProofPolicy,
    /// Whether a key that has merely ended still vouches for what it signed before.
    pub ended_keys: EndedKeys,
    /// How old a status list may be, counted from its `validFrom`; by default as old as its own `validUntil` allows.
    pub max_status_age: Option<SignedDuration>,
    /// Whom to ask about issuers.
    pub trust: TrustPolicy,
    /// Whether a context may be written into the document instead of being named. Such a context can give words that the
    /// named ones leave open any meaning, so badges are never read with it; conformance suites for the data model need it.
    pub inline_contexts: bool,
    /// Findings that this policy does not accept, such as `format.legacy` or `signature.suite.old`: the verdict is then
    /// `invalid`, by the code `policy.refused`.
    pub refuse: Vec<Code>,
}

/// What a proof set must be like. In each case one proof at least must hold and be by the issuer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofPolicy {
    /// Every proof of a kind we know must hold; other kinds are told as warnings.
    #[default]
    EverySupported,
    /// Every proof must be of a kind we know and hold (Verifiable Credential Data Integrity 1.0, section 4.5).
    Every,
    /// One good proof is enough, as Open Badges 3.0 (section 8.3) allows; broken ones beside it are told as warnings.
    Any,
}

/// What the end (`expires`) of a key means for what it signed before. A key that was `revoked` vouches for nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedKeys {
    /// Nothing verifies by it from then on, as Controlled Identifiers 1.0 (section 2.2) says.
    #[default]
    Refuse,
    /// Proofs that say they were created before the end still verify. Whoever steals an old key can lie about that date.
    AcceptOlderProofs,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            name: "default/2".to_owned(),
            offline: false,
            fetch_budget: 32,
            inner_budget: 16,
            clock_skew: SignedDuration::from_mins(5),
            proofs: ProofPolicy::default(),
            ended_keys: EndedKeys::default(),
            max_status_age: None,
            trust: TrustPolicy::default(),
            inline_contexts: false,
            refuse: Vec::new(),
        }
    }
}

impl Policy {
    /// The usual rules, asking nobody.
    pub fn offline() -> Self {
        Self {
            name: "offline/1".to_owned(),
            offline: true,
            ..Self::default()
        }
    }

    /// Rules for those who would rather ask again than be wrong: present forms only, every proof must hold, and whose key
    /// it was must be beyond doubt.
    pub fn strict() -> Self {
        Self {
            name: "strict/2".to_owned(),
            proofs: ProofPolicy::Every,
            refuse: vec![
                Code::FormatLegacy,
                Code::FormatOlder,
                Code::FormatCompressed,
                Code::SignatureOldSuite,
                Code::SignatureEarlyContext,
                Code::SignatureFuture,
                Code::SignatureClaimsMissing,
                Code::IssuerUnbound,
                Code::IssuerKeySite,
                Code::IssuerKeyUnconfirmed,
                Code::HostedIdDiffers,
                Code::HostedCopy,
                Code::StatusListForeign,
                Code::StatusListElsewhere,
                Code::StatusListShort,
            ],
            ..Self::default()
        }
    }

    /// Adds what the policy itself has to say about the findings.
    pub(super) fn judge(&self, findings: &mut Findings) {
        let refused: Vec<_> = findings
            .checks
            .iter()
            .filter(|check| self.refuse.contains(&check.code))
            .map(|check| (check.code, check.pointer.clone()))
            .collect();
        let mut told = Vec::new();
        for (code, pointer) in refused {
            if told.contains(&code) {
                continue;
            }
            told.push(code);
            let detail = format!("the policy {} does not accept {code}", self.name);
            match pointer {
                Some(at) => findings.add_at("policy", Code::PolicyRefused, at, detail),
                None => findings.add("policy", Code::PolicyRefused, detail),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_survives_being_stored() {
        for policy in [Policy::default(), Policy::strict(), Policy::offline()] {
            let text = serde_json::to_string(&policy).unwrap();

            assert_eq!(serde_json::from_str::<Policy>(&text).unwrap(), policy);
        }
    }

    #[test]
    fn what_is_left_out_has_its_default_and_what_does_not_exist_is_an_error() {
        let policy: Policy =
            serde_json::from_str(r#"{"name": "ours/1", "clockSkew": "PT1M"}"#).unwrap();

        assert_eq!(policy.clock_skew, SignedDuration::from_mins(1));
        assert_eq!(policy.fetch_budget, Policy::default().fetch_budget);
        assert!(serde_json::from_str::<Policy>(r#"{"fetchBudgets": 7}"#).is_err());
        assert!(serde_json::from_str::<Policy>(r#"{"refuse": ["format.legcy"]}"#).is_err());
    }
}
