//! Who else vouches for the issuer: registers of issuers, and the web sites that confirm its identifier.
//!
//! A badge that nobody changed may still be by anybody. Registers are asked in the order of the policy, their statements are
//! verified against keys that the policy pins, and "could not ask" is kept apart from "asked, and does not know it".

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::codes::Code;
use super::report::BadgeSummary;
use super::run::{Findings, Run};

mod domains;
mod federation;
mod listing;
mod registries;

pub use domains::LinkedDomains;
pub use registries::{Registry, RegistryKind, TrustAnchor};

/// Whom to ask about issuers, and what follows.
///
/// A library cannot know whom its users trust, so by default no register is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct TrustPolicy {
    /// The registers to ask, the weightiest first.
    pub registries: Vec<Registry>,
    /// Addresses of lists of registers (a JSON array of [`Registry`]), which are asked after the others.
    pub lists: Vec<String>,
    /// The keys of federations. A federation whose anchor is not among them is not believed.
    pub anchors: Vec<TrustAnchor>,
    /// Whether a badge whose issuer is in none of the registers is refused.
    pub require_listed_issuer: bool,
    /// Which web sites are asked whether the issuer is theirs.
    pub linked_domains: LinkedDomains,
}

/// Who vouches for the issuer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Trust {
    /// What the registers say that know the issuer, in the order of the policy.
    pub matching_issuers: Vec<MatchingIssuer>,
    /// The registers that could not be asked, or whose answers cannot be believed.
    pub unchecked_registries: Vec<UncheckedRegistry>,
    /// The web sites that were asked whether the issuer is theirs.
    pub linked_domains: Vec<LinkedDomain>,
}

impl Trust {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A web site, and whether it confirms the issuer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkedDomain {
    /// Scheme, host and port, as in `https://school.example`.
    pub origin: String,
    /// `issuer.domain.ok`, `issuer.domain.refuted` or `issuer.domain.unreachable`.
    pub code: Code,
    /// One technical sentence.
    pub detail: String,
}

/// An issuer as a register knows it: these words are the register's, not the badge's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MatchingIssuer {
    /// The name of the register.
    pub registry: String,
    /// Under what rules the register is kept.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub governance_url: Option<String>,
    /// The issuer's name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// The issuer's name in law, where the register states it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub legal_name: Option<String>,
    /// The issuer's home page.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
    /// The issuer's logo, as an address.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub logo: Option<String>,
    /// Where the issuer is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub location: Option<String>,
    /// The issuer's name in the Credential Engine registry (`ctid`).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ctid: Option<String>,
    /// The issuer's name in the Research Organization Registry.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ror: Option<String>,
    /// Until when the register's signed statement holds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<jiff::Timestamp>,
}

/// A register that gave no answer one could use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UncheckedRegistry {
    /// The name of the register, or the address of a list of registers.
    pub registry: String,
    /// `issuer.registry.unreachable` or `issuer.registry.untrusted`.
    pub code: Code,
    /// One technical sentence.
    pub detail: String,
}

/// What came of asking one register.
enum Word {
    Listed(Box<MatchingIssuer>),
    Absent,
    /// There was no answer.
    Unreachable(String),
    /// There was an answer that proves nothing.
    Untrusted(String),
}

/// Asks the registers of the policy, and the issuer's web sites, about the issuer of a badge, if it is certain who that is.
pub(super) fn check(
    run: &mut Run<'_>,
    badge: Option<&BadgeSummary>,
    findings: &mut Findings,
) -> Trust {
    let mut trust = Trust::default();
    let proved = issuer_is_proved(findings);
    let issuer = badge.map(|badge| &badge.issuer).filter(|_| proved);
    let id = issuer.and_then(|issuer| issuer.id.as_deref());
    ask_registers(run, id, &mut trust, findings);
    if let Some(id) = id {
        let home_page = issuer.and_then(|issuer| issuer.url.as_deref());
        domains::check(run, id, home_page, &mut trust, findings);
    }
    trust
}

fn ask_registers(
    run: &mut Run<'_>,
    issuer: Option<&str>,
    trust: &mut Trust,
    findings: &mut Findings,
) {
    let policy = &run.policy.trust;
    let wanted = policy.require_listed_issuer;
    if policy.registries.is_empty() && policy.lists.is_empty() && !wanted {
        return;
    }
    let Some(issuer) = issuer else {
        let detail = "it is not proved who the issuer is";
        findings.add("registry", Code::IssuerRegistrySkipped, detail);
        if wanted {
            refuse(run, findings, detail);
        }
        return;
    };
    let known = registries::known(run, trust);
    for (index, registry) in known.iter().enumerate() {
        let word = match &registry.kind {
            RegistryKind::Federation { .. } => federation::ask(run, registry, issuer),
            RegistryKind::Listing { .. } => listing::ask(run, registry, issuer),
        };
        let id = format!("registry.{index}");
        note(trust, &id, registry, word, findings);
    }
    conclude(run, trust, wanted, findings);
}

/// A register speaks of an identifier. What it says is worth something only if the badge is by that identifier.
fn issuer_is_proved(findings: &Findings) -> bool {
    let proof = |code| matches!(code, Code::IssuerKeyOk | Code::HostedOk);
    !findings.invalid() && findings.checks.iter().any(|check| proof(check.code))
}

fn note(trust: &mut Trust, id: &str, registry: &Registry, word: Word, findings: &mut Findings) {
    let name = &registry.name;
    let (code, why) = match word {
        Word::Listed(issuer) => {
            let called = issuer.name.as_deref().unwrap_or("no name");
            let detail = format!("{name} knows the issuer as {called}");
            findings.add(id, Code::IssuerListed, detail);
            return trust.matching_issuers.push(*issuer);
        }
        Word::Absent => {
            let detail = format!("{name} does not know the issuer");
            return findings.add(id, Code::IssuerRegistryAbsent, detail);
        }
        Word::Unreachable(why) => (Code::IssuerRegistryUnreachable, why),
        Word::Untrusted(why) => (Code::IssuerRegistryUntrusted, why),
    };
    findings.add(id, code, format!("{name}: {why}"));
    trust.unchecked_registries.push(UncheckedRegistry {
        registry: name.clone(),
        code,
        detail: why,
    });
}

fn conclude(run: &Run<'_>, trust: &Trust, wanted: bool, findings: &mut Findings) {
    if !trust.matching_issuers.is_empty() {
        return;
    }
    let unchecked = trust.unchecked_registries.len();
    if unchecked == 0 {
        let detail = "none of the registers that were asked knows the issuer";
        findings.add("registry", Code::IssuerUnlisted, detail);
        if wanted {
            refuse(run, findings, detail);
        }
    } else {
        let detail = format!(
            "no register that answered knows the issuer, and {unchecked} could not be asked"
        );
        findings.add("registry", Code::IssuerUnchecked, detail);
        if wanted {
            let detail = format!(
                "the policy {} asks for a listed issuer, and not every register could be asked",
                run.policy.name
            );
            findings.add("policy", Code::PolicyOpen, detail);
        }
    }
}

fn refuse(run: &Run<'_>, findings: &mut Findings, why: &str) {
    let detail = format!(
        "the policy {} asks for a listed issuer: {why}",
        run.policy.name
    );
    findings.add("policy", Code::PolicyRefused, detail);
}

/// A text of a register, short enough to be shown.
fn words(holder: &Value, name: &str) -> Option<String> {
    const LONGEST: usize = 500;
    let text = holder.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.chars().take(LONGEST).collect())
}
