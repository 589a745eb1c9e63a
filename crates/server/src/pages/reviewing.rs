//! Review of a draft: the author asks and reads, the person behind a link looks and answers without an account.

pub(super) mod answering;
pub(super) mod asking;

use accolade_storage::reviewers::{ReviewComment, Reviewer};
use accolade_storage::types::ReviewAnswer;

use super::words::{self, When};

pub(crate) use answering::{answer, look, picture};
pub(crate) use asking::{ask, renew, show, withdraw};

/// Somebody who was asked, and what they said.
pub(crate) struct Voice {
    pub(crate) name: String,
    pub(crate) role: Option<String>,
    pub(crate) initials: String,
    /// "Approved", "Objects", "Has not answered"
    pub(crate) word: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) when: Option<When>,
    pub(crate) words: Option<String>,
    pub(crate) remarks: Vec<Remark>,
    /// Whether the public page will name them.
    pub(crate) public: bool,
    /// Where the letter went; nothing if the link was to be handed over.
    pub(crate) email: Option<String>,
    /// Whether whoever asked has seen the link.
    pub(crate) by_hand: bool,
    /// When they got another link.
    pub(crate) renewed: Option<When>,
    /// Where they get another link, while the round is open.
    pub(crate) renew: Option<String>,
}

/// A remark on one part.
pub(crate) struct Remark {
    /// "Point 2: Ask a question", "The picture"
    pub(crate) on: String,
    pub(crate) body: String,
}

impl Voice {
    fn of(
        reviewer: &Reviewer,
        comments: &[ReviewComment],
        name_of: impl Fn(&str) -> String,
        renew: Option<String>,
    ) -> Self {
        let (word, tone) = match reviewer.answer {
            Some(ReviewAnswer::Approved) => ("Approved", "valid"),
            Some(ReviewAnswer::Objected) => ("Objects", "withdrawn"),
            None => ("Has not answered", "unknown"),
        };
        let theirs = comments
            .iter()
            .filter(|comment| comment.reviewer_id == reviewer.id);
        Self {
            name: reviewer.name.clone(),
            role: reviewer.role.clone(),
            initials: words::initials(&reviewer.name),
            word,
            tone,
            when: reviewer.answered_at.map(|at| When::day(at.as_jiff())),
            words: reviewer.words.clone(),
            remarks: theirs
                .map(|comment| Remark {
                    on: name_of(&comment.target),
                    body: comment.body.clone(),
                })
                .collect(),
            public: reviewer.show_publicly,
            email: reviewer.email.clone(),
            by_hand: !reviewer.by_letter,
            renewed: reviewer.renewed_at.map(|at| When::day(at.as_jiff())),
            renew,
        }
    }
}

/// What people call the part that a remark is on.
fn part(content: &accolade_issuing::content::BadgeContent, target: &str) -> String {
    let items = &content.criteria.items;
    match target {
        "image" => "The picture".to_owned(),
        "words" => "The words".to_owned(),
        _ => {
            let id = target.strip_prefix("criterion:").unwrap_or_default();
            match items.iter().position(|item| item.id == id) {
                Some(at) => format!("Point {}: {}", at + 1, items[at].text),
                None => "A point".to_owned(),
            }
        }
    }
}
