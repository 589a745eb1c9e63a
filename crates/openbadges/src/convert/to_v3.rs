//! From 2.0 to 3.0.

mod definition;

use serde_json::Value;

use super::source::{Source, lose};
use super::words::{
    ASSERTION_V2, CREDENTIAL_V3, NAME_OF_ASSERTION_V2, VERSION_3, identity_type_v3, is_other_form,
};
use super::{Converted, Loss};
use crate::document::{Fault, Members};
use crate::{document, v2, v3};

/// What the documents of 3.0 are called. None of these may be the name of a 2.0 document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamesV3 {
    /// The credential.
    pub credential: String,
    /// The achievement.
    pub achievement: String,
    /// The issuer: its DID, or the address of its 3.0 profile.
    pub issuer: String,
}

/// Turns an assertion, its badge class and their issuer into an unsigned credential.
///
/// # Errors
///
/// - the documents do not belong together (pointers into the 2.0 badge), or the assertion was taken back: 3.0 would need
///   a status list to say so;
/// - the credential would have faults (pointers into the credential), as when a date of the assertion is none.
pub fn to_v3(
    assertion: &v2::Assertion,
    badge_class: &v2::BadgeClass,
    issuer: &v2::Profile,
    names: &NamesV3,
) -> Result<Converted<v3::OpenBadgeCredential>, Vec<Fault>> {
    belong_together(assertion, badge_class, issuer)?;
    let mut conversion = Conversion {
        names,
        lost: Vec::new(),
    };
    let document = conversion.credential(assertion, badge_class, issuer);
    document.build()?;
    Ok(Converted {
        document,
        lost: conversion.lost,
    })
}

fn belong_together(
    assertion: &v2::Assertion,
    badge_class: &v2::BadgeClass,
    issuer: &v2::Profile,
) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    let mut unless = |fine: bool, pointer: &str, message: &str| {
        if !fine {
            faults.push(Fault::grave(pointer, message));
        }
    };
    unless(
        assertion.revoked != Some(true),
        "/revoked",
        "the assertion was taken back",
    );
    let same_badge = match &assertion.badge {
        v2::Reference::Id(id) => *id == badge_class.id,
        v2::Reference::Object(inside) => **inside == *badge_class,
    };
    unless(
        same_badge,
        "/badge",
        "the assertion is of another badge class",
    );
    let same_issuer = match &badge_class.issuer {
        v2::Reference::Id(id) => *id == issuer.id,
        v2::Reference::Object(inside) => **inside == *issuer,
    };
    unless(
        same_issuer,
        "/badge/issuer",
        "the badge class is of another issuer",
    );
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

struct Conversion<'a> {
    names: &'a NamesV3,
    lost: Vec<Loss>,
}

