//! From 3.0 to 2.0.

mod definition;

use serde_json::Value;

use super::source::{Source, lose};
use super::words::{
    ASSERTION_V2, CREDENTIAL_V3, NAME_OF_ASSERTION_V2, VERSION_3, identity_type_v2,
};
use super::{Converted, Loss};
use crate::document::{self, Fault, Members};
use crate::{v2, v3};

/// What the documents of 2.0 are called, and what only 2.0 needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamesV2 {
    /// The assertion: its address, or a `urn:uuid` if it will be signed.
    pub assertion: String,
    /// Address of the badge class.
    pub badge_class: String,
    /// Address of the issuer's profile.
    pub issuer: String,
    /// How the assertion will be verified.
    pub verified: HowVerified,
    /// Address of the issuer's home page, for a profile that has none: 2.0 wants one.
    pub issuer_url: Option<String>,
    /// The issuer's e-mail address, for a profile that has none: 2.0 wants one.
    pub issuer_email: Option<String>,
    /// Address of the badge's picture, for an achievement that has none: 2.0 wants one.
    pub badge_image: Option<String>,
}

/// How a 2.0 assertion is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HowVerified {
    /// It stands at its address.
    Hosted,
    /// The key at this address signs it.
    Signed(String),
}

/// The three documents of a 2.0 badge. Each names the others by their addresses.
#[derive(Debug, Clone, PartialEq)]
pub struct AwardV2 {
    /// One person's badge.
    pub assertion: v2::Assertion,
    /// What was earned.
    pub badge_class: v2::BadgeClass,
    /// Who issues it.
    pub issuer: v2::Profile,
}

/// Turns a credential into an assertion, a badge class and a profile of 2.0.
///
/// Of several identifiers of the recipient an e-mail address is taken first, then what 2.0 also knows; the others are
/// lost. `issuedOn` is the `awardedDate`, where there is one.
///
/// # Errors
///
/// What the 2.0 documents lack: pointers into the assertion, with the badge class at `/badge` and the issuer at
/// `/badge/issuer`.
pub fn to_v2(
    credential: &v3::OpenBadgeCredential,
    names: &NamesV2,
) -> Result<Converted<AwardV2>, Vec<Fault>> {
    let mut conversion = Conversion {
        names,
        lost: Vec::new(),
    };
    let document = conversion.award(credential);
    let mut faults = Vec::new();
    for (built, at) in [
        (document.assertion.build(), ""),
        (document.badge_class.build(), "/badge"),
        (document.issuer.build(), "/badge/issuer"),
    ] {
        faults.extend(built.err().into_iter().flatten().map(|fault| Fault {
            pointer: format!("{at}{}", fault.pointer),
            ..fault
        }));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Converted {
        document,
        lost: conversion.lost,
    })
}

struct Conversion<'a> {
    names: &'a NamesV2,
    lost: Vec<Loss>,
}

