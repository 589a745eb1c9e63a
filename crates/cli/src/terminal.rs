//! Writing to the person at the terminal.

use std::{
    fmt::Display,
    io::{IsTerminal as _, Write as _},
};

/// Colours, or nothing where nobody would see them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paint {
    on: bool,
}

/// What a colour stands for; the words always say it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// It is true.
    Good,
    /// Something to know.
    Note,
    /// It is not true.
    Bad,
    /// Less important.
    Quiet,
    /// More important.
    Strong,
}

impl Paint {
    /// Colours only on a terminal, and never if `NO_COLOR` says so.
    pub(crate) fn for_stdout() -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self {
            on: !refused && std::io::stdout().is_terminal(),
        }
    }

    #[cfg(test)]
    pub(crate) fn plain() -> Self {
        Self { on: false }
    }

    /// The text in its tone.
    pub(crate) fn tone(self, tone: Tone, text: impl Display) -> String {
        if !self.on {
            return text.to_string();
        }
        let code = match tone {
            Tone::Good => "1;32",
            Tone::Note => "1;33",
            Tone::Bad => "1;31",
            Tone::Quiet => "2",
            Tone::Strong => "1",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// Prints a line that is the answer.
pub(crate) fn say(line: impl Display) {
    // A reader that has gone away (`| head`) has read enough.
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Prints a line about the work, apart from the answer.
pub(crate) fn note(line: impl Display) {
    // As above: nobody is left to tell.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Prints why the program stops.
pub(crate) fn complain(error: &anyhow::Error) {
    note(format_args!("accolade: {error:#}"));
}

/// Progress of long work: one line that is rewritten on a terminal, a line a step elsewhere.
pub(crate) struct Progress {
    what: &'static str,
    total: usize,
    done: usize,
    live: bool,
}

impl Progress {
    /// Begins work in `total` steps.
    pub(crate) fn begin(what: &'static str, total: usize) -> Self {
        Self {
            what,
            total,
            done: 0,
            live: std::io::stderr().is_terminal(),
        }
    }

    /// One step is done.
    pub(crate) fn step(&mut self) {
        self.done += 1;
        let line = format!("{}: {} of {}", self.what, self.done, self.total);
        if self.live {
            // Progress that cannot be shown is not worth stopping for.
            let _ = write!(std::io::stderr().lock(), "\r\u{1b}[K{line}");
            if self.done == self.total {
                note("");
            }
        } else if self.done == self.total {
            note(line);
        }
    }
}
