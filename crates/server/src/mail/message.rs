//! A message as a list of blocks, from which both parts are made: so the text and the HTML say the same.

use askama::Template;

/// What a letter says, in order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Message {
    /// The subject line.
    pub(crate) subject: String,
    /// What stands in the message.
    pub(crate) blocks: Vec<Block>,
    /// Why the reader got it, in small print.
    pub(crate) reason: String,
    /// What this site is called.
    pub(crate) site: String,
}

/// One piece of a message.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Block {
    /// A paragraph.
    Words(String),
    /// What people are proud of, larger and in the serif: the name of a badge.
    Touch(String),
    /// Something to be typed elsewhere.
    Code(String),
    /// The one thing to do.
    Button {
        /// What it does.
        words: String,
        /// The whole address.
        href: String,
    },
    /// Something else that can be done, smaller than the button.
    Link {
        /// What it does.
        words: String,
        /// The whole address.
        href: String,
    },
    /// Somebody's own words.
    Quote {
        /// What was said; several paragraphs are parted by a blank line.
        words: String,
        /// Who said it.
        by: Option<String>,
    },
    /// Points, one a line.
    List(Vec<String>),
}

#[derive(Template)]
#[template(path = "mail/message.html")]
struct Html<'a> {
    message: &'a Message,
}

impl Message {
    /// The part for readers that show formatting: styles stand in it, for mail programs load nothing.
    pub(crate) fn html(&self) -> String {
        Html { message: self }
            .render()
            .expect("a template of text alone always renders")
    }

    /// The part for all others.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for block in &self.blocks {
            text.push_str(&block.text());
            text.push_str("\n\n");
        }
        format!("{text}-- \n{}\n{}\n", self.site, self.reason)
    }
}

impl Block {
    fn text(&self) -> String {
        match self {
            Self::Words(words) | Self::Touch(words) => words.clone(),
            Self::Code(code) => format!("    {code}"),
            Self::Button { words, href } | Self::Link { words, href } => {
                format!("{words}:\n{href}")
            }
            Self::Quote { words, by } => {
                let quoted: Vec<String> = words
                    .lines()
                    .map(|line| format!("> {line}").trim_end().to_owned())
                    .collect();
                let by = by.as_ref().map(|by| format!("\n-- {by}"));
                quoted.join("\n") + &by.unwrap_or_default()
            }
            Self::List(points) => points
                .iter()
                .map(|point| format!("- {point}"))
                .collect::<Vec<_>>()
                .join("\n"),
        }
    }

    /// The paragraphs of a quotation, for the template.
    fn paragraphs(words: &str) -> Vec<&str> {
        words
            .split("\n\n")
            .map(str::trim)
            .filter(|words| !words.is_empty())
            .collect()
    }
}
