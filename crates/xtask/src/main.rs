//! Errands for people who work on Accolade: `cargo xtask` lists them.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "errands talk to the person at the terminal"
)]

mod bench;
mod browser;
mod checks;
mod generate;
mod interop;
mod library;
mod licences;
mod migrations;
mod packages;
mod postgres;
mod python;
mod run;
mod test;

use std::process::ExitCode;

use anyhow::Result;

/// One errand: its name, what it does, and how.
struct Errand {
    name: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Result<()>,
}

const ERRANDS: &[Errand] = &[
    Errand {
        name: "test",
        about: "all tests, on SQLite, on a PostgreSQL of its own and in a browser; --fast leaves the browser out",
        run: test::run,
    },
    Errand {
        name: "browser",
        about: "the tests in a browser alone, or those whose names hold what is said",
        run: browser::run,
    },
    Errand {
        name: "ci",
        about: "what .ci/run does before the tests: format, clippy, docs, generated files, licences, migrations",
        run: checks::run,
    },
    Errand {
        name: "generate",
        about: "writes the generated pages of docs/reference again; --check only compares",
        run: generate::run,
    },
    Errand {
        name: "licences",
        about: "holds every dependency's licence against the list in deny.toml",
        run: |_| licences::check(),
    },
    Errand {
        name: "library",
        about: "looks whether openbadges can be used alone: dependencies, wasm32, interface, package; --write keeps the interface",
        run: library::run,
    },
    Errand {
        name: "migrations",
        about: "refuses a migration that one of the two databases lacks",
        run: |_| migrations::check(),
    },
    Errand {
        name: "interop",
        about: "others check what we issue, and we what others issue; demo, forms or theirs alone if named",
        run: interop::run,
    },
    Errand {
        name: "bench",
        about: "measures sign, verify, hosted GET and award beside yardsticks; --peers has Node and Python do the same, --write keeps it in docs/performance.md",
        run: bench::run,
    },
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let Some(errand) = ERRANDS.iter().find(|errand| errand.name == name) else {
        list();
        let asked = matches!(name.as_str(), "" | "help" | "--help" | "-h");
        return if asked {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(64)
        };
    };
    match std::env::set_current_dir(run::root())
        .map_err(Into::into)
        .and_then(|()| (errand.run)(&rest))
    {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\ncargo xtask {name}: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn list() {
    println!("Usage: cargo xtask ERRAND\n");
    for errand in ERRANDS {
        println!("  {:<11} {}", errand.name, errand.about);
    }
}
