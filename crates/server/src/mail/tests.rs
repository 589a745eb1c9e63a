use std::sync::Arc;

use accolade_issuing::mail::{Envelope, Letter, Posting, WaitingThing, post_all};
use accolade_issuing::testing::World;
use accolade_issuing::waiting::Kind;
use accolade_storage::types::MailState;

use super::*;
use crate::testing;

const SITE: &str = "Alder Bay School District";

/// One of each letter, with everything in it that can be.
fn letters() -> Vec<Letter> {
    vec![
        Letter::SignIn {
            code: "402913".into(),
            link: "https://badges.test/sign-in/kP3x".into(),
            minutes: 10,
        },
        Letter::ProveAddress {
            name: "Ines Carvalho".into(),
            code: "402913".into(),
            minutes: 10,
        },
        Letter::Invited {
            inviter: "Marit Solheim".into(),
            issuer: "Kestrel Hill School".into(),
            role: "issuer".into(),
            link: "https://badges.test/invitation/kP3x".into(),
            days: 14,
        },
        Letter::Awarded {
            name: Some("Amara <b>Okafor</b>".into()),
            badge: "Good question".into(),
            issuer: "Kestrel Hill School".into(),
            note: Some("You made us all think.\n\nKeep asking.".into()),
            link: "https://badges.test/claim/abc".into(),
        },
        Letter::Awarded {
            name: None,
            badge: "Good question".into(),
            issuer: "Kestrel Hill School".into(),
            note: None,
            link: "https://badges.test/claim/abc".into(),
        },
        Letter::ApplicationBegun {
            name: "Malik Jefferson".into(),
            badge: "Data Storyteller".into(),
            issuer: "Kestrel Hill School".into(),
            nominator: None,
            nomination: None,
            link: "https://badges.test/applications/kP3x".into(),
        },
        Letter::ApplicationBegun {
            name: "Malik Jefferson".into(),
            badge: "Data Storyteller".into(),
            issuer: "Kestrel Hill School".into(),
            nominator: Some("Ruth Okonjo".into()),
            nomination: Some("Your talk changed the canteen.".into()),
            link: "https://badges.test/applications/kP3x".into(),
        },
        Letter::ApplicationReceived {
            name: "Malik Jefferson".into(),
            badge: "Data Storyteller".into(),
            issuer: "Kestrel Hill School".into(),
            link: "https://badges.test/applications/kP3x".into(),
        },
        Letter::ApplicationReturned {
            name: "Malik Jefferson".into(),
            badge: "Data Storyteller".into(),
            by: "Ines Carvalho".into(),
            reason: Some("A strong story.".into()),
            open: vec!["Chooses one chart: add the one you threw away.".into()],
            link: "https://badges.test/applications/kP3x".into(),
        },
        Letter::ApplicationAccepted {
            name: "Malik Jefferson".into(),
            badge: "Data Storyteller".into(),
            issuer: "Kestrel Hill School".into(),
            by: "Ines Carvalho".into(),
            reason: Some("The cook changed the menu.".into()),
            link: "https://badges.test/awards/0199/mine/kP3x".into(),
        },
        Letter::ApplicationDeclined {
            name: "Malik Jefferson".into(),
            badge: "Data Storyteller".into(),
            issuer: "Kestrel Hill School".into(),
            reason: Some("This badge is for pupils of the district.".into()),
            link: "https://badges.test/applications/kP3x".into(),
        },
        Letter::ReviewAsked {
            name: Some("Noor Hassan".into()),
            applicant: "Malik Jefferson".into(),
            badge: "Data Storyteller".into(),
            issuer: "Kestrel Hill School".into(),
            by_earner: true,
            days: 30,
            link: "https://badges.test/assess/kP3x".into(),
        },
        Letter::WebhookSilent {
            url: "https://hooks.example/accolade".into(),
            issuer: "Kestrel Hill School".into(),
            link: "https://badges.test/desk/webhooks/1".into(),
        },
        Letter::AlreadyYours {
            badge: "Night Sky Observer".into(),
            issuer: "Kestrel Hill School".into(),
            given: "2026-11-03T10:00:00Z".parse().unwrap(),
            link: "https://badges.test/awards/1/mine/abc".into(),
        },
        Letter::NotThisTime {
            name: "Leo Marsh".into(),
            badge: "Night Sky Observer".into(),
            giver: "Ms Carvalho".into(),
            reason: Some("Your diary ends after a week. Go on, and ask me again.".into()),
        },
        Letter::NotThisTime {
            name: "Leo Marsh".into(),
            badge: "Night Sky Observer".into(),
            giver: "Ms Carvalho".into(),
            reason: None,
        },
        Letter::StillWaiting {
            name: Some("Amara Okafor".into()),
            badge: "Night Sky Observer".into(),
            issuer: "Kestrel Hill School".into(),
            given: "2026-11-03T10:00:00Z".parse().unwrap(),
            link: "https://badges.test/awards/1/mine/abc".into(),
        },
        Letter::EndsSoon {
            name: None,
            badge: "First Aid".into(),
            issuer: "Kestrel Hill School".into(),
            until: "2026-12-24T10:00:00Z".parse().unwrap(),
            link: "https://badges.test/awards/1/mine/abc".into(),
        },
        Letter::DraftReviewAsked {
            name: "Rosa Venkat".into(),
            badge: "Data Storyteller".into(),
            issuer: "Kestrel Hill School".into(),
            note: Some("Are thirty points too many?".into()),
            until: Some("1 December 2026".into()),
            link: "https://badges.test/review/abc".into(),
        },
        Letter::DraftObjected {
            name: "Ines Carvalho".into(),
            badge: "Data Storyteller".into(),
            issuer: "Kestrel Hill School".into(),
            reviewer: "Rosa Venkat".into(),
            words: Some("Thirty points are too many for a small class.".into()),
            link: "https://badges.test/desk/badges/0199/review".into(),
        },
        Letter::DraftApproved {
            name: "Ines Carvalho".into(),
            badge: "Data Storyteller".into(),
            issuer: "Kestrel Hill School".into(),
            approved: 2,
            objected: 1,
            may_publish: true,
            link: "https://badges.test/desk/badges/0199/review".into(),
        },
        Letter::DraftApproved {
            name: "Tom Lindqvist".into(),
            badge: "Data Storyteller".into(),
            issuer: "Kestrel Hill School".into(),
            approved: 1,
            objected: 0,
            may_publish: false,
            link: "https://badges.test/desk/badges/0199/review".into(),
        },
        Letter::DraftPublished {
            name: "Rosa Venkat".into(),
            badge: "Data Storyteller".into(),
            issuer: "Kestrel Hill School".into(),
            link: "https://badges.test/badges/0199".into(),
            endorse: "https://badges.test/library/0199/endorse".into(),
        },
        Letter::DeskWaits {
            name: "Ines Carvalho".into(),
            things: vec![
                waiting(Kind::Applications, 3),
                waiting(Kind::Claims, 1),
                waiting(Kind::ReadyDrafts, 1),
                waiting(Kind::EndingReviews, 1),
                waiting(Kind::StoppedBatches, 1),
            ],
            desk: "https://badges.test/desk".into(),
            stop: "https://badges.test/letters/0199/kP3x".into(),
        },
        Letter::DeskWaits {
            name: "Tom Lindqvist".into(),
            things: vec![waiting(Kind::Applications, 1)],
            desk: "https://badges.test/desk".into(),
            stop: "https://badges.test/letters/0199/kP3x".into(),
        },
        Letter::EntryAsked {
            name: "Ruth Adeyemi".into(),
            email: Some("ruth.adeyemi@harbourstreet.example".into()),
            badge: Some("River Keeper".into()),
            people: 28,
            link: "https://badges.test/desk/asking".into(),
        },
        Letter::LetIn {
            issuer: "Kestrel Hill School".into(),
            role: "steward".into(),
            badge: Some("River Keeper".into()),
            link: "https://badges.test/studio/award".into(),
        },
    ]
}

