//! The demo: a school district, its badges and the people who earned them.
//!
//! Content is in `assets/demo`, three TOML files and a folder of drawings. [`fill`] makes it
//! through the same use cases that the API calls; [`check`](check()) looks at the result from
//! outside, over HTTP.

mod check;
mod content;
mod fill;
mod people;
mod spoil;
mod token;
mod week;

use accolade_issuing::house::Founding;
use accolade_server::{Config, Server, config::MailPolicy};
use anyhow::{Context as _, Result};

use crate::{
    Outcome,
    settings::{self, Settings},
    site,
    terminal::{Paint, Tone, say},
};
use content::Story;
use fill::Filled;

/// What the demo calls itself, unless it is told a name.
const DISTRICT: &str = "Alder Bay School District";

/// Fills the site with the demo and serves it until it is stopped.
pub(crate) fn serve(settings: &Settings, as_json: bool) -> Result<Outcome> {
    let mut config = site::config(settings)?;
    if config.site_name == settings::DEFAULT_SITE_NAME {
        DISTRICT.clone_into(&mut config.site_name);
    }
    open_the_doors(settings, &mut config);
    let server = Server::bind(config).context("the server cannot start")?;
    let story = Story::read()?;
    let mut filled = fill::fill(server.state(), &story)?;
    people::employ(server.state(), &|key| filled.issuers[key])?;
    // Programs ask for the story; classes full of pupils are for people to look at.
    if !as_json {
        let now = server.state().now();
        filled.added += people::teach(server.state(), now, &|key| filled.badges[key])?;
        week::live(server.state(), &mut filled)?;
    }
    let token = token::for_demo(server.state(), &settings.data, filled.account)?;
    if as_json {
        say(overview(settings, &filled, &token));
    } else {
        for line in welcome(settings, &filled, &token) {
            say(line);
        }
    }
    server.run_blocking().context("the server stopped")?;
    Ok(Outcome::Done)
}

/// What a demo may that a real site should not, unless the operator says otherwise: everybody reads the letters, and
/// everybody may found an organisation.
fn open_the_doors(settings: &Settings, config: &mut Config) {
    if settings.mail == settings::Mail::Off {
        config.mail = MailPolicy::Outbox;
    }
    config.rules.founding = Founding::Anyone;
}

/// Fills the site, then verifies every document and a spoilt copy of each.
pub(crate) fn check(settings: &Settings) -> Result<Outcome> {
    let config = Config {
        listen: ([127, 0, 0, 1], 0).into(),
        limits: accolade_server::config::RateLimits::none(),
        tls: None,
        stop_on_signals: false,
        ..site::config(settings)?
    };
    let server = Server::bind(config).context("the server cannot start")?;
    let story = Story::read()?;
    let filled = fill::fill(server.state(), &story)?;
    check::check(server, &filled)
}

/// What programs want to know of the demo.
fn overview(settings: &Settings, filled: &Filled, token: &token::DemoToken) -> serde_json::Value {
    let award = |made: &fill::Made| {
        serde_json::json!({
            "key": made.key, "name": made.name, "email": made.email, "badge": made.badge,
            "address": made.address, "state": made.state.as_str(),
        })
    };
    serde_json::json!({
        "origin": settings.public_url.origin().ascii_serialization(),
        "token": token.secret,
        "added": filled.added,
        "awards": filled.awards.iter().map(award).collect::<Vec<_>>(),
    })
}

fn welcome(settings: &Settings, filled: &Filled, token: &token::DemoToken) -> Vec<String> {
    let paint = Paint::for_stdout();
    let address = |path: &str| {
        let url = settings
            .public_url
            .join(path)
            .expect("paths in this file are relative addresses");
        paint.tone(Tone::Strong, url)
    };
    let mut lines = vec![
        String::new(),
        paint.tone(Tone::Strong, format!("{DISTRICT} is open.")),
        String::new(),
        format!("  Home           {}", address("/")),
        format!("  Check a badge  {}", address("/verify")),
        format!("  API            {}", address("/api/docs")),
        String::new(),
    ];
    for (what, award) in filled.highlights() {
        lines.push(format!(
            "  {what:<13}  {} {}",
            award.address,
            paint.tone(Tone::Quiet, &award.name)
        ));
    }
    lines.push(String::new());
    lines.push(format!("  Your desk      {}", address("/desk")));
    lines.push(format!("  Letters        {}", address("/outbox")));
    for colleague in &people::COLLEAGUES {
        lines.push(format!(
            "  Sign in as     {} {}",
            colleague.email,
            paint.tone(Tone::Quiet, colleague.what)
        ));
    }
    lines.push(String::new());
    lines.push(format!("  API token      {}", token.secret));
    lines.push(format!(
        "  {}",
        paint.tone(Tone::Quiet, format!("kept in {}", token.file.display()))
    ));
    lines.push(String::new());
    let added = match filled.added {
        0 => "Everything was there already; nothing was added.".to_owned(),
        count => format!("{count} things were made. Start it again and nothing is added twice."),
    };
    lines.push(format!("{added} Ctrl-C stops the server."));
    lines
}
