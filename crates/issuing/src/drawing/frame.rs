//! The badge from back to front: rim, ring, field, emblem, words, ribbon, marks.

use std::fmt::Write as _;

use super::Caption;
use super::choices::{Light, Shape};
use super::colours::{Alloy, Colour, Colours};
use super::emblems::{self, Paint};
use super::lettering::{Lettering, RIBBON_FOOT, RIBBON_SAG, RIBBON_TOP, Set};
use super::path::{CX, CY, fine, n, polar};
use super::recipe::{MARKS, Recipe};
use super::{patterns, shapes, wording};

/// Which colour stands where: decided by the light.
pub(super) struct Scheme {
    pub(super) ring: Colour,
    pub(super) ring_words: Colour,
    ring_wire: Colour,
    /// The middle of the field, and its edge.
    pub(super) field: [Colour; 2],
    /// What the emblem is drawn in.
    pub(super) emblem: Colours,
    emblem_wire: Colour,
}

impl Scheme {
    pub(super) fn of(recipe: &Recipe) -> Self {
        let five = recipe.colours();
        let alloy = Alloy::of(recipe.metal);
        let (ring, ring_wire) = match recipe.light {
            Light::Dusk => (five.deep, alloy.wire),
            Light::Day => (five.main, alloy.highlight),
            Light::Ivory => (five.tint, alloy.shadow),
        };
        let is_day = recipe.light == Light::Day && !emblems::is_scene(&recipe.icon);
        Self {
            ring,
            ring_words: ring.better_of(five.tint, five.deep),
            ring_wire,
            field: if is_day {
                [five.tint, five.tint]
            } else {
                [five.main, five.deep]
            },
            emblem: if is_day {
                Colours {
                    main: five.tint,
                    tint: five.main,
                    ..five
                }
            } else {
                five
            },
            emblem_wire: if is_day { five.deep } else { alloy.wire },
        }
    }

    /// The colour by which the emblem stands off the field.
    pub(super) fn emblem_edge(&self, recipe: &Recipe) -> Colour {
        let is_lined = recipe.icon.two_tones().is_some() && self.emblem_wire == self.emblem.deep;
        if is_lined {
            self.emblem.deep
        } else {
            self.emblem.tint
        }
    }
}

pub(super) fn draw(recipe: &Recipe, set: &Set, caption: Caption<'_>) -> String {
    let five = recipe.colours();
    let alloy = Alloy::of(recipe.metal);
    let scheme = Scheme::of(recipe);
    let mut svg = String::with_capacity(16 * 1024);
    open(&mut svg, caption, &alloy, &scheme);
    svg.push_str("<g stroke-linejoin=\"round\" stroke-linecap=\"round\">");
    rim(&mut svg, recipe.shape, &scheme, five.deep);
    // The arch has more room below than above: everything in it hangs a little lower.
    svg.push_str(if recipe.shape == Shape::Ogee {
        "<g transform=\"translate(256 272) scale(.93) translate(-256 -262)\">"
    } else {
        "<g>"
    });
    field(&mut svg, recipe, &scheme, five);
    for words in [&set.above, &set.below].into_iter().flatten() {
        letters(&mut svg, words, scheme.ring_words);
    }
    studs(&mut svg, set, scheme.ring_wire);
    svg.push_str("</g>");
    if let Some(words) = &set.ribbon {
        ribbon(&mut svg, words, five, alloy.wire);
    }
    marks(
        &mut svg,
        recipe,
        set.ribbon.is_some(),
        alloy.wire,
        five.deep,
    );
    svg.push_str("</g></svg>\n");
    svg
}

/// The field and its emblem, without a ring.
pub(super) fn emblem(recipe: &Recipe) -> String {
    let scheme = Scheme::of(recipe);
    let paint = Paint::of(scheme.emblem, scheme.emblem_wire);
    let deep = recipe.colours().deep;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"84 80 344 344\" width=\"96\" height=\"96\">\
         <clipPath id=\"c\"><circle cx=\"{CX}\" cy=\"{CY}\" r=\"168\"/></clipPath>\
         <g stroke-linejoin=\"round\" stroke-linecap=\"round\"><circle cx=\"{CX}\" cy=\"{CY}\" r=\"167\" fill=\"{}\" stroke=\"{deep}\" stroke-width=\"5\"/>\
         <g clip-path=\"url(#c)\"><g transform=\"translate(0 8)\">{}</g></g></g></svg>\n",
        scheme.field[0],
        emblems::picture(&recipe.icon, &paint),
    )
}

