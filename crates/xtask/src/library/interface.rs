//! What the library shows to those who use it, in a file that is kept beside it: whoever changes it sees so in review.
//!
//! The listing is taken from the pages that rustdoc makes, so it needs no other tool and no other compiler. It has every
//! public item with its members, its methods and the traits it implements; not the traits that the compiler finds out by
//! itself, such as `Send`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::run;

/// Where the listing is kept.
const KEPT: &str = "crates/openbadges/public-api.txt";

/// How many differences are printed.
const MOST_TOLD: usize = 40;

/// Compares the listing that is kept with the library as it is, or writes it anew.
pub(super) fn check(write: bool) -> Result<()> {
    let mut command = run::cargo();
    command.args(["doc", "--locked", "--package", "openbadges"]);
    run::run(command.args(["--lib", "--no-deps", "--quiet"]))?;
    let found = listing(&run::target().join("doc/openbadges"))?;
    if write {
        fs::write(KEPT, &found)?;
        println!("{KEPT}: {} lines", found.lines().count());
        return Ok(());
    }
    let kept = fs::read_to_string(KEPT).with_context(|| KEPT.to_owned())?;
    let (before, now): (BTreeSet<&str>, BTreeSet<&str>) =
        (kept.lines().collect(), found.lines().collect());
    let gone = before.difference(&now).map(|line| format!("- {line}"));
    let new = now.difference(&before).map(|line| format!("+ {line}"));
    let told: Vec<String> = gone.chain(new).take(MOST_TOLD).collect();
    if kept != found {
        bail!(
            "the public interface of openbadges is not the one in {KEPT}:\n{}\n\
             A line that went is a breaking change. If it is meant: cargo xtask library --write",
            told.join("\n")
        );
    }
    println!(
        "the public interface of openbadges is as it was kept: {} lines",
        found.lines().count()
    );
    Ok(())
}

/// One line for whatever can be named from outside.
fn listing(pages: &Path) -> Result<String> {
    let index = read(&pages.join("all.html"))?;
    let mut modules = BTreeSet::from([PathBuf::new()]);
    let mut lines = BTreeSet::new();
    let items = between(&index, "<li><a href=\"", "\"");
    for item in items.filter(|item| item.ends_with(".html")) {
        let page = pages.join(item);
        let module = Path::new(item).parent().unwrap_or(Path::new(""));
        modules.extend(module.ancestors().map(Path::to_owned));
        let path = path_of(item);
        lines.extend(of_item(&read(&page)?, &path));
    }
    for module in modules {
        let page = read(&pages.join(&module).join("index.html"))?;
        let path = module.to_string_lossy().replace(['/', '\\'], "::");
        for entry in between(&page, "<dt id=\"reexport.", "</dt>") {
            let text = one_line(&entry[entry.find('>').map_or(0, |at| at + 1)..]);
            lines.insert(format!("{path}: {text}"));
        }
    }
    if lines.len() < 100 {
        bail!(
            "rustdoc's pages are not as they were: {} lines",
            lines.len()
        );
    }
    let mut text = String::new();
    for line in lines {
        writeln!(text, "{line}")?;
    }
    Ok(text)
}

/// `proof/struct.X.html` as `proof::X`.
fn path_of(item: &str) -> String {
    let bare = item.trim_end_matches(".html");
    let (module, name) = bare.rsplit_once('/').unwrap_or(("", bare));
    let name = name.split_once('.').map_or(name, |(_, name)| name);
    let module = module.replace('/', "::");
    [module.as_str(), name]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("::")
}

