//! Every setting of the program, once, typed, and checked before anything starts.
//!
//! A value is looked for on the command line, then in the environment, then in the TOML file
//! (`accolade.toml` in the data folder, or the one named by `--config`), then in the defaults of
//! [`table`]. A value that cannot be used stops the program at once with a sentence that names
//! the place it came from.

mod flags;
mod layers;
#[cfg(test)]
mod reference;
mod table;

use std::{net::SocketAddr, path::PathBuf};

use accolade_issuing::house::HouseRules;
use accolade_server::providers::Provider;
use anyhow::{Context as _, Result, bail};
use openbadges::verify::Policy;
use url::Url;

pub(crate) use flags::Flags;
use layers::{Found, Layers};
#[cfg(test)]
pub(crate) use reference::configuration_page;
pub(crate) use table::{DEFAULT_LOG, DEFAULT_SITE_NAME};

/// What the program runs with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The folder for the database, the key and the files.
    pub(crate) data: PathBuf,
    /// Where the database is.
    pub(crate) database_url: String,
    /// The address that people and documents use for this site.
    pub(crate) public_url: Url,
    /// The address the server listens on.
    pub(crate) listen: SocketAddr,
    /// Where the key that protects the signing keys comes from.
    pub(crate) key: KeySource,
    /// Certificate and key file, when the server itself speaks TLS.
    pub(crate) tls: Option<Tls>,
    /// The name in the page header.
    pub(crate) site_name: String,
    /// How many threads answer requests; one a core if nothing is said.
    pub(crate) workers: Option<usize>,
    /// Where letters go.
    pub(crate) mail: Mail,
    /// What is decided for everybody.
    pub(crate) rules: HouseRules,
    /// Who else may vouch for people who sign in.
    pub(crate) providers: Vec<Provider>,
    /// Whether callers who ask too often are told to wait.
    pub(crate) rate_limits: bool,
    /// Whether `X-Forwarded-For` is believed.
    pub(crate) trust_forwarded_for: bool,
    /// Whether documents may be fetched from private addresses.
    pub(crate) fetch_private: bool,
    /// The rules for checking badges of others.
    pub(crate) verify_policy: Policy,
    /// Who may use the outside door.
    pub(crate) door: Door,
    /// Which events are logged.
    pub(crate) log: String,
    /// How events are written.
    pub(crate) log_format: LogFormat,
}

/// Where the master key comes from.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum KeySource {
    /// Given in the environment.
    Given([u8; 32]),
    /// Kept in a file, which is made if it is missing.
    File(PathBuf),
}

impl std::fmt::Debug for KeySource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Given(_) => f.write_str("Given(…)"),
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
        }
    }
}

/// Who may use the outside door.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Door {
    /// Nobody.
    Closed,
    /// Whoever has the token.
    Token(String),
    /// Anybody.
    Open,
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Closed => "Closed",
            Self::Token(_) => "Token(…)",
            Self::Open => "Open",
        })
    }
}

/// Where letters go.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Mail {
    /// Nowhere.
    Off,
    /// Onto a page.
    Outbox,
    /// To a mail server.
    Smtp {
        /// Its address, with the password in it.
        url: String,
        /// The address that letters come from.
        from: String,
    },
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Off => f.write_str("Off"),
            Self::Outbox => f.write_str("Outbox"),
            Self::Smtp { from, .. } => f
                .debug_struct("Smtp")
                .field("from", from)
                .finish_non_exhaustive(),
        }
    }
}

/// The two files of a TLS endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tls {
    /// The certificate chain, PEM.
    pub(crate) certificate: PathBuf,
    /// Its private key, PEM.
    pub(crate) key: PathBuf,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Settings {
    /// Reads all sources and checks every value.
    pub(crate) fn load(flags: &Flags) -> Result<Self> {
        Self::from_layers(&Layers::read(flags, &|name| std::env::var(name).ok())?)
    }

    fn from_layers(layers: &Layers) -> Result<Self> {
        let data = PathBuf::from(layers.text("data"));
        let listen: SocketAddr =
            layers.parse("listen", "an address and port such as 127.0.0.1:8080")?;
        let tls = tls(layers)?;
        Ok(Self {
            database_url: database_url(layers, &data)?,
            public_url: public_url(layers, listen, tls.is_some())?,
            key: key_source(layers, &data)?,
            site_name: site_name(layers)?,
            workers: workers(layers)?,
            mail: mail(layers)?,
            rules: HouseRules {
                sign_up: layers.parse("sign_up", "open or invited")?,
                founding: layers.parse("founding", "operator or anyone")?,
            },
            providers: providers(layers)?,
            rate_limits: layers.parse("rate_limits", "true or false")?,
            trust_forwarded_for: layers.parse("trust_forwarded_for", "true or false")?,
            fetch_private: layers.parse("fetch_private", "true or false")?,
            verify_policy: verify_policy(layers)?,
            door: door(layers)?,
            log: layers.text("log").to_owned(),
            log_format: log_format(layers)?,
            data,
            listen,
            tls,
        })
    }
}