fn put(svg: &mut String, part: std::fmt::Arguments<'_>) {
    svg.write_fmt(part)
        .expect("writing to a string cannot fail");
}

fn open(svg: &mut String, caption: Caption<'_>, alloy: &Alloy, scheme: &Scheme) {
    let Alloy {
        highlight,
        body,
        shadow,
        wire,
    } = alloy;
    let [middle, edge] = scheme.field;
    put(
        svg,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 512 512\" width=\"512\" height=\"512\" role=\"img\" aria-labelledby=\"t d\">\
             <title id=\"t\">{}</title><desc id=\"d\">{}</desc>\
             <defs><linearGradient id=\"m\" x1=\"0\" y1=\"0\" x2=\"1\" y2=\"1\"><stop offset=\"0\" stop-color=\"{highlight}\"/><stop offset=\".32\" stop-color=\"{body}\"/><stop offset=\".58\" stop-color=\"{shadow}\"/><stop offset=\".8\" stop-color=\"{wire}\"/><stop offset=\"1\" stop-color=\"{shadow}\"/></linearGradient>\
             <radialGradient id=\"e\" cx=\".38\" cy=\".26\" r=\".85\"><stop offset=\"0\" stop-color=\"{middle}\"/><stop offset=\".55\" stop-color=\"{middle}\"/><stop offset=\"1\" stop-color=\"{edge}\"/></radialGradient>\
             <clipPath id=\"c\"><circle cx=\"{CX}\" cy=\"{CY}\" r=\"162\"/></clipPath></defs>",
            wording::for_xml(caption.title, 200),
            wording::for_xml(caption.description, 500),
        ),
    );
}

/// The silhouette three times: metal, enamel, and a wire within.
fn rim(svg: &mut String, shape: Shape, scheme: &Scheme, deep: Colour) {
    let d = shapes::outline(shape);
    let smaller = |share: f64| {
        format!(
            "transform=\"translate({} {}) scale({})\"",
            n(CX * (1.0 - share)),
            n(CY * (1.0 - share)),
            fine(share)
        )
    };
    put(
        svg,
        format_args!(
            "<path d=\"{d}\" fill=\"url(#m)\" stroke=\"{deep}\" stroke-width=\"2\"/>\
             <path d=\"{d}\" {} fill=\"{}\" stroke=\"{deep}\" stroke-width=\"2\"/>\
             <path d=\"{d}\" {} fill=\"none\" stroke=\"{}\" stroke-width=\"3\" opacity=\".75\"/>",
            smaller(0.955),
            scheme.ring,
            smaller(0.92),
            scheme.ring_wire,
        ),
    );
}

/// The round field with its pattern, a gleam as on fired enamel, and the emblem.
fn field(svg: &mut String, recipe: &Recipe, scheme: &Scheme, five: Colours) {
    let paint = Paint::of(scheme.emblem, scheme.emblem_wire);
    let emblem = emblems::picture(&recipe.icon, &paint);
    let is_scene = emblems::is_scene(&recipe.icon);
    put(
        svg,
        format_args!(
            "<circle cx=\"{CX}\" cy=\"{CY}\" r=\"172\" fill=\"{}\"/>\
             <circle cx=\"{CX}\" cy=\"{CY}\" r=\"166\" fill=\"url(#e)\" stroke=\"url(#m)\" stroke-width=\"8\"/>\
             <g clip-path=\"url(#c)\">{}{}</g>\
             <path d=\"M112 200A153 153 0 0 1 368 148A205 205 0 0 0 112 200Z\" fill=\"#fff\" opacity=\".16\"/>",
            five.deep,
            patterns::draw(recipe.pattern, five.mid),
            if is_scene { emblem.as_str() } else { "" },
        ),
    );
    if !is_scene {
        // Nothing hides the foot of the field when there is no ribbon: the emblem moves to the middle.
        let lower = if recipe.has_ribbon() || (1..=MARKS).contains(&recipe.marks) {
            0
        } else {
            8
        };
        put(
            svg,
            format_args!("<g transform=\"translate(0 {lower})\">{emblem}</g>"),
        );
    }
}

