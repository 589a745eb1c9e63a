use accolade_storage::on_each_database;
use accolade_tests::{Answer, TestServer};
use reqwest::{Method, header::IF_NONE_MATCH};

on_each_database! {
    fn what_has_not_changed_is_not_sent_again(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let anybody = server.anonymous();
        let address = award["files"]["json"].as_str().unwrap();

        let first = anybody.get(address).expect(200);
        let tag = first.header("etag").to_owned();
        let again = Answer::of(anybody.request(Method::GET, address).header(IF_NONE_MATCH, &tag));

        assert!(tag.starts_with('"'), "{tag} is not a strong tag");
        again.expect(304);
        assert!(!first.header("cache-control").is_empty());
    }

    fn a_page_that_changed_has_another_tag(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let address = award["files"]["v2Json"].as_str().unwrap_or_else(|| panic!("{award}"));

        let before = server.anonymous().get(address).expect(200);
        school.revoke(&award, "Given to the wrong person.").expect(200);
        let after = server.anonymous().get(address).expect(410);

        assert_ne!(before.body, after.body);
    }

    fn the_tags_of_two_forms_differ(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let address = award["url"].as_str().unwrap();
        let tag = |accept: &str| server.anonymous().get_as(address, accept).header("etag").to_owned();

        assert_ne!(tag("application/vc+ld+json"), tag("application/ld+json"));
        assert_ne!(tag("image/png"), tag("image/svg+xml"));
    }
}
