//! The package of the library: complete, small, and nothing of this machine in it.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

use crate::run;

/// What a reader of the package looks for first.
const NEEDED: &[&str] = &[
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "build.rs",
    "src/lib.rs",
];
/// Larger than this is more than code and contexts.
const LARGEST: u64 = 2 * 1024 * 1024;

/// Packs the library and looks into it.
pub(super) fn check() -> Result<()> {
    let list = run::output(cargo_package().arg("--list"))?;
    let files: Vec<&str> = list.lines().collect();
    let folder = run::root().join("crates/openbadges");
    let mut missing: Vec<PathBuf> = NEEDED.iter().map(PathBuf::from).collect();
    for file in files.iter().filter(|file| file.ends_with(".rs")) {
        missing.extend(included(&folder, Path::new(file))?);
    }
    missing.retain(|file| !files.iter().any(|packed| Path::new(packed) == file));
    if !missing.is_empty() {
        bail!("the package of openbadges lacks {missing:?}");
    }
    let output = cargo_package().args(["--offline"]).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    // Where the project lives is for whoever publishes it to say.
    let warnings = said.lines().filter(|line| line.starts_with("warning"));
    let grave = warnings.filter(|line| !line.contains("no documentation, homepage or repository"));
    if !output.status.success() || grave.count() > 0 {
        bail!("cargo package is not content:\n{said}");
    }
    let packed = newest_package()?;
    let size = fs::metadata(&packed)?.len();
    if size > LARGEST {
        bail!("{} has {size} bytes", packed.display());
    }
    println!(
        "the package of openbadges: {} files, {} KiB",
        files.len(),
        size / 1024
    );
    Ok(())
}

fn cargo_package() -> std::process::Command {
    let mut command = run::cargo();
    command.args(["package", "--package", "openbadges", "--allow-dirty"]);
    command
}

fn newest_package() -> Result<PathBuf> {
    let folder = run::target().join("package");
    let packages = fs::read_dir(&folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    packages
        .filter(|path| path.extension().is_some_and(|ending| ending == "crate"))
        .max_by_key(|path| fs::metadata(path).and_then(|about| about.modified()).ok())
        .with_context(|| format!("no package in {}", folder.display()))
}

/// The files that a source file includes, from the folder of the package. Tests may include what lies elsewhere.
fn included(folder: &Path, file: &Path) -> Result<Vec<PathBuf>> {
    let source = fs::read_to_string(folder.join(file))?;
    let beside = file.parent().unwrap_or(Path::new(""));
    Ok(["include_str!(\"", "include_bytes!(\""]
        .iter()
        .flat_map(|call| source.split(call).skip(1))
        .filter_map(|rest| Some(rest.split_once('"')?.0))
        .filter(|_| {
            file.starts_with("src") && !file.components().any(|part| part.as_os_str() == "tests")
        })
        .map(|path| without_detours(&beside.join(path)))
        .collect())
}

/// `src/../benches` is `benches`.
fn without_detours(path: &Path) -> PathBuf {
    let mut direct = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                direct.pop();
            }
            part => direct.push(part),
        }
    }
    direct
}
