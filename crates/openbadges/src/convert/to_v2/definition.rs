//! What was earned and who issues it.

use serde_json::Value;

use super::super::source::{Source, lose};
use super::super::words::{BADGE_CLASS_V2, VERSION_2, is_other_form};
use super::Conversion;
use crate::document::{self, Members};
use crate::{v2, v3};

impl Conversion<'_> {
    pub(super) fn badge_class(
        &mut self,
        subject: &mut Source,
        issuer: Option<&str>,
    ) -> v2::BadgeClass {
        let at = subject.pointer("achievement");
        let mut source = Source::new(subject.take("achievement").unwrap_or_default(), at);
        source.typed(&["Achievement"], &mut self.lost);
        let image = self.image(&mut source).or_else(|| {
            let address = self.names.badge_image.clone();
            address.map(v2::Reference::Id)
        });
        // Without a picture the badge class has a fault, and that is told.
        let image = image.unwrap_or_else(|| v2::Reference::Id(String::new()));
        let mut badge_class = v2::BadgeClass::new(
            self.names.badge_class.as_str(),
            source.text("name").unwrap_or_default(),
            source.text("description").unwrap_or_default(),
            image,
            self.criteria(&mut source),
            v2::Reference::Id(self.names.issuer.clone()),
        );
        let other_form = v2::Related::achievement(source.text("id").unwrap_or_default());
        for (tag, _) in source.list("tag") {
            badge_class.tags.extend(tag.as_str().map(str::to_owned));
        }
        badge_class.alignment = self.alignments(&mut source);
        badge_class.version = source.text("version").map(v2::Version::Text);
        badge_class.language = source.text("inLanguage");
        badge_class.related = self.related(&mut source);
        badge_class.related.push(other_form.into());
        // What every badge of 2.0 is.
        if source.peek("achievementType").and_then(Value::as_str) == Some("Badge") {
            source.take("achievementType");
        }
        let creator = source.peek("creator").and_then(|creator| creator.get("id"));
        if creator.is_some() && creator.and_then(Value::as_str) == issuer {
            let reason = "2.0 has the issuer alone, which is the same";
            source.lose("creator", reason, &mut self.lost);
        }
        source.leave(&mut self.lost);
        badge_class
    }

    fn criteria(&mut self, source: &mut Source) -> v2::Criteria {
        let Some(mut source) = source.object("criteria") else {
            return v2::Criteria::default();
        };
        let criteria = v2::Criteria {
            r#type: Vec::new(),
            id: source.text("id"),
            narrative: source.text("narrative"),
            extra: Members::new(),
        };
        source.typed(&["Criteria"], &mut self.lost);
        source.leave(&mut self.lost);
        criteria
    }

    fn alignments(&mut self, source: &mut Source) -> Vec<v2::Alignment> {
        let mut alignments = Vec::new();
        for (value, at) in source.list("alignment") {
            let mut source = Source::new(value, at);
            let mut alignment = v2::Alignment::new(
                source.text("targetName").unwrap_or_default(),
                source.text("targetUrl").unwrap_or_default(),
            );
            alignment.target_description = source.text("targetDescription");
            alignment.target_framework = source.text("targetFramework");
            alignment.target_code = source.text("targetCode");
            source.typed(&["Alignment"], &mut self.lost);
            source.leave(&mut self.lost);
            alignments.push(alignment);
        }
        alignments
    }

    fn related(&mut self, source: &mut Source) -> Vec<v2::Reference<v2::Related>> {
        let mut all = Vec::new();
        for (value, at) in source.list("related") {
            let types = ["Related", BADGE_CLASS_V2];
            if is_other_form(&value, &types, &self.names.badge_class, VERSION_2) {
                continue;
            }
            let mut source = Source::new(value, at);
            let types = source.other_types(&["Related"]);
            let mut related = v2::Related {
                r#type: Vec::new(),
                id: source.text("id"),
                language: source.text("inLanguage"),
                version: source.text("version").map(v2::Version::Text),
                extra: Members::new(),
            };
            self.keep_types(types, &mut related.r#type);
            source.leave(&mut self.lost);
            all.push(related.into());
        }
        all
    }

    pub(super) fn issuer(&mut self, source: &mut Source) -> Issuer {
        let names = self.names;
        let bare = source.text("issuer");
        let mut source = source
            .object("issuer")
            .unwrap_or_else(|| Source::new(Value::Null, "/issuer"));
        source.typed(&["Profile"], &mut self.lost);
        let url = source.text("url").or_else(|| names.issuer_url.clone());
        let email = source.text("email").or_else(|| names.issuer_email.clone());
        let mut profile = v2::Profile {
            name: source.text("name"),
            url,
            email,
            telephone: source.text("phone"),
            description: source.text("description"),
            image: self.image(&mut source),
            ..v2::Profile::issuer(names.issuer.as_str(), "", "", "")
        };
        let related_id = source.text("id").or(bare);
        if let Some(id) = related_id.as_ref().filter(|id| **id != names.issuer) {
            profile = profile.with_related(v2::Related::profile(id));
        }
        for (entry, at) in source.list("otherIdentifier") {
            let same = v3::IdentifierEntry::same_as(names.issuer.as_str());
            if entry != document::to_value(&same) {
                lose(
                    at,
                    "2.0 knows a profile by its address alone",
                    &mut self.lost,
                );
            }
        }
        source.leave(&mut self.lost);
        Issuer {
            profile,
            related_id,
        }
    }
}

/// The issuer, and what it is called in 3.0.
pub(super) struct Issuer {
    pub(super) profile: v2::Profile,
    pub(super) related_id: Option<String>,
}
