//! `accolade bake`

use anyhow::{Context as _, Result};
use clap::Args;
use openbadges::baking::{self, Payload};
use serde_json::Value;

use super::{WrongUsage, read_input, write_output};
use crate::Outcome;

/// What `bake` can be told.
#[derive(Debug, Args)]
pub(crate) struct BakeArguments {
    /// The picture, PNG or SVG
    image: String,
    /// The badge: a 3.0 credential or a 2.0 assertion as JSON, or a signed badge as compact JWS
    badge: String,
    /// Where the baked picture goes; `-` is standard output
    #[arg(long, short, value_name = "FILE")]
    output: String,
}

/// Puts a badge into a picture.
pub(crate) fn run(arguments: &BakeArguments) -> Result<Outcome> {
    let image = read_input(&arguments.image)?;
    let text = String::from_utf8(read_input(&arguments.badge)?)
        .map_err(|_| WrongUsage(format!("{} is not text", arguments.badge)))?;
    let baked = baking::bake(&image, &payload(text.trim())?)
        .with_context(|| format!("the badge cannot be put into {}", arguments.image))?;
    write_output(&arguments.output, &baked)?;
    Ok(Outcome::Done)
}

/// Tells from the text which of the forms it is.
fn payload(text: &str) -> Result<Payload> {
    if text.starts_with('{') {
        let document: Value = serde_json::from_str(text).context("the badge is not JSON")?;
        if is_v3(&document) {
            return Ok(Payload::V3Json(text.to_owned()));
        }
        let url = document["id"]
            .as_str()
            .filter(|id| id.starts_with("http"))
            .map(str::to_owned);
        return Ok(Payload::V2Json {
            url,
            json: text.to_owned(),
        });
    }
    let jws = openbadges::proof::jws::CompactJws::parse(text).map_err(|error| {
        WrongUsage(format!(
            "the badge is neither JSON nor a signed badge: {error}"
        ))
    })?;
    let claims: Value =
        serde_json::from_slice(&jws.payload).context("the signed badge holds no JSON")?;
    let is_credential = is_v3(&claims) || claims.get("vc").is_some();
    Ok(if is_credential {
        Payload::V3Jwt(text.to_owned())
    } else {
        Payload::V2Jws(text.to_owned())
    })
}

fn is_v3(document: &Value) -> bool {
    let named = |types: &Value| match types {
        Value::String(one) => one == "VerifiableCredential",
        Value::Array(many) => many.iter().any(|one| one == "VerifiableCredential"),
        _ => false,
    };
    named(&document["type"])
}
