//! How much heap each attack takes while it is verified, and no more than 64 MB of it.

use std::process::Command;

use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const MEGABYTES: f64 = 64.0;

/// Tells the process that measures from the one that asks for it.
const VARIABLE: &str = "ACCOLADE_MEASURES_MEMORY";

/// Does something, and gives the most megabytes that were on the heap meanwhile beyond those that were there before.
///
/// It counts for the whole process, so nothing else must run in it.
pub(crate) fn peak_of<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let done = work();
    let peak = HEAP.peak_usage().saturating_sub(before);
    (done, peak as f64 / (1024.0 * 1024.0))
}

/// In a process of its own: other tests would be counted too.
#[test]
fn no_attack_takes_more_than_64_megabytes_of_heap() {
    if std::env::var_os(VARIABLE).is_some() {
        return measure_all();
    }
    let name = "memory::no_attack_takes_more_than_64_megabytes_of_heap";
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture", "--test-threads=1"])
        .env(VARIABLE, "yes")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    let largest = text.lines().find(|line| line.contains("the largest of"));
    crate::timing::say(&format!("{}\n", largest.expect("it says what it found")));
}

fn measure_all() {
    // What is there only for a moment is counted too.
    let ((), moment) = peak_of(|| drop(std::hint::black_box(vec![1_u8; 8 << 20])));
    assert!((8.0..8.1).contains(&moment), "{moment}");
    crate::world::warm_up();
    let mut costs = Vec::new();
    for attacks in crate::TOPICS {
        for attack in attacks() {
            let (report, peak) = peak_of(|| crate::world::check(&attack.input, &attack.web));
            assert!(!report.checks.is_empty());
            costs.push((peak, attack.name));
        }
    }
    costs.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let (peak, name) = costs.last().expect("there are attacks");
    let count = costs.len();
    crate::timing::say(&format!(
        "memory: the largest of {count} attacks took {peak:.1} MB of heap: {name}\n"
    ));
    for (peak, name) in costs.iter().rev().take(10) {
        crate::timing::say(&format!("{peak:>9.1} MB  {name}\n"));
    }
    assert!(*peak <= MEGABYTES, "{name}: {peak:.1} MB");
}
