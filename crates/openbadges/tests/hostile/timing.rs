//! What each attack costs: time and peak memory, each measured in a process of its own.

use std::process::Command;
use std::time::Instant;

/// What is promised for the released build.
const MILLISECONDS: f64 = 100.0;
const MEGABYTES: f64 = 64.0;

/// Names the attack that this process is to measure.
const VARIABLE: &str = "ACCOLADE_ATTACK";

#[test]
#[ignore = "measures; run it in release mode and with --nocapture"]
fn timing() {
    if let Ok(place) = std::env::var(VARIABLE) {
        let (topic, number) = place.split_once(' ').unwrap();
        return measure(topic.parse().unwrap(), number.parse().unwrap());
    }
    let mut over = Vec::new();
    say(&format!("{:>9} {:>9}  attack → code\n", "ms", "MB"));
    for (topic, attacks) in crate::TOPICS.iter().enumerate() {
        for (number, attack) in attacks().iter().enumerate() {
            let (milliseconds, megabytes) = in_its_own_process(topic, number);
            let (name, code) = (&attack.name, attack.code);
            let line = format!("{milliseconds:>9.2} {megabytes:>9.1}  {name} → {code}\n");
            say(&line);
            if milliseconds > MILLISECONDS || megabytes > MEGABYTES {
                over.push(line);
            }
        }
    }
    assert!(
        cfg!(debug_assertions) || over.is_empty(),
        "{}",
        over.concat()
    );
}

#[expect(clippy::disallowed_methods, reason = "it measures a duration")]
fn measure(topic: usize, number: usize) {
    let attack = crate::TOPICS[topic]().swap_remove(number);
    // Lazily made tables belong to the first verification of a process, not to the attack.
    let _ = crate::world::check(
        crate::world::signed(&crate::world::badge())
            .to_string()
            .as_bytes(),
        &crate::world::Web::default(),
    );
    let before = forget_the_peak();
    let start = Instant::now();

    let report = crate::world::check(&attack.input, &attack.web);

    let took = start.elapsed().as_secs_f64() * 1_000.0;
    let peak = memory("VmHWM:").saturating_sub(before);
    assert!(!report.checks.is_empty());
    say(&format!("measured {took} {peak}\n"));
}

/// Makes the peak start from now, and gives what is in use now, in kilobytes. Linux only; elsewhere memory counts as zero.
fn forget_the_peak() -> u64 {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    memory("VmRSS:")
}

fn memory(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok())
        .unwrap_or_default()
}

fn in_its_own_process(topic: usize, number: usize) -> (f64, f64) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "timing::timing", "--nocapture"])
        .env(VARIABLE, format!("{topic} {number}"))
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let measured = text.lines().find_map(|line| line.strip_prefix("measured "));
    let mut figures = measured
        .unwrap_or_else(|| panic!("attack {number} of {topic}: {text}"))
        .split(' ')
        .map(|figure| figure.parse::<f64>().unwrap());
    let (took, peak) = (figures.next().unwrap(), figures.next().unwrap());
    (took, peak / 1_024.0)
}

/// Past the capture of the test harness.
fn say(text: &str) {
    use std::io::Write as _;
    let _ = std::io::stderr().write_all(text.as_bytes());
}
