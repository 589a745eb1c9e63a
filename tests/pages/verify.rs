use accolade_storage::on_each_database;
use accolade_tests::{Answer, TestServer};
use reqwest::{Method, blocking::multipart};

/// Sends the form of the page with one of its fields filled, as a browser without script does.
fn send(server: &TestServer, field: &str, value: &str) -> Answer {
    let form = multipart::Form::new().text(field.to_owned(), value.to_owned());
    let request = server
        .anonymous()
        .request(Method::POST, "/verify")
        .multipart(form);
    Answer::of(request.header("accept", "text/html"))
}

fn fields(page: &str) -> Vec<String> {
    let tags = page
        .split(['<'])
        .filter(|tag| tag.starts_with("input") || tag.starts_with("textarea"));
    tags.filter_map(|tag| {
        tag.split("name=\"")
            .nth(1)?
            .split('"')
            .next()
            .map(str::to_owned)
    })
    .collect()
}

on_each_database! {
    fn a_pasted_address_is_checked_without_script(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let page = server.anonymous().page("/verify").expect(200).text();
        let fields = fields(&page);
        let field = fields.iter().find(|name| ["text", "url", "paste"].contains(&name.as_str()));
        let field = field.unwrap_or_else(|| panic!("the page has only {fields:?}"));

        let result = send(&server, field, award["url"].as_str().unwrap()).expect(200).text();

        assert!(result.contains("Valid") && result.contains("Amara Okafor"), "{result}");
    }

    fn an_uploaded_picture_is_checked_without_script(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().published());
        let png = server.anonymous().get(award["files"]["png"].as_str().unwrap()).expect(200).body;

        let part = multipart::Part::bytes(png).file_name("badge.png").mime_str("image/png").unwrap();
        let form = multipart::Form::new().part("file", part);
        let request = server.anonymous().request(Method::POST, "/verify").multipart(form);
        let result = Answer::of(request.header("accept", "text/html")).expect(200).text();

        assert!(result.contains("Valid") && result.contains("Amara Okafor"), "{result}");
    }

    fn a_presentation_shows_each_badge_that_came_in_it(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let badge = school.badge().published();
        let award = school.award(&badge);
        let credential = || server.anonymous().get(award["files"]["json"].as_str().unwrap()).expect(200).json();
        let mut spoilt = credential();
        spoilt["name"] = "Something grander".into();
        let folder = serde_json::json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": "VerifiablePresentation",
            "verifiableCredential": [credential(), spoilt],
        });

        let result = send(&server, "text", &folder.to_string()).expect(200).text();

        assert!(result.contains("What came in it") && result.contains("Amara Okafor"), "{result}");
        assert!(result.contains("Not valid"), "{result}");
        assert!(!result.contains("The issuer gave this badge"), "{result}");
    }

    fn nonsense_is_answered_kindly(db: &TestDatabase) {
        let server = TestServer::on(db);
        let page = server.anonymous().page("/verify").expect(200).text();
        let field = fields(&page).into_iter().find(|name| ["text", "url", "paste"].contains(&name.as_str())).unwrap();

        for text in ["", "hello", "https://", "<script>alert(1)</script>", "{\"a\":1}"] {
            let answer = send(&server, &field, text);
            assert!(matches!(answer.status, 200 | 400 | 422), "{text}: {}", answer.status);
            assert!(!answer.text().contains("<script>alert"), "{text}");
        }
    }
}
