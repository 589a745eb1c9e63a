//! Checks a badge without network: `cargo run --example verify badge.json 2026-11-22T12:00:00Z`.
#![expect(clippy::print_stdout, reason = "an example shows its result")]

use openbadges::verify::{Audience, Input, NoNetwork, Policy, Request, verify};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [badge, now] = arguments.as_slice() else {
        return Err("usage: verify BADGE TIME".into());
    };

    let bytes = std::fs::read(badge)?;
    let request = Request {
        input: Input::Bytes(&bytes),
        recipient: Some("ada@example.org"),
    };
    let report = verify(&request, &Policy::default(), &NoNetwork, now.parse()?);

    println!("{:?}", report.verdict);
    for check in &report.checks {
        let sentence = check.code.sentence(Audience::Employer);
        println!("{:<24} {sentence}", check.code.as_str());
    }
    Ok(())
}
