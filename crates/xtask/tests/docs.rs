//! Prose that nothing checks rots: what the documentation names must be there.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Files below a folder with this ending, without what is built or installed.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() && name != "node_modules" && name != "target" {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|found| found == ending) {
            found.push(path);
        }
    }
    found
}

fn pages() -> Vec<(PathBuf, String)> {
    let mut pages = files(&root().join("docs"), "md");
    pages.push(root().join("README.md"));
    pages.push(root().join("migrations/README.md"));
    pages
        .into_iter()
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .collect()
}

/// What stands between backticks.
fn quoted(page: &str) -> impl Iterator<Item = &str> {
    page.lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2))
}

#[test]
fn every_link_in_the_docs_leads_to_a_file() {
    let mut broken = Vec::new();
    for (path, page) in pages() {
        for link in page
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split_once(')'))
        {
            let target = link.0.split('#').next().unwrap_or_default();
            let elsewhere = target.is_empty() || target.contains("://");
            if !elsewhere && !path.parent().unwrap().join(target).exists() {
                broken.push(format!("{}: {target}", path.display()));
            }
        }
    }

    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn every_test_that_the_docs_name_exists() {
    let code: String = ["crates", "tests"]
        .iter()
        .flat_map(|folder| files(&root().join(folder), "rs"))
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    let is_test_name = |word: &&str| {
        word.matches('_').count() >= 3
            && word
                .chars()
                .all(|c| c == '_' || c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    let mut missing = Vec::new();
    for (path, page) in pages() {
        for name in quoted(&page).filter(is_test_name) {
            if !code.contains(&format!("fn {name}(")) {
                missing.push(format!("{}: {name}", path.display()));
            }
        }
    }

    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn every_file_that_the_docs_name_exists() {
    let folders = ["crates/", "tests/", "migrations/", "docs/"];
    let mut missing = Vec::new();
    for (path, page) in pages() {
        let names =
            quoted(&page).filter(|word| folders.iter().any(|folder| word.starts_with(folder)));
        for name in names.filter(|name| !name.contains([' ', '{', '…', '*'])) {
            let is_there =
                root().join(name).exists() || root().join("crates/openbadges").join(name).exists();
            if !is_there {
                missing.push(format!("{}: {name}", path.display()));
            }
        }
    }

    assert_eq!(missing, Vec::<String>::new());
}
