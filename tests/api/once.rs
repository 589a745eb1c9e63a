use accolade_storage::on_each_database;
use accolade_tests::{TestServer, award_to};

on_each_database! {
    fn the_same_key_and_body_give_the_same_award(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let path = format!("/api/v1/badge-classes/{}/assertions", school.badge().published());
        let award = award_to("amara@pupils.example", "Amara Okafor");

        let first = school.owner.post_once(&path, "row-7", &award).expect(201);
        let second = school.owner.post_once(&path, "row-7", &award).expect(201);

        assert_eq!(first.json(), second.json());
        assert_eq!(first.header("location"), second.header("location"));
        let all = school.owner.get(&path).expect(200).json();
        assert_eq!(all["items"].as_array().unwrap().len(), 1);
    }

    fn the_same_key_with_another_body_is_a_conflict(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let path = format!("/api/v1/badge-classes/{}/assertions", school.badge().published());
        school.owner.post_once(&path, "row-7", &award_to("amara@pupils.example", "Amara")).expect(201);

        let refused = school.owner.post_once(&path, "row-7", &award_to("kofi@pupils.example", "Kofi"));

        refused.expect(409);
    }

    fn a_refused_request_leaves_its_key_free(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let path = format!("/api/v1/badge-classes/{}/assertions", school.badge().published());

        school.owner.post_once(&path, "row-7", &award_to("no address", "Amara")).expect(422);

        school.owner.post_once(&path, "row-7", &award_to("amara@pupils.example", "Amara")).expect(201);
    }

    fn two_that_come_together_make_one_award(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let path = format!("/api/v1/badge-classes/{}/assertions", school.badge().published());
        let award = award_to("amara@pupils.example", "Amara Okafor");

        let answers: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..6)
                .map(|_| scope.spawn(|| school.owner.post_once(&path, "together", &award)))
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });

        let statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
        assert!(statuses.contains(&201), "{statuses:?}");
        assert!(statuses.iter().all(|status| matches!(status, 201 | 409)), "{statuses:?}");
        let all = school.owner.get(&path).expect(200).json();
        assert_eq!(all["items"].as_array().unwrap().len(), 1);
    }
}
