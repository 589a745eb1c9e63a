//! What every page has in common.

use std::collections::BTreeSet;

use accolade_server::routes::{self, Access};
use accolade_storage::on_each_database;
use accolade_storage::types::Role;
use accolade_tests::{Answer, TestServer, links, walk};

on_each_database! {
    fn every_page_is_whole_and_safe(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let mut doors = school.in_mid_term(&server);
        doors.extend(["/", "/desk", "/account", "/claim", "/studio/recipients", "/desk/applications"].map(str::to_owned));
        let anybody = walk(&server.anonymous(), &[doors.clone(), vec!["/sign-in".to_owned()]].concat(), 2);
        let owner = walk(&server.sign_in_member(school.id, Role::Owner), &doors, 2);

        let table = routes::table();
        let pages = table.iter().filter(|route| is_page(route)).map(|route| route.pattern);
        let missed: Vec<_> = pages.filter(|page| !anybody.contains_key(page) && !owner.contains_key(page)).collect();
        assert!(missed.is_empty(), "no link leads to {missed:?}");
        for (path, page) in anybody.values().chain(owner.values()).flatten() {
            assert_whole_and_safe(path, page);
        }
    }

    fn no_link_of_ours_is_broken(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let badge = school.badge().published();
        school.award(&badge);
        let anybody = server.anonymous();
        let mut seen = BTreeSet::new();
        let mut open = vec!["/".to_owned()];
        while let Some(path) = open.pop() {
            if !seen.insert(path.clone()) {
                continue;
            }
            let page = anybody.page(&path);
            assert!(page.status < 400, "{path} answers {}", page.status);
            if page.media_type() != "text/html" {
                continue;
            }
            open.extend(links(&page.text(), server.url.as_str()));
        }
        assert!(seen.len() > 8, "{seen:?}");
    }

    fn a_missing_page_says_what_to_do_next(db: &TestDatabase) {
        let server = TestServer::on(db);

        let page = server.anonymous().page("/awards/01890a5d-ac96-774b-bcce-b302099a8057").expect(404);
        let machine = server.anonymous().get_as("/nowhere", "application/json").expect(404);

        assert_eq!(page.media_type(), "text/html");
        assert!(page.text().contains("<a "));
        assert_eq!(machine.media_type(), "application/problem+json");
    }

    fn the_server_says_how_it_is(db: &TestDatabase) {
        let server = TestServer::on(db);

        server.anonymous().get("/healthz").expect(200);
        server.anonymous().get("/readyz").expect(200);
    }
}

/// Whether a reader meets it by following links: not what is data, what travels by letter alone, what is one step of a
/// form, what operators alone see, or what is printed once a batch is done.
fn is_page(route: &routes::Route) -> bool {
    let for_people = matches!(
        route.access,
        Access::Form | Access::SignedIn | Access::Page(_)
    );
    let apart = [
        ".csv",
        ".json",
        ".png",
        "/count",
        "/picture",
        "/files/{digest}",
        "/sign-in/",
        "/setup/",
        "/studio/award",
        "/code",
        "/before/",
        "/desk/asking",
        "/slips",
    ];
    route.method == "GET" && for_people && !apart.iter().any(|part| route.pattern.contains(part))
}

fn assert_whole_and_safe(path: &str, page: &Answer) {
    let text = page.text();
    for part in [
        "<!doctype html>",
        "<html lang=\"",
        "<title>",
        "<main",
        "<h1",
        "name=\"viewport\"",
    ] {
        assert!(text.to_lowercase().contains(part), "{path} has no {part}");
    }
    assert_eq!(text.matches("<h1").count(), 1, "{path} has one headline");
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") || policy.contains("default-src 'self'"),
        "{path}: {policy}"
    );
    assert!(!policy.contains("unsafe"), "{path}: {policy}");
    assert!(
        !text.contains(" style=\"") && !text.contains(" onclick="),
        "{path} has something inline"
    );
    assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
}