fn letters(svg: &mut String, words: &Lettering, colour: Colour) {
    put(
        svg,
        format_args!("<path d=\"{}\" fill=\"{colour}\"/>", words.d),
    );
}

/// Studs on the ring where no words run.
fn studs(svg: &mut String, set: &Set, colour: Colour) {
    let reach = |words: &Option<Lettering>| words.as_ref().map_or(0.0, |words| words.reach);
    let (above, below) = (reach(&set.above), reach(&set.below));
    let at: &[f64] = if set.ribbon.is_some() {
        &[98.0, 108.0, 118.0]
    } else {
        &[90.0]
    };
    for turn in at {
        if above + 6.0 > *turn || below + 6.0 > 180.0 - turn {
            continue;
        }
        for side in [*turn, -turn] {
            let (x, y) = polar(193.0, side);
            put(
                svg,
                format_args!(
                    "<circle cx=\"{}\" cy=\"{}\" r=\"4.5\" fill=\"{colour}\"/>",
                    n(x),
                    n(y)
                ),
            );
        }
    }
}

fn ribbon(svg: &mut String, words: &Lettering, five: Colours, wire: Colour) {
    let Colours {
        deep, mid, tint, ..
    } = five;
    let (top, foot) = (RIBBON_TOP, RIBBON_FOOT);
    let face = format!(
        "M62 {top}Q256 {} 450 {top}V{foot}Q256 {} 62 {foot}Z",
        top + 2.0 * RIBBON_SAG,
        foot + 2.0 * RIBBON_SAG
    );
    let (tail, notch, end, fold) = (top + 34.0, top + 66.0, top + 98.0, foot + 34.0);
    put(
        svg,
        format_args!(
            "<path d=\"M106 {tail}H10L30 {notch}L10 {end}H106ZM406 {tail}H502L482 {notch}L502 {end}H406Z\" fill=\"{mid}\" stroke=\"{deep}\" stroke-width=\"5\"/>\
             <path d=\"M62 {foot}V{fold}L106 {0}ZM450 {foot}V{fold}L406 {0}Z\" fill=\"{deep}\"/>\
             <path d=\"{face}\" fill=\"{tint}\" stroke=\"{deep}\" stroke-width=\"9\"/><path d=\"{face}\" fill=\"{tint}\" stroke=\"{wire}\" stroke-width=\"4\"/>",
            foot + 9.0,
        ),
    );
    letters(svg, words, deep);
}

/// Lozenges: below the ribbon, or at the foot of the field.
fn marks(svg: &mut String, recipe: &Recipe, has_ribbon: bool, wire: Colour, deep: Colour) {
    let count = recipe.marks.min(MARKS);
    if count == 0 {
        return;
    }
    let foot = match (has_ribbon, recipe.shape) {
        // More than three have no room below the ribbon.
        (true, _) if count > 3 => 378.0,
        (true, Shape::Shield) => 487.0,
        (true, _) => 485.0,
        (false, Shape::Ogee) => 364.0,
        (false, _) => 376.0,
    };
    let (apart, wide) = if count > 3 { (25.0, 9.0) } else { (32.0, 10.0) };
    // On the ribbon's curve they rise to the sides; so they do along the edge of the field.
    let rise = if has_ribbon && count < 4 { 3.0 } else { 5.0 };
    let mut d = String::new();
    for index in 0..count {
        let off = f64::from(index) - f64::from(count - 1) / 2.0;
        let (x, y) = (CX + off * apart, foot - off.abs() * rise);
        put(
            &mut d,
            format_args!(
                "M{} {}l{wide} 12l-{wide} 12l-{wide} -12z",
                n(x),
                n(y - 12.0)
            ),
        );
    }
    put(
        svg,
        format_args!("<path d=\"{d}\" fill=\"{wire}\" stroke=\"{deep}\" stroke-width=\"3\"/>"),
    );
}
