//! A steward writes a badge, a stakeholder without an account says yes to it, the steward publishes it.

use accolade_storage::testing::TestDatabase;
use accolade_storage::types::Role;
use accolade_tests::{DRAWING, TestServer};
use thirtyfour::error::WebDriverResult;

use crate::driver::{Driver, NARROW, WIDE, run};
use crate::hand::{Hand, grant};

const STEWARD: &str = "ines@kestrelhill.example";

async fn writes_and_publishes(
    server: &TestServer,
    driver: &Driver,
    script: bool,
) -> WebDriverResult<()> {
    let file = std::env::temp_dir().join(format!(
        "accolade-drawing-{script}-{}.svg",
        std::process::id()
    ));
    std::fs::write(&file, DRAWING).unwrap();
    let ines = Hand::at(server, driver, WIDE, script).await?;
    let rosa = Hand::at(server, driver, NARROW, script).await?;
    let name = if script {
        "River Keeper"
    } else {
        "Quiet River Keeper"
    };

    ines.signs_in(STEWARD).await?;
    ines.goes_to("/desk/kestrel-hill/badges").await?;
    ines.types("name", name).await?;
    ines.presses("Begin").await?;
    ines.reads("Draw it").await?;
    let edit = ines.browser.current_url().await?;
    let badge = edit.path().split("/edit").next().unwrap().to_owned();
    ines.goes_to(&format!("{badge}/edit/picture")).await?;
    ines.sends_file("file", file.to_str().unwrap()).await?;
    ines.types("alt", "A green disc with a tick.").await?;
    ines.presses("Keep it, then").await?;
    ines.reads("What a holder can do").await?;
    ines.types("description", "Measures one stream for a season.")
        .await?;
    ines.presses("Keep it, then").await?;
    ines.reads("Say each thing by itself").await?;
    ines.presses("Add a point").await?;
    ines.types("items.0.text", "Measure once a week").await?;
    ines.presses("Keep it, then").await?;
    ines.reads("Skills and standards").await?;

    ines.goes_to(&format!("{badge}/review")).await?;
    ines.types("people.0.name", "Rosa Venkat").await?;
    ines.types("people.0.role", "head of science").await?;
    ines.types("people.0.email", "rosa@port.example").await?;
    ines.presses("Send it to them").await?;
    ines.reads("It is with them").await?;

    rosa.opens_letter("rosa@port.example", name).await?;
    rosa.presses("Look at it").await?;
    rosa.reads("What do you say of this badge?").await?;
    rosa.types("on-picture", "The tick could be larger.")
        .await?;
    rosa.ticks("yes").await?;
    rosa.ticks("public").await?;
    rosa.presses("Send my word").await?;
    rosa.reads("Thank you.").await?;

    ines.goes_to(&format!("{badge}/review")).await?;
    ines.reads("The tick could be larger.").await?;
    ines.presses("To publishing").await?;
    ines.reads("To publish it").await?;
    ines.presses("Publish it").await?;
    ines.reads("Version 1 is published").await?;
    ines.presses("See the public page").await?;
    ines.reads("Rosa Venkat").await?;
    ines.reads("Approved").await?;
    ines.browser.quit().await?;
    rosa.browser.quit().await?;
    let _ = std::fs::remove_file(file);
    Ok(())
}

#[test]
#[ignore = "needs Chromium: run cargo xtask test"]
fn in_a_browser_a_steward_asks_a_stakeholder_and_publishes() {
    let server = TestServer::on(&TestDatabase::sqlite());
    let school = server.school();
    grant(&server, school.id, STEWARD, "Ines Carvalho", Role::Steward);
    let driver = Driver::start();

    run(async {
        writes_and_publishes(&server, &driver, true).await?;
        writes_and_publishes(&server, &driver, false).await
    });
}
