//! Letters and a mail server that is really there, on this machine: one that takes them, refuses them, hangs up, or is away.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use accolade_issuing::mail::{self, Letter};
use accolade_issuing::testing::World;
use accolade_storage::mails::{self, Mail};
use accolade_storage::testing::TestDatabase;
use accolade_storage::types::{MailId, MailState};
use jiff::SignedDuration;

use super::super::{Delivery, MailPolicy, turn};
use crate::errands::Turn;
use crate::state::State;
use crate::testing::{database, state};

/// What the mail server makes of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// It keeps it.
    Takes,
    /// It says: not now (4xx).
    NotNow,
    /// It hangs up in the middle of the letter.
    HangsUp,
}

/// A mail server with manners, one for each letter that comes; when they are used up it takes everything. Nobody is called
/// nobody there (5xx).
struct MailServer {
    port: u16,
    taken: Arc<Mutex<Vec<String>>>,
}

impl MailServer {
    fn start(manners: &[Manner]) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").unwrap(), manners)
    }

    fn on(listener: TcpListener, manners: &[Manner]) -> Self {
        let port = listener.local_addr().unwrap().port();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let manners = Arc::new(Mutex::new(VecDeque::from(manners.to_vec())));
        let kept = Arc::clone(&taken);
        // It ends with the test's process: nobody waits for it.
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (kept, manners) = (Arc::clone(&kept), Arc::clone(&manners));
                // Whoever hangs up on us has said what there is to say.
                thread::spawn(move || drop(converse(&stream, &manners, &kept)));
            }
        });
        Self { port, taken }
    }

    fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }
}

/// One conversation of RFC 5321, as far as a letter needs it.
fn converse(
    stream: &TcpStream,
    manners: &Mutex<VecDeque<Manner>>,
    taken: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    let mut say = |line: &str| writer.write_all(format!("{line}\r\n").as_bytes());
    let mut manner = Manner::Takes;
    say("220 mail.test ESMTP")?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        let command = std::mem::take(&mut line);
        let verb = command.chars().take(4).collect::<String>().to_uppercase();
        match (verb.as_str(), manner) {
            ("EHLO", _) => say("250-mail.test\r\n250 8BITMIME")?,
            ("MAIL", _) => {
                manner = manners.lock().unwrap().pop_front().unwrap_or(Manner::Takes);
                say("250 go on")?;
            }
            ("RCPT", Manner::NotNow) => say("451 4.7.1 Not now")?,
            ("RCPT", _) if command.contains("nobody@") => say("550 5.1.1 Nobody of that name")?,
            ("DATA", _) => {
                say("354 go on")?;
                let mut letter = String::new();
                while reader.read_line(&mut line)? > 0 && line != ".\r\n" {
                    if manner == Manner::HangsUp {
                        return Ok(());
                    }
                    letter.push_str(&line);
                    line.clear();
                }
                line.clear();
                taken.lock().unwrap().push(letter);
                say("250 taken")?;
            }
            ("QUIT", _) => return say("221 bye"),
            _ => say("250 go on")?,
        }
    }
    Ok(())
}

fn posting_to(world: &World<'_>, port: u16) -> State {
    let mut state = state(world);
    let policy = MailPolicy::Smtp {
        url: format!("smtp://127.0.0.1:{port}"),
        from: "Kestrel Hill <badges@kestrelhill.example>".to_owned(),
    };
    state.mail = Arc::new(Delivery::of(&policy).unwrap());
    state
}

fn posted(world: &World<'_>, to: &str) -> MailId {
    let letter = Letter::Awarded {
        name: Some("Mia".into()),
        badge: "Good question".into(),
        issuer: "Kestrel Hill School".into(),
        note: None,
        link: "https://badges.test/awards/1/mine/abc".into(),
    };
    let post = |conn: &mut _| mail::post(conn, &world.tools, to, letter.clone());
    world.db.write(post).unwrap()
}

fn kept(db: &TestDatabase, id: MailId) -> Mail {
    db.read(|conn| mails::find(conn, id)).unwrap().unwrap()
}

/// Turns until nothing is left to do now; says until when.
async fn work_off(state: &State) -> Option<jiff::Timestamp> {
    loop {
        if let Turn::Idle(until) = turn(state).await.unwrap() {
            return until;
        }
    }
}

