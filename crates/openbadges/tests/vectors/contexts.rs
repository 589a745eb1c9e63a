use openbadges::contexts::{self, Edition};
use serde_json::Value;

use crate::{json, spec_data};

fn compiled_in(url: &str, edition: Edition) -> Value {
    serde_json::from_str(contexts::find(url, edition).unwrap()).unwrap()
}

/// Not among the files of `spec-data`: four words of the Decentralized Identity Foundation, for linked domains.
const WRITTEN_BY_HAND: &str = "https://identity.foundation/.well-known/did-configuration/v1";

#[test]
fn the_compiled_in_contexts_are_the_published_ones() {
    let Some(folder) = spec_data().map(|folder| folder.join("contexts")) else {
        return;
    };
    let index = json(folder.join("index.json"));
    for url in contexts::known_urls().filter(|url| *url != WRITTEN_BY_HAND) {
        let entry = index
            .as_array()
            .unwrap()
            .iter()
            .find(|entry| entry["url"] == url)
            .unwrap();

        let published = json(folder.join(entry["file"].as_str().unwrap()));

        assert_eq!(compiled_in(url, Edition::Newest), published, "{url}");
    }
}

#[test]
fn the_early_edition_of_3_0_3_is_that_of_march_2024() {
    let Some(folder) = spec_data().map(|folder| folder.join("contexts")) else {
        return;
    };

    let published = json(folder.join("ob-v3p0-3.0.3.2024-03.json"));

    assert_eq!(
        compiled_in(contexts::OPEN_BADGES_3_0_3, Edition::Early303),
        published
    );
}
