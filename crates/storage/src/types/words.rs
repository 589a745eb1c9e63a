//! Words from short lists: roles, states, kinds. Text in the database, enums in the code.

use std::fmt;
use std::io::Write;
use std::str::FromStr;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::Pg;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::connection::MultiBackend;

/// The text is not one of the words this column knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{word}\" is not a {kind}; one of {known} is")]
pub struct UnknownWord {
    /// What was read.
    pub word: String,
    /// Which list it is missing from, such as "role".
    pub kind: &'static str,
    /// The words of that list, separated by commas.
    pub known: String,
}

macro_rules! words {
    ($(
        $(#[$doc:meta])*
        $name:ident ($kind:literal) { $($(#[$member_doc:meta])* $member:ident = $word:literal,)* }
    )*) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow,
        )]
        #[diesel(sql_type = Text)]
        pub enum $name {
            $($(#[$member_doc])* $member,)*
        }

        impl $name {
            /// Every word of this list, in its natural order.
            pub const ALL: &[Self] = &[$(Self::$member),*];

            /// The word as it stands in the database, in JSON and in addresses.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$member => $word,)*
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                match text {
                    $($word => Ok(Self::$member),)*
                    _ => Err(UnknownWord {
                        word: text.to_owned(),
                        kind: $kind,
                        known: [$($word),*].join(", "),
                    }),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl ToSql<Text, Sqlite> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                out.set_value(self.as_str());
                Ok(IsNull::No)
            }
        }

        impl ToSql<Text, Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                out.write_all(self.as_str().as_bytes())?;
                Ok(IsNull::No)
            }
        }

        impl ToSql<Text, MultiBackend> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value((Text, self.as_str()));
                Ok(IsNull::No)
            }
        }

        impl<DB> FromSql<Text, DB> for $name
        where
            DB: Backend,
            String: FromSql<Text, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
                Ok(String::from_sql(value)?.parse()?)
            }
        }
    )*};
}

