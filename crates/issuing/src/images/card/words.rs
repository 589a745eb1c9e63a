//! Fits words into a width: as large as they can be, on as few lines as they need.

use resvg::usvg;

use super::super::{ImageError, render};

/// Words as they will be drawn.
pub(super) struct Fitted {
    pub(super) lines: Vec<String>,
    pub(super) size: f32,
}

/// How words are drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    Bold,
    Italic,
}

impl Face {
    /// The attributes that choose the face.
    pub(super) fn attributes(self) -> &'static str {
        match self {
            Self::Regular => "",
            Self::Bold => " font-weight=\"700\"",
            Self::Italic => " font-style=\"italic\"",
        }
    }
}

/// Room for a block of words.
#[derive(Clone, Copy)]
pub(super) struct Room {
    pub(super) width: f32,
    pub(super) height: f32,
}

impl Fitted {
    /// The distance from line to line: large letters stand closer.
    pub(super) fn step(&self) -> f32 {
        step(self.size)
    }

    /// The height of all lines.
    pub(super) fn height(&self) -> f32 {
        self.step() * self.lines.len() as f32
    }
}

fn step(size: f32) -> f32 {
    if size > 43.0 {
        size * 1.04
    } else {
        size * 1.26
    }
}

/// Breaks words into lines at the largest of `sizes` at which they have room.
///
/// At the smallest size, words that are too wide are cut into pieces, and what is too high ends
/// in an ellipsis.
pub(super) fn fit(
    words: &str,
    face: Face,
    room: Room,
    sizes: &[f32],
) -> Result<Fitted, ImageError> {
    let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    for &size in sizes {
        let lines = wrap(&words, face, size, room.width)?;
        let fits_below = step(size) * lines.len() as f32 <= room.height;
        if fits_below && widest(&lines, face, size)? <= room.width {
            return Ok(Fitted { lines, size });
        }
    }
    let size = sizes.iter().copied().fold(f32::INFINITY, f32::min);
    let mut pieces = Vec::new();
    for word in &words {
        pieces.extend(cut(word, face, size, room.width)?);
    }
    let mut lines = wrap(&pieces, face, size, room.width)?;
    let most = ((room.height / step(size)) as usize).max(1);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = shorten(last, face, size, room.width)?;
        }
    }
    Ok(Fitted { lines, size })
}

/// Shortens a line until it and an ellipsis have room.
pub(super) fn shorten(line: &str, face: Face, size: f32, width: f32) -> Result<String, ImageError> {
    let mut kept: Vec<char> = line.chars().collect();
    loop {
        let shown = format!("{}…", String::from_iter(&kept).trim_end());
        if kept.is_empty() || measure(&shown, face, size)? <= width {
            return Ok(shown);
        }
        kept.pop();
    }
}

/// Cuts a word that is wider than a line into pieces that are not.
fn cut(word: &str, face: Face, size: f32, width: f32) -> Result<Vec<String>, ImageError> {
    if measure(word, face, size)? <= width {
        return Ok(vec![word.to_owned()]);
    }
    let mut pieces = vec![String::new()];
    for letter in word.chars() {
        let last = pieces
            .last_mut()
            .expect("there is always a piece to go on with");
        let longer = format!("{last}{letter}");
        if last.is_empty() || measure(&longer, face, size)? <= width {
            *last = longer;
        } else {
            pieces.push(letter.to_string());
        }
    }
    Ok(pieces)
}

fn wrap(words: &[String], face: Face, size: f32, width: f32) -> Result<Vec<String>, ImageError> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        if let Some(line) = lines.last_mut() {
            let longer = format!("{line} {word}");
            if measure(&longer, face, size)? <= width {
                *line = longer;
                continue;
            }
        }
        lines.push(word.clone());
    }
    Ok(lines)
}

fn widest(lines: &[String], face: Face, size: f32) -> Result<f32, ImageError> {
    let mut widest = 0.0_f32;
    for line in lines {
        widest = widest.max(measure(line, face, size)?);
    }
    Ok(widest)
}

/// How wide a line is when it is drawn.
pub(super) fn measure(line: &str, face: Face, size: f32) -> Result<f32, ImageError> {
    Ok(typeset(line, face, size)?.root().abs_bounding_box().right())
}

/// The words without signs that our face has no picture of.
///
/// `None` if letters would be missing: half a name is worse than none.
pub(super) fn writable(words: &str) -> Result<Option<String>, ImageError> {
    let tree = typeset(words, Face::Regular, 20.0)?;
    let mut missing = String::new();
    for node in tree.root().children() {
        if let usvg::Node::Text(text) = node {
            text.layouted()
                .iter()
                .flat_map(|span| &span.positioned_glyphs)
                .filter(|glyph| glyph.id.0 == 0)
                .for_each(|glyph| missing.push_str(&glyph.text));
        }
    }
    if missing.chars().any(char::is_alphanumeric) {
        return Ok(None);
    }
    let kept: String = words
        .chars()
        .filter(|sign| !missing.contains(*sign))
        .collect();
    let kept = kept.trim();
    Ok((!kept.is_empty()).then(|| kept.to_owned()))
}

fn typeset(line: &str, face: Face, size: f32) -> Result<usvg::Tree, ImageError> {
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"><text y=\"9\" font-size=\"{size}\"{}>{}</text></svg>",
        face.attributes(),
        escape(line),
    );
    render::parse(svg.as_bytes())
}

/// Writes words so that XML takes them for words.
pub(super) fn escape(words: &str) -> String {
    let drawable: String = words
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .filter(|letter| !matches!(letter, '\u{fffe}' | '\u{ffff}'))
        .collect();
    quick_xml::escape::escape(drawable.as_str()).into_owned()
}
