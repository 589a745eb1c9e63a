//! Webhooks leave for a receiver on this machine, and for no private address unless the operator says so.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::JoinHandle;

use accolade_issuing::access::Caller;
use accolade_issuing::testing::World;
use accolade_issuing::webhooks::{self, NewWebhook};
use accolade_storage::types::{DeliveryState, IssuerId, Role};
use accolade_storage::webhooks::Webhook;
use accolade_storage::{PageRequest, webhook_deliveries};
use serde_json::json;

use crate::errands::Turn;
use crate::fetcher::{FetchPolicy, Fetcher};
use crate::state::State;
use crate::testing::{Browser, app, database, member, post, state};

/// A receiver that takes one message and answers with this status.
fn receiver(status: &'static str) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!(
        "http://127.0.0.1:{}/hook",
        listener.local_addr().unwrap().port()
    );
    let taken = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut buffer = [0; 4096];
        while !is_whole(&request) {
            let read = stream.read(&mut buffer).unwrap();
            request.extend_from_slice(&buffer[..read]);
        }
        let answer =
            format!("HTTP/1.1 {status}\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok");
        stream.write_all(answer.as_bytes()).unwrap();
        String::from_utf8(request).unwrap()
    });
    (url, taken)
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head.lines().find_map(|line| {
        line.to_lowercase()
            .strip_prefix("content-length: ")
            .map(|n| n.parse::<usize>().unwrap())
    });
    length.is_some_and(|length| body.len() >= length)
}

fn with_private_addresses(mut state: State) -> State {
    let policy = FetchPolicy {
        allow_private: true,
        allow_http: true,
        ..FetchPolicy::default()
    };
    state.fetcher = Arc::new(Fetcher::new(policy).unwrap());
    state
}

fn hook(world: &World<'_>, issuer: IssuerId, url: &str) -> Webhook {
    let new = NewWebhook {
        url: url.into(),
        events: vec!["awarded".into()],
        covers_below: false,
    };
    world
        .db
        .write(|conn| webhooks::create(conn, &world.tools, &Caller::operator(), issuer, new))
        .unwrap()
        .0
}

#[actix_web::test]
async fn a_message_arrives_signed_and_is_noted_as_taken() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let (url, taken) = receiver("200 OK");
    let webhook = hook(&world, issuer.id, &url);
    world.award(&world.badge(issuer.id));

    let turn = crate::webhooks::turn(&with_private_addresses(state(&world)))
        .await
        .unwrap();

    let request = taken.join().unwrap();
    let kept = db
        .read(|conn| webhook_deliveries::list(conn, webhook.id, PageRequest::default()))
        .unwrap()
        .items;
    assert_eq!(turn, Turn::Busy);
    assert!(request.starts_with("POST /hook HTTP/1.1"), "{request}");
    for part in [
        "webhook-id: msg_",
        "webhook-timestamp: ",
        "webhook-signature: v1,",
        "\"type\":\"awarded\"",
    ] {
        assert!(request.contains(part), "{part}: {request}");
    }
    assert_eq!(
        (kept[0].state, kept[0].last_status),
        (DeliveryState::Delivered, Some(200))
    );
    assert_eq!(kept[0].last_answer.as_deref(), Some("ok"));
}

#[actix_web::test]
async fn nothing_is_sent_to_a_private_address() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let webhook = hook(&world, issuer.id, "https://127.0.0.1:9/hook");
    world.award(&world.badge(issuer.id));

    crate::webhooks::turn(&state(&world)).await.unwrap();

    let kept = db
        .read(|conn| webhook_deliveries::list(conn, webhook.id, PageRequest::default()))
        .unwrap()
        .items;
    assert_eq!(
        (kept[0].state, kept[0].last_status),
        (DeliveryState::Waiting, None)
    );
    assert!(
        kept[0]
            .last_answer
            .as_deref()
            .unwrap()
            .contains("private addresses")
    );
}

#[actix_web::test]
async fn a_private_address_is_refused_where_it_is_typed() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let token = member(&world, issuer.id, Role::Steward);
    let steward = Browser::member(&world, issuer.id, Role::Steward);
    let app = app!(state(&world));
    let new = json!({ "url": "https://169.254.169.254/latest", "events": ["awarded"] });

    let by_api = post("/api/v1/issuers/acme/webhooks", &new)
        .token(&token)
        .of(&app)
        .await;
    let fields = [("url", "http://hooks.example/"), ("events", "awarded")];
    let by_page = steward.post("/desk/acme/webhooks", &fields).of(&app).await;

    assert_eq!(by_api.status.as_u16(), 422);
    assert_eq!(
        by_api.first_error(),
        ("/url".to_owned(), "not_allowed".to_owned())
    );
    assert_eq!(by_page.status.as_u16(), 422);
    assert!(by_page.html().contains("url-fault"));
}

#[actix_web::test]
async fn the_secret_is_shown_on_one_page_and_never_again() {
    let db = database();
    let world = World::new(&db);
    let issuer = world.issuer("acme");
    let steward = Browser::member(&world, issuer.id, Role::Steward);
    let app = app!(state(&world));
    let fields = [
        ("url", "https://hooks.example/"),
        ("events", "awarded"),
        ("events", "claimed"),
    ];

    let made = steward.post("/desk/acme/webhooks", &fields).of(&app).await;
    let page = made.html();
    let here = page
        .split("action=\"/desk/webhooks/")
        .nth(1)
        .unwrap()
        .split('/')
        .next()
        .unwrap()
        .to_owned();
    let later = steward
        .get(&format!("/desk/webhooks/{here}"))
        .of(&app)
        .await
        .html();
    let pinged = steward
        .post(&format!("/desk/webhooks/{here}/deeds"), &[("deed", "ping")])
        .of(&app)
        .await;

    assert_eq!(made.status.as_u16(), 200);
    assert!(page.contains("whsec_") && !later.contains("whsec_"));
    assert_eq!(made.header("cache-control"), "no-store");
    assert_eq!(pinged.status.as_u16(), 303);
}
