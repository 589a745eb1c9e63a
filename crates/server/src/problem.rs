//! The error that goes out: RFC 9457 problem details, and the one table of all of them.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use serde_json::{Value, json};

mod conversions;
mod reference;

pub use reference::reference;

/// The media type of every problem answer to a machine.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// The path under which each problem type is explained.
pub const TYPES: &str = "/api/problems";

macro_rules! problems {
    ($($name:ident $status:literal $slug:literal $title:literal $meaning:literal;)+) => {
        /// Which problem it is; one line of the table each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Kind {
            $(#[doc = $title] $name,)+
        }

        impl Kind {
            /// Every problem, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The HTTP status that goes with the problem.
            pub fn status(self) -> StatusCode {
                let number: u16 = match self { $(Self::$name => $status,)+ };
                StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }

            /// The last part of the `type` address.
            pub fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug,)+ }
            }

            /// The short sentence that is the same for each occurrence.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)+ }
            }

            /// What it means, and what to do about it.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)+ }
            }
        }
    };
}

problems! {
    Unreadable              400 "unreadable" "The request could not be read"
        "The body is not what its content type says, lacks a required part or is nested too deeply. The detail says where reading stopped.";
    BadQuery                400 "bad-query" "A part of the address could not be read"
        "A query parameter, such as `limit` or `after`, has a value it cannot have. The `errors` member names it.";
    Unauthenticated         401 "unauthenticated" "This needs a token"
        "Send `Authorization: Bearer …` with a token made by `accolade token create` or by `POST /api/v1/tokens`. A token that is unknown, expired or withdrawn counts as none.";
    MissingScope            403 "missing-scope" "The token may not do this"
        "The token is good, but was made without the scope that this needs. Make one with the scope named in the detail.";
    Forbidden               403 "forbidden" "You may not do this"
        "Your role at this issuer does not allow it. An owner of the issuer, or of one above it, can give you another role.";
    PasskeyRefused          403 "passkey-refused" "This passkey was not accepted"
        "The detail says why. Sign in with a letter instead, and add the passkey again on your account page.";
    FormTooOld              403 "form-too-old" "This form had grown old"
        "It was opened before you signed in or out, or did not come from a page of ours. Go back, load the page again, and send it once more.";
    NotFound                404 "not-found" "There is nothing here"
        "Nothing has this address, or you may not know of it.";
    MethodNotAllowed        405 "method-not-allowed" "This address does not take that method"
        "The `Allow` header lists the methods it takes.";
    NotAcceptable           406 "not-acceptable" "This address has none of the forms you accept"
        "The `available` member lists the media types it can answer with.";
    Conflict                409 "conflict" "Someone else changed this at the same time"
        "Read the present state and try again.";
    SlugTaken               409 "slug-taken" "This address is taken"
        "Another issuer has this slug. Choose another.";
    BadgeClassNotPublished  409 "badge-class-not-published" "This badge class is not published"
        "Only a published badge class can be awarded. Publish it first.";
    BadgeClassArchived      409 "badge-class-archived" "This badge class is archived"
        "An archived badge class keeps its awards but gives no new ones and takes no edits.";
    NothingToPublish        409 "nothing-to-publish" "There is no draft to publish"
        "The badge class has no changes since its last version.";
    EditedMeanwhile         409 "edited-meanwhile" "Somebody else saved this draft since you read it"
        "You sent the `revision` that you had read, and another was saved since. Read the badge class again, bring the two together, and send the present revision.";
    NotApproved             409 "not-approved" "The reviewers have not approved this draft"
        "Others were asked for their word. Wait for their answers, send the draft to them again if it was changed, or publish it with a `reason`, which is kept.";
    NotFree                 409 "not-free" "The licence does not allow this"
        "Only a badge class under a Creative Commons licence that allows changes can be made into a version of your own.";
    Withdrawn               410 "withdrawn" "This was taken back"
        "The organisation that said it does not say so any longer.";
    ReviewOver              410 "review-over" "This round of review is over"
        "Its deadline has passed, it was withdrawn, or the badge was published. Answers are not taken any more.";
    AlreadyRevoked          409 "already-revoked" "This award is revoked"
        "A revocation is for good. Award again instead.";
    AlreadySuspended        409 "already-suspended" "This award is suspended already"
        "Reinstate it, or revoke it for good.";
    NotSuspended            409 "not-suspended" "This award is not suspended"
        "Only a suspended award can be reinstated.";
    NotSuspendable          409 "not-suspendable" "Awards of this badge class cannot be suspended"
        "The badge class did not opt in to suspension when this was awarded. Revoke instead.";
    NotOpen                 409 "applications-closed" "This badge takes no applications"
        "Its issuer gives it in another way, or has stopped giving it.";
    OwnWork                 409 "own-work" "Nobody judges their own work in somebody else’s place"
        "The account or the address is that of the person who applies. Somebody else has to look.";
    LookedAlready           409 "looked-already" "You have looked at this already"
        "The same person counts once. Change what you said by the link, or the account, with which you said it.";
    WrongState              409 "wrong-state" "The present state does not allow this"
        "The detail says which state it is in.";
    IssuerArchived          409 "issuer-archived" "This organisation is archived"
        "It gives no new badges, and neither do those below it. An owner can take it up again in its settings.";
    LastOwner               409 "last-owner" "An organisation needs an owner"
        "Nobody else could give rights away. Make somebody else owner first.";
    InvitationClosed        410 "invitation-closed" "This invitation is not open any more"
        "It was taken, taken back, or has ended. Ask for a new one.";
    IdempotencyKeyReused    409 "idempotency-key-reused" "This idempotency key was used for something else"
        "The same `Idempotency-Key` came with another request before. Use a new key for each new request.";
    LinkEnded               410 "link-ended" "This link has ended"
        "It was good for a time and that is over, or it was taken back. Ask whoever sent it for a new one.";
    Revoked                 410 "revoked" "This award was revoked"
        "The document is withdrawn; the page of the award says why.";
    TooLarge                413 "too-large" "The body is too large"
        "The limits are listed in the API reference.";
    UnsupportedMediaType    415 "unsupported-media-type" "This content type is not understood here"
        "The detail lists the content types that are.";
    Invalid                 422 "invalid" "Some of the values cannot be taken"
        "The `errors` member has one entry for each field: a JSON pointer, a stable code and a sentence.";
    ImageRefused            422 "image-refused" "The image was refused"
        "It is not the image it claims to be, is damaged, or exceeds a limit. PNG, JPEG, WebP and SVG are taken.";
    TooManyRequests         429 "too-many-requests" "Too many requests"
        "Wait for the number of seconds in `Retry-After`.";
    Internal                500 "internal" "Something went wrong on our side"
        "It was logged under the request id given in the answer.";
    Unavailable             503 "unavailable" "The service is not ready"
        "The database cannot be reached at the moment. Try again shortly.";
}

