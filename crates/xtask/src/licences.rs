//! Every dependency's licence, held against the list in `deny.toml`.
//!
//! The file is cargo-deny's, so that people who have it can run it; this check needs nothing
//! but cargo.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::run;

/// Fails if a dependency's licence leaves us no allowed choice.
pub(crate) fn check() -> Result<()> {
    let allowed = allowed()?;
    let metadata = run::output(run::cargo().args(["metadata", "--format-version=1", "--locked"]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"]
        .as_array()
        .context("cargo metadata lists packages")?;
    let mut refused = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let licence = package["license"].as_str().unwrap_or_default();
        if licence.is_empty() || !is_allowed(licence, &allowed) {
            refused.push(format!("{name} {}: {licence:?}", package["version"]));
        }
    }
    if !refused.is_empty() {
        bail!("not in the list of deny.toml:\n  {}", refused.join("\n  "));
    }
    println!("{} packages, every licence on the list", packages.len());
    Ok(())
}

fn allowed() -> Result<BTreeSet<String>> {
    let text = std::fs::read_to_string(run::root().join("deny.toml"))?;
    let table: toml::Table = text.parse()?;
    let list = table
        .get("licenses")
        .and_then(|licenses| licenses.get("allow"))
        .and_then(toml::Value::as_array)
        .context("deny.toml has no licenses.allow")?;
    Ok(list
        .iter()
        .filter_map(|item| item.as_str().map(str::to_owned))
        .collect())
}

/// Reads an SPDX expression: `OR` wants one side, `AND` both, brackets group.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut position = 0;
    let answer = either(&words, &mut position, allowed);
    answer && position == words.len()
}

fn either(words: &[&str], position: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut answer = both(words, position, allowed);
    while words.get(*position) == Some(&"OR") {
        *position += 1;
        answer |= both(words, position, allowed);
    }
    answer
}

fn both(words: &[&str], position: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut answer = one(words, position, allowed);
    while words.get(*position) == Some(&"AND") {
        *position += 1;
        answer &= one(words, position, allowed);
    }
    answer
}

fn one(words: &[&str], position: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let Some(word) = words.get(*position) else {
        return false;
    };
    *position += 1;
    if *word == "(" {
        let answer = either(words, position, allowed);
        *position += 1;
        return answer;
    }
    let mut name = (*word).to_owned();
    if words.get(*position) == Some(&"WITH") {
        name = format!("{name} WITH {}", words.get(*position + 1).unwrap_or(&""));
        *position += 2;
    }
    allowed.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_allowed_when_it_leaves_an_allowed_choice() {
        let allowed = BTreeSet::from(["MIT", "Apache-2.0", "ISC"].map(str::to_owned));
        let allows = |expression| is_allowed(expression, &allowed);

        assert!(allows("MIT OR GPL-3.0"));
        assert!(allows("MIT/Apache-2.0"));
        assert!(allows("(MIT OR GPL-3.0) AND ISC"));
        assert!(!allows("MIT AND GPL-3.0"));
        assert!(!allows("GPL-3.0"));
        assert!(!allows("Apache-2.0 WITH LLVM-exception"));
        assert!(!allows(""));
    }
}