/// The declaration, member by member, the methods and the traits.
fn of_item(page: &str, path: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let declaration = between(
        page,
        "<pre class=\"rust item-decl\"><code>",
        "</code></pre>",
    )
    .next();
    let declaration = declaration.map(text_of).unwrap_or_default();
    for line in joined(&declaration) {
        lines.push(format!("{path}: {line}"));
    }
    // What follows is worked out by the compiler and the same for nearly every type.
    let own = page
        .split("id=\"synthetic-implementations\"")
        .next()
        .unwrap_or_default();
    if !path_is_trait(&declaration) {
        for method in sections(own, "method") {
            lines.push(format!("{path}: {method}"));
        }
        for constant in sections(own, "associatedconstant") {
            lines.push(format!("{path}: {constant}"));
        }
        let traits = between(own, "<h3 class=\"code-header\">", "</h3>");
        // What `derive` writes for the compiler alone is nobody's business.
        let told = |text: &String| text.contains(" for ") && !text.contains("StructuralPartialEq");
        let traits = traits.map(one_line).filter(told);
        lines.extend(traits.map(|text| format!("{path}: {text}")));
    }
    lines
}

fn path_is_trait(declaration: &str) -> bool {
    declaration
        .lines()
        .any(|line| line.starts_with("pub trait "))
}

/// The heads of the sections of one kind that belong to the type itself.
fn sections<'p>(page: &'p str, kind: &'p str) -> impl Iterator<Item = String> + 'p {
    between(page, "<section id=\"", "</section>").filter_map(move |section| {
        let (_, rest) = section.split_once("\" class=\"")?;
        let (class, _) = rest.split_once('"')?;
        let head = between(section, "<h4 class=\"code-header\">", "</h4>").next()?;
        (class == kind).then(|| one_line(head))
    })
}

/// The lines of a declaration, with what belongs to one member on one line.
fn joined(declaration: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in declaration.lines() {
        let text = line.trim();
        let depth = line.len() - line.trim_start().len();
        match lines.last_mut() {
            Some(last) if depth > 4 => {
                last.push(' ');
                last.push_str(text);
            }
            _ if text.is_empty() || text.starts_with("//") => {}
            _ if matches!(text, "}" | "/* private fields */") => {}
            _ => lines.push(text.to_owned()),
        }
    }
    lines
}

fn one_line(html: &str) -> String {
    text_of(html)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The text of a piece of a page, without the words of the page itself ("Show 12 variants").
fn text_of(html: &str) -> String {
    let mut rest = html;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once("<summary") {
        kept.push_str(before);
        rest = after
            .split_once("</summary>")
            .map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    let mut text = String::new();
    let mut inside = false;
    for character in kept.chars() {
        match character {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if inside => {}
            _ => text.push(character),
        }
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
}

/// Every stretch between two marks.
fn between<'t>(text: &'t str, start: &'t str, end: &'t str) -> impl Iterator<Item = &'t str> {
    text.split(start)
        .skip(1)
        .filter_map(move |rest| rest.split_once(end).map(|(inside, _)| inside))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r##"<pre class="rust item-decl"><code>pub struct <a href="x">Seal</a> {
    pub name: <a href="y">Option</a>&lt;String&gt;,
    <span class="comment">/* private fields */</span>
}</code></pre><section id="method.new" class="method"><h4 class="code-header">pub fn <a>new</a>(
    name: &amp;str,
) -&gt; Self</h4></section><h3 class="code-header">impl <a>Clone</a> for <a>Seal</a></h3><section
 id="method.clone" class="method trait-impl"><h4 class="code-header">fn clone(&amp;self) -&gt; Self</h4></section>
<h2 id="synthetic-implementations">Auto</h2><h3 class="code-header">impl Send for Seal</h3>"##;

    #[test]
    fn an_item_is_listed_with_its_members_methods_and_traits() {
        let lines = of_item(PAGE, "proof::Seal");

        assert_eq!(
            lines,
            [
                "proof::Seal: pub struct Seal {",
                "proof::Seal: pub name: Option<String>,",
                "proof::Seal: pub fn new( name: &str, ) -> Self",
                "proof::Seal: impl Clone for Seal",
            ]
        );
    }

    #[test]
    fn the_page_of_an_item_says_where_it_is() {
        assert_eq!(
            path_of("proof/sd_jwt/struct.SdJwt.html"),
            "proof::sd_jwt::SdJwt"
        );
        assert_eq!(path_of("fn.verify.html"), "verify");
    }
}