/// What is wrong with one field of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// JSON pointer into the request body, or `/` and the name of a parameter or header.
    pub pointer: String,
    /// A stable word for programs, such as `too_long`.
    pub code: String,
    /// A sentence for people.
    pub message: String,
}

/// One occurrence of a problem, with what the client may know about it.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Which problem it is.
    pub kind: Kind,
    /// What happened this time, if there is more to say than the title does.
    pub detail: Option<String>,
    /// One entry for each field that cannot be taken.
    pub errors: Vec<FieldError>,
    /// The media types that could have been asked for (406) or sent (415).
    pub available: Box<[String]>,
    /// After how many seconds another attempt makes sense.
    pub retry_after: Option<u64>,
    /// The methods that the address takes (405).
    pub allow: Option<Box<str>>,
}

impl Problem {
    /// A problem of this kind, with nothing more to say.
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            detail: None,
            errors: Vec::new(),
            available: Box::default(),
            retry_after: None,
            allow: None,
        }
    }

    /// Adds what happened this time.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Nothing has this address.
    pub fn not_found() -> Self {
        Self::new(Kind::NotFound)
    }

    /// The body is not what it should be.
    pub fn unreadable(detail: impl Into<String>) -> Self {
        Self::new(Kind::Unreadable).detail(detail)
    }

    /// Understood, but these fields cannot be taken.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Self {
            errors,
            ..Self::new(Kind::Invalid)
        }
    }

    /// Understood, but this one field cannot be taken.
    pub fn field(pointer: &str, code: &str, message: impl Into<String>) -> Self {
        Self::invalid(vec![FieldError {
            pointer: pointer.to_owned(),
            code: code.to_owned(),
            message: message.into(),
        }])
    }

    /// Our own fault: the cause goes to the log, the client learns only that it happened.
    pub fn internal(cause: impl fmt::Display) -> Self {
        tracing::error!(error = %cause, "a request failed on our side");
        Self::new(Kind::Internal)
    }

    /// The problem as JSON, with the request it belongs to.
    pub fn to_json(&self, request_id: Option<&str>) -> Value {
        let mut body = json!({
            "type": format!("{TYPES}/{}", self.kind.slug()),
            "title": self.kind.title(),
            "status": self.kind.status().as_u16(),
        });
        if let Some(detail) = &self.detail {
            body["detail"] = json!(detail);
        }
        if !self.errors.is_empty() {
            body["errors"] = json!(self.errors);
        }
        if !self.available.is_empty() {
            body["available"] = json!(self.available);
        }
        if let Some(id) = request_id {
            body["requestId"] = json!(id);
        }
        body
    }

    /// The problem as an answer to a machine.
    pub fn response(&self, request_id: Option<&str>) -> HttpResponse {
        let mut response = HttpResponse::build(self.kind.status());
        response.insert_header((header::CONTENT_TYPE, MEDIA_TYPE));
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        if self.kind == Kind::Unauthenticated {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"accolade\""));
        }
        if self.kind == Kind::MissingScope {
            response.insert_header((
                header::WWW_AUTHENTICATE,
                "Bearer realm=\"accolade\", error=\"insufficient_scope\"",
            ));
        }
        if let Some(seconds) = self.retry_after {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        if let Some(methods) = &self.allow {
            response.insert_header((header::ALLOW, methods.as_ref()));
        }
        let mut response = response.body(self.to_json(request_id).to_string());
        response.extensions_mut().insert(self.clone());
        response
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.title())?;
        match &self.detail {
            Some(detail) => write!(f, ": {detail}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.kind.status()
    }

    fn error_response(&self) -> HttpResponse {
        self.response(None)
    }
}

impl From<Kind> for Problem {
    fn from(kind: Kind) -> Self {
        Self::new(kind)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn slugs_are_unique_and_statuses_are_errors() {
        let slugs: HashSet<_> = Kind::ALL.iter().map(|kind| kind.slug()).collect();

        assert_eq!(slugs.len(), Kind::ALL.len());
        assert!(Kind::ALL.iter().all(|kind| kind.status().as_u16() >= 400));
    }

    #[test]
    fn a_problem_names_its_type_status_and_fields() {
        let problem = Problem::field("/name", "too_long", "The name is too long.");

        let body = problem.to_json(Some("r-1"));

        assert_eq!(body["type"], "/api/problems/invalid");
        assert_eq!(body["status"], 422);
        assert_eq!(body["errors"][0]["pointer"], "/name");
        assert_eq!(body["requestId"], "r-1");
    }

    #[test]
    fn our_own_faults_say_nothing_of_their_cause() {
        let body = Problem::internal("password=hunter2")
            .to_json(None)
            .to_string();

        assert!(!body.contains("hunter2"));
    }
}
