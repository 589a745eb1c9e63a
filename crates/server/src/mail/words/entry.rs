//! The letters around being let in.

use super::{button, what_a_role_does, words};
use crate::mail::{Block, Message};

pub(super) fn asked(
    site: &str,
    name: &str,
    email: Option<&str>,
    badge: Option<&str>,
    people: u64,
    link: &str,
) -> Message {
    let who = match email {
        Some(email) => format!("{name} ({email})"),
        None => name.to_owned(),
    };
    let mut blocks = vec![words(format!(
        "{who} has an account at {site} and works for no organisation there yet."
    ))];
    if let Some(badge) = badge {
        blocks.push(words("They drew a badge that waits to be given:"));
        blocks.push(Block::Touch(badge.to_owned()));
        if people > 0 {
            blocks.push(words(match people {
                1 => "One person stands on its list.".to_owned(),
                many => format!("{many} people stand on its list."),
            }));
        }
    }
    blocks.push(button("Answer", link));
    Message {
        subject: format!("{name} asks to be let in"),
        blocks,
        reason: "You get this because you run this site. If you do not know them, do nothing: nobody is let in \
                 without your yes."
            .to_owned(),
        site: site.to_owned(),
    }
}

pub(super) fn let_in(
    site: &str,
    issuer: &str,
    role: &str,
    badge: Option<&str>,
    link: &str,
) -> Message {
    let mut blocks = vec![
        words("You asked to be let in. You work now for"),
        Block::Touch(issuer.to_owned()),
        words(format!("Your role is {role}: {}.", what_a_role_does(role))),
    ];
    match badge {
        Some(badge) => {
            blocks.push(words(format!(
                "Your badge “{badge}” and its list are where you left them."
            )));
            blocks.push(button("Go on with it", link));
        }
        None => blocks.push(button("Draw a badge", link)),
    }
    Message {
        subject: format!("You work for {issuer} now"),
        blocks,
        reason: "You get this because you asked to be let in.".to_owned(),
        site: site.to_owned(),
    }
}
