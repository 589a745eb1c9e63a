//! Badges to begin from: twelve that were composed with care, and one that chance composes.

use super::advice::advice;
use super::choices::{Light, Metal, Palette, Pattern, Shape};
use super::icons::{Icon, all_icons};
use super::recipe::Recipe;
use crate::random::Random;

/// A finished badge to begin from.
#[derive(Debug, Clone, Copy)]
pub struct Starter {
    /// The word that programs use.
    pub word: &'static str,
    /// What it is called.
    pub name: &'static str,
    make: fn() -> Recipe,
}

impl PartialEq for Starter {
    fn eq(&self, other: &Self) -> bool {
        self.word == other.word
    }
}

impl Eq for Starter {}

impl Starter {
    /// The recipe it is drawn from.
    pub fn recipe(&self) -> Recipe {
        (self.make)()
    }

    /// The starter of that word.
    pub fn named(word: &str) -> Option<&'static Self> {
        STARTERS.iter().find(|starter| starter.word == word)
    }
}

macro_rules! starters {
    ($($word:literal $name:literal: $shape:ident $palette:ident $light:ident $metal:ident $pattern:ident $icon:literal, $above:literal, $below:literal, $ribbon:literal, $marks:literal;)+) => {
        /// The twelve.
        pub const STARTERS: &[Starter] = &[$(Starter {
            word: $word,
            name: $name,
            make: || Recipe {
                shape: Shape::$shape,
                palette: Palette::$palette,
                colour: None,
                light: Light::$light,
                metal: Metal::$metal,
                pattern: Pattern::$pattern,
                icon: Icon::named($icon).unwrap_or_default(),
                above: $above.to_owned(),
                below: $below.to_owned(),
                ribbon: $ribbon.to_owned(),
                marks: $marks,
            },
        }),+];
    };
}

starters! {
    "second-try" "Second Try": Scallop Lagoon Dusk Gold Rays "bowl", "Resilience", "", "Second Try", 2;
    "collaboration" "Collaboration": Octofoil Clay Ivory Gold Guilloche "rings", "Working together", "", "Collaboration", 1;
    "data-storyteller" "Data Storyteller": Hexagon Cobalt Day Silver Dots "bookchart", "Numbers speak", "", "Data Storyteller", 2;
    "lead-learner" "Lead Learner": Ogee Marigold Ivory Gold Rings "lantern", "Lights the way", "", "Lead Learner", 3;
    "curious-reader" "Curious Reader": Round Heather Dusk Gold Weave "owl", "Twenty books", "", "Curious Reader", 1;
    "kind-words" "Kind Words": Scallop Madder Day Copper Dots "kind-word", "Kind words", "every day", "", 0;
    "river-keeper" "River Keeper": Shield Spruce Dusk Silver Waves "leaping-fish", "Field science", "", "River Keeper", 1;
    "maker" "Maker": Octagon Clay Day Copper Rays "maker", "Sketch to thing", "", "Maker", 2;
    "clear-speaker" "Clear Speaker": Burst Madder Ivory Gold Rings "ringing-bell", "Heard and heeded", "", "Clear Speaker", 1;
    "code-explorer" "Code Explorer": Tile Lagoon Dusk Silver Dots "braces", "Code", "Explorer", "", 0;
    "good-question" "Good Question": Round Spruce Day Gold Guilloche "growing-question", "Curiosity grows", "", "Good Question", 0;
    "night-sky" "Night Sky Observer": Round Night Dusk Silver None "night-sky", "Night sky", "Observer", "", 0;
}

/// A badge that chance composes around words that stay. Only what is well seen comes out.
pub fn surprise(random: &dyn Random, kept: &Recipe) -> Recipe {
    let icons: Vec<Icon> = all_icons().collect();
    loop {
        let drawn = Recipe {
            shape: one_of(random, Shape::ALL),
            palette: one_of(random, &Palette::ALL[..8]),
            colour: None,
            light: one_of(random, Light::ALL),
            metal: one_of(random, Metal::ALL),
            pattern: one_of(random, Pattern::ALL),
            icon: one_of(random, &icons),
            ..kept.clone()
        };
        // Marigold at day is too pale for its emblem, and is drawn again; all other palettes pass.
        let is_seen = advice(&drawn)
            .iter()
            .all(|advice| advice.good || advice.contrast.is_none());
        if is_seen && drawn != *kept {
            return drawn;
        }
    }
}

fn one_of<T: Copy>(random: &dyn Random, choices: &[T]) -> T {
    let count = u32::try_from(choices.len()).unwrap_or(u32::MAX);
    choices[random.below(count) as usize]
}
