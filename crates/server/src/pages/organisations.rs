//! Organisations as those who work for them see them: founding, profile, place, people.

pub(crate) mod invitation;
pub(crate) mod members;
pub(crate) mod new;
pub(crate) mod review_policy;
pub(crate) mod settings;

use accolade_issuing::files;
use accolade_storage::issuers::Issuer;
use accolade_storage::types::{Digest, Role};
use actix_web::web;
use serde::Deserialize;

use super::faults::{Choice, Faults};
use crate::auth::PostedFile;
use crate::problem::Problem;
use crate::state::State;

/// The sorts of organisation, in words.
pub(crate) const KINDS: &[(&str, &str)] = &[
    ("school", "A school, college or university"),
    ("district", "A district or other body above schools"),
    ("classroom", "A class or course"),
    ("club", "A club or society"),
    ("organisation", "Something else"),
];

/// The palettes, in words.
const PALETTES: &[(&str, &str)] = &[
    ("lagoon", "Lagoon: blue-green"),
    ("madder", "Madder: deep red"),
    ("cobalt", "Cobalt: blue"),
    ("marigold", "Marigold: yellow"),
    ("spruce", "Spruce: green"),
    ("heather", "Heather: violet"),
    ("clay", "Clay: orange"),
    ("night", "Night: dark blue"),
];

/// The fields of a profile, as they stand in a form.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct ProfileForm {
    #[serde(default)]
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) slug: String,
    #[serde(default)]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) description: String,
    #[serde(default)]
    pub(crate) url: String,
    #[serde(default)]
    pub(crate) email: String,
    #[serde(default)]
    pub(crate) palette: String,
    #[serde(default, rename = "linkedinId")]
    pub(crate) linkedin_id: String,
}

impl ProfileForm {
    fn of(issuer: Issuer) -> Self {
        Self {
            name: issuer.name,
            slug: issuer.slug,
            kind: issuer.kind.to_string(),
            description: issuer.description,
            url: issuer.url,
            email: issuer.email,
            palette: issuer.palette,
            linkedin_id: issuer.linkedin_id.unwrap_or_default(),
        }
    }
}

/// A short name made from a long one: "Kestrel Hill School" becomes "kestrel-hill-school".
pub(crate) fn slug_of(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        let plain = match letter {
            'a'..='z' | '0'..='9' => letter.to_string(),
            'ä' | 'æ' => "ae".to_owned(),
            'ö' | 'ø' | 'œ' => "oe".to_owned(),
            'ü' => "ue".to_owned(),
            'ß' => "ss".to_owned(),
            'à'..='å' => "a".to_owned(),
            'è'..='ë' => "e".to_owned(),
            'ì'..='ï' => "i".to_owned(),
            'ò'..='õ' => "o".to_owned(),
            'ù'..='û' => "u".to_owned(),
            'ç' => "c".to_owned(),
            'ñ' => "n".to_owned(),
            '\'' | '’' => String::new(),
            _ if slug.ends_with('-') || slug.is_empty() => String::new(),
            _ => "-".to_owned(),
        };
        slug.push_str(&plain);
    }
    slug.truncate(63);
    slug.trim_end_matches('-').to_owned()
}

fn roles(chosen: Role) -> Vec<Choice> {
    let all = [
        ("viewer", "Viewer: sees everything, changes nothing"),
        ("assessor", "Assessor: decides on what people hand in"),
        ("issuer", "Issuer: draws badges and awards them"),
        (
            "steward",
            "Steward: cares for badges and the profile, publishes",
        ),
        ("owner", "Owner: everything, also who else may"),
    ];
    Choice::of(&all, chosen.as_str())
}

/// Stores the picture of a form, if one was chosen; a fault if it is no picture we take.
async fn picture(
    state: &State,
    file: Option<&PostedFile>,
) -> Result<Result<Option<Digest>, Faults>, Problem> {
    let Some(file) = file else {
        return Ok(Ok(None));
    };
    let bytes = file.bytes.clone();
    let clean = web::block(move || files::clean_image(&bytes)).await;
    let clean = match clean.map_err(Problem::internal)? {
        Ok(clean) => clean,
        Err(error) => {
            return Ok(Err(Faults::one(
                "picture",
                format!("This picture cannot be taken: {error}."),
            )));
        }
    };
    let blob = state
        .write(move |conn, tools| files::store(conn, tools, clean))
        .await?;
    Ok(Ok(Some(blob.digest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_is_made_of_any_long_one() {
        for (name, slug) in [
            ("Kestrel Hill School", "kestrel-hill-school"),
            ("  St. Mary's – 7b ", "st-marys-7b"),
            ("Grundschule Königsbrück", "grundschule-koenigsbrueck"),
            ("École d'été", "ecole-dete"),
            ("学校", ""),
        ] {
            assert_eq!(slug_of(name), slug);
        }
    }
}
