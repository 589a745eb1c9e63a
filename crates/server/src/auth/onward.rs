//! Where to go afterwards: a path of ours, never somebody else's site.

/// The path, if it can only lead to this site.
///
/// Browsers read `//host`, `/\host` and paths with hidden tabs or line breaks as other sites, so nothing of
/// the sort is taken.
pub fn own_path(wanted: &str) -> Option<&str> {
    let odd = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    let leads_away = !wanted.starts_with('/') || wanted.starts_with("//");
    let fits = wanted.len() <= 1_000 && !wanted.contains(odd) && wanted.is_ascii();
    (fits && !leads_away).then_some(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_are_taken() {
        for own in ["/", "/desk", "/desk/acme?x=1#y", "/a//b"] {
            assert_eq!(own_path(own), Some(own));
        }
        for foreign in [
            "",
            "desk",
            "//evil.example",
            "/\\evil.example",
            "\\/evil",
            "https://evil.example",
            "/\t/evil.example",
            "/\n/evil",
            "javascript:alert(1)",
            " /desk",
            "/d\u{e9}sk",
        ] {
            assert_eq!(own_path(foreign), None, "{foreign:?}");
        }
    }
}