/// Each provider whose client id is set.
fn providers(layers: &Layers) -> Result<Vec<Provider>> {
    let tenant = layers
        .find("microsoft_tenant")
        .map(|found| found.value.as_str());
    let known = [
        (
            "google",
            "Google",
            Some("https://accounts.google.com".to_owned()),
        ),
        (
            "microsoft",
            "Microsoft",
            tenant.map(|tenant| format!("https://login.microsoftonline.com/{tenant}/v2.0")),
        ),
        (
            "oidc",
            layers.text("oidc_name"),
            layers.find("oidc_issuer").map(|found| found.value.clone()),
        ),
    ];
    let mut providers = Vec::new();
    for (slug, name, issuer) in known {
        let Some(client) = layers.find(&format!("{slug}_client_id")) else {
            continue;
        };
        let secret = format!("{slug}_client_secret");
        let Some(client_secret) = layers.find(&secret) else {
            bail!("{} is set, so {secret} must be set as well", client.place);
        };
        let Some(issuer) = issuer else {
            let missing = if slug == "oidc" {
                "oidc_issuer"
            } else {
                "microsoft_tenant"
            };
            bail!("{} is set, so {missing} must be set as well", client.place);
        };
        if Url::parse(&issuer).is_err() {
            bail!("oidc_issuer must be a web address, and it is {issuer:?}");
        }
        providers.push(Provider {
            slug: slug.to_owned(),
            name: name.to_owned(),
            issuer,
            client_id: client.value.clone(),
            client_secret: client_secret.value.clone(),
        });
    }
    Ok(providers)
}

fn mail(layers: &Layers) -> Result<Mail> {
    let given = layers.text("mail");
    match given {
        "off" => return Ok(Mail::Off),
        "outbox" => return Ok(Mail::Outbox),
        _ => {}
    }
    if !["smtp://", "smtps://"]
        .iter()
        .any(|scheme| given.starts_with(scheme))
    {
        bail!("`mail` must be off, outbox, or begin with smtp:// or smtps://");
    }
    let Some(from) = layers.find("mail_from") else {
        bail!(
            "`mail` names a mail server, so `mail_from` must name the address that letters come from"
        );
    };
    Ok(Mail::Smtp {
        url: given.to_owned(),
        from: from.value.clone(),
    })
}

fn database_url(layers: &Layers, data: &std::path::Path) -> Result<String> {
    let Some(found) = layers.find("database_url") else {
        return Ok(format!(
            "sqlite:{}",
            data.join("accolade.sqlite3").display()
        ));
    };
    let known = ["sqlite:", "postgres://", "postgresql://"];
    if !known.iter().any(|scheme| found.value.starts_with(scheme)) {
        bail!(
            "{} must begin with sqlite: or postgres://, and it is {:?}",
            found.place,
            without_password(&found.value)
        );
    }
    Ok(found.value.clone())
}

/// A database address as it may be shown: without the password in it.
pub(crate) fn without_password(address: &str) -> String {
    match Url::parse(address) {
        Ok(mut url) if url.password().is_some() => {
            // It has a password, so it has a host, and setting one cannot fail.
            let _ = url.set_password(Some("…"));
            url.to_string()
        }
        _ => address.to_owned(),
    }
}

fn public_url(layers: &Layers, listen: SocketAddr, tls: bool) -> Result<Url> {
    let Some(found) = layers.find("public_url") else {
        let scheme = if tls { "https" } else { "http" };
        let address = format!("{scheme}://localhost:{}", listen.port());
        return Ok(Url::parse(&address).expect("a scheme, a name and a port make an address"));
    };
    let url = Url::parse(&found.value)
        .with_context(|| format!("{} is not a web address: {:?}", found.place, found.value))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        bail!(
            "{} must begin with https:// or http://, and it is {:?}",
            found.place,
            found.value
        );
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        bail!(
            "{} must name a host and nothing after it, and it is {:?}: issuers' identifiers are \
             made from it",
            found.place,
            found.value
        );
    }
    if !url.username().is_empty() || url.password().is_some() {
        bail!("{} must not hold a user name or a password", found.place);
    }
    Ok(url)
}

