//! What was earned and who issues it.

use serde_json::Value;

use super::super::source::{Source, lose};
use super::super::words::{ACHIEVEMENT_V3, PROFILE_V3, VERSION_3, is_other_form, language_tag};
use super::Conversion;
use crate::v3::{self, IdentifierEntry};
use crate::{document, v2};

impl Conversion<'_> {
    pub(super) fn achievement(&mut self, badge_class: &v2::BadgeClass) -> v3::Achievement {
        let mut source = self.open(document::to_value(badge_class), "/badge", "BadgeClass");
        source.take("issuer");
        let mut achievement = v3::Achievement::new(
            self.names.achievement.as_str(),
            source.text("name").unwrap_or_default(),
            source.text("description").unwrap_or_default(),
            self.criteria(&mut source),
        );
        let other_form = v3::Related::badge_class(source.text("id").unwrap_or_default());
        achievement.image = self.image(&mut source);
        achievement.tag = source
            .list("tags")
            .into_iter()
            .filter_map(text_of)
            .collect();
        achievement.alignment = self.alignments(&mut source);
        achievement.version = version(&mut source);
        self.language(&mut source, &mut achievement.in_language);
        achievement.related = self.related(&mut source);
        achievement.related.push(other_form);
        self.forget_endorsements(&mut source);
        source.leave(&mut self.lost);
        achievement
    }

    fn criteria(&mut self, source: &mut Source) -> v3::Criteria {
        if let Some(id) = source.text("criteria") {
            return v3::Criteria::at(id);
        }
        let Some(mut source) = source.object("criteria") else {
            return v3::Criteria::default();
        };
        let criteria = v3::Criteria {
            id: source.text("id"),
            narrative: source.text("narrative"),
            ..v3::Criteria::default()
        };
        source.typed(&["Criteria"], &mut self.lost);
        source.leave(&mut self.lost);
        criteria
    }

    fn alignments(&mut self, source: &mut Source) -> Vec<v3::Alignment> {
        let mut alignments = Vec::new();
        for (value, at) in source.list("alignment") {
            let mut source = Source::new(value, at);
            let mut alignment = v3::Alignment::new(
                source.text("targetName").unwrap_or_default(),
                source.text("targetUrl").unwrap_or_default(),
            );
            alignment.target_description = source.text("targetDescription");
            alignment.target_framework = source.text("targetFramework");
            alignment.target_code = source.text("targetCode");
            source.typed(&["AlignmentObject", "Alignment"], &mut self.lost);
            source.leave(&mut self.lost);
            alignments.push(alignment);
        }
        alignments
    }

    fn related(&mut self, source: &mut Source) -> Vec<v3::Related> {
        let mut all = Vec::new();
        for (value, at) in source.list("related") {
            if let Value::String(id) = value {
                all.push(v3::Related::new(id));
                continue;
            }
            if is_other_form(
                &value,
                &[ACHIEVEMENT_V3],
                &self.names.achievement,
                VERSION_3,
            ) {
                continue;
            }
            let mut source = Source::new(value, at.clone());
            let Some(id) = source.text("id") else {
                lose(
                    at,
                    "3.0 wants the address of what is related",
                    &mut self.lost,
                );
                continue;
            };
            let mut related = v3::Related::new(id);
            for (name, at) in source.other_types(&["Related"]) {
                self.keep_type(&mut related.r#type, name, at);
            }
            related.version = version(&mut source);
            self.language(&mut source, &mut related.in_language);
            source.leave(&mut self.lost);
            all.push(related);
        }
        all
    }

    pub(super) fn issuer(&mut self, issuer: &v2::Profile) -> v3::Profile {
        let mut source = self.open(document::to_value(issuer), "/badge/issuer", "Issuer");
        let mut profile = v3::Profile {
            name: source.text("name"),
            url: source.text("url"),
            email: source.text("email"),
            phone: source.text("telephone"),
            description: source.text("description"),
            image: self.image(&mut source),
            ..v3::Profile::new(self.names.issuer.as_str(), "")
        };
        if let Some(id) = source.text("id").filter(|id| *id != self.names.issuer) {
            profile = profile.with_other_identifier(IdentifierEntry::same_as(id));
        }
        let keys = "3.0 lists keys in the document behind the issuer's id";
        source.lose("publicKey", keys, &mut self.lost);
        let scope = "a credential is verified by its own proof, wherever it stands";
        source.lose("verification", scope, &mut self.lost);
        let list = "3.0 takes back credentials through status lists";
        source.lose("revocationList", list, &mut self.lost);
        self.forget_other_form(&mut source, PROFILE_V3, &self.names.issuer);
        self.forget_endorsements(&mut source);
        source.leave(&mut self.lost);
        profile
    }

    fn language(&mut self, source: &mut Source, written: &mut Option<String>) {
        let Some(tag) = source.text("@language") else {
            return;
        };
        *written = language_tag(&tag);
        if written.is_none() {
            let at = source.pointer("@language");
            lose(at, "3.0 has no such language tag", &mut self.lost);
        }
    }
}

/// Takes the version, which 2.0 may write as a number.
fn version(source: &mut Source) -> Option<String> {
    match source.peek("version") {
        Some(Value::Number(_)) => source.take("version").map(|number| number.to_string()),
        _ => source.text("version"),
    }
}

fn text_of((value, _): (Value, String)) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}
