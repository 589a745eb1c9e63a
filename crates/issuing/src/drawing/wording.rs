//! The badge in words: a first version of the alternative text.

use super::choices::Palette;
use super::lettering::plain;
use super::recipe::Recipe;

impl Recipe {
    /// A description to begin with: "A round blue badge with an open book. On the ribbon: “Twenty Books”."
    pub fn description(&self) -> String {
        let colour = match (self.palette, self.colour) {
            (Palette::Own, Some(own)) if own.is_grey() => "grey",
            (Palette::Own, Some(own)) => {
                Palette::named(own.nearest()).map_or("coloured", Palette::spoken)
            }
            (palette, _) => palette.spoken(),
        };
        let shape = self.shape.spoken();
        let article = if shape.starts_with(['a', 'e', 'i', 'o', 'u']) {
            "An"
        } else {
            "A"
        };
        let mut words = format!(
            "{article} {shape} {colour} badge with {}.",
            self.icon.phrase()
        );
        let ribbon = plain(&self.ribbon);
        let below = if ribbon.is_empty() {
            plain(&self.below)
        } else {
            String::new()
        };
        let around: Vec<String> = [plain(&self.above), below]
            .into_iter()
            .filter(|words| !words.is_empty())
            .map(|words| format!("“{words}”"))
            .collect();
        if !around.is_empty() {
            words.push_str(&format!(" Around it: {}.", around.join(" and ")));
        }
        if !ribbon.is_empty() {
            words.push_str(&format!(" On the ribbon: “{ribbon}”."));
        }
        match self.marks {
            0 => {}
            1 => words.push_str(" One level mark."),
            marks => {
                let count = ["Two", "Three", "Four", "Five"]
                    .get(usize::from(marks) - 2)
                    .unwrap_or(&"Several");
                words.push_str(&format!(" {count} level marks."));
            }
        }
        words
    }
}

/// Words as they stand inside an element: escaped, without signs that XML forbids, and not without end.
pub(super) fn for_xml(words: &str, most: usize) -> String {
    let clean: String = words
        .chars()
        .take(most)
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .filter(|sign| !matches!(sign, '\u{fffe}' | '\u{ffff}'))
        .collect();
    quick_xml::escape::escape(clean.trim()).into_owned()
}
