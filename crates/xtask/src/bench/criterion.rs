//! Criterion's medians of `crates/openbadges/benches/credential`.

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::run;

/// What the benchmarks left.
pub(crate) struct Medians {
    home: PathBuf,
}

impl Medians {
    /// Runs all benchmarks.
    pub(crate) fn measure() -> Result<Self> {
        let home = run::target().join("bench/criterion");
        // What an earlier run left of a benchmark that is gone must not pass for a figure of this one.
        if home.is_dir() {
            fs::remove_dir_all(&home)?;
        }
        run::run(
            run::cargo()
                .args(["bench", "--locked", "--package", "openbadges"])
                .args(["--bench", "credential"])
                .env("CRITERION_HOME", &home),
        )?;
        Ok(Self { home })
    }

    /// How often a second the benchmark `name` ran.
    pub(crate) fn per_second(&self, name: &str) -> Result<f64> {
        let file = self.home.join(name).join("new/estimates.json");
        let text = fs::read_to_string(&file)
            .with_context(|| format!("criterion left no figure for {name}"))?;
        let estimates: Value = serde_json::from_str(&text)?;
        let nanoseconds = estimates["median"]["point_estimate"]
            .as_f64()
            .with_context(|| format!("criterion's figure for {name} has no median"))?;
        Ok(1e9 / nanoseconds)
    }
}
