use accolade_storage::on_each_database;
use accolade_tests::TestServer;
use openbadges::status::{BitstringList, Leniency, mirror};
use serde_json::Value;

fn status_list(server: &TestServer, credential: &Value) -> (BitstringList, usize) {
    let status = &credential["credentialStatus"];
    let entry = if status.is_array() {
        &status[0]
    } else {
        status
    };
    let address = entry["statusListCredential"].as_str().unwrap();
    let list = server
        .anonymous()
        .get_as(address, "application/vc+ld+json")
        .expect(200)
        .json();
    let encoded = list["credentialSubject"]["encodedList"].as_str().unwrap();
    let index = entry["statusListIndex"].as_str().unwrap().parse().unwrap();
    (
        BitstringList::decode(encoded, Leniency::Strict).unwrap(),
        index,
    )
}

on_each_database! {
    fn a_withdrawn_award_says_so_everywhere(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let anybody = server.anonymous();
        let url = award["url"].as_str().unwrap();
        let credential = anybody.get(&format!("{url}.json")).expect(200).json();
        let (before, index) = status_list(&server, &credential);
        assert!(!before.get(index).unwrap());

        school.revoke(&award, "Given to the wrong person.").expect(200);

        let gone = anybody.get(&format!("{url}.v2.json")).expect(410).json();
        assert_eq!(gone["revoked"], true);
        let (after, _) = status_list(&server, &credential);
        assert!(after.get(index).unwrap());
        assert!(after.get(mirror(index)).unwrap(), "readers from the other end see it too");
        let page = anybody.page(url).expect(200).text();
        assert!(page.contains("Given to the wrong person.") && page.contains("Withdrawn"));
        let list = anybody.get(&format!("/issuers/{}/revocations", school.slug)).expect(200).json();
        assert_eq!(list["type"], "RevocationList");
        assert_eq!(list["revokedAssertions"].as_array().unwrap().len(), 1);
    }

    fn the_signed_credential_of_a_withdrawn_award_does_not_change(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let address = award["files"]["json"].as_str().unwrap();

        let before = server.anonymous().get(address).expect(200).body;
        school.revoke(&award, "Given to the wrong person.").expect(200);

        assert_eq!(server.anonymous().get(address).expect(200).body, before);
    }

    fn a_status_list_is_signed_and_long_enough(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let credential = server.anonymous().get(award["files"]["json"].as_str().unwrap()).json();
        let address = credential["credentialStatus"]["statusListCredential"].as_str().unwrap();

        let list = server.anonymous().get_as(address, "application/vc+ld+json").expect(200);
        let jwt = server.anonymous().get_as(address, "application/vc+jwt").expect(200);

        let (bits, _) = status_list(&server, &credential);
        assert!(bits.len() >= 131_072);
        assert!(list.json().get("proof").is_some());
        assert_eq!(jwt.text().split('.').count(), 3);
    }

    fn the_preview_card_changes_with_the_state(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let url = award["url"].as_str().unwrap();
        let card = || {
            let page = server.anonymous().page(url).expect(200).text();
            let after = page.split_once("og:image\"").expect("the page names its card").1;
            let address = after.split_once("content=\"").unwrap().1.split('"').next().unwrap();
            (address.to_owned(), server.anonymous().get(address).expect(200))
        };

        let (before, first) = card();
        school.revoke(&award, "Given to the wrong person.").expect(200);
        let (after, second) = card();

        assert_ne!(before, after);
        assert_eq!((first.media_type(), second.media_type()), ("image/png", "image/png"));
        assert_ne!(first.body, second.body);
    }
}
