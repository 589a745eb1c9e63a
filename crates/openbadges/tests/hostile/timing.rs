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
    crate::world::warm_up();
    let start = Instant::now();

    let (report, peak) = crate::memory::peak_of(|| crate::world::check(&attack.input, &attack.web));

    let took = start.elapsed().as_secs_f64() * 1_000.0;
    assert!(!report.checks.is_empty());
    say(&format!("measured {took} {peak}\n"));
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
    (figures.next().unwrap(), figures.next().unwrap())
}

/// Past the capture of the test harness.
pub(crate) fn say(text: &str) {
    use std::io::Write as _;
    let _ = std::io::stderr().write_all(text.as_bytes());
}