fn waiting(kind: Kind, number: u64) -> WaitingThing {
    WaitingThing {
        kind,
        number,
        issuer: "Kestrel Hill School".into(),
    }
}

#[test]
fn every_letter_says_the_same_in_both_parts() {
    for letter in letters() {
        let message = message(&letter, SITE);
        let (text, html) = (message.text(), message.html());

        assert!(!message.subject.is_empty() && !message.subject.contains('\n'));
        for block in &message.blocks {
            if let Block::Button { words, href } = block {
                assert!(href.starts_with("https://"), "{href}");
                assert!(text.contains(href.as_str()) && text.contains(words.as_str()));
                assert!(html.contains(&format!("<a href=\"{href}\">{words}</a>")));
            }
            if let Block::Link { words, href } = block {
                assert!(text.contains(&format!("{words}:\n{href}")));
                assert!(html.contains(&format!("<a href=\"{href}\">{words}</a>")));
            }
        }
        assert!(text.contains(SITE) && html.contains(SITE));
    }
}

#[test]
fn the_reference_of_letters_is_up_to_date() {
    let mut page = String::from(
        "# Letters\n\nEvery letter that this platform sends, with made-up names. Each goes out as plain text, as here, and \
         as HTML made from the same words.\n",
    );
    for letter in letters() {
        let message = message(&letter, SITE);
        page.push_str(&format!(
            "\n## {}\n\n```text\n{}```\n",
            message.subject,
            message.text()
        ));
    }

    testing::assert_reference("letters.md", &page);
}

