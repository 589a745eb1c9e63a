//! A person at a browser: what they type, press and read.

use accolade_issuing::access::Caller;
use accolade_issuing::accounts::{self, AccountError};
use accolade_storage::types::{IssuerId, Role};
use accolade_tests::TestServer;
use thirtyfour::{By, WebDriver, WebElement, error::WebDriverResult};

use crate::driver::{Driver, View, with};

/// A browser and the site it looks at.
pub(crate) struct Hand<'a> {
    pub(crate) browser: WebDriver,
    server: &'a TestServer,
}

impl<'a> Hand<'a> {
    pub(crate) async fn at(
        server: &'a TestServer,
        driver: &Driver,
        view: View,
        script: bool,
    ) -> WebDriverResult<Self> {
        Ok(Self::of(&driver.browser(view, script).await?, server))
    }

    pub(crate) fn of(browser: &WebDriver, server: &'a TestServer) -> Self {
        Self {
            browser: browser.clone(),
            server,
        }
    }

    pub(crate) async fn goes_to(&self, path: &str) -> WebDriverResult<()> {
        let address = self.server.url.join(path).unwrap();
        self.browser.goto(address.as_str()).await
    }

    /// Waits for words on the page: a click returns before the next page is there.
    pub(crate) async fn reads(&self, words: &str) -> WebDriverResult<()> {
        self.reads_in("body", words).await
    }

    pub(crate) async fn reads_in(&self, element: &str, words: &str) -> WebDriverResult<()> {
        let said = format!("//{element}[contains(normalize-space(.), \"{words}\")]");
        self.does(By::XPath(said), async |_| Ok(())).await
    }

    /// The words of what a selector finds.
    pub(crate) async fn words_of(&self, css: &str) -> WebDriverResult<String> {
        self.does(By::Css(css), async |found| found.text().await)
            .await
    }

    pub(crate) async fn types(&self, field: &str, words: &str) -> WebDriverResult<()> {
        self.does(By::Id(field), async |field| {
            field.clear().await?;
            field.send_keys(words).await
        })
        .await
    }

    pub(crate) async fn sends_file(&self, field: &str, path: &str) -> WebDriverResult<()> {
        self.does(By::Id(field), async |found| found.send_keys(path).await)
            .await
    }

    pub(crate) async fn ticks(&self, field: &str) -> WebDriverResult<()> {
        self.clicks(By::Id(field)).await
    }

    /// Presses the button or follows the link with these words.
    pub(crate) async fn presses(&self, words: &str) -> WebDriverResult<()> {
        let path = format!(
            "//main//*[self::button or self::a or self::summary][contains(normalize-space(.), \"{words}\")]"
        );
        self.clicks(By::XPath(path)).await
    }

    pub(crate) async fn clicks(&self, by: By) -> WebDriverResult<()> {
        self.does(by, async |found| {
            found.scroll_into_view().await?;
            found.click().await
        })
        .await
    }

    /// Presses keys with the focus nowhere in particular.
    pub(crate) async fn keys(&self, keys: &str) -> WebDriverResult<()> {
        self.does(By::Tag("body"), async |body| body.send_keys(keys).await)
            .await
    }

    /// Opens the newest letter to an address with these words in its subject.
    pub(crate) async fn opens_letter(&self, to: &str, subject: &str) -> WebDriverResult<()> {
        self.goes_to("/outbox").await?;
        let path = format!("(//main//li[contains(., '{to}')]//a[contains(., '{subject}')])[1]");
        self.clicks(By::XPath(path)).await?;
        self.reads("To ").await
    }

    pub(crate) async fn signs_in(&self, email: &str) -> WebDriverResult<()> {
        self.goes_to("/sign-in").await?;
        self.types("email", email).await?;
        self.presses("Send me the letter").await?;
        self.reads("The code").await?;
        let code_page = self.browser.current_url().await?;
        self.opens_letter(email, "is your code").await?;
        let code = self.words_of(".letter__code").await?;
        self.browser.goto(code_page.as_str()).await?;
        self.types("code", &code).await?;
        self.presses("Sign in").await?;
        self.reads_in("h1", "Your desk").await
    }

    /// What is not found is told with the page on which it was looked for.
    async fn does<T>(
        &self,
        by: By,
        act: impl AsyncFn(&WebElement) -> WebDriverResult<T>,
    ) -> WebDriverResult<T> {
        match with(&self.browser, &by, act).await {
            Ok(done) => Ok(done),
            Err(error) => {
                let address = self.browser.current_url().await?;
                let page = self.browser.find(By::Tag("body")).await?.text().await?;
                panic!("{error}: at {address} stands:\n{page}")
            }
        }
    }
}

/// Gives somebody a role, as an owner would.
pub(crate) fn grant(server: &TestServer, issuer: IssuerId, email: &str, name: &str, role: Role) {
    let tools = server.tools();
    server
        .state()
        .database
        .write(|conn| -> Result<_, AccountError> {
            let account = accounts::find_or_create(conn, &tools, email, name)?;
            accounts::grant(conn, &tools, &Caller::operator(), account.id, issuer, role)
        })
        .unwrap();
}
