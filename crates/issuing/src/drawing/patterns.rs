//! What is engraved below the enamel of the field: quiet, in the middle colour.

use std::fmt::Write as _;

use super::choices::Pattern;
use super::colours::Colour;
use super::path::{CX, CY, all, at, n, polar};

pub(super) fn draw(pattern: Pattern, colour: Colour) -> String {
    match pattern {
        Pattern::None => String::new(),
        Pattern::Rays => filled(&rays(), colour, ".26"),
        Pattern::Dots => filled(&dots(), colour, ".38"),
        Pattern::Waves => wired(&waves(), colour, "4", ".3"),
        Pattern::Rings => wired(&rings(), colour, "3", ".3"),
        Pattern::Guilloche => wired(&rosette(), colour, "2", ".36"),
        Pattern::Weave => wired(&weave(), colour, "2.5", ".26"),
    }
}

fn filled(d: &str, colour: Colour, opacity: &str) -> String {
    format!("<path d=\"{d}\" fill=\"{colour}\" opacity=\"{opacity}\"/>")
}

fn wired(d: &str, colour: Colour, width: &str, opacity: &str) -> String {
    format!(
        "<path d=\"{d}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" opacity=\"{opacity}\"/>"
    )
}

fn rays() -> String {
    (0..36)
        .map(|index| {
            let at_angle = f64::from(index) * 10.0;
            let points = [
                polar(30.0, at_angle),
                polar(166.0, at_angle - 1.6),
                polar(166.0, at_angle + 1.6),
            ];
            format!("M{}L{}Z", at(points[0]), all(&points[1..]))
        })
        .collect()
}

fn dots() -> String {
    let mut d = String::new();
    for row in -8_i32..9 {
        for column in -8_i32..9 {
            let shift = if row % 2 == 0 { 0.0 } else { 11.0 };
            let (x, y) = (
                CX + f64::from(column) * 22.0 + shift,
                CY + f64::from(row) * 19.0,
            );
            if (x - CX).hypot(y - CY) < 160.0 {
                write!(
                    d,
                    "M{} {}a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0 -5.2 0",
                    n(x - 2.6),
                    n(y)
                )
                .expect("writing to a string cannot fail");
            }
        }
    }
    d
}

fn waves() -> String {
    (0..9)
        .map(|row| format!("M90 {}{}", 110 + row * 36, "q15 -12 30 0t30 0".repeat(6)))
        .collect()
}

fn rings() -> String {
    (34..152)
        .step_by(17)
        .map(|radius| {
            let left = n(CX - f64::from(radius));
            let across = 2 * radius;
            format!(
                "M{left} {}a{radius} {radius} 0 1 0 {across} 0a{radius} {radius} 0 1 0 -{across} 0",
                n(CY)
            )
        })
        .collect()
}

fn rosette() -> String {
    (0..18)
        .map(|index| {
            let (x, y) = polar(75.0, f64::from(index) * 20.0);
            format!(
                "M{} {}a75 75 0 1 0 150 0a75 75 0 1 0 -150 0",
                n(x - 75.0),
                n(y)
            )
        })
        .collect()
}

fn weave() -> String {
    (-10..11)
        .map(|index| {
            let x = CX + f64::from(index) * 28.0;
            format!("M{} 90l320 330M{} 90l-320 330", n(x - 160.0), n(x + 160.0))
        })
        .collect()
}
