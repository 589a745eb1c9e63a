//! Two earners show their work; the assessor looks, sends one back, and says yes to the second try.

use accolade_storage::testing::TestDatabase;
use accolade_storage::types::Role;
use accolade_tests::TestServer;
use serde_json::json;
use thirtyfour::{By, error::WebDriverResult};

use crate::driver::{Driver, NARROW, View, WIDE, run};
use crate::hand::{Hand, grant};

const ASSESSOR: &str = "tom@kestrelhill.example";
const LEO: &str = "leo@pupils.kestrelhill.example";

/// Applies with a word for each point, without an account.
async fn applies(earner: &Hand<'_>, badge: &str, name: &str, email: &str) -> WebDriverResult<()> {
    earner.goes_to(&format!("/badges/{badge}")).await?;
    earner.presses("Apply for this badge").await?;
    earner.types("name", name).await?;
    earner.types("email", email).await?;
    earner.presses("Begin").await?;
    earner.reads("Your application for").await?;
    shows(earner, "c1", "It broke at 1.9 kg.").await?;
    shows(earner, "c2", "I glued it more.").await?;
    hands_in(earner).await
}

/// Adds a few words to a point.
async fn shows(earner: &Hand<'_>, point: &str, words: &str) -> WebDriverResult<()> {
    let adding = format!("#point-{point} a[href*='kind=text']");
    earner.clicks(By::Css(adding)).await?;
    earner.types("narrative", words).await?;
    earner.presses("Add it").await?;
    earner.reads(words).await
}

async fn hands_in(earner: &Hand<'_>) -> WebDriverResult<()> {
    earner.presses("Hand it in").await?;
    earner.reads("Nothing is left for you to do.").await
}

/// Says of each point whether it is there: by single keys where a script listens, else at the fields.
async fn finds(tom: &Hand<'_>, script: bool, second: &str) -> WebDriverResult<()> {
    if script {
        return tom.keys(if second == "met" { "yy" } else { "yn" }).await;
    }
    tom.ticks("finding-c1-met").await?;
    tom.ticks(&format!("finding-c2-{second}")).await?;
    if second == "not_yet" {
        tom.clicks(By::Css("#judge-c2 summary")).await?;
    }
    Ok(())
}

/// The first try comes back with a word at the point that is not there, and the next person's work opens.
async fn sends_back(tom: &Hand<'_>, script: bool) -> WebDriverResult<()> {
    tom.goes_to("/desk").await?;
    tom.presses("wait for a decision").await?;
    tom.reads("Two wait").await?;
    tom.presses("Begin with the first").await?;
    tom.reads("It broke at 1.9 kg.").await?;
    tom.reads("Is it there?").await?;
    if script {
        tom.keys("j").await?;
        tom.reads_in("h1", "Mia Sand").await?;
        tom.keys("k").await?;
    }
    tom.reads_in("h1", "Leo Marsh").await?;
    finds(tom, script, "not_yet").await?;
    tom.types("comment-c2", "Which one thing did you change, and why?")
        .await?;
    tom.presses("Send back for another try").await?;
    tom.reads("Sent back to Leo Marsh for another try.").await?;
    tom.reads_in("h1", "Mia Sand").await
}

/// The letter leads to the page, the page to the second try.
async fn tries_again(leo: &Hand<'_>) -> WebDriverResult<()> {
    leo.opens_letter(LEO, "not there yet").await?;
    leo.presses("Try again").await?;
    leo.reads("One point is not there yet.").await?;
    leo.reads("Which one thing did you change, and why?")
        .await?;
    leo.presses("Try again").await?;
    leo.reads("add what was missing, and hand it in again.")
        .await?;
    shows(leo, "c2", "One diagonal, because the frame leaned.").await?;
    hands_in(leo).await
}

async fn says_yes(tom: &Hand<'_>, script: bool) -> WebDriverResult<()> {
    tom.goes_to("/desk/kestrel-hill/applications").await?;
    tom.clicks(By::PartialLinkText("Leo Marsh")).await?;
    tom.reads("Last time: Not yet.").await?;
    tom.reads("One diagonal, because the frame leaned.").await?;
    finds(tom, script, "met").await?;
    tom.types("reason", "You changed one joint on purpose.")
        .await?;
    tom.presses("Accept").await?;
    tom.reads("The badge is Leo Marsh’s.").await
}

/// The badge's page tells the decision, and both tries once the earner wishes it.
async fn shows_the_way(leo: &Hand<'_>) -> WebDriverResult<()> {
    let own = leo.browser.current_url().await?;
    leo.browser.refresh().await?;
    leo.reads("Second Try is yours").await?;
    leo.presses("See your badge").await?;
    leo.presses("It’s mine").await?;
    leo.presses("Open my badge").await?;
    leo.reads("Leo Marsh earned").await?;
    leo.reads("You changed one joint on purpose.").await?;
    let tries = leo.browser.find_all(By::Id("tries")).await?;
    assert!(tries.is_empty(), "nobody asked the earner yet");
    leo.browser.goto(own.as_str()).await?;
    leo.ticks("wanted").await?;
    leo.presses("Keep this").await?;
    leo.reads("shows your first try beside the last.").await?;
    leo.presses("See your badge").await?;
    leo.presses("Open my badge").await?;
    leo.reads("Leo Marsh earned").await?;
    // Its page is everybody's, and kept for a short while.
    leo.browser.refresh().await?;
    leo.reads_in("h2", "Then and now").await?;
    leo.reads("One diagonal, because the frame leaned.").await
}

fn play(script: bool, view: View) {
    let server = TestServer::on(&TestDatabase::sqlite());
    let school = server.school();
    grant(
        &server,
        school.id,
        ASSESSOR,
        "Tom Lindqvist",
        Role::Assessor,
    );
    let badge = school.badge().with("assessment", json!({})).published();
    let driver = Driver::start();

    run(async {
        let mia = Hand::at(&server, &driver, NARROW, script).await?;
        let leo = Hand::at(&server, &driver, NARROW, script).await?;
        let tom = Hand::at(&server, &driver, view, script).await?;
        applies(&leo, &badge, "Leo Marsh", LEO).await?;
        server.clock.advance(jiff::SignedDuration::from_hours(1));
        applies(&mia, &badge, "Mia Sand", "mia@pupils.kestrelhill.example").await?;
        mia.browser.quit().await?;
        tom.signs_in(ASSESSOR).await?;
        sends_back(&tom, script).await?;
        tries_again(&leo).await?;
        says_yes(&tom, script).await?;
        shows_the_way(&leo).await?;
        tom.browser.quit().await?;
        leo.browser.quit().await
    });
}

#[test]
#[ignore = "needs Chromium: run cargo xtask test"]
fn in_a_browser_an_assessor_sends_work_back_and_says_yes_to_the_second_try() {
    play(true, WIDE);
}

#[test]
#[ignore = "needs Chromium: run cargo xtask test"]
fn in_a_browser_an_assessor_does_the_same_on_a_phone_without_script() {
    play(false, NARROW);
}
