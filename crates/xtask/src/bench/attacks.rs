//! What hostile documents cost us: each attack of the suite in a process of its own, in the released build.

use anyhow::{Context as _, Result, bail};

use crate::run;

use super::report::{Report, Section, Target};

/// An answer within 100 milliseconds is ten a second; there is nothing below the promise.
const PROMISED: Target = Target::Rate {
    goal: 10.0,
    floor: 10.0,
};

/// One attack as the suite prints it.
struct Attack<'a> {
    milliseconds: f64,
    megabytes: f64,
    /// What it tries, and the code that answers it.
    name: &'a str,
}

/// Runs the suite and adds the slowest attack and the one that needs most memory.
pub(super) fn measure(report: &mut Report) -> Result<()> {
    let mut command = run::cargo();
    command.args(["test", "--release", "--locked", "--package", "openbadges"]);
    command.args(["--test", "hostile", "--", "--ignored", "--exact"]);
    let ran = command.args(["timing::timing", "--nocapture"]).output()?;
    let said = String::from_utf8_lossy(&ran.stderr);
    let attacks: Vec<Attack<'_>> = said.lines().filter_map(attack).collect();
    if !ran.status.success() && attacks.is_empty() {
        bail!("the attacks cannot be measured:\n{said}");
    }
    let by = |figure: fn(&Attack<'_>) -> f64| {
        let most = attacks.iter();
        most.max_by(|one, other| figure(one).total_cmp(&figure(other)))
            .context("the suite of attacks is empty")
    };
    let (slowest, largest) = (by(|one| one.milliseconds)?, by(|one| one.megabytes)?);
    let mut section = Section::new("Hostile documents, one core");
    section.towards(
        &format!("the slowest of {} attacks answered", attacks.len()),
        Some(1_000.0 / slowest.milliseconds),
        None,
        PROMISED,
    );
    section.note(format!(
        "Slowest, {:.1} ms: {}. Most memory, {:.1} MB of the 64 that are promised: {}.",
        slowest.milliseconds, slowest.name, largest.megabytes, largest.name
    ));
    report.add(section);
    Ok(())
}

/// Reads `    12.34       5.6  name → code`.
fn attack(line: &str) -> Option<Attack<'_>> {
    if !line.contains('→') {
        return None;
    }
    let (milliseconds, rest) = line.trim_start().split_once(' ')?;
    let (megabytes, name) = rest.trim_start().split_once(' ')?;
    Some(Attack {
        milliseconds: milliseconds.parse().ok()?,
        megabytes: megabytes.parse().ok()?,
        name: name.trim(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_suite_is_read_and_its_heading_is_not() {
        let read = attack("    12.34       5.6  a PNG of 2 GB → format.image.broken").unwrap();

        assert_eq!((read.milliseconds, read.megabytes), (12.34, 5.6));
        assert_eq!(read.name, "a PNG of 2 GB → format.image.broken");
        assert!(attack("       ms        MB  attack → code").is_none());
    }
}
