//! How much a drawing really draws, with every copy and every reference counted.
//!
//! Ten groups, each of which uses the one before ten times, are short to write and endless to
//! draw. Such a drawing, and one that uses itself, is refused before anybody draws it. So is one
//! with hundreds of filters.

use std::collections::HashMap;

use super::super::ImageError;
use super::tree::Element;
use super::values;

const MAX_WEIGHT: u64 = 100_000;
/// How far references may lead from one part to the next.
const MAX_DEPTH: usize = 300;
/// How many letters a drawing may have, each copy counted.
const MAX_LETTERS: u64 = 4000;
const LETTER: u64 = MAX_WEIGHT / MAX_LETTERS;
/// What needs a canvas of its own, and how many plain parts that is worth.
const COSTLY: [(&str, u64); 5] = [
    ("filter", 1000),
    ("mask", 500),
    ("clip-path", 250),
    ("opacity", 100),
    ("mix-blend-mode", 100),
];
/// What a pattern costs at each place that it fills.
const PATTERN: u64 = 200;

struct Scales<'a> {
    by_id: HashMap<&'a str, &'a Element>,
    /// What was weighed; `None` while it is on the scales.
    known: HashMap<*const Element, Option<u64>>,
}

pub(super) fn check(root: &Element) -> Result<(), ImageError> {
    let mut by_id = HashMap::new();
    collect(root, &mut by_id);
    let mut scales = Scales {
        by_id,
        known: HashMap::new(),
    };
    if scales.weigh(root, 0)? > MAX_WEIGHT {
        return Err(ImageError::Refused("it copies its parts too often"));
    }
    Ok(())
}

fn collect<'a>(element: &'a Element, by_id: &mut HashMap<&'a str, &'a Element>) {
    if let Some(id) = element.attribute("id") {
        by_id.entry(id).or_insert(element);
    }
    for child in element.elements() {
        collect(child, by_id);
    }
}

/// One for the part itself, and more for its letters and for what needs a canvas of its own.
fn own_weight(element: &Element) -> u64 {
    let costs = COSTLY
        .iter()
        .filter(|(name, _)| element.attribute(name).is_some())
        .map(|(_, cost)| cost);
    let pattern = if element.name == "pattern" {
        PATTERN
    } else {
        0
    };
    let is_drawn = matches!(element.name.as_str(), "text" | "tspan" | "textPath");
    let letters = if is_drawn { element.letters() } else { 0 };
    1 + costs.sum::<u64>() + pattern + letters * LETTER
}

impl<'a> Scales<'a> {
    fn weigh(&mut self, element: &'a Element, depth: usize) -> Result<u64, ImageError> {
        match self.known.get(&std::ptr::from_ref(element)) {
            Some(Some(weight)) => return Ok(*weight),
            Some(None) => return Err(ImageError::Refused("a part of it contains itself")),
            None => {}
        }
        if depth == MAX_DEPTH {
            return Err(ImageError::Refused("its parts lead to each other too far"));
        }
        self.known.insert(element, None);
        let mut weight = own_weight(element);
        for child in element.elements() {
            weight = weight.saturating_add(self.weigh(child, depth + 1)?);
        }
        for target in self.targets(element) {
            weight = weight.saturating_add(self.weigh(target, depth + 1)?);
        }
        self.known.insert(element, Some(weight));
        Ok(weight)
    }

    fn targets(&self, element: &'a Element) -> Vec<&'a Element> {
        element
            .attributes
            .iter()
            .flat_map(|(name, value)| {
                let href = (name == "href").then(|| values::local_reference(value));
                href.flatten()
                    .into_iter()
                    .chain(values::url_references(value))
            })
            .filter_map(|id| self.by_id.get(id).copied())
            .collect()
    }
}
