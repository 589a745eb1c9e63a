use accolade_storage::on_each_database;
use accolade_tests::{TestServer, award_to};
use jiff::SignedDuration;

on_each_database! {
    fn pages_follow_each_other_without_gap_or_repeat(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let badge = school.badge().published();
        let mut made = Vec::new();
        for number in 0..7 {
            server.clock.advance(SignedDuration::from_secs(1));
            let award = school.award_as(&badge, &award_to(&format!("p{number}@pupils.example"), "P"));
            made.push(award["id"].clone());
        }
        made.reverse();

        let mut seen = Vec::new();
        let mut next = String::new();
        loop {
            let path = format!("/api/v1/badge-classes/{badge}/assertions?limit=3{next}");
            let page = school.owner.get(&path).expect(200).json();
            seen.extend(page["items"].as_array().unwrap().iter().map(|award| award["id"].clone()));
            match page["next"].as_str() {
                Some(after) => next = format!("&after={after}"),
                None => break,
            }
        }

        assert_eq!(seen, made);
    }

    fn an_impossible_page_is_refused(db: &TestDatabase) {
        let server = TestServer::on(db);

        for query in ["limit=0", "limit=100000", "limit=many", "after=x"] {
            let answer = server.anonymous().get(&format!("/api/v1/issuers?{query}"));
            assert!((400..500).contains(&answer.status), "{query}: {}", answer.status);
        }
    }
}
