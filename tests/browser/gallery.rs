//! Every page that there is, in every state of which the gallery holds a sample.

use std::{
    env, fs,
    path::{Path, PathBuf},
    thread,
};

use accolade_tests::DRAWING;
use actix_web::{App, HttpResponse, HttpServer, dev::ServerHandle, rt::System, web};
use url::Url;

use crate::driver::{Driver, VIEWS, inspect, run};

/// The pages as a site. What pages show from elsewhere on a real site is a drawing here.
struct Exhibition {
    url: Url,
    handle: ServerHandle,
}

impl Exhibition {
    fn of(folder: PathBuf) -> Self {
        let folder = web::Data::new(folder);
        let server = HttpServer::new(move || {
            App::new()
                .app_data(folder.clone())
                .default_service(web::to(shown))
        });
        let server = server.workers(1).bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}", server.addrs()[0]).parse().unwrap();
        let server = server.disable_signals().run();
        let handle = server.handle();
        thread::spawn(|| System::new().block_on(server));
        Self { url, handle }
    }
}

impl Drop for Exhibition {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

async fn shown(folder: web::Data<PathBuf>, request: actix_web::HttpRequest) -> HttpResponse {
    let path = folder.join(request.path().trim_start_matches('/'));
    let media_type = match path.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    };
    let body = fs::read_to_string(path).unwrap_or_else(|_| DRAWING.to_owned());
    HttpResponse::Ok().content_type(media_type).body(body)
}

/// The names of the pages that hang there, in order.
fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}; cargo xtask hangs it", folder.display()));
    let mut names: Vec<String> = files
        .filter_map(|file| file.unwrap().file_name().into_string().ok())
        // It is long, and looked at in `pages`.
        .filter(|name| name.ends_with(".html") && name != "reference-real.html")
        .collect();
    names.sort_unstable();
    names
}

#[test]
#[ignore = "needs Chromium: run cargo xtask test"]
fn in_a_browser_no_page_of_the_gallery_breaks_an_accessibility_rule() {
    let folder = PathBuf::from(env::var("ACCOLADE_GALLERY").expect("cargo xtask names its folder"));
    let names = names(&folder);
    let exhibition = Exhibition::of(folder);
    let pages: Vec<_> = names
        .into_iter()
        .map(|name| (name.clone(), exhibition.url.join(&name).unwrap()))
        .collect();
    assert!(pages.len() > 100, "{} pages hang there", pages.len());
    let driver = Driver::start();

    run(inspect(&driver, &VIEWS, &pages, async |_| Ok(())));
}
