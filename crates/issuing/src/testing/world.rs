//! A small world to act in: an issuer, a picture, a published badge class.

use std::sync::Arc;

use accolade_storage::Database;
use accolade_storage::accounts::Account;
use accolade_storage::badge_classes::BadgeClass;
use accolade_storage::blobs::{self, Blob};
use accolade_storage::issuers::Issuer;
use accolade_storage::types::{Digest, IssuerId, Role};
use image::{ImageFormat, RgbaImage};
use sha2::{Digest as _, Sha256};

use crate::Tools;
use crate::access::Caller;
use crate::awards::{self, Award, AwardOrder};
use crate::badge_classes::NewBadgeClass;
use crate::clock::FixedClock;
use crate::content::{BadgeContent, BadgeImage, Criteria};
use crate::issuers::NewIssuer;
use crate::{accounts, badge_classes, issuers};

/// Makes what a test needs, and panics when it cannot.
pub struct World<'db> {
    /// Where everything is stored.
    pub db: &'db Database,
    /// What the use cases work with.
    pub tools: Tools,
    /// The clock in the tools.
    pub clock: Arc<FixedClock>,
}

impl<'db> World<'db> {
    /// A world at 2026-11-22 10:00 UTC, reached at `https://badges.test`.
    pub fn new(db: &'db Database) -> Self {
        let at = "2026-11-22T10:00:00Z"
            .parse()
            .expect("the constant is a timestamp");
        let clock = Arc::new(FixedClock::new(at));
        let tools = Tools {
            clock: clock.clone(),
            ..super::tools("https://badges.test")
        };
        Self { db, tools, clock }
    }

    /// Founds an issuer under no other.
    pub fn issuer(&self, slug: &str) -> Issuer {
        self.issuer_with(NewIssuer {
            slug: slug.into(),
            ..Self::new_issuer()
        })
    }

    /// Founds an issuer below another.
    pub fn issuer_below(&self, slug: &str, parent: IssuerId) -> Issuer {
        self.issuer_with(NewIssuer {
            slug: slug.into(),
            parent: Some(parent),
            ..Self::new_issuer()
        })
    }

    /// Founds an issuer as told.
    pub fn issuer_with(&self, new: NewIssuer) -> Issuer {
        self.db
            .write(|conn| issuers::create(conn, &self.tools, &Caller::operator(), new))
            .expect("the issuer of a test is right")
    }

    /// A profile that lacks nothing but a slug.
    pub fn new_issuer() -> NewIssuer {
        NewIssuer {
            name: "Acme School".into(),
            url: "https://acme.example/".into(),
            email: "badges@acme.example".into(),
            ..NewIssuer::default()
        }
    }

    /// An account, with a role if one is named.
    pub fn person(&self, email: &str, role: Option<(IssuerId, Role)>) -> (Account, Caller) {
        let account = self
            .db
            .write(|conn| accounts::find_or_create(conn, &self.tools, email, "Somebody"))
            .expect("the account of a test is right");
        if let Some((issuer, role)) = role {
            let operator = Caller::operator();
            self.db
                .write(|conn| {
                    accounts::grant(conn, &self.tools, &operator, account.id, issuer, role)
                })
                .expect("the role of a test is right");
        }
        let caller = Caller::person(account.id);
        (account, caller)
    }

    /// Stores a small PNG.
    pub fn picture(&self) -> Digest {
        let mut png = std::io::Cursor::new(Vec::new());
        RgbaImage::from_pixel(8, 8, image::Rgba([20, 90, 90, 255]))
            .write_to(&mut png, ImageFormat::Png)
            .expect("eight by eight pixels become a PNG");
        let bytes = png.into_inner();
        let blob = Blob {
            digest: Digest::from_bytes(Sha256::digest(&bytes).into()),
            media_type: "image/png".into(),
            byte_length: i64::try_from(bytes.len()).expect("a small picture"),
            bytes,
            width: Some(8),
            height: Some(8),
            created_at: self.tools.now(),
            published_at: None,
        };
        self.db
            .write(|conn| blobs::insert_if_absent(conn, &blob))
            .expect("the picture of a test is stored");
        blob.digest
    }

    /// Content that can be published.
    pub fn content(&self, name: &str) -> BadgeContent {
        BadgeContent {
            name: name.into(),
            description: "For asking a question that made the class think & talk.".into(),
            claim: "Asks questions that open a subject.".into(),
            criteria: Criteria {
                narrative: "Ask a good question.".into(),
                items: vec![],
            },
            image: Some(BadgeImage {
                blob: self.picture(),
                alt: "An owl with a <bell>.".into(),
                recipe: None,
            }),
            ..BadgeContent::default()
        }
    }

    /// A published badge class.
    pub fn badge(&self, issuer: IssuerId) -> BadgeClass {
        self.badge_with(issuer, self.content("Good question"), false)
    }

    /// A published badge class as told.
    pub fn badge_with(
        &self,
        issuer: IssuerId,
        content: BadgeContent,
        suspendable: bool,
    ) -> BadgeClass {
        let operator = Caller::operator();
        self.db
            .write(|conn| {
                let new = NewBadgeClass {
                    content,
                    suspendable,
                };
                let class = badge_classes::draft(conn, &self.tools, &operator, issuer, new)?;
                badge_classes::publish(conn, &self.tools, &operator, class.id)
            })
            .expect("the badge class of a test is right")
            .0
    }

    /// Awards a badge class to `mia@example.org`.
    pub fn award(&self, badge: &BadgeClass) -> Award {
        self.award_with(AwardOrder::new(badge.id, "Mia@Example.org"))
    }

    /// Awards as told.
    pub fn award_with(&self, order: AwardOrder) -> Award {
        self.db
            .write(|conn| awards::award(conn, &self.tools, &Caller::operator(), order))
            .expect("the order of a test is right")
    }
}
