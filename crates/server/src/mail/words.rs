//! What each letter says: one arm a letter. Short, warm, exact; the name of the person and of the badge come first.

mod applications;
mod desk;
mod entry;
mod reviews;

use accolade_issuing::mail::Letter;

use super::{Block, Message};

mod claims;

/// The message that a letter becomes.
pub(crate) fn message(letter: &Letter, site: &str) -> Message {
    match letter {
        Letter::SignIn {
            code,
            link,
            minutes,
        } => sign_in(site, code, link, *minutes),
        Letter::ProveAddress {
            name,
            code,
            minutes,
        } => prove_address(site, name, code, *minutes),
        Letter::Invited {
            inviter,
            issuer,
            role,
            link,
            days,
        } => invited(site, inviter, issuer, role, link, *days),
        Letter::EntryAsked {
            name,
            email,
            badge,
            people,
            link,
        } => entry::asked(
            site,
            name,
            email.as_deref(),
            badge.as_deref(),
            *people,
            link,
        ),
        Letter::LetIn {
            issuer,
            role,
            badge,
            link,
        } => entry::let_in(site, issuer, role, badge.as_deref(), link),
        Letter::Awarded {
            name,
            badge,
            issuer,
            note,
            link,
        } => awarded(site, name.as_deref(), badge, issuer, note.as_deref(), link),
        Letter::ApplicationBegun { .. }
        | Letter::ApplicationReceived { .. }
        | Letter::ApplicationReturned { .. }
        | Letter::ApplicationAccepted { .. }
        | Letter::ApplicationDeclined { .. }
        | Letter::ReviewAsked { .. } => {
            applications::message(letter, site).expect("these are the letters around applications")
        }
        Letter::AlreadyYours { .. }
        | Letter::NotThisTime { .. }
        | Letter::StillWaiting { .. }
        | Letter::EndsSoon { .. }
        | Letter::WebhookSilent { .. } => claims::message(letter, site),
        Letter::DraftReviewAsked { .. }
        | Letter::DraftObjected { .. }
        | Letter::DraftApproved { .. }
        | Letter::DraftPublished { .. } => {
            reviews::message(letter, site).expect("these are the letters around reviews")
        }
        Letter::DeskWaits {
            name,
            things,
            desk,
            stop,
        } => desk::message(site, name, things, desk, stop),
    }
}

fn sign_in(site: &str, code: &str, link: &str, minutes: u32) -> Message {
    Message {
        subject: format!("{code} is your code for {site}"),
        blocks: vec![
            words(format!(
                "Type this code on the page where you asked for it. It is good for {minutes} minutes."
            )),
            Block::Code(code.to_owned()),
            words("Or come in from here:"),
            button("Sign in", link),
        ],
        reason: "You get this because somebody typed your address to sign in. If that was not you, do nothing: \
                 without this letter nobody gets in."
            .to_owned(),
        site: site.to_owned(),
    }
}

fn prove_address(site: &str, name: &str, code: &str, minutes: u32) -> Message {
    Message {
        subject: format!("{code} adds this address to an account at {site}"),
        blocks: vec![
            words(format!(
                "{name} wants to sign in with this address too. If that is you, type this code where you asked for \
                 it. It is good for {minutes} minutes."
            )),
            Block::Code(code.to_owned()),
        ],
        reason: "You get this because somebody typed your address on their account page. If that was not you, do \
                 nothing, and give the code to nobody: whoever has it could sign in with your address."
            .to_owned(),
        site: site.to_owned(),
    }
}

fn invited(site: &str, inviter: &str, issuer: &str, role: &str, link: &str, days: u32) -> Message {
    Message {
        subject: format!("{inviter} invites you to {issuer}"),
        blocks: vec![
            words(format!("{inviter} asks you to work with them for")),
            Block::Touch(issuer.to_owned()),
            words(format!(
                "Your role would be {role}: {}. You need no password.",
                what_a_role_does(role)
            )),
            button("Look at the invitation", link),
            words(format!("It is open for {days} days.")),
        ],
        reason: format!(
            "You get this because {inviter} typed your address. If you do not know them, do nothing."
        ),
        site: site.to_owned(),
    }
}

/// What somebody with this role does, as a clause.
pub(crate) fn what_a_role_does(role: &str) -> &'static str {
    match role {
        "owner" => "you decide about everything, also about who else may",
        "steward" => "you care for badges and the profile, and approve what is published",
        "issuer" => "you draw badges and award them",
        "assessor" => "you look at what people hand in and decide",
        _ => "you see everything and change nothing",
    }
}

fn awarded(
    site: &str,
    name: Option<&str>,
    badge: &str,
    issuer: &str,
    note: Option<&str>,
    link: &str,
) -> Message {
    let mut blocks = vec![
        words(name.map_or_else(|| "Hello,".to_owned(), |name| format!("Hello {name},"))),
        words(format!("{issuer} has given you a badge.")),
        Block::Touch(badge.to_owned()),
    ];
    blocks.extend(note.map(|note| Block::Quote {
        words: note.to_owned(),
        by: Some(issuer.to_owned()),
    }));
    blocks.push(button("It’s mine", link));
    blocks.push(words(
        "It is yours without an account. The page shows what it is for, and lets you keep it, share it and print it.",
    ));
    Message {
        subject: format!("{issuer} gave you “{badge}”"),
        blocks,
        reason: format!("You get this because {issuer} gave a badge to this address."),
        site: site.to_owned(),
    }
}

fn words(words: impl Into<String>) -> Block {
    Block::Words(words.into())
}

fn link(words: &str, href: &str) -> Block {
    Block::Link {
        words: words.to_owned(),
        href: href.to_owned(),
    }
}

fn button(words: &str, href: &str) -> Block {
    Block::Button {
        words: words.to_owned(),
        href: href.to_owned(),
    }
}
