//! What can be typed.

use clap::{Parser, Subcommand};

use crate::{
    commands::{
        award::AwardArguments, bake::BakeArguments, demo::DemoArguments, issuer::IssuerCommand,
        migrate::MigrateArguments, revoke::RevokeArguments, sign_in_link::SignInLinkArguments,
        token::TokenCommand, unbake::UnbakeArguments, verify::VerifyArguments,
    },
    settings::Flags,
};

/// Designs, awards, hosts and checks Open Badges.
#[derive(Debug, Parser)]
#[command(name = "accolade", version, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) flags: Flags,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Runs the server until it is stopped
    Serve,
    /// Shows everything at once: fills an empty site with a school district and serves it
    Demo(DemoArguments),
    /// Brings the database up to this version
    Migrate(MigrateArguments),
    /// Looks whether everything the server needs is there
    Doctor,
    /// Prints the one-time link by which the first operator sets the site up
    SetupLink,
    /// Prints a link that signs in an operator, for when no mail arrives
    SignInLink(SignInLinkArguments),
    /// Makes the secrets by which programs are known
    #[command(subcommand)]
    Token(TokenCommand),
    /// Makes organisations that give badges
    #[command(subcommand)]
    Issuer(IssuerCommand),
    /// Gives a published badge to one person
    Award(AwardArguments),
    /// Takes an award back, for good and with a reason
    Revoke(RevokeArguments),
    /// Puts a badge's proof into its picture
    Bake(BakeArguments),
    /// Takes a badge's proof out of its picture
    Unbake(UnbakeArguments),
    /// Says whether a badge is true, and how we know
    Verify(VerifyArguments),
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use clap::CommandFactory as _;

    use super::*;
    use crate::settings::configuration_page;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_configuration_reference_is_up_to_date() {
        compare("docs/reference/configuration.md", &configuration_page());
    }

    #[test]
    fn the_command_reference_is_up_to_date() {
        compare("docs/reference/cli.md", &command_page());
    }

    fn command_page() -> String {
        let mut page = String::from(
            "# Commands\n\n<!-- Made from crates/cli/src/cli.rs by `cargo xtask generate`. -->\n\n\
             Every command also takes the flags of [configuration.md](configuration.md).\n\n\
             Exit codes: 0 done (for `verify`: valid, also with warnings), 1 refused or failed (for \
             `verify`: invalid, expired, not yet valid, withdrawn, suspended, or somebody else's), 2 \
             `verify` could not look, 64 wrong usage or settings.\n",
        );
        let mut root = Cli::command().term_width(98);
        root.build();
        describe(&root, &mut page);
        page
    }

    fn describe(command: &clap::Command, page: &mut String) {
        let is_group = command.has_subcommands();
        if !is_group {
            let settings = |argument: &clap::Arg| {
                argument
                    .get_help_heading()
                    .is_some_and(|heading| heading.starts_with("Settings"))
            };
            let mut shown = command.clone().mut_args(|argument| {
                let hide = settings(&argument);
                argument.hide(hide)
            });
            let name = command.get_bin_name().unwrap_or(command.get_name());
            let help = shown.render_long_help().to_string();
            let lines: Vec<_> = help.lines().map(str::trim_end).collect();
            write!(page, "\n## {name}\n\n```text\n{}\n```\n", lines.join("\n"))
                .expect("a string takes all that is written to it");
        }
        for below in command.get_subcommands() {
            describe(below, page);
        }
    }

    fn compare(path: &str, expected: &str) {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../..")
            .join(path);
        if std::env::var_os("UPDATE_REFERENCE").is_some() {
            std::fs::write(&path, expected).unwrap();
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == expected,
            "{} is out of date: cargo xtask generate",
            path.display()
        );
    }
}
