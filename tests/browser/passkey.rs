//! A passkey: added once, and from then on a finger signs in.

use std::sync::Arc;

use accolade_storage::testing::TestDatabase;
use accolade_storage::types::Role;
use accolade_tests::TestServer;
use reqwest::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::error::WebDriverResult;

use crate::driver::{Driver, NARROW, run};
use crate::hand::{Hand, grant};

const TEACHER: &str = "ines@kestrelhill.example";

/// A device with a reader of fingers that finds every finger right (Web Authentication, section 11).
#[derive(Debug)]
struct FingerReader;

impl ExtensionCommand for FingerReader {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
            "hasUserVerification": true, "isUserVerified": true, "isUserConsenting": true,
        }))
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/webauthn/authenticator".into()
    }
}

async fn signs_in_by_finger(ines: &Hand<'_>) -> WebDriverResult<()> {
    ines.browser
        .cmd(Command::ExtensionCommand(Box::new(FingerReader)))
        .await?;
    ines.signs_in(TEACHER).await?;
    ines.goes_to("/account").await?;
    ines.types("passkey", "my phone").await?;
    ines.presses("Add a passkey").await?;
    ines.reads("my phone signs you in from now on.").await?;
    ines.browser.delete_all_cookies().await?;

    ines.goes_to("/sign-in").await?;
    ines.presses("Use a passkey").await?;
    ines.reads_in("h1", "Your desk").await?;

    ines.goes_to("/account").await?;
    ines.reads("last used").await?;
    ines.presses("Remove my phone").await?;
    ines.reads("That passkey signs nobody in any more.").await?;
    ines.browser.delete_all_cookies().await?;
    ines.goes_to("/sign-in").await?;
    ines.presses("Use a passkey").await?;
    ines.reads("This passkey belongs to no account here.").await
}

#[test]
#[ignore = "needs Chromium: run cargo xtask test"]
fn in_a_browser_a_passkey_signs_in_until_it_is_removed() {
    let server = TestServer::on(&TestDatabase::sqlite());
    let school = server.school();
    grant(&server, school.id, TEACHER, "Ines Carvalho", Role::Owner);
    let driver = Driver::start();

    run(async {
        let ines = Hand::at(&server, &driver, NARROW, true).await?;
        signs_in_by_finger(&ines).await?;
        ines.browser.quit().await
    });
}
