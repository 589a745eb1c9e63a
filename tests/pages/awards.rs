use accolade_storage::on_each_database;
use accolade_tests::{TestServer, award_to};
use serde_json::json;

on_each_database! {
    fn the_first_line_of_an_award_is_the_answer(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());

        let page = server.anonymous().page(award["url"].as_str().unwrap()).expect(200).text();

        let verdict = page.find("gave this badge to").expect("the verdict stands in words");
        let criterion = page.find("Changes one thing on purpose").expect("the criteria are shown");
        assert!(page.contains("Valid") && page.contains("Amara Okafor") && page.contains("22 November 2026"));
        assert!(verdict < criterion);
    }

    fn evidence_is_shown_and_what_people_write_stays_text(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let mut award = award_to("amara@pupils.example", "Amara <b>Okafor</b>");
        award["narrative"] = json!("<script>alert(1)</script> Looked before she fixed.");
        award["evidence"] = json!([
            { "kind": "text", "visibility": "public", "name": "In her words", "narrative": "It **broke** <img src=x onerror=alert(2)>" },
            { "kind": "text", "visibility": "private", "name": "A secret", "narrative": "Nobody sees this." }
        ]);
        let made = school.award_as(&school.badge().published(), &award);

        let page = server.anonymous().page(made["url"].as_str().unwrap()).expect(200).text();

        assert!(page.contains("In her words"));
        assert!(!page.contains("<script>alert") && !page.contains("<b>Okafor") && !page.contains("onerror=alert"));
        assert!(!page.contains("Nobody sees this"));
    }

    fn an_award_is_not_for_search_engines(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());

        let answer = server.anonymous().page(award["url"].as_str().unwrap()).expect(200);

        assert!(answer.text().contains("noindex") || answer.header("x-robots-tag").contains("noindex"));
    }

    fn an_address_can_be_compared_on_the_page(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let url = award["url"].as_str().unwrap();
        let page = server.anonymous().page(url).expect(200).text();
        let field = page.split("<input").find(|input| input.contains("type=\"email\"")).expect("a field for the address");
        let name = field.split("name=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let compare = |email: &str| {
            let request = server.anonymous().request(reqwest::Method::POST, url).form(&[(name.as_str(), email)]);
            accolade_tests::Answer::of(request.header("accept", "text/html")).expect(200).text()
        };

        let right = compare("amara@pupils.kestrelhill.example");
        let wrong = compare("kofi@pupils.kestrelhill.example");

        assert_ne!(right, wrong);
        assert!(!right.contains("amara@pupils.kestrelhill.example") || right.contains("value=\"amara@"));
    }
}
