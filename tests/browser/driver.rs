//! A headless Chromium and its driver.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};
use thirtyfour::{
    By, Capabilities, ChromeCapabilities, ChromiumLikeCapabilities as _, WebDriver, WebElement,
    error::{WebDriverError, WebDriverErrorInner, WebDriverResult},
    prelude::ElementQueryable as _,
};
use url::Url;

/// How a page is looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View {
    pub(crate) width: u32,
    pub(crate) dark: bool,
}

impl View {
    const fn light(width: u32) -> Self {
        Self { width, dark: false }
    }

    const fn dark(width: u32) -> Self {
        Self { width, dark: true }
    }
}

/// A small phone.
pub(crate) const NARROW: View = View::light(360);
/// A desk.
pub(crate) const WIDE: View = View::light(1280);
/// The four views in which every page must hold.
pub(crate) const VIEWS: [View; 4] = [NARROW, View::dark(360), WIDE, View::dark(1280)];

pub(crate) fn run<F: Future<Output = WebDriverResult<()>>>(test: F) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(test).unwrap();
}

/// How long the rules may take: the reference is one long page.
const MOST_FOR_A_PAGE: Duration = Duration::from_secs(110);

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
        // A window has a least width, the screen of a device has none.
        let screen = json!({ "width": view.width, "height": 900, "pixelRatio": 1, "touch": false });
        wanted.add_experimental_option("mobileEmulation", json!({ "deviceMetrics": screen }))?;
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
        let browser = WebDriver::new(&self.url, capabilities).await?;
        browser.set_script_timeout(MOST_FOR_A_PAGE).await?;
        Ok(browser)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // If it has ended already there is nothing left to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How often something is looked for anew when a page puts another in its place.
const LOOKS: u32 = 20;

/// Does something with an element. A script may put another in its place just then, and the next page may come: then
/// nothing was done yet, and it is looked for anew.
pub(crate) async fn with<T>(
    browser: &WebDriver,
    by: &By,
    act: impl AsyncFn(&WebElement) -> WebDriverResult<T>,
) -> WebDriverResult<T> {
    for _ in 1..LOOKS {
        let element = browser.query(by.clone()).first().await?;
        match act(&element).await {
            Err(error) if is_stale(&error) => {}
            done => return done,
        }
    }
    act(&browser.query(by.clone()).first().await?).await
}

fn is_stale(error: &WebDriverError) -> bool {
    matches!(
        error.as_inner(),
        WebDriverErrorInner::StaleElementReference(_)
    )
}

/// The rules, from the pinned package, and what holds the open page against them.
pub(crate) fn axe() -> String {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("browser/node_modules/axe-core/axe.min.js");
    let rules = std::fs::read_to_string(&file).unwrap_or_else(|error| {
        panic!("{}: {error}; cargo xtask test installs it", file.display())
    });
    rules
        + "\nconst [done] = arguments; const page = document.documentElement; \
           axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => done({ violations, \
           sideways: page.scrollWidth > page.clientWidth }));"
}

/// What is wrong with the page that is open, a line each.
pub(crate) async fn faults(browser: &WebDriver, axe: &str) -> WebDriverResult<Vec<String>> {
    let told = browser.execute_async(axe, Vec::new()).await?;
    let told = told.json();
    let violations = told["violations"].as_array().expect("the rules were run");
    let sideways = told["sideways"] == true;
    Ok(violations
        .iter()
        .map(line)
        .chain(sideways.then(|| "scrolls sideways".to_owned()))
        .collect())
}

/// Opens every page in each of these views and holds it against the rules.
pub(crate) async fn inspect(
    driver: &Driver,
    views: &[View],
    pages: &[(String, Url)],
    enters: impl AsyncFn(&WebDriver) -> WebDriverResult<()>,
) -> WebDriverResult<()> {
    let axe = axe();
    let mut found = Vec::new();
    for &view in views {
        let browser = driver.browser(view, true).await?;
        is_seen_so(&browser, view, &axe).await?;
        enters(&browser).await?;
        for (name, page) in pages {
            browser.goto(page.as_str()).await?;
            let tone = if view.dark { ", dark" } else { "" };
            let lines = faults(&browser, &axe)
                .await
                .unwrap_or_else(|error| vec![error.to_string()])
                .into_iter();
            found.extend(lines.map(|line| format!("{name} at {}{tone}: {line}", view.width)));
        }
        browser.quit().await?;
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

/// The browser is as wide and as dark as it should be, and the rules are not asleep.
async fn is_seen_so(browser: &WebDriver, view: View, axe: &str) -> WebDriverResult<()> {
    browser
        .goto("data:text/html,<meta name=viewport content=width=device-width><img src=x>")
        .await?;
    let seen = "return [innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]";
    let seen = browser.execute(seen, Vec::new()).await?;
    assert_eq!(seen.json(), &json!([view.width, view.dark]));
    assert!(!faults(browser, axe).await?.is_empty());
    Ok(())
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
