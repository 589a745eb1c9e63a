//! Style sheets and drawings, compiled in, addressed by their content and cached for ever.

use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    web,
};
use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};

use crate::{
    answer::{Answer, Freshness},
    problem::Problem,
};

/// The one style sheet that pages link to begins with these, in this order; a file for each group of pages follows.
const FIRST_SHEETS: [&str; 5] = [
    "css/tokens.css",
    "css/base.css",
    "css/components.css",
    "css/pages.css",
    "css/desk.css",
];

/// The name under which [`address`] knows the joined style sheet.
pub(crate) const STYLE_SHEET: &str = "accolade.css";

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

struct Asset {
    address: String,
    answer: Answer,
}

/// Every asset by its plain name ("accolade.css", "maker.svg").
static ASSETS: LazyLock<BTreeMap<String, Asset>> = LazyLock::new(collect);

/// The permanent address of an asset, by its plain name.
///
/// # Panics
/// When no such file is compiled in; a test renders every page, so no release can contain that.
pub(crate) fn address(name: &str) -> &'static str {
    &ASSETS
        .get(name)
        .unwrap_or_else(|| panic!("no asset is called {name}"))
        .address
}

/// `GET /assets/{file}`
pub(crate) async fn serve(file: web::Path<String>) -> Result<Answer, Problem> {
    let wanted = format!("/assets/{file}");
    let found = ASSETS.values().find(|asset| asset.address == wanted);
    Ok(found.ok_or_else(Problem::not_found)?.answer.clone())
}

/// `GET /robots.txt`: award pages stay readable to preview bots and keep themselves out of
/// indexes by `noindex`; only the machine interface is closed.
pub(crate) async fn robots() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header((CACHE_CONTROL, "public, max-age=86400"))
        .body("User-agent: *\nDisallow: /api/v1/\n")
}

/// `GET /favicon.ico`: for readers that never look at the page's own link.
pub(crate) async fn favicon() -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header(("Location", address("favicon.svg")))
        .insert_header((CACHE_CONTROL, "public, max-age=86400"))
        .finish()
}

fn collect() -> BTreeMap<String, Asset> {
    let mut assets = BTreeMap::new();
    assets.insert(
        STYLE_SHEET.to_owned(),
        Asset::new(STYLE_SHEET, joined_style_sheet().into()),
    );
    for path in Files::iter().filter(|path| !path.ends_with(".css")) {
        let name = path.rsplit('/').next().unwrap_or(&path);
        if let Some(file) = Files::get(&path) {
            assets.insert(name.to_owned(), Asset::new(name, file.data));
        }
    }
    assets
}

fn joined_style_sheet() -> Vec<u8> {
    let mut others: Vec<_> = Files::iter()
        .filter(|path| path.ends_with(".css") && !FIRST_SHEETS.contains(&&**path))
        .collect();
    others.sort();
    FIRST_SHEETS
        .iter()
        .copied()
        .chain(others.iter().map(|path| &**path))
        .filter_map(Files::get)
        .flat_map(|file| file.data.into_owned())
        .collect()
}

impl Asset {
    fn new(name: &str, bytes: Cow<'static, [u8]>) -> Self {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let digest = hex::encode(Sha256::digest(&bytes));
        Self {
            address: format!("/assets/{stem}-{}.{ending}", &digest[..12]),
            answer: Answer::bytes(media_type(ending), bytes.into_owned()).fresh(Freshness::Forever),
        }
    }
}

fn media_type(ending: &str) -> &'static str {
    match ending {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        _ => "application/octet-stream",
    }
}

/// The whole style sheet, for the gallery's questions.
#[cfg(test)]
pub(crate) fn style_sheet() -> String {
    String::from_utf8_lossy(&joined_style_sheet()).into_owned()
}

/// Writes every asset under `folder`, at the address it is served from.
#[cfg(test)]
pub(crate) fn write_all(folder: &std::path::Path) {
    std::fs::create_dir_all(folder.join("assets")).expect("the gallery's folder can be written");
    for asset in ASSETS.values() {
        let path = folder.join(asset.address.trim_start_matches('/'));
        std::fs::write(path, asset.answer.parts().2).expect("the gallery's folder can be written");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Kind;

    #[test]
    fn an_address_carries_the_digest_of_what_it_serves() {
        let address = address(STYLE_SHEET);

        let digest = hex::encode(Sha256::digest(joined_style_sheet()));
        assert_eq!(address, format!("/assets/accolade-{}.css", &digest[..12]));
    }

    #[actix_web::test]
    async fn an_asset_is_kept_for_ever_and_a_stale_address_is_unknown() {
        let name = address("favicon.svg")
            .trim_start_matches("/assets/")
            .to_owned();

        let found = serve(web::Path::from(name)).await.unwrap().whole();
        let stale = serve(web::Path::from("favicon-000000000000.svg".to_owned())).await;

        assert_eq!(found.headers().get(CONTENT_TYPE).unwrap(), "image/svg+xml");
        assert_eq!(
            found.headers().get(CACHE_CONTROL).unwrap(),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(stale.unwrap_err().kind, Kind::NotFound);
    }

    #[test]
    fn no_style_sheet_asks_another_server_for_anything() {
        let css = String::from_utf8(joined_style_sheet()).unwrap();

        assert!(!css.contains("@import") && !css.contains("http:") && !css.contains("https:"));
    }
}
