//! Following the links of our pages, as a reader does.

use std::collections::{BTreeMap, BTreeSet};

use accolade_server::routes;

use crate::{Answer, Client};

/// Follows links from these addresses on; gives the pages that were found and their addresses, at most
/// so many for each route of the table. A route that only leads on has none.
pub fn walk(
    client: &Client,
    from: &[String],
    each: usize,
) -> BTreeMap<&'static str, Vec<(String, Answer)>> {
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let mut open = from.to_vec();
    let mut seen = BTreeSet::new();
    while let Some(path) = open.pop() {
        let Some(pattern) = pattern_of(&path) else {
            continue;
        };
        let met = found.get(pattern).map_or(0, Vec::len);
        if met == each || !seen.insert(path.clone()) {
            continue;
        }
        let page = client.page(&path);
        let pages = found.entry(pattern).or_default();
        if (300..400).contains(&page.status) {
            open.extend(onward(page.header("location"), client.base().as_str()));
        } else if page.status == 200 && page.media_type() == "text/html" {
            open.extend(links(&page.text(), client.base().as_str()));
            pages.push((path, page));
        }
    }
    found
}

/// Addresses on this server that a page leads to or shows.
pub fn links(page: &str, base: &str) -> Vec<String> {
    ["href=\"", "src=\""]
        .iter()
        .flat_map(|attribute| page.split(attribute).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .map(|link| {
            link.split('#')
                .next()
                .unwrap_or_default()
                .replace("&amp;", "&")
        })
        .filter_map(|link| onward(&link, base))
        .collect()
}

/// The path of an address on this server.
fn onward(link: &str, base: &str) -> Option<String> {
    match link.strip_prefix(base) {
        Some(path) => Some(format!("/{path}")),
        None => (link.starts_with('/') && !link.starts_with("//")).then(|| link.to_owned()),
    }
}

/// The route that answers GET at an address: of those that fit, the one that says the most itself.
fn pattern_of(path: &str) -> Option<&'static str> {
    let path = path.split('?').next().unwrap_or_default();
    let table = routes::table();
    let fitting = table
        .iter()
        .filter(|route| route.method == "GET" && fits(route.pattern, path));
    fitting
        .map(|route| route.pattern)
        .min_by_key(|pattern| pattern.matches('{').count())
}

fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, path) = (pattern.split('/'), path.split('/'));
    pattern.clone().count() == path.clone().count()
        && pattern
            .zip(path)
            .all(|(part, word)| match part.split_once('{') {
                Some((before, rest)) => {
                    let after = rest.split_once('}').map_or("", |(_, after)| after);
                    word.starts_with(before) && word.ends_with(after)
                }
                None => part == word,
            })
}