words! {
    /// What an account may do for an issuer, from most to least.
    Role ("role") {
        /// May do everything, also give rights away.
        Owner = "owner",
        /// Cares for the badge classes and the profile.
        Steward = "steward",
        /// May award and revoke.
        Issuer = "issuer",
        /// May judge work against criteria.
        Assessor = "assessor",
        /// May look.
        Viewer = "viewer",
    }

    /// What sort of organisation an issuer is.
    IssuerKind ("kind of issuer") {
        /// An organisation above schools.
        District = "district",
        /// A school, college or university.
        School = "school",
        /// A class or course within a school.
        Classroom = "classroom",
        /// A club or society.
        Club = "club",
        /// Anything else.
        Organisation = "organisation",
    }

    /// How far a badge class has come.
    BadgeClassState ("badge class state") {
        /// Being written; nobody outside sees it.
        Draft = "draft",
        /// Sent to others for their word.
        InReview = "in_review",
        /// Public, and can be awarded.
        Published = "published",
        /// Public still, but no longer awarded.
        Archived = "archived",
    }

    /// How far a round of review has come.
    ReviewState ("state of a review") {
        /// Answers are awaited.
        Open = "open",
        /// Whoever asked took it back.
        Withdrawn = "withdrawn",
        /// The next round took its place.
        Replaced = "replaced",
        /// What was judged in it was published.
        Published = "published",
    }

    /// What a reviewer says to the whole.
    ReviewAnswer ("answer to a review") {
        /// Yes.
        Approved = "approved",
        /// Not so.
        Objected = "objected",
    }

    /// From what sort of file a framework was read.
    FrameworkFormat ("framework format") {
        /// A package of the Competencies and Academic Standards Exchange.
        Case = "case",
        /// A table of ESCO skills.
        Esco = "esco",
    }

    /// Whether an assertion stands.
    AssertionState ("assertion state") {
        /// It stands.
        Issued = "issued",
        /// It is on hold and may come back.
        Suspended = "suspended",
        /// It was taken back for good.
        Revoked = "revoked",
    }

    /// How a key signs, by the names that JSON Web Algorithms gave.
    KeyAlgorithm ("key algorithm") {
        /// Ed25519.
        EdDsa = "EdDSA",
        /// ECDSA on P-256 with SHA-256.
        Es256 = "ES256",
        /// RSA PKCS #1 v1.5 with SHA-256.
        Rs256 = "RS256",
    }

    /// What a signing key is still good for.
    KeyState ("key state") {
        /// Signs and verifies.
        Active = "active",
        /// Signs no more; what it signed stays valid.
        Retired = "retired",
        /// In other hands: what it signed proves nothing.
        Compromised = "compromised",
    }

    /// What the bits of a status list mean.
    StatusPurpose ("status purpose") {
        /// Taken back for good.
        Revocation = "revocation",
        /// On hold.
        Suspension = "suspension",
    }

    /// What sort of thing shows that the award was earned.
    EvidenceKind ("kind of evidence") {
        /// The earner's or assessor's own words.
        Text = "text",
        /// Something on the web.
        Link = "link",
        /// An uploaded document.
        File = "file",
        /// An uploaded image.
        Picture = "picture",
        /// Two images, before and after.
        Pair = "pair",
        /// Somebody else's words.
        Testimonial = "testimonial",
    }

    /// Who sees an item of evidence.
    Visibility ("visibility") {
        /// Everyone who sees the award.
        Public = "public",
        /// The earner and the issuer.
        Private = "private",
    }

    /// What sort of identity a recipient has.
    RecipientKind ("kind of recipient") {
        /// An e-mail address, of which documents carry the salted hash.
        Email = "email",
        /// Nothing but a name and an identifier made for this one award: somebody without an address.
        Named = "named",
    }

    /// How far a batch of awards has come.
    BatchState ("state of a batch") {
        /// Being looked through; nothing was awarded.
        Draft = "draft",
        /// To begin by itself at a set time.
        Scheduled = "scheduled",
        /// Its rows are being awarded.
        Running = "running",
        /// Stopped between two rows, by somebody or by a problem.
        Paused = "paused",
        /// Every row has its outcome; the mails wait until it can no longer be undone.
        Mailing = "mailing",
        /// Every row has its outcome, and nothing is left to do.
        Done = "done",
        /// Given up before every row was awarded.
        Cancelled = "cancelled",
        /// Everything that it awarded was taken back.
        Undone = "undone",
    }

    /// What became of one row of a batch.
    RowState ("state of a row") {
        /// Ready to be awarded.
        Ready = "ready",
        /// Cannot be awarded as it is.
        Broken = "broken",
        /// Awarded.
        Awarded = "awarded",
        /// Refused when its turn came.
        Failed = "failed",
        /// Left out on purpose.
        Skipped = "skipped",
    }

    /// Where a row's recipient was seen before.
    Twin ("kind of twin") {
        /// In an earlier row of the same batch.
        Row = "row",
        /// Among those who hold the badge already.
        Holder = "holder",
    }

    /// What to do with rows whose recipient was seen before.
    DuplicateRule ("rule for duplicates") {
        /// Leave them out.
        Skip = "skip",
        /// Award them all the same.
        Award = "award",
    }

    /// When the recipients of a batch get their mail.
    Mailing ("mailing") {
        /// Never.
        None = "none",
        /// With the award.
        Now = "now",
        /// When the batch can no longer be undone.
        Later = "later",
    }

    /// In which form an assertion was signed.
    DocumentFormat ("document format") {
        /// Open Badges 3.0, JSON-LD with embedded proofs.
        V3Json = "v3_json",
        /// Open Badges 3.0 as a JSON Web Token.
        V3Jwt = "v3_jwt",
        /// Open Badges 2.0, hosted.
        V2Json = "v2_json",
        /// Open Badges 2.0, signed.
        V2Jws = "v2_jws",
    }

    /// How far an application has come.
    ApplicationState ("application state") {
        /// Being written by the earner.
        Draft = "draft",
        /// Handed in; somebody has to look.
        Submitted = "submitted",
        /// Given back for another try.
        Returned = "returned",
        /// The badge was given.
        Accepted = "accepted",
        /// Answered with no, for good.
        Declined = "declined",
        /// Taken back by the earner.
        Withdrawn = "withdrawn",
    }

    /// Whose look at an application it is.
    ReviewKind ("kind of review") {
        /// The earner's own.
        Own = "self",
        /// That of somebody the earner asked.
        Peer = "peer",
        /// That of a member of the issuer.
        Assessor = "assessor",
        /// That of somebody who holds a given badge.
        Holder = "holder",
        /// That of somebody the issuer asked from outside.
        Outside = "outside",
        /// That of a program.
        Machine = "machine",
    }

    /// What a secret link to an application opens.
    ApplicationLinkKind ("kind of application link") {
        /// The earner's own page.
        Earner = "earner",
        /// A look, asked for by the earner.
        Peer = "peer",
        /// A look, asked for by the issuer.
        Outside = "outside",
    }
}

