//! Words as outlines: set on a curve, made smaller until they fit, refused where they would not be read.
//!
//! The face is the one of all our pictures. What it has no letters for is a fault, said in words: a badge
//! with empty boxes is worse than one without words.

use std::fmt::Write as _;

use resvg::tiny_skia::PathSegment;
use resvg::usvg;

use super::path::{at, polar};
use super::recipe::{MARKS, Recipe, WORDS};
use crate::images::{SERIF, parse};
use crate::violations::Violations;

/// Middle of the ring on which words run.
const RING: f64 = 192.5;
/// Height of a capital, as a share of the size.
const CAPITAL: f64 = 0.692;
/// Size and space between letters, the best first. Below the last, words cannot be read.
const ON_RING: [(f64, f64); 11] = [
    (27.0, 8.0),
    (27.0, 6.0),
    (27.0, 4.0),
    (26.0, 3.0),
    (25.0, 2.4),
    (24.0, 2.0),
    (23.0, 1.8),
    (22.0, 1.6),
    (21.0, 1.4),
    (20.0, 1.2),
    (19.0, 1.0),
];
const ON_RIBBON: [(f64, f64); 9] = [
    (38.0, 3.0),
    (36.0, 2.4),
    (34.0, 2.0),
    (32.0, 1.4),
    (30.0, 1.0),
    (28.0, 0.8),
    (26.0, 0.6),
    (24.0, 0.4),
    (22.0, 0.3),
];
/// Room on the ribbon between its folds.
const RIBBON_WIDTH: f64 = 366.0;
/// The ribbon's edges where it meets the folds, and how far its middle hangs lower.
pub(super) const RIBBON_TOP: f64 = 386.0;
pub(super) const RIBBON_FOOT: f64 = 450.0;
pub(super) const RIBBON_SAG: f64 = 22.0;

/// Words that were set.
pub(super) struct Lettering {
    /// The outlines, as the `d` of a path.
    pub(super) d: String,
    /// The size of the letters on the grid of 512.
    pub(super) size: f64,
    /// How far they reach to each side of the middle, in degrees; nought on a ribbon.
    pub(super) reach: f64,
}

/// All the words of a badge.
#[derive(Default)]
pub(super) struct Set {
    pub(super) above: Option<Lettering>,
    pub(super) below: Option<Lettering>,
    pub(super) ribbon: Option<Lettering>,
}

/// Sets the words of a recipe; those with a fault are left out.
pub(super) fn set(recipe: &Recipe) -> (Set, Violations) {
    let mut faults = Violations::default();
    if recipe.marks > MARKS {
        let message = format!("At most {MARKS} marks.");
        faults.add("/marks", "out_of_range", message);
    }
    let has_ribbon = recipe.has_ribbon();
    let below_runs = !has_ribbon && !plain(&recipe.below).is_empty();
    let above = if below_runs { 74.0 } else { 92.0 };
    let places = [
        ("/above", &recipe.above, Place::Above { reach: above }, true),
        (
            "/below",
            &recipe.below,
            Place::Below { reach: 74.0 },
            !has_ribbon,
        ),
        ("/ribbon", &recipe.ribbon, Place::Ribbon, true),
    ];
    let [above, below, ribbon] =
        places.map(
            |(pointer, words, place, is_shown)| match setting(words, place) {
                Ok(lettering) => lettering.filter(|_| is_shown),
                Err(Fault { code, message }) => {
                    faults.add(pointer, code, message);
                    None
                }
            },
        );
    let set = Set {
        above,
        below,
        ribbon,
    };
    (set, faults)
}