#[actix_web::test]
async fn a_mail_server_gets_both_parts_of_a_letter_under_an_id_of_its_own() {
    let db = database();
    let world = World::new(&db);
    let server = MailServer::start(&[]);
    let state = posting_to(&world, server.port);
    let id = posted(&world, "mia@pupils.example");

    work_off(&state).await;

    let letters = server.taken();
    assert_eq!((letters.len(), kept(&db, id).state), (1, MailState::Sent));
    for part in [
        &format!("Message-ID: <{id}@badges.test>"),
        "To: mia@pupils.example",
        "From: \"Kestrel Hill\" <badges@kestrelhill.example>",
        "Auto-Submitted: auto-generated",
        "multipart/alternative",
        "text/plain",
        "text/html",
    ] {
        assert!(letters[0].contains(part), "{part}: {}", letters[0]);
    }
}

#[actix_web::test]
async fn a_letter_that_is_put_off_or_cut_short_waits_and_goes_later_once() {
    for manner in [Manner::NotNow, Manner::HangsUp] {
        let db = database();
        let world = World::new(&db);
        let server = MailServer::start(&[manner]);
        let state = posting_to(&world, server.port);
        let id = posted(&world, "mia@pupils.example");

        let until = work_off(&state).await.unwrap();
        let (before, waiting) = (server.taken().len(), kept(&db, id));
        world.clock.set(until);
        let rest = work_off(&state).await;

        assert_eq!(
            (before, waiting.state),
            (0, MailState::Waiting),
            "{manner:?}"
        );
        assert!(waiting.last_error.is_some(), "{manner:?}");
        let after = kept(&db, id);
        assert_eq!(
            (after.state, after.attempts),
            (MailState::Sent, 2),
            "{manner:?}"
        );
        assert_eq!((server.taken().len(), rest), (1, None), "{manner:?}");
    }
}

#[actix_web::test]
async fn a_letter_that_is_refused_for_good_is_given_up_and_keeps_no_other_waiting() {
    let db = database();
    let world = World::new(&db);
    let server = MailServer::start(&[]);
    let state = posting_to(&world, server.port);
    let nobody = posted(&world, "nobody@pupils.example");
    let nowhere = posted(&world, "no address");
    let mia = posted(&world, "mia@pupils.example");

    let rest = work_off(&state).await;

    let given_up = kept(&db, nobody);
    assert_eq!((given_up.state, given_up.attempts), (MailState::Failed, 1));
    assert!(given_up.last_error.unwrap().contains("550"));
    assert_eq!(kept(&db, nowhere).state, MailState::Failed);
    assert_eq!(kept(&db, mia).state, MailState::Sent);
    assert_eq!((server.taken().len(), rest), (1, None));
}

#[actix_web::test]
async fn a_mail_server_that_is_away_for_an_hour_gets_every_letter_afterwards_once() {
    let db = database();
    let world = World::new(&db);
    // A port at which nobody listens any more.
    let place = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = place.local_addr().unwrap().port();
    drop(place);
    let state = posting_to(&world, port);
    let letters: Vec<MailId> = (0..25)
        .map(|number| posted(&world, &format!("pupil-{number}@pupils.example")))
        .collect();
    let back = world.tools.clock.now() + SignedDuration::from_hours(1);

    let mut until = work_off(&state).await.unwrap();
    while until < back {
        world.clock.set(until);
        until = work_off(&state).await.unwrap();
    }
    let waiting = letters
        .iter()
        .all(|id| kept(&db, *id).state == MailState::Waiting);
    let server = MailServer::on(TcpListener::bind(("127.0.0.1", port)).unwrap(), &[]);
    world.clock.set(until);
    while let Some(next) = work_off(&state).await {
        world.clock.set(next);
    }

    assert!(waiting, "a letter was given up within the hour");
    assert!(
        letters
            .iter()
            .all(|id| kept(&db, *id).state == MailState::Sent)
    );
    let taken = server.taken();
    assert_eq!(taken.len(), 25);
    for number in 0..25 {
        let to = format!("To: pupil-{number}@pupils.example");
        let got = taken.iter().filter(|letter| letter.contains(&to)).count();
        assert_eq!(got, 1, "{to}");
    }
}
