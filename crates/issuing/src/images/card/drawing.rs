//! The card as a drawing: paper, a niche in the colours of the badge, and the words beside it.

use std::fmt::Write as _;

use super::super::ImageError;
use super::super::colour::{Palette, oklch};
use super::super::render::SERIF;
use super::state::{Edge, Look};
use super::words::{Face, Fitted, Room, escape, fit, measure, shorten, writable};
use super::{CARD_HEIGHT, CARD_WIDTH, CardState, CardText};

/// Where the words begin, and how wide they may run.
const LEFT: f32 = 552.0;
const WIDTH: f32 = 580.0;
/// Between the name of the badge and its issuer: room for the tails of letters.
const GAP: f32 = 18.0;

/// The arch on its own grid of 400 by 470: the wall, and the hollow within.
const ARCH: &str = "M200 3C207 34 236 44 280 57C352 79 397 130 397 214V470H3V214C3 130 48 79 120 57C164 44 193 34 200 3Z";
const HOLLOW: &str = "M200 36C208 56 236 62 272 72C332 90 377 140 377 216V470H23V216C23 140 68 90 128 72C164 62 192 56 200 36Z";

pub(super) fn draw(text: &CardText<'_>) -> Result<String, ImageError> {
    let ink = oklch(0.24, 0.03, 225.0);
    let quiet = oklch(0.43, 0.026, 225.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{CARD_WIDTH}\" height=\"{CARD_HEIGHT}\" font-family=\"{SERIF}\">\
         <rect width=\"{CARD_WIDTH}\" height=\"{CARD_HEIGHT}\" fill=\"{}\"/>",
        oklch(0.984, 0.006, 95.0),
    );
    let palette = if text.state.dims_badge() {
        "ash"
    } else {
        text.palette
    };
    svg.push_str(&niche(&Palette::named(palette)));

    let title = writable(text.badge)?.unwrap_or_else(|| "A badge".to_owned());
    let title = fit(
        &title,
        Face::Bold,
        room(265.0),
        &[88.0, 76.0, 66.0, 58.0, 50.0, 44.0],
    )?;
    let who = who(text)?;
    let issuer = match writable(text.issuer)? {
        Some(issuer) => format!("from {issuer}"),
        None => String::new(),
    };
    let issuer = fit(&issuer, Face::Italic, room(80.0), &[31.0, 27.0])?;

    let mut at = top_of(&[&who, &title, &issuer]);
    at = lines(&mut svg, &who, Face::Regular, &quiet, at);
    at = lines(&mut svg, &title, Face::Bold, &ink, at + 4.0);
    lines(&mut svg, &issuer, Face::Italic, &quiet, at + GAP);
    svg.push_str(&verdict(&text.state.look(), text.day)?);
    svg.push_str("</svg>");
    Ok(svg)
}

/// The arch, its sill and the ground it stands on.
fn niche(palette: &Palette) -> String {
    let (ground, wall, line) = (&palette.ground, &palette.wall, &palette.line);
    format!(
        "<g transform=\"translate(44 46) scale(1.05)\">\
         <path d=\"{ARCH}\" fill=\"{ground}\"/><path d=\"{HOLLOW}\" fill=\"{wall}\"/>\
         <path d=\"{ARCH}\" fill=\"none\" stroke=\"{line}\" stroke-width=\"1.6\"/>\
         <path d=\"M-6 470H406v11H-6z\" fill=\"{line}\"/></g>"
    )
}

/// One line that says whose badge it is; a long name is shortened, the verb is not.
fn who(text: &CardText<'_>) -> Result<Fitted, ImageError> {
    const SIZES: [f32; 4] = [42.0, 38.0, 34.0, 30.0];
    let name = text.recipient.map(writable).transpose()?.flatten();
    let (before, after) = match (&name, text.state) {
        (Some(_), CardState::Withdrawn) => ("Once given to ", ""),
        (None, CardState::Withdrawn) => ("Once given:", ""),
        (Some(_), CardState::Suspended) => ("Given to ", ""),
        (Some(_), _) => ("", " earned"),
        (None, _) => ("Earned:", ""),
    };
    let name = name.unwrap_or_default();
    let mut line = format!("{before}{name}{after}");
    for size in SIZES {
        if measure(&line, Face::Regular, size)? <= WIDTH {
            return Ok(Fitted {
                lines: vec![line],
                size,
            });
        }
    }
    let size = SIZES[3];
    let rest = measure(before.trim_end(), Face::Regular, size)?
        + measure(after.trim_start(), Face::Regular, size)?;
    let name = shorten(&name, Face::Regular, size, WIDTH - rest - size * 0.3)?;
    line = format!("{before}{name}{after}");
    Ok(Fitted {
        lines: vec![line],
        size,
    })
}

