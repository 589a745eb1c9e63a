//! How much a drawing really draws, with every copy and every reference counted.
//!
//! Ten groups, each of which uses the one before ten times, are short to write and endless to
//! draw. Such a drawing, and one that uses itself, is refused before anybody draws it.

use std::collections::HashMap;

use super::super::ImageError;
use super::tree::Element;
use super::values;

const MAX_WEIGHT: u64 = 200_000;

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
    if scales.weigh(root)? > MAX_WEIGHT {
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

impl<'a> Scales<'a> {
    fn weigh(&mut self, element: &'a Element) -> Result<u64, ImageError> {
        match self.known.get(&std::ptr::from_ref(element)) {
            Some(Some(weight)) => return Ok(*weight),
            Some(None) => return Err(ImageError::Refused("a part of it contains itself")),
            None => {}
        }
        self.known.insert(element, None);
        let mut weight = 1_u64;
        for child in element.elements() {
            weight = weight.saturating_add(self.weigh(child)?);
        }
        for target in self.targets(element) {
            weight = weight.saturating_add(self.weigh(target)?);
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
