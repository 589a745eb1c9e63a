//! The single questions that are asked of each page.

use super::{
    Rendered,
    markup::{self, Element},
    samples,
};
use crate::{pages::assets, routes};

/// All of them, for pages that are made elsewhere.
pub(super) fn all(page: &Rendered) {
    let elements = markup::elements(&page.html);
    for proof in [
        nothing_is_inline,
        ids_are_unique_and_found,
        fields_are_labelled,
        links_lead_somewhere,
        pictures_are_described,
        headings_are_in_order,
        classes_have_rules,
        words_are_plain,
    ] {
        proof(page, &elements);
    }
}

pub(super) fn nothing_is_inline(page: &Rendered, elements: &[Element]) {
    for element in elements {
        let module = element.name == "script" && element.attribute("src").is_some();
        let inline = ["script", "style", "iframe"].contains(&element.name.as_str()) && !module;
        assert!(!inline, "{}: <{}>", page.name, element.name);
        for (attribute, _) in &element.attributes {
            assert!(
                attribute != "style" && !attribute.starts_with("on"),
                "{}: {attribute} on <{}>",
                page.name,
                element.name
            );
        }
    }
}

pub(super) fn ids_are_unique_and_found(page: &Rendered, elements: &[Element]) {
    let mut ids: Vec<&str> = elements.iter().filter_map(|e| e.attribute("id")).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(all, ids.len(), "{}: an id is used twice", page.name);

    for element in elements {
        for attribute in ["aria-labelledby", "aria-describedby", "for"] {
            for id in element.words(attribute) {
                assert!(
                    ids.contains(&id),
                    "{}: {attribute} names no {id}",
                    page.name
                );
            }
        }
        let fragment = element
            .attribute("href")
            .and_then(|href| href.strip_prefix('#'));
        assert!(
            fragment.is_none_or(|id| ids.contains(&id)),
            "{}: nothing at #{fragment:?}",
            page.name
        );
    }
}

pub(super) fn fields_are_labelled(page: &Rendered, elements: &[Element]) {
    let labels = elements.iter().filter(|element| element.name == "label");
    let labelled: Vec<&str> = labels.filter_map(|label| label.attribute("for")).collect();
    for element in elements {
        let is_field = ["input", "textarea", "select"].contains(&element.name.as_str());
        let is_named = element
            .attribute("aria-label")
            .is_some_and(|label| !label.is_empty());
        if is_field && !is_named && element.attribute("type") != Some("hidden") {
            let id = element.attribute("id").unwrap_or_default();
            assert!(labelled.contains(&id), "{}: no label for {id:?}", page.name);
        }
    }
}

pub(super) fn links_lead_somewhere(page: &Rendered, elements: &[Element]) {
    for element in elements {
        for attribute in ["href", "action", "src"] {
            let Some(address) = element.attribute(attribute) else {
                continue;
            };
            let ours = address.starts_with('/') || address.starts_with(samples::SITE);
            let elsewhere = ["https://", "http://", "mailto:", "data:image/", "#"]
                .iter()
                .any(|beginning| address.starts_with(beginning));
            assert!(
                (ours && is_known(address)) || (!ours && elsewhere),
                "{}: {attribute} {address:?} leads nowhere",
                page.name
            );
            assert!(
                attribute != "src" || !address.starts_with("http"),
                "{}: {address:?} would ask another server",
                page.name
            );
        }
    }
}

fn is_known(address: &str) -> bool {
    let path = address.strip_prefix(samples::SITE).unwrap_or(address);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let path = if path.is_empty() { "/" } else { path };
    routes::table()
        .iter()
        .any(|route| markup::fits(route.pattern, path))
}

pub(super) fn pictures_are_described(page: &Rendered, elements: &[Element]) {
    for picture in elements.iter().filter(|element| element.name == "img") {
        assert!(
            picture.attribute("alt").is_some(),
            "{}: a picture without alt",
            page.name
        );
    }
}

pub(super) fn headings_are_in_order(page: &Rendered, elements: &[Element]) {
    let levels: Vec<u8> = elements.iter().filter_map(Element::heading_level).collect();
    let first = levels.iter().filter(|level| **level == 1).count();
    assert_eq!(first, 1, "{}: first headings", page.name);
    let mut above = 0;
    for level in levels {
        assert!(level <= above + 1, "{}: h{level} after h{above}", page.name);
        above = level;
    }
}

pub(super) fn classes_have_rules(page: &Rendered, elements: &[Element]) {
    let css = assets::style_sheet();
    for element in elements {
        for class in element.words("class") {
            assert!(
                css.contains(&format!(".{class}")),
                "{}: no rule for .{class}",
                page.name
            );
        }
    }
}

/// The reference speaks to programmers, in their words.
pub(super) fn words_are_plain(page: &Rendered, _: &[Element]) {
    if page.name.starts_with("reference") {
        return;
    }
    let text = markup::visible_text(&page.html).to_lowercase();
    for jargon in [
        "revoked",
        "assertion",
        "oops",
        "please wait",
        "invalid input",
        "credential status",
    ] {
        assert!(!text.contains(jargon), "{}: says {jargon:?}", page.name);
    }
    assert!(!text.contains('!'), "{}: shouts", page.name);
}
