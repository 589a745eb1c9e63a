//! Numbers and points as the `d` of a path writes them.

/// The centre of the grid.
pub(super) const CX: f64 = 256.0;
/// The centre of the grid.
pub(super) const CY: f64 = 252.0;

/// A point.
pub(super) type Point = (f64, f64);

/// One decimal, and none that says nothing.
pub(super) fn n(value: f64) -> String {
    trimmed(&format!("{value:.1}"))
}

/// Four decimals, for scales.
pub(super) fn fine(value: f64) -> String {
    trimmed(&format!("{value:.4}"))
}

fn trimmed(text: &str) -> String {
    let short = text.trim_end_matches('0').trim_end_matches('.');
    match short {
        "-0" | "" => "0".to_owned(),
        _ => short.to_owned(),
    }
}

/// "256 10"
pub(super) fn at((x, y): Point) -> String {
    format!("{} {}", n(x), n(y))
}

/// Several points: "256 10 20 30".
pub(super) fn all(points: &[Point]) -> String {
    points
        .iter()
        .map(|point| at(*point))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The point at a distance from a centre, in degrees clockwise from the top.
pub(super) fn polar_from((x, y): Point, radius: f64, degrees: f64) -> Point {
    let (sin, cos) = (degrees - 90.0).to_radians().sin_cos();
    (x + radius * cos, y + radius * sin)
}

/// The same, from the centre of the grid.
pub(super) fn polar(radius: f64, degrees: f64) -> Point {
    polar_from((CX, CY), radius, degrees)
}

/// A path from its corners.
pub(super) fn closed(points: impl IntoIterator<Item = Point>) -> String {
    let mut d = String::new();
    for (index, point) in points.into_iter().enumerate() {
        d.push(if index == 0 { 'M' } else { 'L' });
        d.push_str(&at(point));
    }
    d.push('Z');
    d
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(n(12.0), "12");
        assert_eq!(n(-0.04), "0");
        assert_eq!(n(100.0), "100");
        assert_eq!(n(0.25), "0.2");
        assert_eq!(fine(0.955), "0.955");
    }
}