fn room(height: f32) -> Room {
    Room {
        width: WIDTH,
        height,
    }
}

/// Where the block of words begins so that it hangs in the middle above the verdict.
fn top_of(blocks: &[&Fitted]) -> f32 {
    let height: f32 = blocks.iter().map(|block| block.height()).sum();
    (60.0 + (404.0 - height - GAP) / 2.0).max(40.0)
}

/// Writes lines below `at`, and returns where they end.
fn lines(svg: &mut String, block: &Fitted, face: Face, fill: &str, at: f32) -> f32 {
    let step = block.step();
    let tracking = if face == Face::Bold {
        block.size * -0.012
    } else {
        0.0
    };
    for (index, line) in block.lines.iter().enumerate() {
        let baseline = at + step * index as f32 + block.size * 0.86;
        write!(
            svg,
            "<text x=\"{LEFT}\" y=\"{baseline}\" font-size=\"{}\" letter-spacing=\"{tracking}\" fill=\"{fill}\"{}>{}</text>",
            block.size,
            face.attributes(),
            escape(line),
        )
        .expect("writing to a string cannot fail");
    }
    at + block.height()
}

/// The state at the foot: a sign, a word, a few more words, and an edge of its own.
fn verdict(look: &Look, day: Option<&str>) -> Result<String, ImageError> {
    const TOP: f32 = 484.0;
    const HEIGHT: f32 = 84.0;
    let (ink, ground, edge) = (&look.ink, &look.ground, &look.edge);
    let word_at = LEFT + 96.0;
    let word_width = measure(look.word, Face::Bold, 40.0)?;
    let mut svg = String::new();
    let mut width = 96.0 + word_width + 32.0;
    if let Some(day) = day.filter(|day| !day.trim().is_empty()) {
        let room = WIDTH - width - 12.0;
        let day = day_line(day, room)?;
        let day_at = word_at + word_width + 18.0;
        let line = day.lines.first().map_or("", String::as_str);
        width += 14.0 + measure(line, Face::Regular, day.size)?;
        write!(
            svg,
            "<text x=\"{day_at}\" y=\"{}\" font-size=\"{}\">{}</text>",
            TOP + 54.0,
            day.size,
            escape(line),
        )
        .expect("writing to a string cannot fail");
    }
    Ok(format!(
        "<g fill=\"{ink}\"><rect x=\"{LEFT}\" y=\"{TOP}\" width=\"{width}\" height=\"{HEIGHT}\" rx=\"14\" fill=\"{ground}\"/>{}\
         <path d=\"M{} {TOP}h-2a14 14 0 0 0-14 14v56a14 14 0 0 0 14 14h2z\" fill=\"{edge}\"/>\
         <g transform=\"translate({} {}) scale(1.08)\" color=\"{ink}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"2.2\" stroke-linecap=\"round\" stroke-linejoin=\"round\">{}</g>\
         <text x=\"{word_at}\" y=\"{}\" font-size=\"40\" font-weight=\"700\">{}</text>{svg}</g>",
        border(look, LEFT, TOP, width, HEIGHT),
        LEFT + 16.0,
        LEFT + 30.0,
        TOP + 16.0,
        look.sign,
        TOP + 56.0,
        look.word,
    ))
}

/// The words beside the state, on one line.
fn day_line(day: &str, width: f32) -> Result<Fitted, ImageError> {
    const SIZES: [f32; 4] = [27.0, 24.0, 21.0, 18.0];
    let day = writable(day)?.unwrap_or_default();
    for size in SIZES {
        if measure(&day, Face::Regular, size)? <= width {
            return Ok(Fitted {
                lines: vec![day],
                size,
            });
        }
    }
    let line = shorten(&day, Face::Regular, SIZES[3], width)?;
    Ok(Fitted {
        lines: vec![line],
        size: SIZES[3],
    })
}

fn border(look: &Look, left: f32, top: f32, width: f32, height: f32) -> String {
    let edge = &look.edge;
    let rect = |inset: f32, stroke: &str| {
        format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" fill=\"none\" stroke=\"{edge}\" {stroke}/>",
            left + inset,
            top + inset,
            width - 2.0 * inset,
            height - 2.0 * inset,
            14.0 - inset,
        )
    };
    match look.stroke {
        Edge::Solid => rect(1.5, "stroke-width=\"3\""),
        Edge::Dashed => rect(1.5, "stroke-width=\"3\" stroke-dasharray=\"11 8\""),
        Edge::Double => rect(1.0, "stroke-width=\"2\"") + &rect(6.0, "stroke-width=\"2\""),
        Edge::Dotted => rect(
            1.5,
            "stroke-width=\"3.4\" stroke-linecap=\"round\" stroke-dasharray=\"0.1 8\"",
        ),
    }
}
