//! The claim: a code on a wall, a small phone, no account.

use accolade_storage::testing::TestDatabase;
use accolade_storage::types::Role;
use accolade_tests::TestServer;
use thirtyfour::error::WebDriverResult;

use crate::driver::{Driver, NARROW, WIDE, run};
use crate::hand::{Hand, grant};

const TEACHER: &str = "ines@kestrelhill.example";

/// A teacher makes a code for all, shows it on the wall, and a pupil takes the badge with it.
async fn from_the_wall(teacher: &Hand<'_>, pupil: &Hand<'_>, badge: &str) -> WebDriverResult<()> {
    teacher
        .goes_to(&format!("/desk/badges/{badge}/claims"))
        .await?;
    teacher.types("seats", "28").await?;
    teacher.presses("Make the code").await?;
    let address = teacher.words_of(".code-box code").await?;
    teacher.presses("Show it on the screen").await?;
    teacher.reads("0 of 28 claimed").await?;
    let letters = teacher.words_of(".screen__letters").await?;
    teacher.words_of(".screen__qr").await?;

    // Whoever cannot read the picture types the letters.
    pupil.goes_to("/claim").await?;
    pupil.types("code", &letters.to_lowercase()).await?;
    pupil.presses("Look for the badge").await?;
    pupil.reads("Second Try").await?;
    let found = pupil.browser.current_url().await?;
    assert_eq!(found.as_str(), address);
    pupil.types("name", "Leo Marsh").await?;
    pupil.ticks("names-anyone").await?;
    pupil.presses("It’s mine").await?;
    pupil.reads("It’s yours, Leo Marsh.").await?;
    pupil.presses("Open my badge").await?;
    pupil.reads("Leo Marsh earned").await?;
    pupil.reads("How do you know?").await?;

    // The wall counts by itself: with a script every three seconds, without one every ten.
    teacher.reads("1 of 28 claimed").await
}

/// A teacher prints cards; each gives a badge once, to a pupil without an address.
async fn from_a_card(teacher: &Hand<'_>, pupil: &Hand<'_>, badge: &str) -> WebDriverResult<()> {
    teacher
        .goes_to(&format!("/desk/badges/{badge}/claims"))
        .await?;
    teacher.ticks("kind-cards").await?;
    teacher.types("names", "Maria\nZoé").await?;
    teacher.presses("Make the code").await?;
    teacher.presses("Print the cards").await?;
    teacher.reads("for Maria").await?;
    let code = teacher.words_of(".slip__code").await?;

    pupil.goes_to(&format!("/claim/{code}")).await?;
    pupil.reads("Maria").await?;
    pupil.types("name", "Maria").await?;
    pupil.ticks("names-us").await?;
    pupil.presses("It’s mine").await?;
    pupil.reads("It’s yours, Maria.").await?;
    pupil.goes_to(&format!("/claim/{code}")).await?;
    pupil
        .reads("This card was used on 22 November 2026.")
        .await?;
    pupil
        .reads("If it was you, your badge is here. If not, ask")
        .await?;
    pupil.presses("Open the badge").await?;
    pupil.reads("Second Try").await?;
    let named = pupil.browser.source().await?.contains("Maria");
    assert!(!named, "only the school and Maria know whose it is");

    teacher.presses("Back").await?;
    teacher.reads("Maria, 22 November 2026").await?;
    teacher.reads("Not used yet").await
}

fn play(script: bool) {
    let server = TestServer::on(&TestDatabase::sqlite());
    let school = server.school();
    grant(&server, school.id, TEACHER, "Ms Carvalho", Role::Issuer);
    let badge = school.badge().published();
    let driver = Driver::start();

    run(async {
        let teacher = Hand::at(&server, &driver, WIDE, script).await?;
        let pupil = Hand::at(&server, &driver, NARROW, script).await?;
        teacher.signs_in(TEACHER).await?;
        from_the_wall(&teacher, &pupil, &badge).await?;
        from_a_card(&teacher, &pupil, &badge).await?;
        teacher.browser.quit().await?;
        pupil.browser.quit().await
    });
}

#[test]
#[ignore = "needs Chromium: run cargo xtask test"]
fn in_a_browser_a_pupil_without_an_account_claims_by_code_and_by_card() {
    play(true);
}

#[test]
#[ignore = "needs Chromium: run cargo xtask test"]
fn in_a_browser_a_pupil_claims_the_same_without_script() {
    play(false);
}
