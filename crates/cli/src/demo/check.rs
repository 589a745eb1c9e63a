//! Looking at the demo from outside: every document of every award, and spoilt copies of each.

use std::collections::BTreeMap;

use accolade_issuing::awards;
use accolade_server::{
    Server,
    fetcher::{FetchPolicy, Fetcher},
    state::State,
};
use accolade_storage::{assertions, types::DocumentFormat};
use anyhow::{Context as _, Result, bail};
use openbadges::{
    baking::{ImageKind, Version},
    verify::{Fetch, FetchError, Fetched, Input, Policy, Report, Request, Verdict, verify},
};
use serde_json::Value;
use url::Url;

use super::{
    fill::{Expected, Filled, Made},
    spoil::{self, Spoilt},
};
use crate::{
    Outcome,
    terminal::{Paint, Progress, Tone, say},
};

/// Runs the server beside the check, and prints what was found.
pub(super) fn check(server: Server, filled: &Filled) -> Result<Outcome> {
    let site = server.state().clone();
    let local = server.url().clone();
    let handle = server.handle();
    let serving = std::thread::spawn(move || server.run_blocking());
    let found = look_at_all(&site, &local, filled);
    // The server stops by itself soon; its thread is joined below.
    drop(handle.stop(false));
    match serving.join() {
        Ok(ended) => ended.context("the server stopped")?,
        Err(_) => bail!("the server's thread broke"),
    }
    report(&found?)
}

fn look_at_all(site: &State, local: &Url, filled: &Filled) -> Result<Vec<Row>> {
    let policy = FetchPolicy {
        allowed_origins: vec![local.clone()],
        ..FetchPolicy::default()
    };
    let fetcher = Fetcher::new(policy).context("the network cannot be used")?;
    let world = World {
        fetcher: &fetcher,
        public: site.public_url().clone(),
        local: local.clone(),
        replaced: BTreeMap::new(),
    };
    let mut progress = Progress::begin("Checked", filled.awards.len());
    let mut rows = Vec::new();
    for made in &filled.awards {
        rows.push(look_at(site, &world, made)?);
        progress.step();
    }
    Ok(rows)
}

/// What was found about one award.
struct Row {
    name: String,
    badge: String,
    state: Expected,
    forms: usize,
    spoilt: usize,
    wrong: Vec<String>,
}

/// A document in one of its forms.
struct Form {
    name: &'static str,
    bytes: Vec<u8>,
}

fn look_at(site: &State, world: &World, made: &Made) -> Result<Row> {
    let mut row = Row {
        name: made.name.clone(),
        badge: made.badge.clone(),
        state: made.state,
        forms: 0,
        spoilt: 0,
        wrong: Vec::new(),
    };
    let now = site.tools.clock.now();
    let examine = |bytes: &[u8], world: &World| -> Report {
        let request = Request {
            input: Input::Bytes(bytes),
            recipient: None,
        };
        verify(&request, &Policy::default(), world, now)
    };
    for form in forms(site, world, made)? {
        let report = examine(&form.bytes, world);
        row.forms += 1;
        if !is_right(made.state, form.name, report.verdict) {
            row.wrong.push(format!(
                "{} is {}: {}",
                form.name,
                report.verdict.as_str(),
                why(&report)
            ));
        }
        for Spoilt { what, bytes } in spoilt_copies(&form)? {
            let verdict = examine(&bytes, world).verdict;
            row.spoilt += 1;
            if !is_noticed(made.state, form.name, verdict) {
                row.wrong.push(format!(
                    "{} with another {what} is {}",
                    form.name,
                    verdict.as_str()
                ));
            }
        }
        if form.name == "json" {
            look_at_status_list(world, &form.bytes, &examine, &mut row)?;
        }
    }
    let url = Url::parse(&made.address)?;
    let request = Request {
        input: Input::Url(&url),
        recipient: None,
    };
    let report = verify(&request, &Policy::default(), world, now);
    row.forms += 1;
    if !is_right(made.state, "address", report.verdict) {
        row.wrong.push(format!(
            "its address is {}: {}",
            report.verdict.as_str(),
            why(&report)
        ));
    }
    Ok(row)
}

