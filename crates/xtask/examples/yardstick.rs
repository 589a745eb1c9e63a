//! What actix-web answers when nothing has to be done: the measure beside our own addresses.
//!
//! Prints the address it listens on, and answers until it is ended.
#![expect(
    clippy::print_stdout,
    reason = "the errand reads the address from the first line"
)]

use actix_web::{App, HttpResponse, HttpServer, http::header, web};

const CREDENTIAL: &[u8] = include_bytes!("../../openbadges/benches/credential/credential.json");

async fn hello() -> &'static str {
    "Hello world"
}

async fn credential() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/vc+ld+json"))
        .body(CREDENTIAL)
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let server = HttpServer::new(|| {
        App::new()
            .route("/hello", web::get().to(hello))
            .route("/credential", web::get().to(credential))
    })
    .bind(("127.0.0.1", 0))?;
    for address in server.addrs() {
        println!("{address}");
    }
    server.run().await
}
