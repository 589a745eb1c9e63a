//! Badges drawn from a recipe: enamel set in metal, every field a flat colour bounded by a wire.
//!
//! [`Recipe`] names the choices, [`draw`] makes an SVG of them. The same recipe gives the same bytes,
//! everywhere: nothing is asked of the machine that shows it, not even a typeface, for words are
//! drawn as outlines. The grid is 512 by 512, its centre is at (256, 252).

mod advice;
mod choices;
mod colours;
mod emblems;
mod frame;
mod icons;
mod lettering;
mod path;
mod patterns;
mod recipe;
mod shapes;
mod starters;
mod wording;

pub use advice::{Advice, advice};
pub use choices::{Light, Metal, Palette, Pattern, Shape};
pub use colours::{Colour, Colours, contrast};
pub use icons::{GROUPS, Icon, IconGroup, all_icons, search};
pub use recipe::{MARKS, Recipe, WORDS};
pub use starters::{STARTERS, Starter, surprise};

use crate::violations::Violations;

/// Names a picture for those who do not see it; both are written into the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caption<'a> {
    /// What the badge is called.
    pub title: &'a str,
    /// What the picture shows.
    pub description: &'a str,
}

/// Draws a badge as SVG, 512 by 512.
///
/// # Errors
/// When a colour is unreadable, or words cannot be drawn: too long for their place, or of letters that our
/// face does not have. The pointers are those of the recipe: `/above`, `/ribbon`.
pub fn draw(recipe: &Recipe, caption: Caption<'_>) -> Result<String, Violations> {
    let (set, faults) = lettering::set(recipe);
    faults.into_result()?;
    Ok(frame::draw(recipe, &set, caption))
}

/// Draws what can be drawn: words with a fault are left out, and the faults come with the drawing.
pub fn preview(recipe: &Recipe, caption: Caption<'_>) -> (String, Violations) {
    let (set, faults) = lettering::set(recipe);
    (frame::draw(recipe, &set, caption), faults)
}

/// The outline of a shape on the grid, as the `d` of a path: for a picture of the choice.
pub fn outline(shape: Shape) -> String {
    shapes::outline(shape)
}

/// The field alone with its emblem, as a small round SVG: for a picture of the choice.
pub fn emblem(recipe: &Recipe) -> String {
    frame::emblem(recipe)
}

#[cfg(test)]
mod tests;
