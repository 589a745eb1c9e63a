//! The machine on which figures were measured.

use std::{process::Command, thread, time::Duration};

use anyhow::{Context as _, Result};

use crate::run;

/// The machine in words that name no host.
pub(crate) fn in_words() -> Result<String> {
    let cores = thread::available_parallelism()?.get();
    let processor = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| {
        let line = processor.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let maker = match field("vendor_id").as_deref() {
        Some("AuthenticAMD") => "AMD x86-64",
        Some("GenuineIntel") => "Intel x86-64",
        _ => std::env::consts::ARCH,
    };
    let compiler = run::output(Command::new("rustc").arg("--version"))?;
    let compiler = compiler
        .split(' ')
        .nth(1)
        .context("rustc does not tell its version")?
        .to_owned();
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let gibibytes = memory
        .lines()
        .find_map(|line| {
            line.strip_prefix("MemTotal:")?
                .trim()
                .strip_suffix(" kB")?
                .parse::<u64>()
                .ok()
        })
        .map_or_else(String::new, |kilobytes| {
            format!(", {} GiB of memory", kilobytes.div_ceil(1024 * 1024))
        });
    Ok(format!(
        "a machine with {cores} {maker} cores{gibibytes}, rustc {compiler}"
    ))
}

/// How much of the machine is in use, in percent, over one second in which we do nothing.
pub(crate) fn taken_by_others() -> Option<u64> {
    let before = ticks()?;
    #[expect(
        clippy::disallowed_methods,
        reason = "the second itself is what is watched"
    )]
    thread::sleep(Duration::from_secs(1));
    let after = ticks()?;
    let (all, idle) = (after.all - before.all, after.idle - before.idle);
    (all > 0).then(|| 100 * (all - idle.min(all)) / all)
}

/// Time counted by the kernel since the start.
struct Ticks {
    all: u64,
    idle: u64,
}

fn ticks() -> Option<Ticks> {
    let stat = std::fs::read_to_string("/proc/stat").ok()?;
    let numbers: Vec<u64> = stat
        .lines()
        .next()?
        .split_whitespace()
        .skip(1)
        .take(8)
        .filter_map(|number| number.parse().ok())
        .collect();
    // The fourth is idle, the fifth idle because of a disk.
    let idle = numbers.get(3)? + numbers.get(4)?;
    Some(Ticks {
        all: numbers.iter().sum(),
        idle,
    })
}
