//! Puts down one part after the other.

use std::fmt::Write as _;

use super::super::path::{Point, closed, n, polar_from};
use super::{Paint, Role};

/// What a part is drawn with: role and width of its line.
pub(super) type Line = Option<(Role, f64)>;

/// The parts drawn so far.
pub(super) struct Pen<'a> {
    paint: &'a Paint,
    pub(super) parts: String,
}

impl<'a> Pen<'a> {
    pub(super) fn new(paint: &'a Paint) -> Self {
        Self {
            paint,
            parts: String::new(),
        }
    }

    fn put(&mut self, element: &str, fill: Option<Role>, line: Line, extra: &str) {
        let paint = self.paint.attributes(fill, line.map(|(role, _)| role));
        let width = line.map_or_else(String::new, |(_, width)| {
            format!(" stroke-width=\"{}\"", n(width))
        });
        write!(self.parts, "<{element}{paint}{width}{extra}/>")
            .expect("writing to a string cannot fail");
    }

    /// A filled part with a wire around it.
    pub(super) fn part(&mut self, d: &str, fill: Role, wire: f64) {
        self.put(
            &format!("path d=\"{d}\""),
            Some(fill),
            Some((Role::Wire, wire)),
            "",
        );
    }

    /// A filled part.
    pub(super) fn fill(&mut self, d: &str, fill: Role, extra: &str) {
        self.put(&format!("path d=\"{d}\""), Some(fill), None, extra);
    }

    /// A part with a line of any role.
    pub(super) fn edged(&mut self, d: &str, fill: Role, line: Role, width: f64) {
        self.put(
            &format!("path d=\"{d}\""),
            Some(fill),
            Some((line, width)),
            "",
        );
    }

    /// A line.
    pub(super) fn line(&mut self, d: &str, role: Role, width: f64) {
        self.put(&format!("path d=\"{d}\""), None, Some((role, width)), "");
    }

    /// A line that is more than a line: dashed, or half there.
    pub(super) fn line_with(&mut self, d: &str, role: Role, width: f64, extra: &str) {
        self.put(&format!("path d=\"{d}\""), None, Some((role, width)), extra);
    }

    /// A line with an edge of the wire's colour around it.
    pub(super) fn cased(&mut self, d: &str, case: (Role, f64), core: (Role, f64)) {
        self.line(d, case.0, case.1);
        self.line(d, core.0, core.1);
    }

    pub(super) fn circle(&mut self, (x, y): Point, radius: f64, fill: Option<Role>, line: Line) {
        let circle = format!("circle cx=\"{}\" cy=\"{}\" r=\"{}\"", n(x), n(y), n(radius));
        self.put(&circle, fill, line, "");
    }

    pub(super) fn ellipse(&mut self, (x, y): Point, (rx, ry): Point, fill: Role, wire: f64) {
        let ellipse = format!(
            "ellipse cx=\"{}\" cy=\"{}\" rx=\"{}\" ry=\"{}\"",
            n(x),
            n(y),
            n(rx),
            n(ry)
        );
        self.put(&ellipse, Some(fill), Some((Role::Wire, wire)), "");
    }

    /// A leaf of a length, from its stalk, turned by degrees.
    pub(super) fn leaf(&mut self, (x, y): Point, length: f64, turn: f64, wire: f64) {
        let l = |share: f64| n(length * share);
        let d = format!(
            "M0 0C{} {} {} {} {} 0C{} {} {} {} 0 0Z",
            l(0.3),
            l(-0.36),
            l(0.75),
            l(-0.3),
            l(1.0),
            l(0.75),
            l(0.3),
            l(0.3),
            l(0.36)
        );
        let place = format!(
            " transform=\"translate({} {}) rotate({})\"",
            n(x),
            n(y),
            n(turn)
        );
        self.put(
            &format!("path d=\"{d}\""),
            Some(Role::Mid),
            Some((Role::Wire, wire)),
            &place,
        );
    }

    /// A star with so many points.
    pub(super) fn star(
        &mut self,
        at: Point,
        (tip, root): Point,
        points: u32,
        fill: Role,
        line: Line,
    ) {
        let d = closed((0..2 * points).map(|index| {
            let radius = if index % 2 == 0 { tip } else { root };
            polar_from(at, radius, f64::from(index) * 180.0 / f64::from(points))
        }));
        self.put(&format!("path d=\"{d}\""), Some(fill), line, "");
    }

    /// What is drawn meanwhile is one group.
    pub(super) fn group(&mut self, attributes: &str, draw: impl FnOnce(&mut Self)) {
        write!(self.parts, "<g {attributes}>").expect("writing to a string cannot fail");
        draw(self);
        self.parts.push_str("</g>");
    }

    /// A part in a colour that no palette changes.
    pub(super) fn plain(&mut self, element: &str) {
        self.parts.push_str(element);
    }
}
