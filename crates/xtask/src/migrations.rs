//! Both databases get the same migrations.

use std::{collections::BTreeSet, path::Path};

use anyhow::{Context as _, Result, bail};

use crate::run;

/// Refuses a migration that only one database has, or that cannot be taken back.
pub(crate) fn check() -> Result<()> {
    let folder = run::root().join("migrations");
    let [sqlite, postgres] = [
        names(&folder.join("sqlite"))?,
        names(&folder.join("postgres"))?,
    ];
    if sqlite.is_empty() {
        bail!("migrations/sqlite is empty");
    }
    let unpaired: Vec<_> = sqlite.symmetric_difference(&postgres).cloned().collect();
    if !unpaired.is_empty() {
        bail!(
            "only one of the two databases has these migrations: {}",
            unpaired.join(", ")
        );
    }
    for (database, name) in ["sqlite", "postgres"]
        .iter()
        .flat_map(|database| sqlite.iter().map(move |name| (database, name)))
    {
        for file in ["up.sql", "down.sql"] {
            if !folder.join(database).join(name).join(file).is_file() {
                bail!("migrations/{database}/{name} has no {file}");
            }
        }
    }
    println!("{} migrations, each for both databases", sqlite.len());
    Ok(())
}

fn names(folder: &Path) -> Result<BTreeSet<String>> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut names = BTreeSet::new();
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            names.insert(entry.file_name().to_string_lossy().into_owned());
        }
    }
    Ok(names)
}