words! {
    /// In which way an award was taken by its earner.
    ClaimedHow ("way of claiming") {
        /// By the secret link in the mail.
        Mail = "mail",
        /// By a claim link or its code.
        Link = "link",
        /// By a card with a code of its own.
        Card = "card",
        /// By a signed-in account that proved the address.
        Account = "account",
    }

    /// What a claim link consists of.
    ClaimLinkKind ("kind of claim link") {
        /// One code that many may use.
        Code = "code",
        /// Cards, each with a code for one use.
        Cards = "cards",
    }

    /// Whether a claim link is answered.
    ClaimLinkState ("claim link state") {
        /// Within its window it gives the badge.
        Open = "open",
        /// Not now; it may open again.
        Paused = "paused",
        /// For good.
        Closed = "closed",
    }

    /// What came of a claim.
    ClaimState ("claim state") {
        /// The issuer has not decided yet.
        Waiting = "waiting",
        /// The award was made.
        Awarded = "awarded",
        /// The issuer said no.
        Declined = "declined",
        /// The same address had claimed before: nothing new was made.
        Repeated = "repeated",
    }
}

words! {
    /// How far a letter has come.
    MailState ("mail state") {
        /// To be sent when its time has come.
        Waiting = "waiting",
        /// Taken by a mail server, or kept in the outbox where no mail leaves.
        Sent = "sent",
        /// Given up.
        Failed = "failed",
        /// Called back before it left.
        Dropped = "dropped",
    }
}

words! {
    /// Whether an address is told anything.
    WebhookState ("webhook state") {
        /// It is told.
        Active = "active",
        /// Its owner has paused it.
        Paused = "paused",
        /// It did not answer for days, or said that it is gone.
        Disabled = "disabled",
    }

    /// How far a message to a webhook has come.
    DeliveryState ("delivery state") {
        /// It is on its way, or is tried again.
        Waiting = "waiting",
        /// It was taken.
        Delivered = "delivered",
        /// It was given up.
        Failed = "failed",
    }

    /// Of what somebody is reminded.
    ReminderKind ("kind of reminder") {
        /// That a badge waits to be taken.
        Unclaimed = "unclaimed",
        /// That a badge ends soon.
        Expiring = "expiring",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_as_itself() {
        for state in AssertionState::ALL {
            assert_eq!(state.as_str().parse(), Ok(*state));
        }
        for algorithm in KeyAlgorithm::ALL {
            assert_eq!(algorithm.to_string().parse(), Ok(*algorithm));
        }
    }

    #[test]
    fn an_unknown_word_is_answered_with_the_known_ones() {
        let error = "boss".parse::<Role>().unwrap_err();

        assert_eq!(
            error.to_string(),
            "\"boss\" is not a role; one of owner, steward, issuer, assessor, viewer is"
        );
    }
}