impl Conversion<'_> {
    fn award(&mut self, credential: &v3::OpenBadgeCredential) -> AwardV2 {
        let mut source = Source::new(document::to_value(credential), "");
        self.forget_frame(&mut source);
        let issued_on = self.issued_on(&mut source);
        let expires = source
            .text("validUntil")
            .or_else(|| source.text("expirationDate"));
        let evidence = self.evidence(&mut source);
        let id = source.text("id").unwrap_or_default();
        let issuer = self.issuer(&mut source);
        let name = credential.credential_subject.achievement.name.as_str();
        if source.peek("name").and_then(Value::as_str) == Some(name) {
            source.take("name");
        }
        let subject = source.object("credentialSubject");
        let mut subject = subject.unwrap_or_else(|| Source::new(Value::Null, "/credentialSubject"));
        subject.typed(&["AchievementSubject"], &mut self.lost);
        let recipient = self.recipient(&mut subject);
        let narrative = subject.text("narrative");
        let image = self.award_image(&mut source, &mut subject);
        let badge_class = self.badge_class(&mut subject, issuer.related_id.as_deref());
        subject.leave(&mut self.lost);
        source.leave(&mut self.lost);

        let badge = v2::Reference::Id(self.names.badge_class.clone());
        let (id_v2, epoch) = (self.names.assertion.as_str(), jiff::Timestamp::UNIX_EPOCH);
        let mut assertion = match &self.names.verified {
            HowVerified::Hosted => v2::Assertion::hosted(id_v2, recipient, badge, epoch),
            HowVerified::Signed(key) => {
                v2::Assertion::signed(id_v2, recipient, badge, epoch, key.as_str())
            }
        };
        assertion.issued_on = issued_on;
        assertion.expires = expires;
        assertion.narrative = narrative;
        assertion.image = image;
        assertion.evidence = evidence;
        let mut other_form = v2::Related::new(id).with_version(VERSION_3);
        other_form.r#type = vec![CREDENTIAL_V3.into()];
        assertion.related.push(other_form.into());
        AwardV2 {
            assertion,
            badge_class,
            issuer: issuer.profile,
        }
    }

    fn forget_frame(&mut self, source: &mut Source) {
        for (context, at) in source.list("@context") {
            let known = [v3::CREDENTIALS_V1, v3::CREDENTIALS_V2, v3::ED25519_2020];
            let badges = "https://purl.imsglobal.org/spec/ob/v3p0/";
            if !context
                .as_str()
                .is_some_and(|url| known.contains(&url) || url.starts_with(badges))
            {
                lose(at, "the terms it defines are left behind", &mut self.lost);
            }
        }
        let types = [
            "VerifiableCredential",
            "OpenBadgeCredential",
            "AchievementCredential",
        ];
        source.typed(&types, &mut self.lost);
        for (name, reason) in [
            (
                "proof",
                "2.0 is verified at its address, or by a signature of its own",
            ),
            (
                "credentialStatus",
                "2.0 says at its address, or in a revocation list, whether it stands",
            ),
            ("credentialSchema", "2.0 names no schemas"),
            ("refreshService", "2.0 knows no newer editions of an award"),
            ("termsOfUse", "2.0 knows no terms"),
            (
                "endorsement",
                "it speaks of the 3.0 object, and 2.0 wants it hosted or signed",
            ),
            (
                "endorsementJwt",
                "it speaks of the 3.0 object, and 2.0 wants it hosted or signed",
            ),
        ] {
            source.lose(name, reason, &mut self.lost);
        }
    }

    fn issued_on(&mut self, source: &mut Source) -> String {
        let (name, from) = match source.text("validFrom") {
            Some(from) => ("validFrom", Some(from)),
            None => ("issuanceDate", source.text("issuanceDate")),
        };
        let Some(awarded) = source.text("awardedDate") else {
            return from.unwrap_or_default();
        };
        if from.is_some_and(|from| from != awarded) {
            let at = source.pointer(name);
            lose(at, "2.0 knows the day of the award alone", &mut self.lost);
        }
        awarded
    }

    fn recipient(&mut self, subject: &mut Source) -> v2::IdentityObject {
        let mut identifiers = subject.list("identifier");
        let rank = |value: &Value| {
            let kind = value.get("identityType").and_then(Value::as_str);
            match kind.and_then(identity_type_v2) {
                Some("email") => 0,
                Some("url" | "telephone") => 1,
                Some(_) => 2,
                None => 3,
            }
        };
        let best = (0..identifiers.len()).min_by_key(|index| rank(&identifiers[*index].0));
        let best = best.filter(|index| rank(&identifiers[*index].0) < 3);
        let chosen = best.map(|index| identifiers.remove(index));
        let one = "2.0 knows one identity of the recipient";
        if chosen.is_some() {
            subject.lose("id", one, &mut self.lost);
        }
        for (_, at) in identifiers {
            lose(at, one, &mut self.lost);
        }
        let Some((value, at)) = chosen else {
            return v2::IdentityObject::plain("id", subject.text("id").unwrap_or_default());
        };
        let mut source = Source::new(value, at);
        source.typed(&["IdentityObject"], &mut self.lost);
        let kind = source.text("identityType").unwrap_or_default();
        let recipient = v2::IdentityObject {
            r#type: identity_type_v2(&kind).unwrap_or("id").to_owned(),
            hashed: source.take("hashed") == Some(Value::Bool(true)),
            identity: source.text("identityHash").unwrap_or_default(),
            salt: source.text("salt"),
            extra: Members::new(),
        };
        source.leave(&mut self.lost);
        recipient
    }

    /// The picture of the award stands at the subject; some put it at the credential.
    fn award_image(
        &mut self,
        source: &mut Source,
        subject: &mut Source,
    ) -> Option<v2::Reference<v2::Image>> {
        match self.image(subject) {
            Some(image) => {
                source.lose("image", "2.0 knows one picture of an award", &mut self.lost);
                Some(image)
            }
            None => self.image(source),
        }
    }

    fn image(&mut self, source: &mut Source) -> Option<v2::Reference<v2::Image>> {
        let mut source = source.object("image")?;
        let id = source.text("id").unwrap_or_default();
        source.typed(&["Image"], &mut self.lost);
        let image = match source.text("caption") {
            Some(caption) => v2::Image::captioned(id, caption).into(),
            None => v2::Reference::Id(id),
        };
        source.leave(&mut self.lost);
        Some(image)
    }

    fn evidence(&mut self, source: &mut Source) -> Vec<v2::Reference<v2::Evidence>> {
        let mut all = Vec::new();
        for (value, at) in source.list("evidence") {
            if is_the_assertion(&value, &self.names.assertion) {
                continue;
            }
            let mut source = Source::new(value, at);
            let types = source.other_types(&["Evidence"]);
            let mut evidence = v2::Evidence {
                r#type: Vec::new(),
                id: source.text("id"),
                name: source.text("name"),
                description: source.text("description"),
                narrative: source.text("narrative"),
                genre: source.text("genre"),
                audience: source.text("audience"),
                extra: Members::new(),
            };
            self.keep_types(types, &mut evidence.r#type);
            if !evidence.r#type.is_empty() {
                evidence.r#type.insert(0, "Evidence".into());
            }
            source.leave(&mut self.lost);
            all.push(evidence.into());
        }
        all
    }

    /// Keeps the types that mean something without the context they stood under.
    fn keep_types(&mut self, types: Vec<(String, String)>, kept: &mut Vec<String>) {
        for (name, at) in types {
            if document::words::is_web_address(&name) {
                kept.push(name);
            } else {
                lose(
                    at,
                    "the context that defines it is left behind",
                    &mut self.lost,
                );
            }
        }
    }
}

/// Whether evidence says nothing but that it is the assertion that is just made.
fn is_the_assertion(evidence: &Value, id: &str) -> bool {
    let mut made = v3::Evidence::at(id).with_name(NAME_OF_ASSERTION_V2);
    made.r#type.push(ASSERTION_V2.into());
    *evidence == document::to_value(&made)
}
