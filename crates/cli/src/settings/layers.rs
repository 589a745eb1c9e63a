//! Flag, environment and file laid over each other, each value with the place it came from.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    str::FromStr,
};

use anyhow::{Context as _, Result, bail};

use super::{
    flags::Flags,
    table::{SETTINGS, setting},
};

/// A value somebody set.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// As it was written.
    pub(crate) value: String,
    /// Where it was written, for an error message.
    pub(crate) place: String,
}

/// The settings that were set anywhere, the strongest source of each.
#[derive(Debug, Default)]
pub(crate) struct Layers(BTreeMap<&'static str, Found>);

impl Layers {
    /// Reads flags, environment and file; the file is found through the first two.
    pub(crate) fn read(flags: &Flags, variable: &dyn Fn(&str) -> Option<String>) -> Result<Self> {
        let mut layers = Self::default();
        for setting in SETTINGS {
            let flag = flags.value(setting.name).map(|value| Found {
                value: value.to_owned(),
                place: format!("--{}", setting.flag()),
            });
            // An empty variable is how a compose file says "not set".
            let from_environment = || {
                variable(&setting.variable())
                    .filter(|value| !value.is_empty())
                    .map(|value| Found {
                        value,
                        place: setting.variable(),
                    })
            };
            if let Some(found) = flag.or_else(from_environment) {
                layers.0.insert(setting.name, found);
            }
        }
        if let Some(path) = layers.file()? {
            layers.add_file(&path)?;
        }
        Ok(layers)
    }

    /// What was set, if anything was.
    pub(crate) fn find(&self, name: &str) -> Option<&Found> {
        self.0.get(name)
    }

    /// What was set, or the default; only for settings that have one.
    pub(crate) fn text(&self, name: &str) -> &str {
        match self.find(name) {
            Some(found) => &found.value,
            None => setting(name)
                .fallback
                .expect("asked only of settings with a fixed default"),
        }
    }

    /// Where a value came from, for an error message.
    pub(crate) fn place(&self, name: &str) -> String {
        self.find(name)
            .map_or_else(|| name.to_owned(), |found| found.place.clone())
    }

    /// The value as a type, or a sentence that says what it should have been.
    pub(crate) fn parse<T: FromStr>(&self, name: &str, expected: &str) -> Result<T> {
        let text = self.text(name);
        match text.parse() {
            Ok(value) => Ok(value),
            Err(_) => bail!(
                "{} must be {expected}, and it is {text:?}",
                self.place(name)
            ),
        }
    }

    fn file(&self) -> Result<Option<PathBuf>> {
        if let Some(named) = self.find("config") {
            let path = PathBuf::from(&named.value);
            if !path.is_file() {
                bail!(
                    "{} names a file that is not there: {}",
                    named.place,
                    named.value
                );
            }
            return Ok(Some(path));
        }
        let usual = Path::new(self.text("data")).join("accolade.toml");
        Ok(usual.is_file().then_some(usual))
    }

    fn add_file(&mut self, path: &Path) -> Result<()> {
        let shown = path.display();
        let text =
            std::fs::read_to_string(path).with_context(|| format!("{shown} cannot be read"))?;
        let table: toml::Table = text
            .parse()
            .with_context(|| format!("{shown} is not a TOML file"))?;
        for (key, value) in table {
            let Some(setting) = SETTINGS.iter().find(|setting| setting.name == key) else {
                bail!(
                    "{shown} sets {key:?}, which is no setting; there are: {}",
                    SETTINGS
                        .iter()
                        .map(|setting| setting.name)
                        .collect::<Vec<_>>()
                        .join(", ")
                );
            };
            if setting.secret || setting.name == "config" {
                bail!(
                    "{shown} must not set {key:?}; use {} instead",
                    setting.variable()
                );
            }
            let value = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Boolean(truth) => truth.to_string(),
                other => bail!(
                    "{key} in {shown} must be one value, not {}",
                    other.type_str()
                ),
            };
            self.0.entry(setting.name).or_insert_with(|| Found {
                value,
                place: format!("{key} in {shown}"),
            });
        }
        Ok(())
    }
}
