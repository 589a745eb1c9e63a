//! How a drawing holds up: contrasts computed from its colours, and said in words.

use super::colours::contrast;
use super::frame::Scheme;
use super::lettering;
use super::recipe::Recipe;

/// What large words and signs need.
const NEEDED: f64 = 3.0;
/// Letters below this size are small on the grid of 512.
const SMALL: f64 = 23.0;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// Stable word for programs: `ring_words`, `ribbon_words`, `emblem`, `small_words`.
    pub about: &'static str,
    /// Whether it is good as it is.
    pub good: bool,
    /// The contrast, 1 to 21; nothing where something else was looked at.
    pub contrast: Option<f64>,
    /// One sentence, with the way out where it is not good.
    pub sentence: String,
}

/// Looks at what could be hard to see. Words that cannot be drawn are told by [`Recipe::check`].
pub fn advice(recipe: &Recipe) -> Vec<Advice> {
    let (set, _) = lettering::set(recipe);
    let scheme = Scheme::of(recipe);
    let five = recipe.colours();
    let mut found = Vec::new();
    let mut compare = |about, ratio: f64, good: &str, weak: &str| {
        // As WCAG wants it, nothing is rounded up to a pass: 2.96 is shown as 2.9.
        let shown = (ratio * 10.0).floor() / 10.0;
        let is_good = ratio >= NEEDED;
        found.push(Advice {
            about,
            good: is_good,
            contrast: Some(ratio),
            sentence: if is_good {
                format!("{good}: contrast {shown} to 1.")
            } else {
                format!("{weak}: contrast {shown} to 1, and 3 is needed. Choose another light or a darker colour.")
            },
        });
    };
    if set.above.is_some() || set.below.is_some() {
        compare(
            "ring_words",
            contrast(scheme.ring, scheme.ring_words),
            "The words around can be read",
            "The words around are hard to read",
        );
    }
    if set.ribbon.is_some() {
        compare(
            "ribbon_words",
            contrast(five.tint, five.deep),
            "The ribbon can be read",
            "The ribbon is hard to read",
        );
    }
    compare(
        "emblem",
        contrast(scheme.field[0], scheme.emblem_edge(recipe)),
        "The emblem stands out, in print without colour too",
        "The emblem hardly stands out",
    );
    let sizes = [&set.above, &set.below, &set.ribbon];
    let is_small = sizes.into_iter().flatten().any(|words| words.size < SMALL);
    if is_small {
        found.push(Advice {
            about: "small_words",
            good: false,
            contrast: None,
            sentence: "Some words are small because they are long. Fewer letters are read from further away.".to_owned(),
        });
    }
    found
}
