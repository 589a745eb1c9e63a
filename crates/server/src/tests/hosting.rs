//! A server on a real port, plain and with TLS.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::PathBuf;

use accolade_issuing::keyring::Keyring;
use url::Url;

use crate::config::{Config, TlsFiles};
use crate::server::{BindError, Server};

fn config(folder: &tempfile::TempDir) -> Config {
    let url = format!("sqlite://{}", folder.path().join("test.sqlite3").display());
    Config {
        listen: SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0),
        workers: Some(1),
        stop_on_signals: false,
        ..Config::new(url, folder.path(), Keyring::from_key([7; 32]))
    }
}

fn asked(url: &Url, line: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", url.port().unwrap())).unwrap();
    let request = format!("{line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_server_takes_a_free_port_answers_and_stops_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::bind(config(&folder)).unwrap();
    let (url, handle) = (server.url().clone(), server.handle());
    let running = std::thread::spawn(move || server.run_blocking());

    let answer = asked(&url, "GET /readyz");
    let head = asked(&url, "HEAD /");
    actix_web::rt::System::new().block_on(handle.stop(true));

    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.contains("\"ready\""), "{answer}");
    assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
    assert!(head.ends_with("\r\n\r\n"), "{head}");
    assert!(running.join().unwrap().is_ok());
}

#[test]
fn a_server_with_a_certificate_answers_over_https_only_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let tls = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tls");
    let server = Server::bind(Config {
        tls: Some(TlsFiles {
            certificate: tls.join("cert.pem"),
            key: tls.join("key.pem"),
        }),
        ..config(&folder)
    })
    .unwrap();
    let (url, handle) = (server.url().clone(), server.handle());
    let running = std::thread::spawn(move || server.run_blocking());
    let certificate = std::fs::read(tls.join("cert.pem")).unwrap();
    let client = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([reqwest::Certificate::from_pem(&certificate).unwrap()])
        .build()
        .unwrap();

    let (secure, plain) = actix_web::rt::System::new().block_on(async {
        let secure = client.get(url.join("/readyz").unwrap()).send().await;
        let mut http = url.clone();
        http.set_scheme("http").unwrap();
        let plain = client.get(http).send().await;
        handle.stop(true).await;
        (secure.unwrap(), plain)
    });

    assert_eq!(url.scheme(), "https");
    assert_eq!(secure.status().as_u16(), 200);
    let hsts = &secure.headers()["strict-transport-security"];
    assert!(hsts.to_str().unwrap().starts_with("max-age=31536000"));
    assert!(plain.is_err(), "{plain:?}");
    assert!(running.join().unwrap().is_ok());
}

#[test]
fn the_public_url_is_the_bound_address_unless_one_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::bind(config(&folder)).unwrap();

    assert_eq!(server.state().public_url(), server.url());
}

#[test]
fn a_port_that_is_taken_and_a_certificate_that_is_none_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let first = Server::bind(config(&folder)).unwrap();
    let port = first.url().port().unwrap();
    let listen = SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port);
    std::fs::write(folder.path().join("empty.pem"), "").unwrap();
    let file = folder.path().join("empty.pem");

    let taken = Server::bind(Config {
        listen,
        ..config(&folder)
    });
    let tls = Some(TlsFiles {
        certificate: file.clone(),
        key: file,
    });
    let bare = Server::bind(Config {
        tls,
        ..config(&folder)
    });

    assert!(matches!(taken, Err(BindError::Listen { .. })));
    assert!(matches!(bare, Err(BindError::Tls { .. })));
}
