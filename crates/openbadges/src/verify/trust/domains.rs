//! Which web sites say that an identifier is theirs (Well Known DID Configuration 1.0 of the Decentralized Identity
//! Foundation): the identifier names the site, and the site's `did-configuration.json` names the identifier, signed.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use super::registries::ACCEPT_JSON;
use super::{LinkedDomain, Trust};
use crate::did::DID_CONFIGURATION_PATH;
use crate::json;
use crate::proof::jws::CompactJws;
use crate::time::parse_date_time_stamp;
use crate::verify::codes::{Code, Severity};
use crate::verify::credential;
use crate::verify::fetch::Answer;
use crate::verify::issuer_keys::{Resolution, resolve, same};
use crate::verify::person::subject_of;
use crate::verify::run::{Findings, Run};
use crate::verify::shape::{has_type, id_of, shorten, web_address};

/// Which web sites are asked whether the issuer is theirs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkedDomains {
    /// None.
    Skip,
    /// Those that the issuer's own document declares in a service of type `LinkedDomains`.
    #[default]
    Declared,
    /// Those, and the home page in the issuer's profile: the only way for a `did:key`, whose document can declare nothing.
    DeclaredAndHomePage,
}

/// How many sites are asked.
const MOST_SITES: usize = 4;
/// How many statements of one site about one identifier are verified.
const MOST_STATEMENTS: usize = 4;
/// How many statements of one site are looked through.
const MOST_LISTED: usize = 256;

/// A site that may confirm the identifier.
struct Site {
    named: String,
    /// Whether the issuer's document claims it, so that silence of the site contradicts the document.
    declared: bool,
}

pub(super) fn check(
    run: &mut Run<'_>,
    issuer: &str,
    home_page: Option<&str>,
    trust: &mut Trust,
    findings: &mut Findings,
) {
    let policy = run.policy.trust.linked_domains;
    if policy == LinkedDomains::Skip || !issuer.starts_with("did:") {
        return;
    }
    let mut sites = declared(run, issuer);
    if policy == LinkedDomains::DeclaredAndHomePage
        && let Some(url) = home_page.and_then(web_address)
    {
        let named = url.origin().ascii_serialization();
        if !sites.iter().any(|site| site.named == named) {
            let declared = false;
            sites.push(Site { named, declared });
        }
    }
    for (index, site) in sites.into_iter().take(MOST_SITES).enumerate() {
        let Some((code, detail)) = ask(run, issuer, &site) else {
            continue;
        };
        let origin = shorten(&site.named);
        findings.add(
            format!("domain.{index}"),
            code,
            format!("{origin}: {detail}"),
        );
        trust.linked_domains.push(LinkedDomain {
            origin,
            code,
            detail,
        });
    }
}

fn declared(run: &mut Run<'_>, issuer: &str) -> Vec<Site> {
    let Resolution::Document(document) = resolve(run, issuer) else {
        return Vec::new();
    };
    let mut sites: Vec<Site> = Vec::new();
    for named in document.linked_domains() {
        let named = named.trim_end_matches('/').to_owned();
        if !sites.iter().any(|site| site.named == named) {
            let declared = true;
            sites.push(Site { named, declared });
        }
    }
    sites
}