/// The list itself must be signed, and no bit of it may be changed.
fn look_at_status_list(
    world: &World,
    credential: &[u8],
    examine: &dyn Fn(&[u8], &World) -> Report,
    row: &mut Row,
) -> Result<()> {
    let list = world.status_list(credential)?;
    let spoilt = spoil::status_list(&list.text, list.index)?;
    row.forms += 1;
    row.spoilt += 2;
    let verdict = examine(list.text.as_bytes(), world).verdict;
    if !verdict.holds() {
        row.wrong
            .push(format!("its status list is {}", verdict.as_str()));
    }
    let verdict = examine(&spoilt, world).verdict;
    if verdict != Verdict::Invalid {
        row.wrong.push(format!(
            "its status list with another bit is {}",
            verdict.as_str()
        ));
    }
    // Who trusts nothing but this list cannot know the award's state any more.
    let verdict = examine(credential, &world.with(list.url, spoilt)).verdict;
    if verdict.holds() {
        row.wrong.push(format!(
            "json with another status list is {}",
            verdict.as_str()
        ));
    }
    Ok(())
}

/// The typed endings over HTTP, and what no ending gives from the store.
fn forms(site: &State, world: &World, made: &Made) -> Result<Vec<Form>> {
    let mut forms = Vec::new();
    for name in ["json", "v2.json", "jwt", "png", "svg"] {
        let address = Url::parse(&site.tools.addresses.award_file(made.id, name))?;
        let answer = world
            .fetch(&address, "*/*")
            .with_context(|| address.to_string())?;
        // A withdrawn 2.0 assertion is gone, and says so in its body.
        let gone_is_right = name == "v2.json" && made.state != Expected::Good;
        if answer.status != 200 && !(answer.status == 410 && gone_is_right) {
            bail!("{address} answers {}", answer.status);
        }
        forms.push(Form {
            name,
            bytes: answer.body,
        });
    }
    site.database.write(|conn| -> Result<()> {
        let assertion = assertions::find(conn, made.id)?.context("an award is missing")?;
        let jws = awards::form_kept(conn, &site.tools, &assertion, DocumentFormat::V2Jws)?;
        forms.push(Form {
            name: "v2.jws",
            bytes: jws.into_bytes(),
        });
        for (name, kind) in [("v2.png", ImageKind::Png), ("v2.svg", ImageKind::Svg)] {
            let bytes = awards::baked(conn, &site.tools, &assertion, kind, Version::V2)?;
            forms.push(Form { name, bytes });
        }
        Ok(())
    })?;
    Ok(forms)
}

fn spoilt_copies(form: &Form) -> Result<Vec<Spoilt>> {
    let text = || std::str::from_utf8(&form.bytes).context("a document is not text");
    match form.name {
        "json" => spoil::json(text()?),
        // What is gone carries nothing that could be changed.
        "v2.json" if text()?.contains("\"revoked\":true") => Ok(Vec::new()),
        "v2.json" => spoil::json(text()?),
        "jwt" | "v2.jws" => spoil::jws(text()?),
        _ => spoil::baked(&form.bytes),
    }
    .with_context(|| format!("{} cannot be spoilt", form.name))
}

/// Open Badges 2.0 knows no suspension: there a suspended badge reads as revoked.
fn is_right(state: Expected, form: &str, verdict: Verdict) -> bool {
    match state {
        Expected::Good => verdict.holds(),
        Expected::Expired => verdict == Verdict::Expired,
        Expected::Withdrawn => verdict == Verdict::Revoked,
        Expected::Suspended => {
            verdict == Verdict::Suspended || (form.starts_with("v2") && verdict == Verdict::Revoked)
        }
    }
}

