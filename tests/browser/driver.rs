//! A headless Chromium and its driver.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};
use thirtyfour::{
    Capabilities, ChromeCapabilities, ChromiumLikeCapabilities as _, WebDriver,
    error::WebDriverResult,
};

/// How a page is looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View {
    pub(crate) width: u32,
    pub(crate) dark: bool,
}

/// The four views in which every page must hold.
pub(crate) const VIEWS: [View; 4] = [
    View {
        width: 360,
        dark: false,
    },
    View {
        width: 360,
        dark: true,
    },
    View {
        width: 1280,
        dark: false,
    },
    View {
        width: 1280,
        dark: true,
    },
];

/// A driver process on a free port; ended when dropped.
pub(crate) struct Driver {
    child: Child,
    url: String,
}

impl Driver {
    pub(crate) fn start() -> Self {
        let mut child = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed: cargo xtask test sees to it");
        let output = child.stdout.take().expect("its output is piped");
        let port = BufReader::new(output)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, rest) = line.split_once("successfully on port ")?;
                rest.trim_end_matches('.').parse::<u16>().ok()
            })
            .expect("chromedriver says its port");
        Self {
            child,
            url: format!("http://127.0.0.1:{port}"),
        }
    }

    /// A browser in which no script of a page runs, unless asked for.
    pub(crate) async fn browser(&self, view: View, script: bool) -> WebDriverResult<WebDriver> {
        let mut wanted = ChromeCapabilities::new();
        wanted.add_arg("--headless=new")?;
        wanted.add_arg("--no-sandbox")?;
        wanted.add_arg("--disable-dev-shm-usage")?;
        wanted.add_arg(&format!("--window-size={},900", view.width))?;
        if view.dark {
            wanted.add_arg("--force-dark-mode")?;
            wanted.add_arg("--blink-settings=preferredColorScheme=0")?;
        }
        if !script {
            wanted.add_experimental_option(
                "prefs",
                json!({ "profile.managed_default_content_settings.javascript": 2 }),
            )?;
        }
        let capabilities: Capabilities = wanted.into();
        WebDriver::new(&self.url, capabilities).await
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // If it has ended already there is nothing left to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The rules, from the pinned package.
pub(crate) fn axe() -> String {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("browser/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&file)
        .unwrap_or_else(|error| panic!("{}: {error}; cargo xtask test installs it", file.display()))
}

/// The violations on the page that is open, a line each.
pub(crate) async fn violations(browser: &WebDriver, axe: &str) -> WebDriverResult<Vec<String>> {
    browser.execute(axe, Vec::new()).await?;
    let script = "const done = arguments[arguments.length - 1]; \
        axe.run(document, { resultTypes: ['violations'] }).then((result) => done(result.violations));";
    let found = browser.execute_async(script, Vec::new()).await?;
    let found = found.json().as_array().cloned().unwrap_or_default();
    Ok(found.iter().map(line).collect())
}

fn line(violation: &Value) -> String {
    let nodes = violation["nodes"].as_array().cloned().unwrap_or_default();
    let where_it_is: Vec<_> = nodes
        .iter()
        .map(|node| node["target"][0].to_string())
        .collect();
    format!(
        "{}: {} at {}",
        violation["id"],
        violation["help"],
        where_it_is.join(", ")
    )
}
