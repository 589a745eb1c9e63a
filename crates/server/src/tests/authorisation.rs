//! The table of who may do what, written into the reference from the one that decides.

use std::fmt::Write as _;

use accolade_issuing::access::{Action, Visible, Who};
use accolade_issuing::issuers;

use crate::routes::{self, Access};
use crate::testing::assert_reference;

const HEAD: &str = "# Who may do what

<!-- Made from crates/issuing/src/access.rs and crates/server/src/routes.rs by `cargo xtask generate`. -->

Roles reach downward: who is steward of a district is steward of its schools and their classes. From most to least: owner, steward, issuer, \
assessor, viewer; each may what those after it may. The operator may everything. A token needs the scope besides; a browser in which somebody \
signed in has them all.

Where strangers learn nothing, they are answered as if there were nothing (404). An archived organisation, and those below it, begin nothing new.

| action | what | who, at least | scope | strangers |
|---|---|---|---|---|
";

fn who(action: Action) -> String {
    match action.rule().who {
        Who::Anyone => "everybody".to_owned(),
        Who::Accounts => "everybody who signed in".to_owned(),
        Who::AtLeast(role) => role.to_string(),
        Who::Operator => "the operator".to_owned(),
    }
}

#[test]
fn the_reference_says_who_may_do_what() {
    let mut page = HEAD.to_owned();
    for action in Action::ALL {
        let rule = action.rule();
        let strangers = match rule.visible {
            Visible::Publicly => "are refused",
            Visible::ToMembers => "learn nothing",
        };
        writeln!(
            page,
            "| {action:?} | {} | {} | `{}` | {strangers} |",
            action.meaning(),
            who(*action),
            rule.scope
        )
        .unwrap();
    }
    page.push_str("\n## Addresses\n\nEvery address that asks for more than a name. The rest is for everybody.\n\n| method | address | needs |\n|---|---|---|\n");
    for route in routes::table() {
        let needs = match route.access {
            Access::Anyone | Access::Form => continue,
            Access::Account | Access::SignedIn => "an account".to_owned(),
            Access::Needs(action) | Access::Page(action) => format!("{action:?}"),
        };
        writeln!(page, "| {} | `{}` | {needs} |", route.method, route.pattern).unwrap();
    }

    assert_reference("authorisation.md", &page);
}

#[test]
fn no_issuer_can_be_called_like_a_part_of_our_own_addresses() {
    for route in routes::table() {
        let Some(rest) = route.pattern.strip_prefix("/desk/") else {
            continue;
        };
        let word = rest.split('/').next().unwrap_or_default();
        assert!(
            word.starts_with('{') || issuers::is_reserved(word),
            "{}: an issuer could have the slug {word:?}",
            route.pattern
        );
    }
}
