//! The pages of a site that is used, as a reader and a member meet them by following links.

use accolade_storage::testing::TestDatabase;
use accolade_storage::types::Role;
use accolade_tests::{TestServer, walk};

use crate::driver::{Driver, VIEWS, inspect, run};
use crate::hand::{Hand, grant};

const OWNER: &str = "ines@kestrelhill.example";

#[test]
#[ignore = "needs Chromium: run cargo xtask test"]
fn in_a_browser_no_page_of_a_school_in_mid_term_breaks_an_accessibility_rule() {
    let server = TestServer::on(&TestDatabase::sqlite());
    let school = server.school();
    grant(&server, school.id, OWNER, "Ines Carvalho", Role::Owner);
    let mut doors = school.in_mid_term(&server);
    doors.extend(
        [
            "/",
            "/desk",
            "/account",
            "/claim",
            "/outbox",
            "/desk/applications",
        ]
        .map(str::to_owned),
    );
    let pages: Vec<_> = walk(&server.sign_in_as(OWNER), &doors, 1)
        .into_values()
        .flatten()
        // It is long, and looked at in `pages`.
        .filter(|(path, _)| path != "/api/docs")
        .map(|(path, _)| (path.clone(), server.url.join(&path).unwrap()))
        .collect();
    assert!(pages.len() > 50, "{} pages were found", pages.len());
    let driver = Driver::start();

    run(inspect(&driver, &VIEWS, &pages, async |browser| {
        let ines = Hand::of(browser, &server);
        ines.signs_in(OWNER).await
    }));
}
