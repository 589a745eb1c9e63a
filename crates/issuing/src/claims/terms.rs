//! What a claim link asks of earners, and what it adds to their awards.

use accolade_storage::types::EvidenceKind;
use accolade_storage::{DbConnection, StorageError};
use openbadges::recipient::normalise_email;
use serde::{Deserialize, Serialize};

use crate::awards::NewEvidence;
use crate::limits;
use crate::violations::Violations;

/// What a claim link asks and adds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Terms {
    /// Addresses (`mia@school.example`) and domains (`@school.example`) that may claim; everybody if empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<String>,
    /// Whether the issuer looks at each claim before the award is made.
    pub approval: bool,
    /// Whether a name alone is enough, for people without an e-mail address.
    pub without_email: bool,
    /// Whether the projector page shows the names of those who claimed.
    pub names_on_screen: bool,
    /// What stands as evidence in every award: words and links.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<NewEvidence>,
    /// What the earner is asked; the answer becomes evidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// Whether there is no badge without an answer.
    pub answer_needed: bool,
}

impl Terms {
    /// The terms of a stored link. What cannot be read, as no row of ours should be, asks for the issuer's word.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_else(|_| Self {
            approval: true,
            ..Self::default()
        })
    }

    pub(super) fn written(&self) -> String {
        serde_json::to_string(self).expect("text, lists and truth values always serialise")
    }

    /// The same without blanks around things, and with domains written in one way.
    pub(super) fn tidied(mut self) -> Self {
        self.allowed = self
            .allowed
            .iter()
            .map(|entry| tidied_entry(entry))
            .filter(|entry| !entry.is_empty())
            .collect();
        self.allowed.dedup();
        self.question = self
            .question
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty());
        self
    }

    pub(super) fn check(&self, conn: &mut DbConnection) -> Result<Violations, StorageError> {
        let mut found = Violations::default();
        self.check_allowed(&mut found);
        found.optional("/question", self.question.as_deref(), limits::CRITERIA_ITEM);
        if self.answer_needed && self.question.is_none() {
            found.add(
                "/question",
                "required",
                "Write the question that must be answered.",
            );
        }
        found.count("/evidence", self.evidence.len(), limits::CLAIM_EVIDENCE);
        for (position, item) in self
            .evidence
            .iter()
            .take(limits::CLAIM_EVIDENCE.value)
            .enumerate()
        {
            let pointer = format!("/evidence/{position}");
            found.nest(&pointer, item.check(conn)?);
            if !matches!(item.kind, EvidenceKind::Text | EvidenceKind::Link) {
                let message = "Words and links can be added to every award; files belong to one.";
                found.add(&format!("{pointer}/kind"), "not_allowed", message);
            }
        }
        Ok(found)
    }

    fn check_allowed(&self, found: &mut Violations) {
        found.count("/allowed", self.allowed.len(), limits::CLAIM_ADDRESSES);
        for (position, entry) in self
            .allowed
            .iter()
            .take(limits::CLAIM_ADDRESSES.value)
            .enumerate()
        {
            let pointer = format!("/allowed/{position}");
            let address = if entry.starts_with('@') {
                format!("x{entry}")
            } else {
                entry.clone()
            };
            let mut inner = Violations::default();
            inner.email("", &address);
            if !inner.is_empty() {
                let message =
                    format!("“{entry}” is neither an address nor a domain such as school.example.");
                found.add(&pointer, "bad_format", message);
            }
        }
        if self.without_email && !self.allowed.is_empty() {
            let message =
                "Without an address nobody can be held against the list. Choose one of the two.";
            found.add("/withoutEmail", "not_allowed", message);
        }
    }

    /// Whether this normalised address may claim.
    pub fn allows(&self, email: &str) -> bool {
        let domain = email.rsplit_once('@').map(|(_, domain)| domain);
        self.allowed.is_empty()
            || self
                .allowed
                .iter()
                .any(|entry| match entry.strip_prefix('@') {
                    Some(wanted) => domain.is_some_and(|domain| {
                        domain == wanted
                            || domain
                                .strip_suffix(wanted)
                                .is_some_and(|above| above.ends_with('.'))
                    }),
                    None => entry == email,
                })
    }

    /// The domains that may claim, without their sign; empty where single people were named.
    pub fn domains(&self) -> Vec<&str> {
        let domains = self.allowed.iter().map(|entry| entry.strip_prefix('@'));
        domains.collect::<Option<_>>().unwrap_or_default()
    }
}

/// `School.Example`, `@school.example` and `*@school.example` are one domain.
fn tidied_entry(entry: &str) -> String {
    let entry = entry.trim().trim_start_matches('*');
    if entry.is_empty() {
        String::new()
    } else if entry.contains('@') {
        normalise_email(entry)
    } else {
        normalise_email(&format!("@{entry}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(allowed: &[&str]) -> Terms {
        let allowed = allowed.iter().map(|entry| (*entry).to_owned()).collect();
        Terms {
            allowed,
            ..Terms::default()
        }
        .tidied()
    }

    #[test]
    fn an_address_is_held_against_addresses_and_domains() {
        let terms = terms(&["Kestrelhill.example", "mia@home.example", " "]);

        for good in [
            "a@kestrelhill.example",
            "a@pupils.kestrelhill.example",
            "mia@home.example",
        ] {
            assert!(terms.allows(good), "{good}");
        }
        for bad in [
            "a@notkestrelhill.example",
            "leo@home.example",
            "a@kestrelhill.example.evil.example",
            "kestrelhill.example",
        ] {
            assert!(!terms.allows(bad), "{bad}");
        }
        assert!(Terms::default().allows("anybody@anywhere.example"));
    }

    #[test]
    fn domains_are_told_only_where_nobody_is_named() {
        assert_eq!(
            terms(&["a.example", "@b.example"]).domains(),
            ["a.example", "b.example"]
        );
        assert!(terms(&["a.example", "mia@b.example"]).domains().is_empty());
    }

    #[test]
    fn terms_that_cannot_be_read_give_nothing_away() {
        assert!(Terms::read("{").approval);
    }
}
