//! A steward writes a badge, a stakeholder without an account says yes to it, the steward publishes it.

use accolade_issuing::access::Caller;
use accolade_issuing::accounts::{self, AccountError};
use accolade_storage::testing::TestDatabase;
use accolade_storage::types::{IssuerId, Role};
use accolade_tests::{DRAWING, TestServer};
use thirtyfour::{By, WebDriver, error::WebDriverResult, prelude::ElementQueryable as _};

use crate::driver::{Driver, VIEWS, View, axe, violations};
use crate::pages::run;

const STEWARD: &str = "ines@kestrelhill.example";
const WIDE: View = View {
    width: 1280,
    dark: false,
};
const NARROW: View = View {
    width: 360,
    dark: false,
};

/// A browser and the site it looks at.
struct Hand<'a> {
    browser: WebDriver,
    server: &'a TestServer,
}

impl Hand<'_> {
    async fn goes_to(&self, path: &str) -> WebDriverResult<()> {
        let address = self.server.url.join(path).unwrap();
        self.browser.goto(address.as_str()).await
    }

    /// Waits for words on the page: a click returns before the next page is there.
    async fn reads(&self, words: &str) -> WebDriverResult<()> {
        let said = format!("//body[contains(., '{words}')]");
        self.browser.query(By::XPath(said)).first().await?;
        Ok(())
    }

    async fn types(&self, field: &str, words: &str) -> WebDriverResult<()> {
        let path = format!("//*[@id='{field}']");
        let field = self.browser.query(By::XPath(path)).first().await?;
        field.clear().await?;
        field.send_keys(words).await
    }

    async fn ticks(&self, field: &str) -> WebDriverResult<()> {
        let path = format!("//*[@id='{field}']");
        self.browser
            .query(By::XPath(path))
            .first()
            .await?
            .click()
            .await
    }

    async fn presses(&self, words: &str) -> WebDriverResult<()> {
        let path =
            format!("//main//*[self::button or self::a][contains(normalize-space(.), '{words}')]");
        let button = self.browser.query(By::XPath(path)).first().await?;
        button.scroll_into_view().await?;
        button.click().await
    }

    async fn sends_file(&self, field: &str, path: &str) -> WebDriverResult<()> {
        let found = self.browser.query(By::Id(field)).first().await?;
        found.send_keys(path).await
    }

    /// Opens the newest letter in the outbox with these words in its subject.
    async fn opens_letter(&self, subject: &str) -> WebDriverResult<()> {
        self.goes_to("/outbox").await?;
        let path = format!("(//main//li//a[contains(., '{subject}')])[1]");
        self.browser
            .query(By::XPath(path))
            .first()
            .await?
            .click()
            .await?;
        self.reads("To ").await
    }

    async fn signs_in(&self) -> WebDriverResult<()> {
        self.goes_to("/sign-in").await?;
        self.types("email", STEWARD).await?;
        self.presses("Send me the letter").await?;
        self.reads("The code").await?;
        let code_page = self.browser.current_url().await?;
        self.opens_letter("is your code").await?;
        let letter = self.browser.query(By::Css(".letter__code")).first().await?;
        let code = letter.text().await?;
        self.browser.goto(code_page.as_str()).await?;
        self.types("code", &code).await?;
        self.presses("Sign in").await?;
        self.reads("Your desk").await
    }
}

/// Gives the steward a role, as an owner would.
fn steward(server: &TestServer, issuer: IssuerId) {
    let tools = server.tools();
    server
        .state()
        .database
        .write(|conn| -> Result<_, AccountError> {
            let ines = accounts::find_or_create(conn, &tools, STEWARD, "Ines Carvalho")?;
            accounts::grant(
                conn,
                &tools,
                &Caller::operator(),
                ines.id,
                issuer,
                Role::Steward,
            )
        })
        .unwrap();
}

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
    let ines = Hand {
        browser: driver.browser(WIDE, script).await?,
        server,
    };
    let rosa = Hand {
        browser: driver.browser(NARROW, script).await?,
        server,
    };
    let name = if script {
        "River Keeper"
    } else {
        "Quiet River Keeper"
    };

    ines.signs_in().await?;
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

    rosa.opens_letter(name).await?;
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
    steward(&server, server.school().id);
    let driver = Driver::start();

    run(async {
        writes_and_publishes(&server, &driver, true).await?;
        writes_and_publishes(&server, &driver, false).await
    });
}

#[test]
#[ignore = "needs Chromium: run cargo xtask test"]
fn in_a_browser_no_page_of_the_editor_breaks_an_accessibility_rule() {
    let server = TestServer::on(&TestDatabase::sqlite());
    let school = server.school();
    steward(&server, school.id);
    let badge = school.badge().drafted();
    let driver = Driver::start();
    let axe = axe();
    let desk = |rest: &str| format!("/desk/badges/{badge}{rest}");
    let pages = [
        "/desk/kestrel-hill/badges".to_owned(),
        "/desk/kestrel-hill/frameworks".to_owned(),
        desk(""),
        desk("/edit/picture"),
        desk("/edit/words"),
        desk("/edit/criteria"),
        desk("/edit/skills"),
        desk("/edit/around"),
        desk("/edit/languages"),
        desk("/review"),
        desk("/versions"),
    ];

    run(async {
        let mut found = Vec::new();
        for view in VIEWS {
            let ines = Hand {
                browser: driver.browser(view, true).await?,
                server: &server,
            };
            ines.signs_in().await?;
            for path in &pages {
                ines.goes_to(path).await?;
                for line in violations(&ines.browser, &axe).await? {
                    found.push(format!("{path} at {}: {line}", view.width));
                }
                let wide = "return document.documentElement.scrollWidth > window.innerWidth";
                if ines.browser.execute(wide, Vec::new()).await?.json() == &serde_json::json!(true)
                {
                    found.push(format!("{path} at {}: scrolls sideways", view.width));
                }
            }
            ines.browser.quit().await?;
        }
        assert!(found.is_empty(), "{}", found.join("\n"));
        Ok(())
    });
}