/// A hosted 2.0 assertion that was taken back is judged by its host before its text is compared.
fn is_noticed(state: Expected, form: &str, verdict: Verdict) -> bool {
    let hosted = matches!(form, "v2.json" | "v2.png" | "v2.svg");
    verdict == Verdict::Invalid || (hosted && state != Expected::Good && !verdict.holds())
}

fn why(report: &Report) -> String {
    report.decisive().map_or_else(String::new, |check| {
        format!("{} {}", check.code.as_str(), check.detail)
    })
}

/// The demo's documents, wherever its public address would lead: it is served on a free port.
struct World<'a> {
    fetcher: &'a Fetcher,
    public: Url,
    local: Url,
    replaced: BTreeMap<Url, Vec<u8>>,
}

impl Fetch for World<'_> {
    fn fetch(&self, url: &Url, accept: &str) -> Result<Fetched, FetchError> {
        if let Some(body) = self.replaced.get(url) {
            return Ok(Fetched {
                status: 200,
                media_type: Some("application/vc+ld+json".to_owned()),
                body: body.clone(),
                final_url: url.clone(),
            });
        }
        // The issuers' did:web is asked for over https, whatever the demo speaks.
        let is_own = url.host() == self.public.host() && url.port() == self.public.port();
        if !is_own {
            return Err(FetchError::Refused(
                "the demo refers to nobody else".to_owned(),
            ));
        }
        let mut local = self.local.clone();
        local.set_path(url.path());
        local.set_query(url.query());
        let answer = self.fetcher.fetch(&local, accept)?;
        Ok(Fetched {
            final_url: url.clone(),
            ..answer
        })
    }
}

impl World<'_> {
    /// The status list in which a credential has its place.
    fn status_list(&self, credential: &[u8]) -> Result<StatusList> {
        let credential: Value = serde_json::from_slice(credential)?;
        let status = &credential["credentialStatus"];
        let entry = if status.is_array() {
            &status[0]
        } else {
            status
        };
        let address = entry["statusListCredential"]
            .as_str()
            .context("there is no status list")?;
        let index = entry["statusListIndex"]
            .as_str()
            .context("there is no place in it")?
            .parse()?;
        let url = Url::parse(address)?;
        let answer = self.fetch(&url, "application/vc+ld+json")?;
        Ok(StatusList {
            text: String::from_utf8(answer.body)?,
            url,
            index,
        })
    }

    /// The same world with another document at one address.
    fn with(&self, url: Url, document: Vec<u8>) -> Self {
        World {
            fetcher: self.fetcher,
            public: self.public.clone(),
            local: self.local.clone(),
            replaced: BTreeMap::from([(url, document)]),
        }
    }
}

/// A status list, and a place in it.
struct StatusList {
    url: Url,
    text: String,
    index: usize,
}

fn report(rows: &[Row]) -> Result<Outcome> {
    let paint = Paint::for_stdout();
    say(format_args!(
        "{:<22} {:<28} {:<10} {:>6} {:>7}",
        "who", "badge", "state", "forms", "spoilt"
    ));
    for row in rows {
        let state = row.state.as_str();
        let (mark, tone) = if row.wrong.is_empty() {
            ("✓", Tone::Good)
        } else {
            ("✗", Tone::Bad)
        };
        say(format_args!(
            "{:<22} {:<28} {state:<10} {:>6} {:>7} {}",
            row.name,
            row.badge,
            row.forms,
            row.spoilt,
            paint.tone(tone, mark)
        ));
        for wrong in &row.wrong {
            say(format_args!("    {wrong}"));
        }
    }
    let forms: usize = rows.iter().map(|row| row.forms).sum();
    let spoilt: usize = rows.iter().map(|row| row.spoilt).sum();
    let wrong: usize = rows.iter().map(|row| row.wrong.len()).sum();
    say(format_args!(
        "\n{} awards, {forms} documents verified, {spoilt} spoilt copies tried, {wrong} wrong.",
        rows.len()
    ));
    Ok(if wrong == 0 {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}
