//! The demo, served over TLS with an authority made for this run.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::{packages, run};

/// The demo in a process of its own.
pub(super) struct Demo {
    child: Child,
    story: Value,
}

impl Demo {
    /// Starts it over TLS with the certificate in `folder`, and reads what it made.
    pub(super) fn start(folder: &Path, port: u16) -> Result<Self> {
        let log = fs::File::create(folder.join("demo.log"))?;
        let mut child = Command::new(run::target().join("debug/accolade"))
            .args(["demo", "--json"])
            .env_remove("ACCOLADE_DATABASE_URL")
            .env("ACCOLADE_DATA", folder.join("data"))
            .env("ACCOLADE_PUBLIC_URL", format!("https://localhost:{port}"))
            .env("ACCOLADE_LISTEN", format!("127.0.0.1:{port}"))
            .env("ACCOLADE_TLS_CERTIFICATE", folder.join("server.pem"))
            .env("ACCOLADE_TLS_KEY", folder.join("server.key"))
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .context("the demo cannot be started")?;
        let output = child.stdout.take().expect("its output is piped");
        // Wrapped at once, so that it ends with us whatever happens next.
        let mut demo = Self {
            child,
            story: Value::Null,
        };
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        if line.is_empty() {
            bail!(
                "the demo stopped:\n{}",
                fs::read_to_string(folder.join("demo.log"))?
            );
        }
        demo.story = serde_json::from_str(&line).context("the demo's overview is not JSON")?;
        Ok(demo)
    }

    /// What is to be checked: every sixth good award, the expired one and the withdrawn one.
    pub(super) fn plan(&self) -> Value {
        let awards = self.story["awards"].as_array().cloned().unwrap_or_default();
        let of = |state: &'static str, expected: &'static str, step: usize| {
            let found: Vec<Value> = awards
                .iter()
                .filter(|award| award["state"] == state)
                .step_by(step)
                .map(|award| {
                    let mut award = award.clone();
                    award["expected"] = expected.into();
                    award
                })
                .collect();
            found
        };
        let chosen = [
            of("good", "valid", 6),
            of("expired", "expired", 1),
            of("withdrawn", "revoked", 1),
        ];
        json!({ "origin": self.story["origin"], "awards": chosen.concat() })
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may have stopped by itself; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Makes an authority and a certificate for localhost; returns the authority's file.
pub(super) fn certificates(folder: &Path) -> Result<PathBuf> {
    if run::find("openssl").is_none() {
        packages::install(&["openssl"], "openssl")?;
    }
    let openssl = |arguments: &[&str]| -> Result<()> {
        let output = Command::new("openssl")
            .args(arguments)
            .current_dir(folder)
            .output()?;
        if !output.status.success() {
            bail!(
                "openssl {}: {}",
                arguments.join(" "),
                String::from_utf8_lossy(&output.stderr)
            );
        }
        Ok(())
    };
    let key = [
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
    ];
    let mut authority = vec![
        "req",
        "-x509",
        "-days",
        "2",
        "-subj",
        "/CN=Accolade test authority",
    ];
    authority.extend(key);
    authority.extend(["-keyout", "ca.key", "-out", "ca.pem"]);
    openssl(&authority)?;
    let mut request = vec!["req", "-subj", "/CN=localhost"];
    request.extend(key);
    request.extend(["-keyout", "server.key", "-out", "server.csr"]);
    openssl(&request)?;
    fs::write(
        folder.join("server.ext"),
        "subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n",
    )?;
    openssl(&[
        "x509",
        "-req",
        "-in",
        "server.csr",
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-days",
        "2",
        "-extfile",
        "server.ext",
        "-out",
        "server.pem",
    ])?;
    Ok(folder.join("ca.pem"))
}
