//! The studio's form, and the recipe in a query: read kindly, for every word is checked where it is used.

use accolade_issuing::drawing::{
    Icon, Light, MARKS, Metal, Palette, Pattern, Recipe, Shape, Starter, WORDS,
};
use accolade_issuing::sketches::SketchContent;
use accolade_storage::types::{BadgeClassId, Digest};
use serde::Deserialize;

/// The choices of a recipe as a form or a query sends them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RecipeForm {
    shape: String,
    palette: String,
    colour: String,
    light: String,
    metal: String,
    pattern: String,
    icon: String,
    above: String,
    below: String,
    ribbon: String,
    marks: String,
}

impl RecipeForm {
    /// The recipe; a choice that nobody knows is as if it were not said.
    pub(crate) fn recipe(&self) -> Recipe {
        let palette = Palette::named(&self.palette).unwrap_or_default();
        Recipe {
            shape: Shape::named(&self.shape).unwrap_or_default(),
            palette,
            colour: (palette == Palette::Own)
                .then(|| self.colour.parse().ok())
                .flatten(),
            light: Light::named(&self.light).unwrap_or_default(),
            metal: Metal::named(&self.metal).unwrap_or_default(),
            pattern: Pattern::named(&self.pattern).unwrap_or_default(),
            icon: Icon::named(&self.icon).unwrap_or_default(),
            above: bounded(&self.above),
            below: bounded(&self.below),
            ribbon: bounded(&self.ribbon),
            marks: self.marks.parse::<u8>().unwrap_or_default().min(MARKS),
        }
    }
}

/// A word more than can ever be drawn is enough to say that it is too long.
fn bounded(words: &str) -> String {
    words.chars().take(WORDS + 1).collect()
}

/// What a button asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wish {
    /// Draw it again.
    Redraw,
    /// Let chance compose.
    Surprise,
    /// Begin from a finished badge.
    Begin(&'static Starter),
    /// Look for an icon.
    Find,
    /// Take the picture of one's own away.
    Unpick,
    /// Throw everything away.
    Fresh,
    /// Go on: to the recipients, or back to the badge class.
    Next,
}

/// The whole form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StudioForm {
    #[serde(flatten)]
    recipe: RecipeForm,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) criteria: String,
    alt: String,
    /// The description that the page suggested: a field left alone follows the drawing.
    suggested: String,
    pub(crate) find: String,
    /// The digest of a picture of their own; only of one that this browser sent.
    upload: String,
    /// The badge class whose picture this is.
    badge: String,
    /// Its revision when the page was opened.
    revision: String,
    #[serde(rename = "do")]
    wish: String,
}

impl StudioForm {
    pub(crate) fn wish(&self) -> Wish {
        match self.wish.as_str() {
            "surprise" => Wish::Surprise,
            "find" => Wish::Find,
            "unpick" => Wish::Unpick,
            "fresh" => Wish::Fresh,
            "next" => Wish::Next,
            other => other
                .strip_prefix("begin:")
                .and_then(Starter::named)
                .map_or(Wish::Redraw, Wish::Begin),
        }
    }

    pub(crate) fn badge(&self) -> Option<BadgeClassId> {
        self.badge.parse().ok()
    }

    pub(crate) fn revision(&self) -> Option<i32> {
        self.revision.parse().ok()
    }

    pub(crate) fn upload(&self) -> Option<Digest> {
        self.upload.parse().ok()
    }

    /// The sketch as it is on the form; what the form does not show stays as it was.
    pub(crate) fn onto(&self, before: SketchContent) -> SketchContent {
        let alt = self.alt.trim();
        let follows = before.upload.is_none() && alt == self.suggested.trim();
        SketchContent {
            recipe: self.recipe.recipe(),
            alt: if follows {
                String::new()
            } else {
                alt.to_owned()
            },
            name: self.name.trim().to_owned(),
            description: self.description.trim().to_owned(),
            criteria: self.criteria.replace("\r\n", "\n").trim().to_owned(),
            ..before
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> StudioForm {
        serde_html_form::from_str(query).unwrap()
    }

    #[test]
    fn what_nobody_knows_is_as_if_it_were_not_said() {
        let form = read("shape=blob&marks=99&icon=nothing&palette=own&colour=red&do=jump");

        let content = form.onto(SketchContent::default());

        assert_eq!(content.recipe.shape, Shape::Round);
        assert_eq!(content.recipe.marks, MARKS);
        assert_eq!(content.recipe.colour, None);
        assert_eq!(form.wish(), Wish::Redraw);
    }

    #[test]
    fn a_description_left_alone_follows_the_drawing_and_one_of_their_own_stays() {
        let alone = read("alt=A+bowl.&suggested=A+bowl.").onto(SketchContent::default());
        let own = read("alt=My+bowl.&suggested=A+bowl.").onto(SketchContent::default());

        assert_eq!((alone.alt.as_str(), own.alt.as_str()), ("", "My bowl."));
    }

    #[test]
    fn what_the_form_does_not_show_stays() {
        let before = SketchContent {
            recipients: "Mia".into(),
            ..SketchContent::default()
        };

        let after = read("name=Maker").onto(before);

        assert_eq!(
            (after.recipients.as_str(), after.name.as_str()),
            ("Mia", "Maker")
        );
    }
}
