//! Puts a badge into a picture: `cargo run --example bake picture.png badge.json baked.png`.
#![expect(clippy::print_stdout, reason = "an example shows its result")]

use openbadges::baking::{Payload, bake, unbake};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [picture, badge, baked] = arguments.as_slice() else {
        return Err("usage: bake PICTURE BADGE BAKED".into());
    };

    let badge = Payload::V3Json(std::fs::read_to_string(badge)?);
    let picture = bake(&std::fs::read(picture)?, &badge)?;
    std::fs::write(baked, &picture)?;

    for payload in unbake(&picture)? {
        println!("{baked} carries {} characters", payload.text().len());
    }
    Ok(())
}
