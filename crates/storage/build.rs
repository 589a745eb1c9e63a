//! Makes cargo look at the migrations, which are compiled in, when it decides what to rebuild.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=../../migrations");
}
