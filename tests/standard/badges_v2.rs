use accolade_storage::on_each_database;
use accolade_tests::TestServer;
use openbadges::recipient;

on_each_database! {
    fn a_hosted_assertion_leads_to_its_badge_and_its_issuer(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let anybody = server.anonymous();
        let follow = |address: &serde_json::Value| {
            anybody.get_as(address.as_str().unwrap(), "application/ld+json").expect(200).json()
        };

        let url = award["url"].as_str().unwrap();
        let assertion = anybody.get(&format!("{url}.v2.json")).expect(200).json();
        let badge = follow(&assertion["badge"]);
        let issuer = follow(&badge["issuer"]);

        assert_eq!(assertion["@context"], "https://w3id.org/openbadges/v2");
        assert_eq!(assertion["verification"]["type"], "HostedBadge");
        assert_eq!((&badge["type"], &badge["id"]), (&"BadgeClass".into(), &assertion["badge"]));
        assert_eq!(issuer["id"], badge["issuer"]);
        let image = badge["image"].as_str().or_else(|| badge["image"]["id"].as_str()).unwrap();
        assert!(anybody.get(image).expect(200).media_type().starts_with("image/"));
    }

    fn the_hash_belongs_to_the_address(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let url = award["url"].as_str().unwrap();

        let assertion = server.anonymous().get(&format!("{url}.v2.json")).expect(200).json();
        let recipient = &assertion["recipient"];

        let salt = recipient["salt"].as_str().unwrap();
        let expected = recipient::hash_identity("amara@pupils.kestrelhill.example", salt);
        assert_eq!(recipient["identity"], expected);
    }
}
