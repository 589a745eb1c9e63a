//! The settings of those who may vouch for people.

use accolade_server::providers::Provider;
use anyhow::{Result, bail};
use url::Url;

use super::layers::Layers;

/// Each provider whose client id is set.
pub(super) fn providers(layers: &Layers) -> Result<Vec<Provider>> {
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
        ("keycloak", layers.text("keycloak_name"), realm(layers)),
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
            let missing = match slug {
                "oidc" => "oidc_issuer",
                "keycloak" if layers.find("keycloak_url").is_none() => "keycloak_url",
                "keycloak" => "keycloak_realm",
                _ => "microsoft_tenant",
            };
            bail!("{} is set, so {missing} must be set as well", client.place);
        };
        if Url::parse(&issuer).is_err() {
            let setting = match slug {
                "keycloak" => "keycloak_url",
                _ => "oidc_issuer",
            };
            bail!("{setting} must be a web address, and it leads to {issuer:?}");
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

/// The issuer address of a Keycloak realm.
fn realm(layers: &Layers) -> Option<String> {
    let base = layers.find("keycloak_url")?.value.trim_end_matches('/');
    let realm = &layers.find("keycloak_realm")?.value;
    Some(format!("{base}/realms/{realm}"))
}
