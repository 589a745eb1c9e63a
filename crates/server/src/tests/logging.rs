//! What a request leaves in the log.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use accolade_issuing::testing::World;
use actix_web::http::Method;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::routes;
use crate::testing::{app, ask, database, state};

/// Keeps every line with all its fields.
#[derive(Clone, Default)]
struct Listener(Arc<Mutex<Vec<String>>>);

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(String::new());
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, "{field}={value:?} ").unwrap();
    }
}

/// The parts of addresses that open something.
const SECRETS: [&str; 5] = ["{secret}", "{token}", "{key}", "{code}", "{receipt}"];

#[actix_web::test]
async fn no_line_holds_what_opens_a_page() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));
    let heard = Listener::default();
    let listening = tracing::subscriber::set_default(heard.clone());
    let secret = "Tg3xQ9-secret-of-somebody-aaaaaaaaaaaaaaaaaaaa";
    let mut asked = 0;

    for route in routes::table() {
        if !SECRETS.iter().any(|part| route.pattern.contains(part)) {
            continue;
        }
        let path = SECRETS
            .iter()
            .fold(route.pattern.to_owned(), |path, part| {
                path.replace(part, secret)
            })
            .replace("{id}", &uuid::Uuid::nil().to_string());
        let method: Method = route.method.parse().unwrap();
        ask(method.clone(), &path).of(&app).await;
        ask(method, &format!("{path}/")).of(&app).await;
        asked += 2;
    }
    drop(listening);

    let lines = heard.0.lock().unwrap().clone();
    assert!(asked > 60, "only {asked} requests were made");
    assert!(lines.len() >= asked, "{} lines", lines.len());
    let telling: Vec<_> = lines.iter().filter(|line| line.contains(secret)).collect();
    assert!(telling.is_empty(), "{telling:#?}");
    assert!(
        lines
            .iter()
            .any(|line| line.contains("/sign-in/link/{secret}"))
    );
}

#[actix_web::test]
async fn a_line_tells_which_public_page_was_asked_for() {
    let db = database();
    let world = World::new(&db);
    let badge = world.badge(world.issuer("acme").id);
    let app = app!(state(&world));
    let heard = Listener::default();
    let listening = tracing::subscriber::set_default(heard.clone());

    let path = format!("/badges/{}", badge.id);
    ask(Method::GET, &path).of(&app).await;
    drop(listening);

    let lines = heard.0.lock().unwrap().clone();
    assert!(lines.iter().any(|line| line.contains(&path)), "{lines:#?}");
}
