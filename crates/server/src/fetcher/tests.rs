//! Loopback servers stand for the inside of a network: they must receive nothing.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::*;

/// A server on loopback that answers every request alike and counts them.
struct Inside {
    url: Url,
    requests: Arc<AtomicUsize>,
}

impl Inside {
    fn answering(answer: impl Into<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        let requests = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&requests);
        let answer = answer.into();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                counter.fetch_add(1, Ordering::SeqCst);
                let mut request = [0; 4096];
                let _ = stream.read(&mut request);
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        Self { url, requests }
    }

    fn document(body: &str) -> Self {
        Self::answering(format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        ))
    }

    fn redirecting(to: &str) -> Self {
        Self::answering(format!(
            "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        ))
    }

    fn port(&self) -> u16 {
        self.url.port().unwrap()
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

fn fetcher(policy: FetchPolicy) -> Fetcher {
    Fetcher::new(FetchPolicy {
        timeout: Duration::from_secs(20),
        ..policy
    })
    .unwrap()
}

fn trusting(inside: &Inside) -> FetchPolicy {
    FetchPolicy {
        allowed_origins: vec![inside.url.clone()],
        ..FetchPolicy::default()
    }
}

#[test]
fn a_private_address_receives_no_request_however_it_is_written() {
    let inside = Inside::document("{}");
    let port = inside.port();
    let fetcher = fetcher(FetchPolicy {
        allow_http: true,
        ..FetchPolicy::default()
    });

    for host in [
        "127.0.0.1",
        "localhost",
        "localhost.",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ] {
        let url = Url::parse(&format!("http://{host}:{port}/")).unwrap();
        let answer = fetcher.fetch(&url, "application/json");
        // Not every resolver knows `localhost.`; where it does, its address is refused.
        let refused = matches!(answer, Err(FetchError::Refused(_)));
        assert!(
            refused || (answer.is_err() && host == "localhost."),
            "{host} was not refused"
        );
    }

    assert_eq!(inside.requests(), 0);
}

#[test]
fn plain_http_user_names_and_other_schemes_are_refused() {
    let inside = Inside::document("{}");
    let fetcher = fetcher(FetchPolicy {
        allow_private: true,
        ..FetchPolicy::default()
    });

    for url in [
        inside.url.to_string(),
        format!("https://name:word@127.0.0.1:{}/", inside.port()),
        "file:///etc/passwd".to_owned(),
        "ftp://127.0.0.1/".to_owned(),
        "data:application/json,{}".to_owned(),
    ] {
        let answer = fetcher.fetch(&Url::parse(&url).unwrap(), "application/json");
        assert!(
            matches!(answer, Err(FetchError::Refused(_))),
            "{url} was not refused"
        );
    }

    assert_eq!(inside.requests(), 0);
}

#[test]
fn a_redirect_cannot_lead_inside() {
    let inside = Inside::document("{}");
    let outside = Inside::redirecting(inside.url.as_str());
    let fetcher = fetcher(FetchPolicy {
        allow_http: true,
        ..trusting(&outside)
    });

    let answer = fetcher.fetch(&outside.url, "application/json");

    assert!(matches!(answer, Err(FetchError::Refused(_))));
    assert_eq!((outside.requests(), inside.requests()), (1, 0));
}

#[test]
fn redirects_come_to_an_end() {
    let inside = Inside::redirecting("/again");
    let fetcher = fetcher(trusting(&inside));

    let answer = fetcher.fetch(&inside.url, "application/json");

    assert!(matches!(answer, Err(FetchError::TooManyRedirects)));
    assert_eq!(inside.requests(), 4);
}

#[test]
fn an_answer_without_end_is_cut_off() {
    let inside = Inside::document(&"x".repeat(2 * 1024 * 1024));
    let fetcher = fetcher(trusting(&inside));

    assert!(matches!(
        fetcher.fetch(&inside.url, "application/json"),
        Err(FetchError::TooLarge)
    ));
    assert!(fetcher.fetch(&inside.url, "image/png").is_ok());
}

#[test]
fn an_allowed_origin_is_fetched_once_and_then_remembered() {
    let inside = Inside::document("{\"a\":1}");
    let fetcher = fetcher(trusting(&inside));

    let first = fetcher.fetch(&inside.url, "application/json").unwrap();
    let second = fetcher.fetch(&inside.url, "application/json").unwrap();

    assert_eq!(
        (first.status, first.body.as_slice()),
        (200, b"{\"a\":1}".as_slice())
    );
    assert_eq!(first.media_type.as_deref(), Some("application/json"));
    assert_eq!(second.body, first.body);
    assert_eq!(inside.requests(), 1);
}

#[test]
fn one_verification_cannot_cause_requests_without_end() {
    let inside = Inside::document("{}");
    let fetcher = fetcher(FetchPolicy {
        requests: 2,
        ..trusting(&inside)
    });
    let session = fetcher.session(None);

    let answers: Vec<_> = ["a", "b", "c"]
        .map(|path| {
            session
                .fetch(&inside.url.join(path).unwrap(), "application/json")
                .is_ok()
        })
        .into();

    assert_eq!(answers, [true, true, false]);
    assert_eq!(inside.requests(), 2);
}

#[test]
fn nothing_is_fetched_after_the_time_of_all_is_over() {
    let inside = Inside::document("{}");
    let fetcher = fetcher(trusting(&inside));
    let session = fetcher.session(Some(Instant::now()));

    let answer = session.fetch(&inside.url, "application/json");

    assert!(matches!(answer, Err(FetchError::Unreachable(_))));
}

#[test]
fn a_host_that_is_not_there_is_unreachable_not_invalid() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    let fetcher = fetcher(FetchPolicy {
        allow_private: true,
        allow_http: true,
        ..FetchPolicy::default()
    });

    let answer = fetcher.fetch(&url, "application/json");

    assert!(matches!(answer, Err(FetchError::Unreachable(_))));
}
