//! What every page has in common.

use std::collections::BTreeSet;

use accolade_storage::on_each_database;
use accolade_tests::TestServer;

on_each_database! {
    fn every_page_is_whole_and_safe(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let badge = school.badge().published();
        let award = school.award(&badge);
        let anybody = server.anonymous();
        for path in [
            "/".to_owned(), "/verify".to_owned(), "/issuers".to_owned(), "/badges".to_owned(), "/api/docs".to_owned(), "/studio".to_owned(), "/library".to_owned(),
            format!("/issuers/{}", school.slug), format!("/badges/{badge}"), award["url"].as_str().unwrap().to_owned(),
        ] {
            let page = anybody.page(&path).expect(200);
            let text = page.text();
            assert_eq!(page.media_type(), "text/html", "{path}");
            for part in ["<!doctype html>", "<html lang=\"", "<title>", "<main", "<h1", "name=\"viewport\""] {
                assert!(text.to_lowercase().contains(part), "{path} has no {part}");
            }
            assert_eq!(text.matches("<h1").count(), 1, "{path} has one headline");
            let policy = page.header("content-security-policy");
            assert!(policy.contains("default-src 'none'") || policy.contains("default-src 'self'"), "{path}: {policy}");
            assert!(!policy.contains("unsafe"), "{path}: {policy}");
            assert!(!text.contains(" style=\"") && !text.contains(" onclick="), "{path} has something inline");
            assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
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

/// Addresses on this server that a page leads to or shows.
fn links(page: &str, base: &str) -> Vec<String> {
    ["href=\"", "src=\""]
        .iter()
        .flat_map(|attribute| page.split(attribute).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .map(|link| {
            link.split('#')
                .next()
                .unwrap_or_default()
                .replace("&amp;", "&")
        })
        .filter_map(|link| match link.strip_prefix(base) {
            Some(path) => Some(format!("/{path}")),
            None => link.starts_with('/').then_some(link),
        })
        .filter(|link| !link.starts_with("//"))
        .collect()
}
