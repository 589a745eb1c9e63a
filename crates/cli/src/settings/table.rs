//! The one table of settings. Names of flags, variables and TOML keys follow from it.

/// What is logged if nobody says; the demo is quieter.
pub(crate) const DEFAULT_LOG: &str = "info";
/// The site's name if nobody names it.
pub(crate) const DEFAULT_SITE_NAME: &str = "Accolade";

/// One setting.
#[derive(Debug)]
pub(crate) struct Setting {
    /// The TOML key; `--flag-name` and `ACCOLADE_NAME` are made from it.
    pub(crate) name: &'static str,
    /// What stands for the value in a help text.
    pub(crate) value: &'static str,
    /// The default as people read it.
    pub(crate) default: &'static str,
    /// The default as the program reads it; `None` when it depends on other settings.
    pub(crate) fallback: Option<&'static str>,
    /// What it does, in whole sentences.
    pub(crate) about: &'static str,
    /// A secret may stand in the environment only: a flag shows in process lists, a file gets
    /// copied about.
    pub(crate) secret: bool,
}

impl Setting {
    /// The flag without its dashes.
    pub(crate) fn flag(&self) -> String {
        self.name.replace('_', "-")
    }

    /// The environment variable.
    pub(crate) fn variable(&self) -> String {
        format!("ACCOLADE_{}", self.name.to_uppercase())
    }
}

/// Finds a setting by its name.
pub(crate) fn setting(name: &str) -> &'static Setting {
    SETTINGS
        .iter()
        .find(|setting| setting.name == name)
        .expect("settings are asked for by the names in this file")
}