/// The formatted parts on one sheet, which a browser shows as mail programs do: what stands before the letter itself is
/// the same in all of them, but for the title.
#[test]
fn the_reference_of_formatted_letters_is_up_to_date() {
    let mut sheet = String::new();
    let mut heads = Vec::new();
    for letter in letters() {
        let message = message(&letter, SITE);
        let html = message.html();
        let (head, body) = html.split_once("<body>\n").unwrap();
        let body = body.split_once("</body>").unwrap().0;
        let title = head.split("<title>").nth(1).unwrap();
        heads.push(head.replace(title.split("</title>").next().unwrap(), "Letters"));
        sheet.push_str(body);
    }

    assert!(heads.windows(2).all(|two| two[0] == two[1]));
    let page = format!("{}<body>\n{sheet}</body>\n</html>\n", heads[0]);
    testing::assert_reference("letters.html", &page);
}

#[test]
fn what_people_wrote_stays_words_in_the_formatted_part() {
    let html = message(&letters()[3], SITE).html();

    assert!(!html.contains("<b>Okafor"), "{html}");
    assert!(html.contains("Amara &#60;b&#62;Okafor"), "{html}");
}

#[test]
fn no_letter_loads_anything_from_anywhere() {
    for letter in letters() {
        let html = message(&letter, SITE).html();

        assert!(!html.contains("<img") && !html.contains("url(") && !html.contains("<link"));
    }
}

#[actix_web::test]
async fn an_outbox_takes_every_letter_once() {
    let db = testing::database();
    let world = World::new(&db);
    let mut state = testing::state(&world);
    state.mail = Arc::new(Delivery::Outbox);
    let postings: Vec<Posting> = letters()
        .into_iter()
        .map(|letter| Posting {
            envelope: Envelope {
                to: "mia@example.org".into(),
                letter,
            },
            not_before: None,
            bundle: None,
        })
        .collect();
    db.write(|conn| post_all(conn, &world.tools, &postings))
        .unwrap();

    let mut turns = 0;
    while turn(&state).await.unwrap() == Turn::Busy {
        turns += 1;
    }

    let kept = db.read(|conn| mails::newest(conn, 100)).unwrap();
    assert_eq!(turns, postings.len().div_ceil(HANDFUL as usize));
    assert_eq!(kept.len(), letters().len());
    assert_eq!(kept.len(), postings.len());
    assert!(
        kept.iter()
            .all(|mail| mail.state == MailState::Sent && mail.attempts == 1)
    );
}

#[actix_web::test]
async fn a_site_without_mail_gives_letters_up_and_says_why() {
    let db = testing::database();
    let world = World::new(&db);
    let state = testing::state(&world);
    let id = db
        .write(|conn| mail::post(conn, &world.tools, "mia@example.org", letters().remove(0)))
        .unwrap();

    turn(&state).await.unwrap();

    let kept = db.read(|conn| mails::find(conn, id)).unwrap().unwrap();
    assert_eq!(kept.state, MailState::Failed);
    assert_eq!(kept.last_error.as_deref(), Some("this site sends no mail"));
}