/// The words without what cannot be seen: no signs that only turn or join, no double spaces.
pub(super) fn plain(words: &str) -> String {
    let seen: String = words
        .chars()
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .filter(|sign| !is_invisible(*sign))
        .collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_invisible(sign: char) -> bool {
    matches!(sign,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

struct Fault {
    code: &'static str,
    message: String,
}

/// Where words run; `reach` is how far to each side of the middle they may, in degrees.
#[derive(Clone, Copy)]
enum Place {
    Above { reach: f64 },
    Below { reach: f64 },
    Ribbon,
}

impl Place {
    fn sizes(self) -> &'static [(f64, f64)] {
        match self {
            Self::Above { .. } | Self::Below { .. } => &ON_RING,
            Self::Ribbon => &ON_RIBBON,
        }
    }

    fn room(self) -> f64 {
        match self {
            Self::Above { reach } | Self::Below { reach } => 2.0 * reach.to_radians() * RING,
            Self::Ribbon => RIBBON_WIDTH,
        }
    }

    /// The line on which letters of a size stand.
    fn baseline(self, size: f64) -> String {
        let half = CAPITAL * size / 2.0;
        match self {
            Self::Above { .. } => {
                let radius = RING - half;
                let (from, to) = (polar(radius, -130.0), polar(radius, 130.0));
                format!("M{}A{radius} {radius} 0 1 1 {}", at(from), at(to))
            }
            Self::Below { .. } => {
                let radius = RING + half;
                let (from, to) = (polar(radius, 290.0), polar(radius, 70.0));
                format!("M{}A{radius} {radius} 0 1 0 {}", at(from), at(to))
            }
            Self::Ribbon => {
                let y = f64::midpoint(RIBBON_TOP, RIBBON_FOOT) + half;
                format!("M62 {y}Q256 {} 450 {y}", y + 2.0 * RIBBON_SAG)
            }
        }
    }
}

fn setting(words: &str, place: Place) -> Result<Option<Lettering>, Fault> {
    if words.chars().count() > WORDS {
        return Err(Fault {
            code: "too_long",
            message: format!(
                "That is too long for a badge. A few words are enough, {WORDS} letters at the very most."
            ),
        });
    }
    let words = plain(words);
    if words.is_empty() {
        return Ok(None);
    }
    let words = words.to_uppercase();
    let letters = words.chars().count() as f64;
    let straight = typeset(&words, 100.0, 0.0, "M0 0H9000")?;
    let width = |(size, space): (f64, f64)| straight.width * size / 100.0 + space * (letters - 1.0);
    let room = place.room();
    let fitting = place
        .sizes()
        .iter()
        .copied()
        .find(|size| width(*size) <= room);
    let Some((size, space)) = fitting else {
        return Err(too_long(place, letters, width));
    };
    let set = typeset(&words, size, space, &place.baseline(size))?;
    let reach = match place {
        Place::Ribbon => 0.0,
        _ => (width((size, space)) / 2.0 / RING).to_degrees(),
    };
    Ok(Some(Lettering {
        d: set.d,
        size,
        reach,
    }))
}

fn too_long(place: Place, letters: f64, width: impl Fn((f64, f64)) -> f64) -> Fault {
    let smallest = place.sizes()[place.sizes().len() - 1];
    let fit = (letters * place.room() / width(smallest)).floor();
    let place = match place {
        Place::Above { .. } | Place::Below { .. } => "the ring",
        Place::Ribbon => "the ribbon",
    };
    Fault {
        code: "too_long",
        message: format!(
            "These {letters} letters would be too small to read. About {fit} fit on {place}."
        ),
    }
}

struct Outlines {
    d: String,
    /// Along a straight line.
    width: f64,
}

/// Sets words along a line and takes the outlines of their letters.
fn typeset(words: &str, size: f64, space: f64, baseline: &str) -> Result<Outlines, Fault> {
    // Space stands after each letter, the last included: half of it is taken back, so that the middle is.
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"512\" height=\"512\"><path id=\"b\" d=\"{baseline}\"/>\
         <text font-family=\"{SERIF}\" font-weight=\"700\" font-size=\"{size}\" letter-spacing=\"{space}\" dx=\"{}\" \
         text-anchor=\"middle\"><textPath href=\"#b\" startOffset=\"50%\">{}</textPath></text></svg>",
        space / 2.0,
        quick_xml::escape::escape(words),
    );
    let tree = parse(svg.as_bytes()).map_err(|_| undrawable(words))?;
    let mut outlines = Outlines {
        d: String::new(),
        width: 0.0,
    };
    for node in tree.root().children() {
        if let usvg::Node::Text(text) = node {
            refuse_missing(text)?;
            outlines.width = f64::from(text.flattened().abs_bounding_box().width());
            write_group(&mut outlines.d, text.flattened());
        }
    }
    if outlines.d.is_empty() {
        return Err(undrawable(words));
    }
    Ok(outlines)
}

fn undrawable(words: &str) -> Fault {
    let shown: String = words.chars().take(12).collect();
    Fault {
        code: "no_letters",
        message: format!(
            "We cannot draw “{shown}”. The lettering on badges is Latin; in the name any letters can stand."
        ),
    }
}

/// Letters that the face lacks are named, each once.
fn refuse_missing(text: &usvg::Text) -> Result<(), Fault> {
    let mut missing = String::new();
    let glyphs = text
        .layouted()
        .iter()
        .flat_map(|span| &span.positioned_glyphs);
    for glyph in glyphs.filter(|glyph| glyph.id.0 == 0) {
        if !missing.contains(glyph.text.as_str()) {
            missing.push_str(&glyph.text);
        }
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(undrawable(&missing))
    }
}

fn write_group(d: &mut String, group: &usvg::Group) {
    for node in group.children() {
        match node {
            usvg::Node::Group(inner) => write_group(d, inner),
            usvg::Node::Path(path) => {
                if let Some(placed) = path.data().clone().transform(path.abs_transform()) {
                    placed
                        .segments()
                        .for_each(|segment| write_segment(d, segment));
                }
            }
            _ => {}
        }
    }
}

fn write_segment(d: &mut String, segment: PathSegment) {
    let two = |value: f32| {
        let text = format!("{value:.2}");
        let short = text.trim_end_matches('0').trim_end_matches('.');
        if short == "-0" {
            "0".to_owned()
        } else {
            short.to_owned()
        }
    };
    let point = |point: resvg::tiny_skia::Point| format!("{} {}", two(point.x), two(point.y));
    let written = match segment {
        PathSegment::MoveTo(to) => write!(d, "M{}", point(to)),
        PathSegment::LineTo(to) => write!(d, "L{}", point(to)),
        PathSegment::QuadTo(bend, to) => write!(d, "Q{} {}", point(bend), point(to)),
        PathSegment::CubicTo(one, two, to) => {
            write!(d, "C{} {} {}", point(one), point(two), point(to))
        }
        PathSegment::Close => write!(d, "Z"),
    };
    written.expect("writing to a string cannot fail");
}
