//! The page about settings, made from the table.

use super::table::SETTINGS;

/// `docs/reference/configuration.md`.
pub(crate) fn configuration_page() -> String {
    let mut page = String::from(
        "# Configuration\n\n\
         <!-- Made from crates/cli/src/settings/table.rs by `cargo xtask generate`. -->\n\n\
         Each setting can be a flag, an environment variable or a line in a TOML file; a flag wins \
         over the environment, the environment over the file, the file over the default. The file \
         is `accolade.toml` in the data folder, or the one that `--config` names. An unknown key \
         or a value that cannot be used stops the program before it does anything.\n\n\
         ```toml\n\
         # accolade.toml\n\
         public_url = \"https://badges.example.org\"\n\
         listen = \"0.0.0.0:8080\"\n\
         database_url = \"postgres://accolade:secret@db.example.org/accolade\"\n\
         ```\n",
    );
    for setting in SETTINGS {
        let flag = if setting.secret {
            "none: a secret stays out of process lists".to_owned()
        } else {
            format!("`--{} {}`", setting.flag(), setting.value)
        };
        let key = if setting.secret || setting.name == "config" {
            "none".to_owned()
        } else {
            format!("`{}`", setting.name)
        };
        page.push_str(&format!(
            "\n## {}\n\n{}\n\n| flag | variable | TOML key | default |\n|---|---|---|---|\n\
             | {flag} | `{}` | {key} | {} |\n",
            setting.name,
            setting.about,
            setting.variable(),
            setting.default
        ));
    }
    page
}
