//! Every page with sample values, read as a strict proofreader would.
//!
//! With `ACCOLADE_GALLERY=folder` in the environment the pages are also written there, style sheet
//! and all, to be looked at in a browser.

mod markup;
mod samples;

use std::{env, fs, path::Path};

use markup::Element;

use crate::routes;

/// A rendered page and the name it has in the gallery.
struct Rendered {
    name: &'static str,
    html: String,
}

fn each_page(check: impl Fn(&Rendered, &[Element])) {
    for page in samples::all() {
        let elements = markup::elements(&page.html);
        check(&page, &elements);
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

#[test]
fn every_page_can_be_looked_at() {
    let pages = samples::all();
    if let Ok(folder) = env::var("ACCOLADE_GALLERY") {
        let folder = Path::new(&folder);
        for page in &pages {
            fs::write(folder.join(format!("{}.html", page.name)), &page.html).unwrap();
        }
        super::assets::write_all(folder);
    }

    assert!(pages.iter().all(|page| page.html.contains("</html>")));
}

#[test]
fn nothing_is_inline() {
    each_page(|page, elements| {
        for element in elements {
            assert!(
                !["script", "style", "iframe"].contains(&element.name.as_str()),
                "{}: <{}>",
                page.name,
                element.name
            );
            for (attribute, _) in &element.attributes {
                assert!(
                    attribute != "style" && !attribute.starts_with("on"),
                    "{}: {attribute} on <{}>",
                    page.name,
                    element.name
                );
            }
        }
    });
}

#[test]
fn no_id_is_used_twice_and_every_reference_finds_one() {
    each_page(|page, elements| {
        let mut ids: Vec<&str> = elements.iter().filter_map(|e| e.attribute("id")).collect();
        ids.sort_unstable();
        let unique = ids.len();
        ids.dedup();
        assert_eq!(unique, ids.len(), "{}: an id is used twice", page.name);

        for element in elements {
            for attribute in ["aria-labelledby", "aria-describedby", "for"] {
                for id in element
                    .attribute(attribute)
                    .unwrap_or_default()
                    .split_whitespace()
                {
                    assert!(
                        ids.contains(&id),
                        "{}: {attribute} names no {id}",
                        page.name
                    );
                }
            }
            if let Some(fragment) = element
                .attribute("href")
                .and_then(|href| href.strip_prefix('#'))
            {
                assert!(
                    ids.contains(&fragment),
                    "{}: nothing at #{fragment}",
                    page.name
                );
            }
        }
    });
}

#[test]
fn every_field_has_a_label() {
    each_page(|page, elements| {
        let labelled: Vec<&str> = elements
            .iter()
            .filter(|element| element.name == "label")
            .filter_map(|element| element.attribute("for"))
            .collect();
        for element in elements {
            let is_field = ["input", "textarea", "select"].contains(&element.name.as_str());
            if is_field && element.attribute("type") != Some("hidden") {
                let id = element.attribute("id").unwrap_or_default();
                assert!(labelled.contains(&id), "{}: no label for {id:?}", page.name);
            }
        }
    });
}

#[test]
fn every_link_leads_somewhere() {
    each_page(|page, elements| {
        for element in elements {
            for attribute in ["href", "action", "src"] {
                let Some(address) = element.attribute(attribute) else {
                    continue;
                };
                let ours = address.starts_with('/') || address.starts_with(samples::SITE);
                let elsewhere = ["https://", "mailto:", "data:image/"]
                    .iter()
                    .any(|scheme| address.starts_with(scheme));
                assert!(
                    address.starts_with('#') || elsewhere || (ours && is_known(address)),
                    "{}: {attribute} {address:?} leads nowhere",
                    page.name
                );
                assert!(
                    attribute != "src" || !address.starts_with("https://") || ours,
                    "{}: {address:?} would ask another server",
                    page.name
                );
            }
        }
    });
}

#[test]
fn every_picture_has_a_description_and_every_page_one_first_heading() {
    each_page(|page, elements| {
        for picture in elements.iter().filter(|element| element.name == "img") {
            assert!(
                picture.attribute("alt").is_some(),
                "{}: a picture without alt",
                page.name
            );
        }
        let headings = elements
            .iter()
            .filter(|element| element.name == "h1")
            .count();
        assert_eq!(headings, 1, "{}: first headings", page.name);
    });
}

#[test]
fn headings_never_skip_a_level() {
    each_page(|page, elements| {
        let mut above = 0;
        for element in elements {
            let Some(level) = element.heading_level() else {
                continue;
            };
            assert!(level <= above + 1, "{}: h{level} after h{above}", page.name);
            above = level;
        }
    });
}

#[test]
fn every_class_that_a_page_uses_has_a_rule() {
    let css = super::assets::style_sheet();
    each_page(|page, elements| {
        for element in elements {
            for class in element
                .attribute("class")
                .unwrap_or_default()
                .split_whitespace()
            {
                assert!(
                    css.contains(&format!(".{class}")),
                    "{}: no rule for .{class}",
                    page.name
                );
            }
        }
    });
}

#[test]
fn pages_speak_as_people_do() {
    each_page(|page, _| {
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
    });
}
