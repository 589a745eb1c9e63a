//! Every page with sample values, read as a strict proofreader would.
//!
//! With `ACCOLADE_GALLERY=folder` in the environment the pages are also written there, style sheet
//! and all, to be looked at in a browser.

mod markup;
mod proofs;
mod samples;
mod walk;

use std::{env, fs, path::Path};

use markup::Element;

use super::assets;

/// A rendered page and the name it has in the gallery.
struct Rendered {
    name: String,
    html: String,
}

fn each_page(proof: fn(&Rendered, &[Element])) {
    for page in samples::all() {
        proof(&page, &markup::elements(&page.html));
    }
}

/// Writes pages to the gallery's folder, if one is named.
fn hang(pages: &[Rendered]) {
    let Ok(folder) = env::var("ACCOLADE_GALLERY") else {
        return;
    };
    let folder = Path::new(&folder);
    for page in pages {
        fs::write(folder.join(format!("{}.html", page.name)), &page.html).unwrap();
    }
    assets::write_all(folder);
}

#[test]
fn every_page_can_be_looked_at() {
    let pages = samples::all();
    hang(&pages);

    assert!(pages.iter().all(|page| page.html.contains("</html>")));
}

#[test]
fn nothing_is_inline() {
    each_page(proofs::nothing_is_inline);
}

#[test]
fn no_id_is_used_twice_and_every_reference_finds_one() {
    each_page(proofs::ids_are_unique_and_found);
}

#[test]
fn every_field_has_a_label() {
    each_page(proofs::fields_are_labelled);
}

#[test]
fn every_link_leads_somewhere() {
    each_page(proofs::links_lead_somewhere);
}

#[test]
fn every_picture_has_a_description() {
    each_page(proofs::pictures_are_described);
}

#[test]
fn headings_begin_with_one_first_and_never_skip_a_level() {
    each_page(proofs::headings_are_in_order);
}

#[test]
fn every_class_that_a_page_uses_has_a_rule() {
    each_page(proofs::classes_have_rules);
}

#[test]
fn pages_speak_as_people_do() {
    each_page(proofs::words_are_plain);
}