/// What a site says; `None` if it was never claimed and does not speak of identifiers at all.
fn ask(run: &mut Run<'_>, issuer: &str, site: &Site) -> Option<(Code, String)> {
    let refuted = |why: &str| Some((Code::IssuerDomainRefuted, why.to_owned()));
    let Some(origin) = origin_of(&site.named) else {
        return refuted("it is no origin of the form https://host");
    };
    let mut address = origin.clone();
    address.set_path(DID_CONFIGURATION_PATH);
    let found = match run.fetcher.get(&address, ACCEPT_JSON) {
        Answer::Unknown(why) => return Some((Code::IssuerDomainUnreachable, why)),
        Answer::NotFound | Answer::Gone(_) if site.declared => {
            return refuted("it has no did-configuration.json");
        }
        Answer::NotFound | Answer::Gone(_) => return None,
        Answer::Found(found) => found,
    };
    if found.is_elsewhere(&address) {
        return refuted(&format!("it sends its readers to {}", found.final_url));
    }
    let Ok(configuration) = json::read(&found.body) else {
        return refuted("its did-configuration.json is no JSON");
    };
    let statements = configuration.get("linked_dids").and_then(Value::as_array);
    let mut last = (
        Code::IssuerDomainRefuted,
        "it does not name the issuer's identifier".to_owned(),
    );
    let about_issuer = statements
        .into_iter()
        .flatten()
        .take(MOST_LISTED)
        .filter(|statement| speaker(statement).is_some_and(|speaker| same(&speaker, issuer)));
    for statement in about_issuer.take(MOST_STATEMENTS) {
        match confirm(run, statement, issuer, &origin) {
            Ok(detail) => return Some((Code::IssuerDomainOk, detail)),
            Err(problem) => last = problem,
        }
    }
    Some(last)
}

/// Sites are compared as browsers do: scheme, host and port, and nothing after them.
fn origin_of(named: &str) -> Option<Url> {
    let url = web_address(named)?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let plain = url.username().is_empty() && url.password().is_none();
    (url.scheme() == "https" && bare && plain).then_some(url)
}

/// Who claims to have signed a statement; nothing is verified yet.
fn speaker(statement: &Value) -> Option<String> {
    match statement {
        Value::String(token) => {
            let claims = CompactJws::parse(token).ok()?.payload_object().ok()?;
            claims.get("iss").and_then(Value::as_str).map(str::to_owned)
        }
        credential => credential.get("issuer").and_then(id_of).map(str::to_owned),
    }
}

/// Verifies a DomainLinkageCredential like any other credential, then what it says.
fn confirm(
    run: &mut Run<'_>,
    statement: &Value,
    issuer: &str,
    origin: &Url,
) -> Result<String, (Code, String)> {
    let text = match statement {
        Value::String(token) => token.clone(),
        credential => credential.to_string(),
    };
    let inner = credential::check_inner(run, text.as_bytes(), 1);
    let gist = || inner.findings.gist();
    match inner.findings.severity() {
        Severity::Pass | Severity::Note | Severity::Skipped | Severity::Warning => {}
        Severity::Unknown => return Err((Code::IssuerDomainUnreachable, gist())),
        _ => return Err((Code::IssuerDomainRefuted, gist())),
    }
    let refuted = |why: &str| (Code::IssuerDomainRefuted, why.to_owned());
    let document = inner
        .document
        .as_ref()
        .ok_or_else(|| refuted("no document"))?;
    let by_own_key = inner
        .findings
        .checks
        .iter()
        .any(|check| check.code == Code::IssuerKeyOk);
    if !by_own_key
        || !document
            .get("issuer")
            .and_then(id_of)
            .is_some_and(|id| same(id, issuer))
    {
        return Err(refuted("the statement is not signed by the issuer"));
    }
    if !has_type(document, "DomainLinkageCredential") {
        return Err(refuted("the statement is no DomainLinkageCredential"));
    }
    let subject = subject_of(document).unwrap_or(&Value::Null);
    if !id_of(subject).is_some_and(|id| same(id, issuer)) {
        return Err(refuted("the statement is about another identifier"));
    }
    let stated = subject
        .get("origin")
        .and_then(Value::as_str)
        .and_then(origin_of);
    if stated.is_none_or(|stated| stated.origin() != origin.origin()) {
        return Err(refuted("the statement is about another site"));
    }
    let until = ["validUntil", "expirationDate"]
        .into_iter()
        .filter_map(|name| document.get(name).and_then(Value::as_str))
        .find_map(|text| parse_date_time_stamp(text).ok());
    match until {
        Some(until) => Ok(format!("it confirms the issuer, until {until}")),
        None => Err(refuted("the statement has no end")),
    }
}