fn key_source(layers: &Layers, data: &std::path::Path) -> Result<KeySource> {
    if let Some(found) = layers.find("key") {
        return Ok(KeySource::Given(key_from_hex(found)?));
    }
    let path = layers.find("key_file").map_or_else(
        || data.join("accolade.key"),
        |found| PathBuf::from(&found.value),
    );
    Ok(KeySource::File(path))
}

fn key_from_hex(found: &Found) -> Result<[u8; 32]> {
    let wrong = || {
        format!(
            "{} must be 64 hexadecimal digits (32 bytes), for example from: openssl rand -hex 32",
            found.place
        )
    };
    let text = found.value.trim();
    if text.len() != 64 || !text.is_ascii() {
        bail!(wrong());
    }
    let mut key = [0; 32];
    for (byte, pair) in key.iter_mut().zip(text.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(pair).with_context(wrong)?;
        *byte = u8::from_str_radix(digits, 16).with_context(wrong)?;
    }
    Ok(key)
}

fn tls(layers: &Layers) -> Result<Option<Tls>> {
    match (layers.find("tls_certificate"), layers.find("tls_key")) {
        (None, None) => Ok(None),
        (Some(certificate), Some(key)) => {
            for found in [certificate, key] {
                if !std::path::Path::new(&found.value).is_file() {
                    bail!(
                        "{} names a file that is not there: {}",
                        found.place,
                        found.value
                    );
                }
            }
            Ok(Some(Tls {
                certificate: PathBuf::from(&certificate.value),
                key: PathBuf::from(&key.value),
            }))
        }
        (Some(found), None) => bail!("{} is set, so tls_key must be set as well", found.place),
        (None, Some(found)) => {
            bail!(
                "{} is set, so tls_certificate must be set as well",
                found.place
            )
        }
    }
}

fn site_name(layers: &Layers) -> Result<String> {
    let name = layers.text("site_name");
    if name.trim().is_empty() || name.chars().count() > 80 {
        bail!("{} must have 1 to 80 characters", layers.place("site_name"));
    }
    Ok(name.trim().to_owned())
}

fn workers(layers: &Layers) -> Result<Option<usize>> {
    if layers.find("workers").is_none() {
        return Ok(None);
    }
    let count: usize = layers.parse("workers", "a number from 1 to 512")?;
    if !(1..=512).contains(&count) {
        bail!(
            "{} must be a number from 1 to 512, and it is {count}",
            layers.place("workers")
        );
    }
    Ok(Some(count))
}

/// One of the policies with a name, or a file.
fn verify_policy(layers: &Layers) -> Result<Policy> {
    let name = layers.text("verify_policy");
    match name {
        "default" => return Ok(Policy::default()),
        "strict" => return Ok(Policy::strict()),
        "offline" => return Ok(Policy::offline()),
        _ => {}
    }
    let place = layers.place("verify_policy");
    let text = std::fs::read_to_string(name)
        .with_context(|| format!("{place} names a file that cannot be read: {name}"))?;
    serde_json::from_str(&text)
        .with_context(|| format!("{place} names a file that is no policy: {name}"))
}

fn door(layers: &Layers) -> Result<Door> {
    let token = layers.find("vc_api_token");
    match (layers.text("vc_api"), token) {
        ("off", None) => Ok(Door::Closed),
        ("open", None) => Ok(Door::Open),
        ("token", Some(found)) if found.value.trim().len() >= 16 => {
            Ok(Door::Token(found.value.trim().to_owned()))
        }
        ("token", Some(found)) => bail!("{} must have at least 16 characters", found.place),
        ("token", None) => {
            bail!(
                "{} is token, so ACCOLADE_VC_API_TOKEN must be set as well",
                layers.place("vc_api")
            )
        }
        ("off" | "open", Some(found)) => {
            bail!("{} is set, so vc_api must be token", found.place)
        }
        (other, _) => bail!(
            "{} must be off, token or open, and it is {other:?}",
            layers.place("vc_api")
        ),
    }
}

