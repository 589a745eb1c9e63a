//! Emblems: what a badge shows, drawn in the roles of its colours.
//!
//! Each is made for the space x 140 to 372, y 120 to 360.

mod own;
mod pen;

use super::colours::{Colour, Colours};
use super::icons::Icon;
use super::path::fine;

/// The part that a colour plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Deep,
    Main,
    Mid,
    Tint,
    Accent,
    Wire,
}

/// The colour of each role.
pub(super) struct Paint {
    five: Colours,
    wire: Colour,
}

impl Paint {
    /// The colours of a badge, its emblem's wire drawn from `wire`.
    pub(super) fn of(five: Colours, wire: Colour) -> Self {
        Self { five, wire }
    }

    /// Whether wires are dark, because the field is pale.
    fn is_on_pale_ground(&self) -> bool {
        self.wire == self.five.deep
    }

    fn colour(&self, role: Role) -> Colour {
        match role {
            Role::Deep => self.five.deep,
            Role::Main => self.five.main,
            Role::Mid => self.five.mid,
            Role::Tint => self.five.tint,
            Role::Accent => self.five.accent,
            Role::Wire => self.wire,
        }
    }

    /// The attributes that fill and draw a part in these roles.
    fn attributes(&self, fill: Option<Role>, stroke: Option<Role>) -> String {
        let fill = fill.map_or_else(
            || " fill=\"none\"".to_owned(),
            |role| format!(" fill=\"{}\"", self.colour(role)),
        );
        let stroke = stroke.map_or_else(String::new, |role| {
            format!(" stroke=\"{}\"", self.colour(role))
        });
        fill + &stroke
    }
}

/// Whether the emblem is a scene that fills the field to its edge.
pub(super) fn is_scene(icon: &Icon) -> bool {
    icon.name() == "night-sky"
}

/// The emblem, at the size that suits it.
pub(super) fn picture(icon: &Icon, paint: &Paint) -> String {
    match icon.two_tones() {
        Some((area, line)) => two_tones(area, line, paint),
        None if is_scene(icon) => own::draw(icon.name(), paint),
        None => {
            let scale = match icon.name() {
                "bowl" => 0.98,
                "bookchart" => 0.97,
                "maker" => 0.9,
                "kind-word" => 1.02,
                _ => 1.09,
            };
            format!(
                "<g transform=\"translate(256 244) scale({}) translate(-256 -244)\">{}</g>",
                fine(scale),
                own::draw(icon.name(), paint)
            )
        }
    }
}

/// An icon of the set as enamel: pale, with dark lines, and a wire around all of it. On a pale field the dark
/// lines are wire enough, and the areas take the middle colour.
fn two_tones(area: &str, line: &str, paint: &Paint) -> String {
    let (fill, edge) = if paint.is_on_pale_ground() {
        (Role::Mid, String::new())
    } else {
        let edge = format!(
            "<path d=\"{line}\" stroke-width=\"30\"{}/><path d=\"{line}\" stroke-width=\"18\"{}/>",
            paint.attributes(Some(Role::Wire), Some(Role::Wire)),
            paint.attributes(Some(Role::Tint), Some(Role::Tint)),
        );
        (Role::Tint, edge)
    };
    format!(
        "<g transform=\"translate(256 244) scale(.96) translate(-128 -128)\">{edge}\
         <path d=\"{area}\"{}/><path d=\"{line}\"{}/></g>",
        paint.attributes(Some(fill), None),
        paint.attributes(Some(Role::Deep), None),
    )
}
