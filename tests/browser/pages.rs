use accolade_storage::testing::TestDatabase;
use accolade_tests::{TestServer, award_to};
use serde_json::json;
use thirtyfour::{By, prelude::ElementQueryable as _};

use crate::driver::{Driver, VIEWS, WIDE, inspect, run};

/// Pages that are rich or rare; returns their paths. Those to which links lead are met in `desk`, their states in `gallery`.
fn pages_of(server: &TestServer) -> Vec<String> {
    let school = server.school();
    let badge = school.badge().suspendable().published();
    let mut order = award_to("amara@pupils.kestrelhill.example", "Amara Okafor");
    order["narrative"] = json!("Changed one joint.");
    order["evidence"] = json!([
        { "kind": "text", "visibility": "public", "name": "In her words", "narrative": "It broke. Then it held." },
        { "kind": "link", "visibility": "public", "name": "Log", "url": "https://log.example/7" },
        { "kind": "picture", "visibility": "public", "name": "The bridge", "alt": "A bridge", "file": school.drawing() },
        { "kind": "pair", "visibility": "public", "name": "Then and now", "alt": "Then", "secondAlt": "Now",
          "file": school.drawing(), "secondFile": school.drawing() },
        { "kind": "testimonial", "visibility": "public", "name": "A witness", "author": "Daniel Brandt",
          "authorRole": "engineer", "narrative": "She asked one question." }
    ]);
    let good = school.award_as(&badge, &order);
    let withdrawn = school.award(&badge);
    school
        .revoke(&withdrawn, "Given to the wrong person.")
        .expect(200);
    let suspended = school.award(&badge);
    school.suspend(&suspended, "We look again.").expect(200);
    let path = |award: &serde_json::Value| {
        let url: url::Url = award["url"].as_str().unwrap().parse().unwrap();
        url.path().to_owned()
    };
    vec![
        "/studio?find=music".to_owned(),
        path(&good),
        path(&withdrawn),
        path(&suspended),
        "/nowhere".to_owned(),
    ]
}

#[test]
#[ignore = "needs Chromium: run cargo xtask test"]
fn in_a_browser_no_page_breaks_an_accessibility_rule() {
    let server = TestServer::on(&TestDatabase::sqlite());
    let pages: Vec<_> = pages_of(&server)
        .into_iter()
        .map(|path| (path.clone(), server.url.join(&path).unwrap()))
        .collect();
    let driver = Driver::start();

    run(inspect(&driver, &VIEWS, &pages, async |_| Ok(())));
}

/// It is so long that the rules take their time; its sample in the gallery is short, and seen in all views.
#[test]
#[ignore = "needs Chromium: run cargo xtask test"]
fn in_a_browser_the_whole_reference_breaks_no_accessibility_rule() {
    let server = TestServer::on(&TestDatabase::sqlite());
    let path = "/api/docs";
    let pages = [(path.to_owned(), server.url.join(path).unwrap())];
    let driver = Driver::start();

    run(inspect(&driver, &[WIDE], &pages, async |_| Ok(())));
}

#[test]
#[ignore = "needs Chromium: run cargo xtask test"]
fn in_a_browser_an_employer_checks_a_badge_without_script() {
    let server = TestServer::on(&TestDatabase::sqlite());
    let school = server.school();
    let award = school.award(&school.badge().published());
    let driver = Driver::start();
    run(async {
        let browser = driver.browser(WIDE, false).await?;
        browser
            .goto(server.url.join("/verify").unwrap().as_str())
            .await?;
        let field = browser
            .find(By::Css(
                "main textarea, main input[type=url], main input[type=text]",
            ))
            .await?;
        field.send_keys(award["url"].as_str().unwrap()).await?;
        browser
            .find(By::Css("main form button"))
            .await?
            .click()
            .await?;
        // The click returns before the next page is there.
        let sentence = "Kestrel Hill School gave “Second Try” to Amara Okafor";
        let said = By::XPath(format!("//main[contains(., '{sentence}')]"));
        browser.query(said).first().await?;
        browser.quit().await?;
        Ok(())
    });
}

#[test]
#[ignore = "needs Chromium: run cargo xtask test"]
fn in_a_browser_the_keyboard_reaches_the_content_first() {
    let server = TestServer::on(&TestDatabase::sqlite());
    let driver = Driver::start();
    run(async {
        let browser = driver.browser(WIDE, true).await?;
        browser.goto(server.url.as_str()).await?;
        browser
            .find(By::Css("body"))
            .await?
            .send_keys(thirtyfour::Key::Tab)
            .await?;
        let first = browser.active_element().await?.text().await?;
        assert_eq!(first, "Skip to the content");
        browser.quit().await?;
        Ok(())
    });
}
