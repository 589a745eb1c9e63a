//! Markdown that people wrote, made safe for a page.

use std::collections::HashSet;

use ammonia::Builder;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// HTML that was sanitised and may stand in a page as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rich(String);

impl Rich {
    /// Renders Markdown; headings become bold lines, pictures and HTML tags fall away.
    ///
    /// Pictures go because a page never asks another server for anything, and headings because
    /// the words of a badge must not break the outline of the page around them.
    pub(crate) fn from_markdown(markdown: &str) -> Self {
        let events = Parser::new(markdown).flat_map(plain_structure);
        let mut html = String::with_capacity(markdown.len() * 3 / 2);
        pulldown_cmark::html::push_html(&mut html, events);
        Self(sanitiser().clean(&html).to_string())
    }

    /// The HTML; only what [`Rich::from_markdown`] let through.
    pub(crate) fn html(&self) -> &str {
        &self.0
    }
}

fn plain_structure(event: Event<'_>) -> Vec<Event<'_>> {
    match event {
        Event::Start(Tag::Heading { .. }) => {
            vec![Event::Start(Tag::Paragraph), Event::Start(Tag::Strong)]
        }
        Event::End(TagEnd::Heading(_)) => {
            vec![Event::End(TagEnd::Strong), Event::End(TagEnd::Paragraph)]
        }
        // The picture's description stays behind as text.
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => Vec::new(),
        other => vec![other],
    }
}

fn sanitiser() -> Builder<'static> {
    let mut sanitiser = Builder::default();
    sanitiser
        .tags(HashSet::from([
            "p",
            "br",
            "strong",
            "em",
            "ul",
            "ol",
            "li",
            "blockquote",
            "code",
            "pre",
            "a",
        ]))
        .url_schemes(HashSet::from(["https", "http", "mailto"]))
        .link_rel(Some("noopener noreferrer nofollow ugc"));
    sanitiser
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(markdown: &str) -> String {
        Rich::from_markdown(markdown).html().to_owned()
    }

    #[test]
    fn emphasis_lists_and_links_survive() {
        assert_eq!(
            html("Look *before* you fix."),
            "<p>Look <em>before</em> you fix.</p>\n"
        );
        assert!(
            html("[log](https://a.example/)").contains(r#"rel="noopener noreferrer nofollow ugc""#)
        );
    }

    #[test]
    fn scripts_styles_pictures_and_odd_addresses_do_not() {
        let dirty = "<script>x()</script> <p style=\"color:red\" onclick=\"x()\">hi</p>\n\n\
                     [x](javascript:alert(1)) ![bridge](https://elsewhere.example/p.png)";

        let clean = html(dirty);

        assert!(!clean.contains("<script"), "{clean}");
        assert!(!clean.contains("<p style"), "{clean}");
        assert!(!clean.contains("javascript:"), "{clean}");
        assert!(!clean.contains("<img"), "{clean}");
        assert!(clean.contains("bridge"), "{clean}");
    }

    #[test]
    fn a_heading_becomes_a_bold_line() {
        assert_eq!(html("# Why"), "<p><strong>Why</strong></p>\n");
    }
}