impl Conversion<'_> {
    fn credential(
        &mut self,
        assertion: &v2::Assertion,
        badge_class: &v2::BadgeClass,
        issuer: &v2::Profile,
    ) -> v3::OpenBadgeCredential {
        let mut source = self.open(document::to_value(assertion), "", "Assertion");
        source.take("badge");
        let recipient = source.object("recipient");
        source.lose(
            "verification",
            "a credential is verified by its own proof",
            &mut self.lost,
        );
        let issued = source.text("issuedOn").unwrap_or_default();
        let mut evidence = vec![self.assertion_as_evidence(&mut source)];
        evidence.extend(self.evidence(&mut source));
        let image = self.image(&mut source);
        let narrative = source.text("narrative");
        let until = source.text("expires");
        // Not taken back is what a credential says by itself.
        if source.peek("revoked") == Some(&Value::Bool(false)) {
            source.take("revoked");
        }
        self.forget_other_form(&mut source, CREDENTIAL_V3, &self.names.credential);
        self.forget_endorsements(&mut source);

        let mut subject = v3::AchievementSubject::new(self.achievement(badge_class));
        self.recipient(recipient, &mut subject);
        subject.narrative = narrative;
        subject.image = image;
        source.leave(&mut self.lost);
        let issuer = self.issuer(issuer);
        let mut credential = v3::OpenBadgeCredential::new(
            self.names.credential.as_str(),
            badge_class.name.as_str(),
            issuer,
            jiff::Timestamp::UNIX_EPOCH,
            subject,
        )
        .with_evidence(evidence);
        credential.valid_from = Some(issued);
        credential.valid_until = until;
        credential
    }

    fn recipient(&mut self, recipient: Option<Source>, subject: &mut v3::AchievementSubject) {
        let Some(mut recipient) = recipient else {
            return;
        };
        let kind = recipient.text("type").unwrap_or_default();
        let identity = recipient.text("identity").unwrap_or_default();
        let hashed = recipient.take("hashed") == Some(Value::Bool(true));
        let salt = recipient.text("salt");
        match (kind.as_str(), hashed) {
            // What is an id in plain sight is the id of the subject.
            ("id", false) => {
                subject.id = Some(identity);
                if salt.is_some() {
                    lose(
                        "/recipient/salt",
                        "an id that is not hashed needs no salt",
                        &mut self.lost,
                    );
                }
            }
            (kind, hashed) => {
                let kind = identity_type_v3(kind).unwrap_or(kind);
                subject.identifier.push(v3::IdentityObject {
                    r#type: "IdentityObject".into(),
                    identity_type: Some(kind.to_owned()),
                    hashed,
                    identity_hash: identity,
                    salt,
                    extra: Members::new(),
                });
            }
        }
        recipient.leave(&mut self.lost);
    }

    /// A badge in its new form rests on the old one (implementation guide of 3.0, "Upgrading").
    fn assertion_as_evidence(&mut self, source: &mut Source) -> v3::Evidence {
        let mut evidence =
            v3::Evidence::at(source.text("id").unwrap_or_default()).with_name(NAME_OF_ASSERTION_V2);
        evidence.r#type.push(ASSERTION_V2.to_owned());
        evidence
    }

    fn evidence(&mut self, source: &mut Source) -> Vec<v3::Evidence> {
        let mut evidence = Vec::new();
        for (value, at) in source.list("evidence") {
            if let Value::String(id) = value {
                evidence.push(v3::Evidence::at(id));
                continue;
            }
            let mut source = Source::new(value, at);
            let mut item = v3::Evidence {
                id: source.text("id"),
                name: source.text("name"),
                description: source.text("description"),
                narrative: source.text("narrative"),
                genre: source.text("genre"),
                audience: source.text("audience"),
                ..v3::Evidence::default()
            };
            for (name, at) in source.other_types(&["Evidence"]) {
                self.keep_type(&mut item.r#type, name, at);
            }
            source.leave(&mut self.lost);
            evidence.push(item);
        }
        evidence
    }

    fn image(&mut self, source: &mut Source) -> Option<v3::Image> {
        if let Some(id) = source.text("image") {
            return Some(v3::Image::new(id));
        }
        let mut source = source.object("image")?;
        let mut image = v3::Image::new(source.text("id").unwrap_or_default());
        image.caption = source.text("caption");
        source.typed(&["Image", "schema:ImageObject"], &mut self.lost);
        source.leave(&mut self.lost);
        Some(image)
    }

    /// Opens a document: its context is told by that of 3.0, its class by the class there.
    fn open(&mut self, document: Value, at: &str, class: &str) -> Source {
        let mut source = Source::new(document, at);
        for (context, at) in source.list("@context") {
            if context != v2::CONTEXT {
                lose(at, "the terms it defines are left behind", &mut self.lost);
            }
        }
        source.typed(&[class, "Profile"], &mut self.lost);
        source
    }

    fn forget_endorsements(&mut self, source: &mut Source) {
        let reason = "it speaks of the 2.0 object, and 3.0 wants it as a credential of its own";
        source.lose("endorsement", reason, &mut self.lost);
    }

    /// What points to the document that is just made says nothing more.
    fn forget_other_form(&mut self, source: &mut Source, class: &str, id: &str) {
        for (value, at) in source.list("related") {
            if !is_other_form(&value, &[class], id, VERSION_3) {
                lose(at, "3.0 relates only achievements", &mut self.lost);
            }
        }
    }

    /// Keeps a type that means something without the context it stood under.
    fn keep_type(&mut self, kept: &mut Vec<String>, name: String, at: String) {
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
