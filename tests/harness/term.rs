//! A school in the middle of its term: something of everything, and most of it not done yet.

use serde_json::{Value, json};

use crate::{Client, School, TestServer, award_to};

impl School {
    /// Fills the school; returns the addresses to which no page leads: those that travel by letter, on paper or by hand.
    pub fn in_mid_term(&self, server: &TestServer) -> Vec<String> {
        let owner = &self.owner;
        let anybody = server.anonymous();
        let badge = self.badge().with("assessment", json!({})).suspendable();
        let badge = badge.with("licence", "CC BY 4.0").published();
        let image = json!({ "blob": self.drawing(), "alt": "A tick on a green disc." });
        let drafted = self.badge().with("name", "Third Try");
        let drafted = drafted.with("image", image).drafted();
        let award = self.award(&badge);
        let withdrawn = self.award_as(&badge, &award_to("kofi@pupils.example", "Kofi"));
        self.revoke(&withdrawn, "Given to the wrong person.")
            .expect(200);
        let class = json!({ "name": "7b", "people": "Mia, mia@pupils.example\nZoé" });
        made(
            owner,
            &format!("/api/v1/issuers/{}/rosters", self.slug),
            &class,
        );
        let hook = json!({ "url": "https://hooks.example/", "events": ["awarded"] });
        made(
            owner,
            &format!("/api/v1/issuers/{}/webhooks", self.slug),
            &hook,
        );
        let batch = json!({ "people": [{ "name": "Mia" }, { "email": "zoé@" }] });
        made(
            owner,
            &format!("/api/v1/badge-classes/{badge}/batches"),
            &batch,
        );
        let invited = json!({ "role": "issuer", "seats": 3 });
        let invited = made(
            owner,
            &format!("/api/v1/issuers/{}/invitations", self.slug),
            &invited,
        );
        let asked = json!({ "reviewers": [{ "name": "Rosa" }], "quorum": 1 });
        let asked = made(
            owner,
            &format!("/api/v1/badge-classes/{drafted}/reviews"),
            &asked,
        );
        let links = format!("/api/v1/badge-classes/{badge}/claim-links");
        let terms = json!({ "withoutEmail": true, "approval": true, "question": "What will you remember?" });
        let link = made(owner, &links, &json!({ "seats": 28, "terms": terms }));
        made(
            owner,
            &links,
            &json!({ "cards": { "count": 2, "names": ["Maria"] } }),
        );
        let claim = path_of(&link["url"]);
        let fields = [("name", "Leo"), ("names", "us"), ("once", "1")];
        let claimed = anybody.post_form(&claim, &fields).expect(303);
        let [own, assess] = self.applied(&anybody, &badge);
        vec![
            claimed.header("location").to_owned(),
            claim,
            own.clone(),
            format!("{own}/add?for=c1&kind=pair"),
            assess,
            path_of(&asked["reviewers"][0]["link"]),
            path_of(&invited["link"]),
            path_of(&award["url"]),
        ]
    }

    /// An application that waits, and one that is still written: the page of the one's reviewer and of the other's earner.
    fn applied(&self, anybody: &Client, badge: &str) -> [String; 2] {
        let begin = |name: &str| {
            let new = json!({ "name": name, "email": format!("{name}@pupils.example") });
            made(
                anybody,
                &format!("/api/v1/badge-classes/{badge}/applications"),
                &new,
            )
        };
        let (sent, written) = (begin("malik"), begin("lena"));
        let mine = |begun: &Value| format!("/api/v1/my-applications/{}", plain(&begun["token"]));
        let piece = json!({ "criterion": "c1", "kind": "text", "narrative": "It broke." });
        made(anybody, &format!("{}/evidence", mine(&sent)), &piece);
        made(anybody, &format!("{}/evidence", mine(&written)), &piece);
        anybody
            .post(&format!("{}/submit", mine(&sent)), &json!({}))
            .expect(200);
        let id = plain(&sent["application"]["id"]);
        let rosa = json!({ "name": "Rosa", "email": "rosa@port.example" });
        let asking = format!("/api/v1/applications/{id}/outside-reviewers");
        self.owner.post(&asking, &rosa).expect(200);
        let assess = mailed(anybody, "rosa@port.example", "/assess/");
        [path_of(&written["url"]), assess]
    }
}

/// Where the newest letter to an address leads, below `part`.
#[track_caller]
fn mailed(anybody: &Client, email: &str, part: &str) -> String {
    let outbox = anybody.page("/outbox").expect(200).text();
    let mut letters = outbox.split("<li class=\"letter\">");
    let line = letters.find(|line| line.contains(email));
    let line = line.expect("a letter went there");
    let href = line
        .split('"')
        .find(|quoted| quoted.starts_with("/outbox/"))
        .expect("each leads to its letter");
    let letter = anybody.page(href).expect(200).text();
    let begin = letter.find(part).expect("it leads there");
    let end = letter[begin..].find(['"', '<']).expect("it ends");
    letter[begin..begin + end].to_owned()
}

/// What the API made.
#[track_caller]
fn made(client: &Client, path: &str, order: &Value) -> Value {
    client.post(path, order).expect(201).json()
}

#[track_caller]
fn path_of(url: &Value) -> String {
    let url: url::Url = plain(url).parse().expect("an address is one");
    url.path().to_owned()
}

#[track_caller]
fn plain(value: &Value) -> &str {
    value.as_str().expect("it is there, and a text")
}
