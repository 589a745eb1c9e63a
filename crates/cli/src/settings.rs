//! Every setting of the program, once, typed, and checked before anything starts.
//!
//! A value is looked for on the command line, then in the environment, then in the TOML file
//! (`accolade.toml` in the data folder, or the one named by `--config`), then in the defaults of
//! [`table`]. A value that cannot be used stops the program at once with a sentence that names
//! the place it came from.

mod addresses;
mod door;
mod flags;
mod key;
mod layers;
mod mail;
mod providers;
#[cfg(test)]
mod reference;
mod table;

use std::{net::SocketAddr, path::PathBuf};

use accolade_issuing::house::HouseRules;
use accolade_server::providers::Provider;
use anyhow::{Context as _, Result, bail};
use openbadges::verify::Policy;
use url::Url;

pub(crate) use addresses::without_password;
pub(crate) use door::Door;
pub(crate) use flags::Flags;
pub(crate) use key::{KeySource, Tls};
use layers::Layers;
pub(crate) use mail::Mail;
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
        let tls = key::tls(layers)?;
        let public_url = addresses::public_url(layers, listen, tls.is_some())?;
        Ok(Self {
            database_url: addresses::database_url(layers, &data)?,
            key: key::key_source(layers, &data)?,
            site_name: site_name(layers)?,
            workers: workers(layers)?,
            mail: mail::mail(layers, &public_url)?,
            rules: HouseRules {
                sign_up: layers.parse("sign_up", "open or invited")?,
                founding: layers.parse("founding", "operator or anyone")?,
                ..HouseRules::default()
            },
            providers: providers::providers(layers)?,
            rate_limits: layers.parse("rate_limits", "true or false")?,
            trust_forwarded_for: layers.parse("trust_forwarded_for", "true or false")?,
            fetch_private: layers.parse("fetch_private", "true or false")?,
            verify_policy: verify_policy(layers)?,
            door: door::door(layers)?,
            log: layers.text("log").to_owned(),
            log_format: log_format(layers)?,
            data,
            public_url,
            listen,
            tls,
        })
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
    fn a_keycloak_is_named_by_its_address_and_its_realm() {
        let client = [
            ("keycloak_client_id", "accolade"),
            ("keycloak_client_secret", "secret"),
            ("data", "/nowhere"),
        ];
        let with = |more: &[(&'static str, &'static str)]| load(&[&client, more].concat(), &[]);

        let whole = with(&[
            ("keycloak_url", "https://id.example.org/"),
            ("keycloak_realm", "school"),
        ]);
        let no_realm = with(&[("keycloak_url", "https://id.example.org")]).unwrap_err();

        let provider = whole.unwrap().providers.remove(0);
        assert_eq!(provider.slug, "keycloak");
        assert_eq!(provider.issuer, "https://id.example.org/realms/school");
        assert!(no_realm.to_string().contains("keycloak_realm must be set"));
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
    fn a_page_with_everybodys_letters_is_for_ones_own_machine_only() {
        let outbox = |address| {
            let environment = [
                ("ACCOLADE_MAIL", "outbox"),
                ("ACCOLADE_PUBLIC_URL", address),
            ];
            load(&[("data", "/nowhere")], &environment)
        };

        for own in [
            "http://localhost:8080",
            "http://127.0.0.1",
            "https://[::1]:8443",
            "http://a.localhost",
        ] {
            assert_eq!(outbox(own).unwrap().mail, Mail::Outbox, "{own}");
        }
        let sentence = format!("{:#}", outbox("https://badges.example").unwrap_err());
        assert!(sentence.contains("ACCOLADE_MAIL"), "{sentence}");
        assert!(sentence.contains("sign in"), "{sentence}");
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
