//! What translations, links to other badges and codes must keep to.

use super::{BadgeContent, Violations, limits};
use crate::content::{BadgeLink, RelatedBadge, Translation};

impl BadgeContent {
    /// What is wrong with what stands around the badge.
    pub(super) fn check_around(&self, found: &mut Violations) {
        found.optional("/audience", self.audience.as_deref(), limits::NAME);
        found.optional("/code", self.code.as_deref(), limits::WORD);
        found.optional(
            "/fieldOfStudy",
            self.field_of_study.as_deref(),
            limits::NAME,
        );
        found.optional(
            "/specialization",
            self.specialization.as_deref(),
            limits::NAME,
        );
        if let Some(credits) = &self.credits
            && !is_amount(credits)
        {
            let message = "A number such as 2 or 2.5, with at most two digits behind the point.";
            found.add("/credits", "bad_format", message);
        }
        found.count(
            "/translations",
            self.translations.len(),
            limits::TRANSLATIONS,
        );
        for (tag, translation) in &self.translations {
            let pointer = format!(
                "/translations/{}",
                tag.replace('~', "~0").replace('/', "~1")
            );
            found.language(&pointer, tag);
            if tag == self.language() {
                let message = "The badge is written in this language already.";
                found.add(&pointer, "duplicate", message);
            }
            found.nest(&pointer, self.check_translation(translation));
        }
        found.count("/prerequisites", self.prerequisites.len(), limits::RELATED);
        for (position, badge) in self.prerequisites.iter().enumerate() {
            found.nest(&format!("/prerequisites/{position}"), badge.check());
        }
        found.count("/related", self.related.len(), limits::RELATED);
        for (position, badge) in self.related.iter().enumerate() {
            found.nest(&format!("/related/{position}"), badge.check());
        }
    }

    fn check_translation(&self, translation: &Translation) -> Violations {
        let mut found = Violations::default();
        found.text("/name", &translation.name, limits::NAME);
        found.text(
            "/description",
            &translation.description,
            limits::DESCRIPTION,
        );
        found.text("/claim", &translation.claim, limits::DESCRIPTION);
        found.text("/narrative", &translation.narrative, limits::NARRATIVE);
        found.text("/imageAlt", &translation.image_alt, limits::ALT_TEXT);
        for (id, item) in &translation.items {
            let pointer = format!("/items/{id}");
            if !self.criteria.items.iter().any(|known| known.id == *id) {
                found.add(&pointer, "unknown", "There is no such criterion.");
            }
            found.text(
                &format!("{pointer}/text"),
                &item.text,
                limits::CRITERIA_ITEM,
            );
            found.text(
                &format!("{pointer}/hint"),
                &item.hint,
                limits::CRITERIA_ITEM,
            );
        }
        found
    }
}

impl BadgeLink {
    fn check(&self) -> Violations {
        link(&self.name, &self.url)
    }
}

impl RelatedBadge {
    fn check(&self) -> Violations {
        link(&self.name, &self.url)
    }
}

fn link(name: &str, url: &str) -> Violations {
    let mut found = Violations::default();
    found.required("/name", name, limits::NAME);
    found.url("/url", url);
    found
}

/// Digits, and at most two more behind a point: what every format writes the same way.
fn is_amount(text: &str) -> bool {
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    match text.split_once('.') {
        None => digits(text, 6),
        Some((whole, part)) => digits(whole, 6) && digits(part, 2),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::content::{Relation, TranslatedItem};

    fn pointers(content: &BadgeContent) -> Vec<String> {
        let found = content.check_draft();
        found
            .0
            .into_iter()
            .map(|violation| violation.pointer)
            .collect()
    }

    #[test]
    fn a_translation_must_be_of_another_language_and_of_criteria_that_exist() {
        let stray = TranslatedItem::default();
        let translation = Translation {
            items: BTreeMap::from([("gone".to_owned(), stray)]),
            ..Translation::default()
        };
        let content = BadgeContent {
            name: "A".into(),
            translations: BTreeMap::from([
                ("de".to_owned(), translation),
                ("en".to_owned(), Translation::default()),
                ("a/b".to_owned(), Translation::default()),
            ]),
            ..BadgeContent::default()
        };

        assert_eq!(
            pointers(&content),
            [
                "/translations/a~1b",
                "/translations/de/items/gone",
                "/translations/en"
            ]
        );
    }

    #[test]
    fn other_badges_need_a_name_and_a_web_address() {
        let content = BadgeContent {
            name: "A".into(),
            prerequisites: vec![BadgeLink {
                name: " ".into(),
                url: "https://a.example/b".into(),
            }],
            related: vec![RelatedBadge {
                relation: Relation::NextLevelOf,
                name: "B".into(),
                url: "javascript:x".into(),
            }],
            ..BadgeContent::default()
        };

        assert_eq!(
            pointers(&content),
            ["/prerequisites/0/name", "/related/0/url"]
        );
    }

    #[test]
    fn credits_are_written_as_every_format_can_read_them() {
        for good in ["0", "2", "2.5", "120.25"] {
            assert!(is_amount(good), "{good}");
        }
        for bad in ["", ".", "2.", ".5", "-1", "1e3", "2,5", "1.234", "1234567"] {
            assert!(!is_amount(bad), "{bad}");
        }
    }
}
