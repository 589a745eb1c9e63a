//! What the claims of a token say beside the credential, and whether the two agree.

use serde_json::Value;

use super::{Rules, Token, seconds_of};
use crate::json;
use crate::proof::vc_jose::Content;
use crate::time::parse_date_time_stamp;
use crate::verify::codes::Code;
use crate::verify::frame;
use crate::verify::person::subject_of;
use crate::verify::run::Findings;
use crate::verify::shape::v3::date_names;
use crate::verify::shape::{id_of, shorten};

impl Token {
    /// Checks that the header fits, and that the claims say what the credential says.
    pub(in crate::verify) fn check_claims(&self, findings: &mut Findings) {
        self.check_status(findings);
        match &self.rules {
            Ok(Rules::Plain) => self.check_plain_claims(findings),
            Ok(Rules::Claims) => self.check_shown_claims(findings),
            Ok(Rules::Jose(Content::Credential)) => self.check_jose_claims(findings),
            Ok(Rules::Jose(Content::Presentation)) => findings.add_at(
                "claims",
                Code::SignatureType,
                "/type",
                "the header says that this is a presentation",
            ),
            Err((code, detail)) => findings.add("claims", *code, detail.clone()),
        }
    }

    /// The payload is the credential itself: claims beside it may repeat what it says, and must not contradict it.
    fn check_jose_claims(&self, findings: &mut Findings) {
        if frame::version(&self.credential) != 2 {
            let detail = "a credential of version 1.1 as the payload of a vc+jwt";
            findings.add_at("claims", Code::SignatureClaims, "/@context", detail);
        }
        for claim in ["vc", "vp"] {
            if self.claims.contains_key(claim) {
                let detail = format!("a vc+jwt must not have the claim `{claim}`");
                let at = json::pointer_to("", claim);
                findings.add_at("claims", Code::SignatureClaims, at, detail);
            }
        }
        let repeated = [
            ("iss", self.issuer()),
            ("jti", self.id()),
            ("sub", self.subject()),
        ];
        for (claim, stated) in repeated {
            if self.claims.contains_key(claim) {
                self.check_text(claim, stated, findings);
            }
        }
    }

    /// A list that the token names instead of the credential (Token Status List). It is not looked up here, so whether the
    /// badge is on it stays open.
    fn check_status(&self, findings: &mut Findings) {
        let status = self.claims.get("status").and_then(Value::as_object);
        if let Some(status) = status.filter(|_| !self.is_claims()) {
            let kinds: Vec<&str> = status.keys().map(String::as_str).collect();
            let detail = format!("status of type {}", shorten(&kinds.join(", ")));
            findings.add_at("status", Code::StatusTypeUnknown, "/status", detail);
        }
    }

    fn issuer(&self) -> Option<&str> {
        self.credential.get("issuer").and_then(id_of)
    }

    fn id(&self) -> Option<&str> {
        self.credential.get("id").and_then(Value::as_str)
    }

    fn subject(&self) -> Option<&str> {
        subject_of(&self.credential)?.get("id")?.as_str()
    }

    /// The claims of Open Badges 3.0 (section 8.2), which repeat the credential.
    fn check_plain_claims(&self, findings: &mut Findings) {
        let version = frame::version(&self.credential);
        if self.enclosed != (version == 1) {
            let detail = if self.enclosed {
                "a credential of version 2.0 inside the claim `vc`"
            } else {
                "a credential of version 1.1 outside the claim `vc`"
            };
            findings.add_at("claims", Code::SignatureClaims, "/vc", detail);
        } else if self.enclosed {
            findings.add_at(
                "format",
                Code::FormatLegacy,
                "/vc",
                "the credential is of version 1.1, inside the claim `vc`",
            );
        }
        self.check_text("iss", self.issuer(), findings);
        self.check_text("jti", self.id(), findings);
        self.check_text("sub", self.subject(), findings);
        let (from, until) = date_names(version);
        self.check_time("nbf", from, true, findings);
        self.check_time("exp", until, false, findings);
    }

    fn check_text(&self, claim: &str, stated: Option<&str>, findings: &mut Findings) {
        let at = json::pointer_to("", claim);
        match (self.claims.get(claim), stated) {
            (Some(Value::String(claimed)), Some(stated)) if claimed == stated => {}
            (None, None) => {}
            (None, Some(_)) => {
                findings.add_at(
                    "claims",
                    Code::SignatureClaimsMissing,
                    at,
                    format!("the claim `{claim}` is missing"),
                );
            }
            _ => {
                findings.add_at(
                    "claims",
                    Code::SignatureClaims,
                    at,
                    format!("the claim `{claim}` is not what the badge says"),
                );
            }
        }
    }

    fn check_time(&self, claim: &str, member: &str, wanted: bool, findings: &mut Findings) {
        let at = json::pointer_to("", claim);
        let stated = self
            .credential
            .get(member)
            .and_then(Value::as_str)
            .and_then(|text| parse_date_time_stamp(text).ok());
        match (self.claims.get(claim), stated) {
            (None, Some(_)) if wanted => {
                findings.add_at(
                    "claims",
                    Code::SignatureClaimsMissing,
                    at,
                    format!("the claim `{claim}` is missing"),
                );
            }
            (None, _) => {}
            (Some(claimed), stated) => {
                // A fraction of a second cannot stand in the claim of most issuers, so whole seconds are compared.
                let agrees = match (seconds_of(claimed), stated) {
                    (Some(seconds), Some(stated)) => stated.as_second() == seconds,
                    (Some(_), None) => true,
                    (None, _) => false,
                };
                if !agrees {
                    let detail = format!("the claim `{claim}` is not `{member}` to the second");
                    findings.add_at("claims", Code::SignatureClaims, at, detail);
                }
            }
        }
    }
}
