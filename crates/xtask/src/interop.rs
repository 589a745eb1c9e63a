//! Others look at what we issue, and we look at what others issue.
//!
//! Three parts: verifiers that are not ours check the demo's awards, served over TLS on a free port of localhost because
//! `did:web` is asked for over https; they check every form in which the library issues; and we verify what libraries that
//! are not ours issue. Each part has spoilt copies as well. Nothing beyond loopback is reached.

mod demo;

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Result, bail};

use crate::{browser::npm_ci, postgres::free_port, python, run};
use demo::Demo;

/// A part and its name.
type Part = (&'static str, fn(&Tools) -> Result<()>);

/// Runs the parts that are named, or all of them.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    const PARTS: &[Part] = &[("demo", demo), ("forms", forms), ("theirs", theirs)];
    if let Some(unknown) = arguments
        .iter()
        .find(|argument| PARTS.iter().all(|(name, _)| name != argument))
    {
        bail!("unknown part {unknown:?}; there are demo, forms and theirs");
    }
    let tools = Tools::prepare()?;
    let is_asked = |name: &str| arguments.is_empty() || arguments.iter().any(|asked| asked == name);
    let failed: Vec<_> = PARTS
        .iter()
        .filter(|(name, _)| is_asked(name))
        .filter_map(|(name, part)| part(&tools).err().map(|error| format!("{name}: {error:#}")))
        .collect();
    if !failed.is_empty() {
        bail!("{}", failed.join("\n"));
    }
    Ok(())
}

/// The others, installed.
struct Tools {
    folder: PathBuf,
    python: python::Environment,
    scratch: tempfile::TempDir,
}

impl Tools {
    fn prepare() -> Result<Self> {
        let folder = run::root().join("tests/interop");
        npm_ci(&folder)?;
        npm_ci(&folder.join("learncard"))?;
        let python = python::Environment::prepare(&run::target().join("interop-python"))?;
        python.install(&folder, &["-r", "requirements.txt"])?;
        python.install(&folder, &["--no-deps", "-r", "requirements-nodeps.txt"])?;
        let scratch = tempfile::Builder::new()
            .prefix("accolade-interop-")
            .tempdir()?;
        Ok(Self {
            folder,
            python,
            scratch,
        })
    }

    /// A new folder for one part.
    fn folder_for(&self, part: &str) -> Result<PathBuf> {
        let folder = self.scratch.path().join(part);
        fs::create_dir(&folder)?;
        Ok(folder)
    }

    fn node(&self, script: &str) -> Command {
        let mut command = Command::new("node");
        command.arg(script).current_dir(&self.folder);
        command.env("NODE_NO_WARNINGS", "1");
        command
    }

    fn python(&self, script: &str) -> Command {
        let mut command = self.python.command();
        command.arg(script).current_dir(&self.folder);
        command
    }
}

/// Others check what the demo serves.
fn demo(tools: &Tools) -> Result<()> {
    run::run(run::cargo().args(["build", "--package", "accolade-cli"]))?;
    let scratch = tools.folder_for("demo")?;
    let authority = demo::certificates(&scratch)?;
    let server = Demo::start(&scratch, free_port()?)?;
    let plan = scratch.join("plan.json");
    fs::write(&plan, server.plan().to_string())?;
    let node = run::run(
        tools
            .node("verify.mjs")
            .arg(&plan)
            .env("NODE_EXTRA_CA_CERTS", &authority),
    );
    let python = run::run(tools.python("verify.py").arg(&plan).arg(&authority));
    node.and(python)
}

/// Others check every form in which the library issues.
fn forms(tools: &Tools) -> Result<()> {
    let folder = tools.folder_for("forms")?;
    run::run(example("forms").arg(&folder))?;
    let node = run::run(tools.node("accept.mjs").arg(&folder));
    let python = run::run(tools.python("accept.py").arg(&folder));
    node.and(python)
}

/// We check what others issue.
fn theirs(tools: &Tools) -> Result<()> {
    let folder = tools.folder_for("theirs")?;
    let credential = run::root().join("crates/openbadges/benches/credential/credential.json");
    run::run(tools.node("issue.mjs").arg(credential).arg(&folder))?;
    run::run(tools.python("issue.py").arg(&folder))?;
    run::run(example("judge").arg(&folder))
}

/// One of our own examples, which know the library as any program does.
fn example(name: &str) -> Command {
    let mut command = run::cargo();
    command.args([
        "run",
        "--quiet",
        "--package",
        "xtask",
        "--example",
        name,
        "--",
    ]);
    command
}
