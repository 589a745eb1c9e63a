//! A school with badges to award, made through the API.

use accolade_issuing::{access::Caller, issuers::NewIssuer};
use accolade_storage::types::{IssuerId, IssuerKind, Role};
use serde_json::{Value, json};

use crate::{Answer, Client, DRAWING, TestServer};

/// An issuer and its owner.
pub struct School {
    /// Its id.
    pub id: IssuerId,
    /// Its part of the address.
    pub slug: String,
    /// Somebody who may do everything here.
    pub owner: Client,
}

impl School {
    /// Founds it, with keys that are the same in every run.
    ///
    /// # Panics
    /// When it cannot be founded.
    pub fn found(server: &TestServer, slug: &str) -> Self {
        let new = NewIssuer {
            slug: slug.to_owned(),
            kind: IssuerKind::School,
            name: "Kestrel Hill School".to_owned(),
            description: "A school on a hill.".to_owned(),
            url: "https://kestrelhill.example".to_owned(),
            email: "office@kestrelhill.example".to_owned(),
            ..NewIssuer::default()
        };
        let tools = server.tools();
        let made = server.state().database.write(|conn| {
            accolade_issuing::issuers::create(conn, &tools, &Caller::operator(), new)
        });
        let id = made.expect("a school can be founded").id;
        let owner = server.member(id, Role::Owner);
        Self {
            id,
            slug: slug.to_owned(),
            owner,
        }
    }

    /// A badge to be described.
    pub fn badge(&self) -> BadgeBuilder<'_> {
        BadgeBuilder {
            school: self,
            content: content(),
            suspendable: false,
        }
    }

    /// Awards a badge to Amara.
    pub fn award(&self, badge: &str) -> Value {
        self.award_as(
            badge,
            &award_to("amara@pupils.kestrelhill.example", "Amara Okafor"),
        )
    }

    /// Awards a badge as described.
    pub fn award_as(&self, badge: &str, award: &Value) -> Value {
        self.try_award(badge, award).expect(201).json()
    }

    /// Tries to award a badge.
    pub fn try_award(&self, badge: &str, award: &Value) -> Answer {
        self.owner
            .post(&format!("/api/v1/badge-classes/{badge}/assertions"), award)
    }

    /// Takes an award back.
    pub fn revoke(&self, award: &Value, reason: &str) -> Answer {
        let id = id_of(award);
        self.owner.post(
            &format!("/api/v1/assertions/{id}/revoke"),
            &json!({ "reason": reason }),
        )
    }

    /// Puts an award on hold.
    pub fn suspend(&self, award: &Value, reason: &str) -> Answer {
        let id = id_of(award);
        self.owner.post(
            &format!("/api/v1/assertions/{id}/suspend"),
            &json!({ "reason": reason }),
        )
    }

    /// Stores the drawing that test badges show.
    pub fn drawing(&self) -> String {
        let stored = self
            .owner
            .post_bytes("/api/v1/images", "image/svg+xml", DRAWING)
            .expect(201);
        text(&stored.json(), "digest")
    }
}

/// A badge class that is being described.
pub struct BadgeBuilder<'a> {
    school: &'a School,
    content: Value,
    suspendable: bool,
}

impl BadgeBuilder<'_> {
    /// Another value for a member of its content.
    pub fn with(mut self, member: &str, value: impl Into<Value>) -> Self {
        self.content[member] = value.into();
        self
    }

    /// Its awards can be put on hold.
    pub fn suspendable(mut self) -> Self {
        self.suspendable = true;
        self
    }

    /// Drafts it; returns its id.
    pub fn drafted(self) -> String {
        text(&self.try_draft().expect(201).json(), "id")
    }

    /// Drafts and publishes it; returns its id.
    pub fn published(mut self) -> String {
        let digest = self.school.drawing();
        self.content["image"] = json!({ "blob": digest, "alt": "A tick on a green disc." });
        let school = self.school;
        let id = self.drafted();
        let path = format!("/api/v1/badge-classes/{id}/publish");
        school.owner.post(&path, &json!({})).expect(200);
        id
    }

    /// Tries to draft it.
    pub fn try_draft(mut self) -> Answer {
        self.content["suspendable"] = self.suspendable.into();
        let path = format!("/api/v1/issuers/{}/badge-classes", self.school.slug);
        self.school.owner.post(&path, &self.content)
    }
}

/// An award to somebody, with nothing else said.
pub fn award_to(email: &str, name: &str) -> Value {
    json!({ "recipient": { "email": email, "name": name } })
}

fn content() -> Value {
    json!({
        "name": "Second Try",
        "description": "You went back to something that did not work.",
        "claim": "Finds out why a first attempt failed, and tries again.",
        "criteria": {
            "narrative": "Bring both attempts.",
            "items": [
                { "id": "c1", "text": "Shows a first attempt that did not work", "required": true },
                { "id": "c2", "text": "Changes one thing on purpose", "required": true }
            ]
        },
        "tags": ["resilience"],
        "alignments": [{
            "name": "Learns from setbacks", "url": "https://skills.northern.example/SM-3.2",
            "code": "SM-3.2", "framework": "Northern Skills Frame"
        }]
    })
}

fn id_of(award: &Value) -> String {
    text(award, "id")
}

#[track_caller]
fn text(value: &Value, member: &str) -> String {
    value[member]
        .as_str()
        .unwrap_or_else(|| panic!("{member} is missing in {value}"))
        .to_owned()
}
