//! The settings as flags of every command, made from the table.

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

use super::table::SETTINGS;

/// The settings that were given as flags.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flags(Vec<(&'static str, String)>);

impl Flags {
    /// The value of one flag.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.as_str())
    }

    #[cfg(test)]
    pub(crate) fn of(pairs: &[(&'static str, &str)]) -> Self {
        Self(
            pairs
                .iter()
                .map(|(name, value)| (*name, (*value).to_owned()))
                .collect(),
        )
    }
}

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        SETTINGS.iter().filter(|setting| !setting.secret).fold(command, |command, setting| {
            command.arg(
                Arg::new(setting.name)
                    .long(setting.flag())
                    .value_name(setting.value)
                    .global(true)
                    .help_heading("Settings (also by environment and file: docs/reference/configuration.md)")
                    .help(format!(
                        "{} (default: {})",
                        first_sentence(setting.about),
                        setting.default.replace('`', "")
                    )),
            )
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut flags = Self::default();
        flags.update_from_arg_matches(matches)?;
        Ok(flags)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for setting in SETTINGS.iter().filter(|setting| !setting.secret) {
            if let Some(value) = matches.get_one::<String>(setting.name) {
                self.0.push((setting.name, value.clone()));
            }
        }
        Ok(())
    }
}

fn first_sentence(about: &str) -> String {
    match about.find(". ").or_else(|| about.find(": ")) {
        Some(end) => about[..end].replace('`', ""),
        None => about.trim_end_matches('.').replace('`', ""),
    }
}
