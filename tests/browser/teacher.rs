//! The teacher's ten minutes: from the first page to a class full of awarded badges.

use accolade_issuing::house::{Founding, HouseRules};
use accolade_storage::testing::TestDatabase;
use accolade_tests::TestServer;
use thirtyfour::{By, WebDriver, error::WebDriverResult};

use crate::driver::{Driver, NARROW, View, WIDE, run, with};

/// How many clicks and typed fields it may take.
const MOST: u32 = 25;
/// How often a page is looked at again before it is too late.
const LOOKS: u32 = 300;

/// A person at the browser, who counts what they do.
struct Teacher<'a> {
    browser: &'a WebDriver,
    done: u32,
}

impl Teacher<'_> {
    async fn click(&mut self, css: &str) -> WebDriverResult<()> {
        self.done += 1;
        with(self.browser, &By::Css(css), async |found| {
            found.click().await
        })
        .await
    }

    async fn types(&mut self, css: &str, text: &str) -> WebDriverResult<()> {
        self.done += 1;
        let by = By::Css(css);
        with(self.browser, &by, async |field| field.send_keys(text).await).await
    }
}

/// Names and addresses of 28 pupils, as they stand in a list.
fn pupils() -> String {
    let with_address =
        (1..=25).map(|number| format!("Pupil {number}, pupil{number}@kestrelhill.example"));
    let by_name = ["Mia", "Ben", "Zoé"].map(str::to_owned);
    with_address.chain(by_name).collect::<Vec<_>>().join("\n")
}

/// The code in the letter that went to an address.
fn code_for(server: &TestServer, email: &str) -> String {
    let reader = server.anonymous();
    for _ in 0..LOOKS {
        let outbox = reader.page("/outbox").expect(200).text();
        let letter = outbox
            .split("<strong>")
            .find(|letter| letter.contains(email) && letter.contains(" is your code"));
        if let Some(letter) = letter {
            return letter.chars().take(6).collect();
        }
        std::thread::yield_now();
    }
    panic!("no letter went to {email}");
}

fn play(script: bool, view: View) {
    let server = TestServer::start(&TestDatabase::sqlite(), |config| {
        config.rules = HouseRules {
            founding: Founding::Anyone,
            ..HouseRules::default()
        };
    });
    let email = "ms.carvalho@kestrelhill.example";
    let driver = Driver::start();
    run(async {
        let browser = driver.browser(view, script).await?;
        browser.goto(server.url.as_str()).await?;
        let mut teacher = Teacher {
            browser: &browser,
            done: 0,
        };

        teacher.click("a[href='/studio']").await?;
        teacher.types("#name", "Good Question").await?;
        teacher
            .types("#criteria", "Ask a question that makes the class think.")
            .await?;
        teacher.click("button[value='begin:good-question']").await?;
        teacher.click("button[value='next']").await?;
        teacher.types("#recipients", &pupils()).await?;
        teacher.click("button[value='next']").await?;
        teacher.types("main input[name='email']", email).await?;
        teacher.click("main form button").await?;
        // The client that reads the letter waits, and nobody may wait in here.
        let code = std::thread::scope(|scope| {
            scope
                .spawn(|| code_for(&server, email))
                .join()
                .expect("a letter comes")
        });
        teacher.types("main input[name='code']", &code).await?;
        teacher.click("main form button").await?;
        teacher
            .types("#organisation", "Kestrel Hill, class 7b")
            .await?;
        teacher.click("main form .btn--big").await?;
        teacher.click("button[value='award']").await?;
        let mut looks = 0;
        while !browser.source().await?.contains("Awarded to 28") {
            looks += 1;
            assert!(looks < LOOKS, "{}", browser.source().await?);
            browser.refresh().await?;
        }

        assert!(teacher.done < MOST, "it took {} steps", teacher.done);
        browser.quit().await
    });
}

#[test]
#[ignore = "needs Chromium: run cargo xtask test"]
fn in_a_browser_a_teacher_draws_a_badge_and_awards_it_to_a_class() {
    play(true, WIDE);
}

#[test]
#[ignore = "needs Chromium: run cargo xtask test"]
fn in_a_browser_a_teacher_does_the_same_on_a_phone_without_script() {
    play(false, NARROW);
}