/// All settings, in the order in which an operator meets them.
pub(crate) const SETTINGS: &[Setting] = &[
    Setting {
        name: "config",
        value: "FILE",
        default: "`accolade.toml` in the data folder, if it is there",
        fallback: None,
        about: "The TOML file with settings. A file that is named must exist.",
        secret: false,
    },
    Setting {
        name: "data",
        value: "FOLDER",
        default: "`accolade-data`",
        fallback: Some("accolade-data"),
        about: "The data folder: it holds the SQLite database and the key file, and is made if it \
                is missing. Back up this folder and you have backed up everything.",
        secret: false,
    },
    Setting {
        name: "database_url",
        value: "ADDRESS",
        default: "`sqlite:` and `accolade.sqlite3` in the data folder",
        fallback: None,
        about: "The database: `sqlite:PATH`, or `postgres://user:password@host:port/name` for \
                PostgreSQL and engines that speak its language.",
        secret: false,
    },
    Setting {
        name: "public_url",
        value: "ADDRESS",
        default: "`http://localhost:` and the port of `listen` (`https` with TLS)",
        fallback: None,
        about: "The address under which the world reaches this site. It is written into every \
                badge and into every issuer's identifier, so choose it before the first award and \
                keep it.",
        secret: false,
    },
    Setting {
        name: "listen",
        value: "ADDRESS",
        default: "`127.0.0.1:8080`",
        fallback: Some("127.0.0.1:8080"),
        about: "The address and port the server listens on. `0.0.0.0:8080` listens on every \
                network; put TLS in front or set the two TLS files.",
        secret: false,
    },
    Setting {
        name: "key_file",
        value: "FILE",
        default: "`accolade.key` in the data folder",
        fallback: None,
        about: "The file with the master key under which signing keys and addresses are encrypted. \
                It is made with mode 0600 if it is missing. Without it the signing keys cannot be \
                opened: back it up apart from the database.",
        secret: false,
    },
    Setting {
        name: "key",
        value: "HEX",
        default: "none: the key file is used",
        fallback: None,
        about: "The master key itself as 64 hexadecimal digits, for machines that hand out secrets \
                through the environment. It wins over the key file.",
        secret: true,
    },
    Setting {
        name: "tls_certificate",
        value: "FILE",
        default: "none: plain HTTP",
        fallback: None,
        about: "The certificate chain (PEM) when the server itself speaks TLS. Needs `tls_key`.",
        secret: false,
    },
    Setting {
        name: "tls_key",
        value: "FILE",
        default: "none: plain HTTP",
        fallback: None,
        about: "The private key (PEM) of that certificate.",
        secret: false,
    },
    Setting {
        name: "site_name",
        value: "NAME",
        default: "`Accolade`",
        fallback: Some(DEFAULT_SITE_NAME),
        about: "The name in the header of every page, 1 to 80 characters.",
        secret: false,
    },
    Setting {
        name: "workers",
        value: "NUMBER",
        default: "one a core",
        fallback: None,
        about: "How many threads answer requests, 1 to 512.",
        secret: false,
    },
    Setting {
        name: "mail",
        value: "ADDRESS",
        default: "`off`, `outbox` for the demo",
        fallback: Some("off"),
        about: "Where letters go: `off` (nobody gets mail; sign-in links come from \
                `accolade sign-in-link`), `outbox` (a page that everybody can read: for a demo on \
                one's own machine only), or a mail server: `smtps://user:password@host`, \
                `smtp://user:password@host:587?tls=required` (STARTTLS) or `smtp://localhost:25`.",
        secret: true,
    },
    Setting {
        name: "mail_from",
        value: "ADDRESS",
        default: "none",
        fallback: None,
        about: "The address that letters come from, such as `Kestrel Hill Badges \
                <badges@kestrelhill.example>`. Needed with a mail server.",
        secret: false,
    },
    Setting {
        name: "sign_up",
        value: "WHO",
        default: "`open`",
        fallback: Some("open"),
        about: "Who may make an account by signing in for the first time: `open` (whoever shows that an \
                e-mail address is theirs) or `invited` (only those whom an organisation invites).",
        secret: false,
    },
    Setting {
        name: "founding",
        value: "WHO",
        default: "`operator`, `anyone` for the demo",
        fallback: Some("operator"),
        about: "Who may found an organisation that stands under no other: `operator` or `anyone` with an \
                account. Stewards found organisations below their own in any case.",
        secret: false,
    },
    Setting {
        name: "google_client_id",
        value: "TEXT",
        default: "none",
        fallback: None,
        about: "The client id that Google gave this site, to sign in with Google. Register \
                `{public_url}/sign-in/back/google` there. Needs `google_client_secret`.",
        secret: false,
    },
    Setting {
        name: "google_client_secret",
        value: "TEXT",
        default: "none",
        fallback: None,
        about: "The secret that belongs to it.",
        secret: true,
    },
    Setting {
        name: "microsoft_tenant",
        value: "TEXT",
        default: "none",
        fallback: None,
        about: "The id of the directory at Microsoft whose people may sign in. Needed with `microsoft_client_id`.",
        secret: false,
    },
    Setting {
        name: "microsoft_client_id",
        value: "TEXT",
        default: "none",
        fallback: None,
        about: "The client id that Microsoft gave this site, to sign in with Microsoft. Register \
                `{public_url}/sign-in/back/microsoft` there. Needs `microsoft_client_secret`.",
        secret: false,
    },
    Setting {
        name: "microsoft_client_secret",
        value: "TEXT",
        default: "none",
        fallback: None,
        about: "The secret that belongs to it.",
        secret: true,
    },
    Setting {
        name: "keycloak_url",
        value: "ADDRESS",
        default: "none",
        fallback: None,
        about: "Where your Keycloak is, to sign in with it: what stands before `/realms/`. Needed with \
                `keycloak_client_id`.",
        secret: false,
    },
    Setting {
        name: "keycloak_realm",
        value: "TEXT",
        default: "none",
        fallback: None,
        about: "The realm there whose people may sign in. Needed with `keycloak_client_id`.",
        secret: false,
    },
    Setting {
        name: "keycloak_client_id",
        value: "TEXT",
        default: "none",
        fallback: None,
        about: "The client id that Keycloak knows this site by. Register `{public_url}/sign-in/back/keycloak` there. \
                Needs `keycloak_client_secret`.",
        secret: false,
    },
    Setting {
        name: "keycloak_client_secret",
        value: "TEXT",
        default: "none",
        fallback: None,
        about: "The secret that belongs to it.",
        secret: true,
    },
    Setting {
        name: "keycloak_name",
        value: "NAME",
        default: "`your organisation`",
        fallback: Some("your organisation"),
        about: "What the button says after \u{201c}Sign in with\u{201d}.",
        secret: false,
    },
    Setting {
        name: "oidc_issuer",
        value: "ADDRESS",
        default: "none",
        fallback: None,
        about: "Any other OpenID Connect provider, by its issuer address. Register `{public_url}/sign-in/back/oidc` there. Needs \
                `oidc_client_id` and `oidc_client_secret`.",
        secret: false,
    },
    Setting {
        name: "oidc_client_id",
        value: "TEXT",
        default: "none",
        fallback: None,
        about: "The client id that this provider gave this site.",
        secret: false,
    },
    Setting {
        name: "oidc_client_secret",
        value: "TEXT",
        default: "none",
        fallback: None,
        about: "The secret that belongs to it.",
        secret: true,
    },
    Setting {
        name: "oidc_name",
        value: "NAME",
        default: "`your organisation`",
        fallback: Some("your organisation"),
        about: "What the button says after \u{201c}Sign in with\u{201d}.",
        secret: false,
    },
    Setting {
        name: "rate_limits",
        value: "BOOL",
        default: "`true`",
        fallback: Some("true"),
        about: "Whether callers who ask too often are told to wait. Switch it off only behind a \
                proxy that does this itself, or for a load test.",
        secret: false,
    },
    Setting {
        name: "trust_forwarded_for",
        value: "BOOL",
        default: "`false`",
        fallback: Some("false"),
        about: "Whether the last address in `X-Forwarded-For` is taken for the caller's. Set it \
                behind a proxy that writes this header, and nowhere else: otherwise all callers \
                seem to be the proxy, or anybody can seem to be anybody.",
        secret: false,
    },
    Setting {
        name: "fetch_private",
        value: "BOOL",
        default: "`false`",
        fallback: Some("false"),
        about: "Whether a badge from elsewhere may make the server fetch from private addresses \
                (loopback, 10.x, 192.168.x and their kin). Only for tests and closed networks.",
        secret: false,
    },
    Setting {
        name: "verify_policy",
        value: "FILE",
        default: "`default`",
        fallback: Some("default"),
        about: "The rules for checking badges of others, and the registers of issuers to ask: \
                `default`, `strict`, `offline`, or a JSON file (docs/guides/registers.md).",
        secret: false,
    },
    Setting {
        name: "vc_api",
        value: "WHO",
        default: "`off`",
        fallback: Some("off"),
        about: "Who may use the outside door, W3C's VC-API below `/vc`: `off`, `token` (whoever sends \
                `vc_api_token`) or `open` (whoever can reach the server). It signs anything for \
                anyone who may use it, by a test issuer of its own, and is meant for conformance \
                tests: never open it on a site that people rely on.",
        secret: false,
    },
    Setting {
        name: "vc_api_token",
        value: "TEXT",
        default: "none",
        fallback: None,
        about: "The bearer token of the outside door, at least 16 characters, for `vc_api` = `token`.",
        secret: true,
    },
    Setting {
        name: "log",
        value: "FILTER",
        default: "`info`, `warn` for the demo",
        fallback: Some(DEFAULT_LOG),
        about: "Which events are logged: `error`, `warn`, `info`, `debug`, `trace`, or a filter by \
                module such as `warn,accolade_server=debug`.",
        secret: false,
    },
    Setting {
        name: "log_format",
        value: "FORMAT",
        default: "`text`",
        fallback: Some("text"),
        about: "How log lines look: `text` for people, `json` for machines.",
        secret: false,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_appears_twice() {
        let mut names: Vec<_> = SETTINGS.iter().map(|setting| setting.name).collect();
        names.sort_unstable();
        names.dedup();

        assert_eq!(names.len(), SETTINGS.len());
    }
}