fn log_format(layers: &Layers) -> Result<LogFormat> {
    match layers.text("log_format") {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        other => {
            bail!(
                "{} must be text or json, and it is {other:?}",
                layers.place("log_format")
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(flags: &[(&'static str, &str)], environment: &[(&str, &str)]) -> Result<Settings> {
        let flags = Flags::of(flags);
        let variable = |name: &str| {
            environment
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        };
        Settings::from_layers(&Layers::read(&flags, &variable)?)
    }

    fn folder_with(toml: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("accolade.toml"), toml).unwrap();
        folder
    }

    #[test]
    fn nothing_said_means_sqlite_in_the_data_folder_on_loopback() {
        let settings = load(&[], &[("ACCOLADE_DATA", "/nowhere/accolade-data")]).unwrap();

        assert_eq!(
            settings.database_url,
            "sqlite:/nowhere/accolade-data/accolade.sqlite3"
        );
        assert_eq!(settings.public_url.as_str(), "http://localhost:8080/");
        assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(
            settings.key,
            KeySource::File("/nowhere/accolade-data/accolade.key".into())
        );
    }

    #[test]
    fn a_flag_wins_over_the_environment_which_wins_over_the_file() {
        let folder =
            folder_with("site_name = \"file\"\nlisten = \"127.0.0.1:3000\"\nworkers = 3\n");
        let data = folder.path().to_str().unwrap();

        let settings = load(
            &[("site_name", "flag"), ("data", data)],
            &[
                ("ACCOLADE_SITE_NAME", "environment"),
                ("ACCOLADE_LISTEN", "127.0.0.1:2000"),
            ],
        )
        .unwrap();

        assert_eq!(settings.site_name, "flag");
        assert_eq!(settings.listen.port(), 2000);
        assert_eq!(settings.workers, Some(3));
    }

    #[test]
    fn the_public_address_follows_the_port_unless_it_is_given() {
        let settings = load(&[("listen", "127.0.0.1:9100"), ("data", "/nowhere")], &[]).unwrap();

        assert_eq!(settings.public_url.as_str(), "http://localhost:9100/");
    }

    #[test]
    fn an_unknown_key_in_the_file_is_refused_by_name() {
        let folder = folder_with("databse_url = \"sqlite:x\"\n");

        let error = load(&[("data", folder.path().to_str().unwrap())], &[]).unwrap_err();

        let sentence = format!("{error:#}");
        assert!(sentence.contains("databse_url"), "{sentence}");
        assert!(sentence.contains("accolade.toml"), "{sentence}");
    }

    #[test]
    fn a_bad_value_is_refused_with_the_place_it_came_from() {
        let bad = [
            ("ACCOLADE_LISTEN", "8080"),
            ("ACCOLADE_PUBLIC_URL", "ftp://badges.example"),
            ("ACCOLADE_PUBLIC_URL", "https://badges.example/below"),
            ("ACCOLADE_DATABASE_URL", "mysql://host/db"),
            ("ACCOLADE_WORKERS", "0"),
            ("ACCOLADE_LOG_FORMAT", "xml"),
            ("ACCOLADE_VC_API", "yes"),
            ("ACCOLADE_VC_API", "token"),
            (
                "ACCOLADE_VC_API_TOKEN",
                "a token of sixteen letters and more",
            ),
            ("ACCOLADE_FETCH_PRIVATE", "perhaps"),
            ("ACCOLADE_KEY", "00ff"),
            ("ACCOLADE_TLS_KEY", "/nowhere/key.pem"),
        ];
        for (variable, value) in bad {
            let error = load(&[("data", "/nowhere")], &[(variable, value)]).unwrap_err();

            let sentence = format!("{error:#}");
            assert!(
                sentence.contains(variable),
                "{variable}={value}: {sentence}"
            );
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let error = load(
            &[("data", "/nowhere")],
            &[("ACCOLADE_DATABASE_URL", "mysql://ada:secret@host/db")],
        )
        .unwrap_err();

        assert!(!format!("{error:#}").contains("secret"));
        assert!(!without_password("postgres://ada:secret@host/db").contains("secret"));
    }

    #[test]
    fn the_key_in_the_environment_is_never_printed() {
        let hex = "5a".repeat(32);

        let settings = load(&[("data", "/nowhere")], &[("ACCOLADE_KEY", &hex)]).unwrap();

        assert_eq!(settings.key, KeySource::Given([0x5a; 32]));
        assert!(!format!("{settings:?}").contains("90"), "{settings:?}");
    }
}
