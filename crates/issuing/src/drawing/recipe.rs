//! What a drawn badge is made of.

use serde::{Deserialize, Serialize};

use super::choices::{Light, Metal, Palette, Pattern, Shape};
use super::colours::{Colour, Colours};
use super::icons::Icon;
use super::lettering;
use crate::violations::Violations;

/// The most level marks a badge can carry.
pub const MARKS: u8 = 5;
/// The most letters that are even tried in one place; what really fits depends on the letters.
pub const WORDS: usize = 60;

/// The choices from which a badge is drawn.
///
/// As JSON each choice is its word: `{"shape": "shield", "icon": "fish", "ribbon": "River Keeper"}`. What is
/// not said has a default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Recipe {
    /// The silhouette.
    pub shape: Shape,
    /// The colours.
    pub palette: Palette,
    /// The colour from which [`Palette::Own`] is made; of no effect otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// Which of the colours is ring, field and wire.
    pub light: Light,
    /// The rim and the wires.
    pub metal: Metal,
    /// What is engraved in the field.
    pub pattern: Pattern,
    /// What the badge shows.
    pub icon: Icon,
    /// Words along the upper half of the ring.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub above: String,
    /// Words along the lower half of the ring; hidden behind a ribbon, so only without one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub below: String,
    /// Words on a ribbon across the foot; no words, no ribbon.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ribbon: String,
    /// How many level marks, 0 to 5.
    pub marks: u8,
}

impl Recipe {
    /// Everything that is wrong with it; the pointers are its members: `/above`, `/marks`.
    pub fn check(&self) -> Violations {
        lettering::set(self).1
    }

    /// The colours it is drawn in.
    pub fn colours(&self) -> Colours {
        Colours::of(self.palette, self.colour)
    }

    /// Name of the palette in which a page should hang it: its own, or the nearest to its own colour.
    pub fn hangs_in(&self) -> &'static str {
        match (self.palette, self.colour) {
            (Palette::Own, Some(colour)) => colour.nearest(),
            (Palette::Own, None) => "ash",
            (named, _) => named.word(),
        }
    }

    /// The recipe as the query of an address, in a fixed order: the same drawing has the same address.
    pub fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query
            .append_pair("shape", self.shape.word())
            .append_pair("palette", self.palette.word())
            .append_pair("light", self.light.word())
            .append_pair("metal", self.metal.word())
            .append_pair("pattern", self.pattern.word())
            .append_pair("icon", self.icon.name());
        if let Some(colour) = self.colour {
            query.append_pair("colour", &colour.to_string());
        }
        for (name, words) in [
            ("above", &self.above),
            ("below", &self.below),
            ("ribbon", &self.ribbon),
        ] {
            if !words.is_empty() {
                query.append_pair(name, words);
            }
        }
        if self.marks > 0 {
            query.append_pair("marks", &self.marks.to_string());
        }
        query.finish()
    }

    /// Whether there is a ribbon.
    pub(super) fn has_ribbon(&self) -> bool {
        !lettering::plain(&self.ribbon).is_empty()
    }
}
