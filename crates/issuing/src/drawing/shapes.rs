//! The silhouettes. Each holds a circle of radius 200 around the centre: the ring of words needs it.

use std::f64::consts::PI;

use super::choices::Shape;
use super::path::{CX, CY, Point, all, at, closed, n, polar};

const SHIELD: &str = "M256 6C316 34 392 40 464 34Q486 34 486 56V246C486 372 392 464 256 506C120 464 26 372 26 246V56Q26 34 48 34C120 40 196 34 256 6Z";
const OGEE: &str = "M256 2C266 42 300 52 352 66C434 90 494 160 494 256A238 238 0 0 1 18 256C18 160 78 90 160 66C212 52 246 42 256 2Z";
const ROUND: &str = "M256 10A242 242 0 1 1 256 494A242 242 0 1 1 256 10Z";

pub(super) fn outline(shape: Shape) -> String {
    match shape {
        Shape::Round => ROUND.to_owned(),
        Shape::Scallop => lobes(16, 232.0, 0.56, 0.0),
        Shape::Octofoil => lobes(8, 224.0, 0.60, 22.5),
        Shape::Hexagon => rounded_polygon(6, 262.0, 44.0, 0.0),
        Shape::Octagon => rounded_polygon(8, 258.0, 40.0, 22.5),
        Shape::Shield => SHIELD.to_owned(),
        Shape::Ogee => OGEE.to_owned(),
        Shape::Burst => burst(28, 250.0, 232.0),
        Shape::Cog => cog(14, 248.0, 230.0),
        Shape::Tile => superellipse(236.0, 4.4),
        Shape::Stamp => perforated(28, 243.0),
    }
}

/// Arcs that bulge outward between points on a circle.
fn lobes(count: u32, radius: f64, bulge: f64, turn: f64) -> String {
    let chord = 2.0 * radius * (PI / f64::from(count)).sin();
    arcs(count, radius, chord * bulge, 1, turn)
}

/// Arcs that bite inward, as the edge of a stamp.
fn perforated(count: u32, radius: f64) -> String {
    let step = 360.0 / f64::from(count);
    let tooth = step * 0.36;
    let bite = radius * (step - tooth).to_radians() * 0.52;
    let mut d = String::new();
    for index in 0..count {
        let from = f64::from(index) * step - tooth / 2.0;
        d.push(if index == 0 { 'M' } else { 'L' });
        d.push_str(&at(polar(radius, from)));
        d.push('A');
        d.push_str(&format!("{0} {0} 0 0 1 ", n(radius)));
        d.push_str(&at(polar(radius, from + tooth)));
        d.push_str(&format!("A{0} {0} 0 0 0 ", n(bite)));
        d.push_str(&at(polar(radius, from + step)));
    }
    d + "Z"
}

fn arcs(count: u32, radius: f64, bend: f64, sweep: u8, turn: f64) -> String {
    let step = 360.0 / f64::from(count);
    let mut d = format!("M{}", at(polar(radius, turn)));
    for index in 1..=count {
        let to = at(polar(radius, turn + f64::from(index) * step));
        d.push_str(&format!("A{0} {0} 0 0 {sweep} {to}", n(bend)));
    }
    d + "Z"
}

fn rounded_polygon(count: u32, radius: f64, cut: f64, turn: f64) -> String {
    let corner = |index: u32| polar(radius, turn + f64::from(index) * 360.0 / f64::from(count));
    let toward = |from: Point, to: Point| {
        let share = cut / (to.0 - from.0).hypot(to.1 - from.1);
        (
            from.0 + (to.0 - from.0) * share,
            from.1 + (to.1 - from.1) * share,
        )
    };
    let mut d = String::new();
    for index in 0..count {
        let (before, here, after) = (corner(index + count - 1), corner(index), corner(index + 1));
        d.push(if index == 0 { 'M' } else { 'L' });
        d.push_str(&at(toward(here, before)));
        d.push('Q');
        d.push_str(&all(&[here, toward(here, after)]));
    }
    d + "Z"
}

/// Points as of a star with soft valleys.
fn burst(count: u32, tip: f64, valley: f64) -> String {
    let step = 360.0 / f64::from(count);
    let mut d = String::new();
    for index in 0..count {
        let from = f64::from(index) * step;
        d.push(if index == 0 { 'M' } else { 'L' });
        d.push_str(&at(polar(tip, from)));
        for quarter in [0.25, 0.75] {
            let end = if quarter < 0.5 {
                polar(valley, from + step / 2.0)
            } else {
                polar(tip, from + step)
            };
            d.push('Q');
            d.push_str(&all(&[polar(valley - 3.0, from + quarter * step), end]));
        }
    }
    d + "Z"
}

/// The teeth of a gear wheel, with round shoulders.
fn cog(count: u32, tip: f64, root: f64) -> String {
    let step = 360.0 / f64::from(count);
    let mut d = String::new();
    for index in 0..count {
        let middle = f64::from(index) * step;
        let [foot, shoulder, edge] = [0.33, 0.24, 0.17].map(|share| share * step);
        d.push(if index == 0 { 'M' } else { 'L' });
        d.push_str(&at(polar(root, middle - foot)));
        d.push_str(&format!(
            "Q{}",
            all(&[polar(tip, middle - shoulder), polar(tip, middle - edge)])
        ));
        d.push_str(&format!(
            "A{0} {0} 0 0 1 {1}",
            n(tip),
            at(polar(tip, middle + edge))
        ));
        d.push_str(&format!(
            "Q{}",
            all(&[polar(tip, middle + shoulder), polar(root, middle + foot)])
        ));
        d.push_str(&format!(
            "A{0} {0} 0 0 1 {1}",
            n(root),
            at(polar(root, middle + step - foot))
        ));
    }
    d + "Z"
}

/// Between a circle and a square.
fn superellipse(half: f64, power: f64) -> String {
    closed((0..72).map(|index| {
        let (sin, cos) = (2.0 * PI * f64::from(index) / 72.0).sin_cos();
        let reach = |part: f64| half * part.abs().powf(2.0 / power).copysign(part);
        (CX + reach(cos), CY + reach(sin))
    }))
}
