//! What requests look like: schemas of the types that `issuing` reads, with its limits in them.
//!
//! `issuing` knows nothing of OpenAPI, so the shapes stand here; tests hold the two together.

use accolade_issuing::drawing::{Light, MARKS, Metal, Palette, Pattern, Shape, WORDS};
use accolade_issuing::limits::{self, Limit};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::verify::batch::MOST;

mod parts;
mod report;
#[cfg(test)]
mod tests;

pub(crate) use report::Report;

use parts::{
    address, anything, binary, boolean, by_name, colour, count, described, digest, field, flag,
    icon, id, list, moment, named, nested, number, scopes, string, text, word,
};

type Part = RefOr<Schema>;

/// Not a limit of issuing, but written down like one.
const MOST_AT_ONCE: Limit = Limit {
    name: "batch",
    value: MOST,
    meaning: "badges verified in one request",
};

/// What the places on a badge are tried with, written down like limits.
const DRAWN_WORDS: Limit = Limit {
    name: "drawn_words",
    value: WORDS,
    meaning: "letters in one place of a drawn badge",
};
const DRAWN_MARKS: Limit = Limit {
    name: "drawn_marks",
    value: MARKS as usize,
    meaning: "level marks of a drawn badge",
};

/// The words of all choices.
fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().copied().map(word).collect()
}

macro_rules! shapes {
    ($($shape:ident $about:literal { $($field:literal $need:ident $part:expr, $means:literal;)+ })+) => {
        $(
            #[doc = $about]
            #[derive(Debug)]
            pub(crate) struct $shape;

            impl PartialSchema for $shape {
                fn schema() -> Part {
                    let object = ObjectBuilder::new().schema_type(Type::Object).description(Some($about));
                    $(let object = field(object, $field, needed!($need), described($part, $means));)+
                    object.into()
                }
            }

            impl ToSchema for $shape {}
        )+

        /// Every shape by name, for the components of the OpenAPI document.
        pub(crate) fn all() -> Vec<(&'static str, Part)> {
            let mut all = vec![$((stringify!($shape), $shape::schema()),)+];
            all.push(("BadgeClassDraft", BadgeClassDraft::schema()));
            all.push(("NewEvidence", NewEvidence::schema()));
            all.push(("Piece", Piece::schema()));
            all.extend(report::all());
            all
        }
    };
}

macro_rules! needed {
    (needed) => {
        true
    };
    (free) => {
        false
    };
}

shapes! {
    NewIssuer "An issuer to be founded" {
        "slug" needed text(limits::SLUG), "Its part of the public address, for ever: a to z, 0 to 9, single hyphens";
        "parent" free id(), "The issuer above; without it only the operator may found one";
        "kind" free word(&["organisation", "district", "school", "classroom", "club"]), "What sort of organisation it is";
        "name" needed text(limits::NAME), "What it is called";
        "description" free text(limits::DESCRIPTION), "What it says about itself";
        "url" needed address(), "Its own web site";
        "email" needed text(limits::EMAIL), "Where to write to";
        "image" free digest(), "The digest of an uploaded picture";
        "palette" free text(limits::WORD), "The colours of its pages, by name";
        "linkedinId" free text(limits::WORD), "Its organisation number at LinkedIn";
        "compatibilityProof" free boolean(true), "Whether a second proof is added for readers that know only the older suite";
        "jwtAlgorithm" free word(&["ES256", "EdDSA", "RS256"]), "Which key signs its JSON Web Tokens";
    }
    RoleRequest "A role" {
        "role" needed word(&["owner", "steward", "issuer", "assessor", "viewer"]), "Which";
    }
    InvitationRequest "Whom to invite" {
        "role" needed word(&["owner", "steward", "issuer", "assessor", "viewer"]), "To which role";
        "email" free text(limits::EMAIL), "Whom to mail it to; absent for a link that is handed on";
        "seats" free number(limits::INVITATION_SEATS), "How many people a link is for";
        "days" free number(limits::INVITATION_DAYS), "After how many days it ends";
    }
    MoveRequest "Where to hang an issuer" {
        "parent" needed id(), "The issuer above; null for none";
    }
    IssuerEdit "What to change of an issuer; what is absent stays" {
        "kind" free word(&["organisation", "district", "school", "classroom", "club"]), "What sort of organisation it is";
        "name" free text(limits::NAME), "What it is called";
        "description" free text(limits::DESCRIPTION), "What it says about itself";
        "url" free address(), "Its own web site";
        "email" free text(limits::EMAIL), "Where to write to";
        "image" free digest(), "The digest of an uploaded picture";
        "palette" free text(limits::WORD), "The colours of its pages, by name";
        "linkedinId" free text(limits::WORD), "Its organisation number at LinkedIn; empty takes it away";
        "compatibilityProof" free flag(), "Whether a second proof is added for readers that know only the older suite";
        "jwtAlgorithm" free word(&["ES256", "EdDSA", "RS256"]), "Which key signs its JSON Web Tokens";
    }
    ClaimLinkOrder "A claim link, or a sheet of cards" {
        "title" free text(limits::NAME), "What the issuer calls it; the badge's name if absent";
        "giver" free text(limits::NAME), "Who gives the badge, as earners read it; the caller's name if absent";
        "seats" free count(), "How many may claim; any number if absent";
        "opensAt" free moment(), "From when it is answered";
        "closesAt" free moment(), "Until when";
        "terms" free anything(), "`allowed` (addresses and domains), `approval`, `withoutEmail`, `namesOnScreen`, `evidence` (words and links for every award), `question`, `answerNeeded`";
        "cards" free anything(), "For a sheet of cards: `count` and `names`; only when it is made";
    }
    ClaimLinkStateChange "Whether a claim link is answered" {
        "state" needed word(&["open", "paused", "closed"]), "`closed` is for good";
    }
    ClaimCardsOrder "Cards to be made" {
        "count" free count(), "How many for nobody in particular";
        "names" free anything(), "One more for each of these names";
    }
    ClaimDecision "The issuer's word on a claim" {
        "approve" needed flag(), "Whether the badge is given";
        "reason" free text(limits::REASON), "Why not; goes to the claimant alone";
    }
    ReminderDays "After how many days an issuer reminds" {
        "unclaimedDays" free count(), "After the award, for those who have not claimed it";
        "expiringDays" free count(), "Before the end of an award";
    }
    NewWebhook "A webhook to be made" {
        "url" needed address(), "Where messages go: https, and no private address";
        "events" needed anything(), "`awarded`, `claimed`, `revoked`, `suspended`, `reinstated`, `application.received`";
        "coversBelow" free boolean(false), "Whether it hears of the issuers below, too";
    }
    WebhookEdit "What to change of a webhook; what is absent stays" {
        "url" free address(), "Where messages go";
        "events" free anything(), "Of which events";
        "coversBelow" free flag(), "Whether it hears of the issuers below, too";
        "active" free flag(), "Whether it is told anything";
    }
    KeyRotation "Which key to replace" {
        "algorithm" needed word(&["EdDSA", "ES256", "RS256"]), "The algorithm whose active key is replaced";
    }
    BadgeContent "What a badge class says. A draft may be incomplete, what is published may not" {
        "name" needed text(limits::NAME), "What it is called";
        "description" free text(limits::DESCRIPTION), "What it is, told to somebody who may want to earn it";
        "claim" free text(limits::DESCRIPTION), "What its holder can do, told to somebody who reads it on an application";
        "criteria" free named("Criteria"), "How it is earned";
        "image" free named("BadgeImage"), "Its picture; needed to publish";
        "palette" free text(limits::WORD), "The colours it was drawn in, by name";
        "achievementType" free text(limits::WORD), "A word of the Open Badges 3.0 list, or `ext:` and a word of your own; Badge if unsaid";
        "tags" free list(text(limits::WORD), limits::TAGS), "Words to find it by";
        "alignments" free list(named("Alignment"), limits::ALIGNMENTS), "Skills and standards it maps to";
        "results" free list(named("ResultDescription"), limits::RESULTS), "Kinds of result an award may carry";
        "studyLoadHours" free number(limits::STUDY_LOAD_HOURS), "How long it takes to earn";
        "validityDays" free number(limits::VALIDITY_DAYS), "How long an award stays valid; for good if unsaid";
        "language" free text(limits::WORD), "The language all this is written in, as a BCP 47 tag; en if unsaid";
        "licence" free text(limits::URL), "Under which licence others may use it";
        "attribution" free text(limits::DESCRIPTION), "Whom to name when doing so";
        "level" free text(limits::WORD), "How demanding it is, in your own words";
        "audience" free text(limits::NAME), "For whom it is meant";
        "code" free text(limits::WORD), "The code by which people call it";
        "fieldOfStudy" free text(limits::NAME), "The field it belongs to";
        "specialization" free text(limits::NAME), "The part of the field";
        "credits" free text(limits::WORD), "The credits that one earns with it, as a decimal number: 2.5";
        "translations" free by_name("Translation"), "The same texts in other languages, by BCP 47 tag";
        "prerequisites" free list(named("BadgeLink"), limits::RELATED), "Badges to have before this one";
        "related" free list(named("RelatedBadge"), limits::RELATED), "Badges above, below and beside it";
        "remixedFrom" free named("Lineage"), "What it was made from; kept as it is, whatever is sent";
        "assessment" free named("AssessmentRule"), "How applications are assessed; people can apply only where this is said";
    }
    DraftReview "Whom to ask for their word on a draft" {
        "reviewers" needed list(named("DraftReviewer"), limits::REVIEWERS), "Who is asked";
        "quorum" needed count(), "How many of them must say yes";
        "deadline" free moment(), "Until when answers are taken; without end if unsaid";
        "message" free text(limits::REVIEW_WORDS), "A word to all of them";
    }
    DraftReviewer "Somebody to ask" {
        "name" needed text(limits::NAME), "Who it is";
        "role" free text(limits::NAME), "As what they speak";
        "email" free text(limits::EMAIL), "Where to send the link; it can be handed over instead";
    }
    ReviewWord "What a reviewer says; it takes the place of what they said before" {
        "answer" needed word(&["approved", "objected"]), "Yes or not so";
        "words" free text(limits::REVIEW_WORDS), "In words; needed for an objection";
        "showPublicly" free boolean(false), "Whether the public page may name them, should they approve";
        "comments" free list(named("ReviewRemark"), limits::REVIEW_COMMENTS), "Remarks on single parts";
    }
    ReviewRemark "A remark on one part" {
        "target" needed text(limits::WORD), "`image`, `words`, or `criterion:` and the id of an item";
        "body" needed text(limits::REVIEW_WORDS), "The remark";
    }
    ReviewPolicyRequest "How many people must approve a draft before it is published" {
        "needed" needed number(limits::REVIEWERS), "How many, from 1 on; null for none";
    }
    RemixRequest "Where one's own version will stand" {
        "issuer" needed id(), "The issuer";
    }
    EndorsementRequest "An organisation's word" {
        "endorser" needed id(), "The organisation that says it, and signs";
        "comment" needed text(limits::REVIEW_WORDS), "What it says (Markdown)";
    }
    Translation "The texts in another language; what is left out is shown in the first one" {
        "name" free text(limits::NAME), "What it is called";
        "description" free text(limits::DESCRIPTION), "What it is, told to the earner";
        "claim" free text(limits::DESCRIPTION), "What its holder can do, told to the reader";
        "narrative" free text(limits::NARRATIVE), "How it is earned, in words (Markdown)";
        "items" free by_name("TranslatedItem"), "The criteria by their ids";
        "imageAlt" free text(limits::ALT_TEXT), "What the picture shows";
    }
    TranslatedItem "One criterion in another language" {
        "text" free text(limits::CRITERIA_ITEM), "The thing itself";
        "hint" free text(limits::CRITERIA_ITEM), "Help for the earner";
    }
    BadgeLink "Another badge, here or anywhere" {
        "name" needed text(limits::NAME), "What it is called";
        "url" needed address(), "Its address";
    }
    RelatedBadge "Another badge and how it stands to this one" {
        "relation" needed word(&["nextLevelOf", "previousLevelOf", "partOf", "hasPart", "sameAs", "goesWith"]), "How: this badge is the next level of that one, …";
        "name" needed text(limits::NAME), "What it is called";
        "url" needed address(), "Its address";
    }
    Lineage "The badge that this one was made from" {
        "badge" needed id(), "The badge class";
        "version" needed count(), "The version that was copied";
        "name" needed text(limits::NAME), "What it was called";
        "issuer" needed text(limits::NAME), "Who had made it";
        "url" needed address(), "Its address";
        "licence" free text(limits::NAME), "The licence that allowed it";
        "attribution" free text(limits::NAME), "Whom that licence wants named";
    }
    Criteria "How a badge is earned: a text, single items, or both" {
        "narrative" free text(limits::NARRATIVE), "The whole in words (Markdown)";
        "items" free list(named("CriteriaItem"), limits::CRITERIA_ITEMS), "Items that can be checked one by one";
    }
    CriteriaItem "One thing that must be shown" {
        "id" needed text(limits::WORD), "Its name within the badge class";
        "text" needed text(limits::CRITERIA_ITEM), "The thing itself";
        "hint" free text(limits::CRITERIA_ITEM), "Help for the earner";
        "required" free boolean(true), "Whether the badge cannot be had without it";
    }
    BadgeImage "The picture of a badge class" {
        "blob" needed digest(), "The digest of an uploaded picture";
        "alt" needed text(limits::ALT_TEXT), "What it shows, for those who do not see it";
        "recipe" free named("Recipe"), "What it was drawn from, if it was drawn here";
    }
    Recipe "What a drawn badge is made of; each choice is a word of `GET /api/v1/drawings/parts`" {
        "shape" free word(&words(Shape::ALL, Shape::word)), "The silhouette; round if unsaid";
        "palette" free word(&words(Palette::ALL, Palette::word)), "The colours; lagoon if unsaid";
        "colour" free colour(), "The colour that the palette `own` is made from";
        "light" free word(&words(Light::ALL, Light::word)), "Which of the colours is ring, field and wire; dusk if unsaid";
        "metal" free word(&words(Metal::ALL, Metal::word)), "The rim and the wires; gold if unsaid";
        "pattern" free word(&words(Pattern::ALL, Pattern::word)), "What is engraved in the field; rays if unsaid";
        "icon" free icon(), "What the badge shows, by name";
        "above" free text(DRAWN_WORDS), "Words along the upper half of the ring";
        "below" free text(DRAWN_WORDS), "Words along the lower half of the ring; only without a ribbon";
        "ribbon" free text(DRAWN_WORDS), "Words on a ribbon; no words, no ribbon";
        "marks" free number(DRAWN_MARKS), "How many level marks";
    }
    DrawingRequest "A picture to be drawn and stored" {
        "recipe" needed named("Recipe"), "What it is made of";
        "title" free text(limits::NAME), "What the badge is called: written into the drawing";
        "alt" free text(limits::ALT_TEXT), "What the picture shows; suggested from the recipe if unsaid";
    }
    Alignment "A skill or standard in somebody's framework" {
        "name" needed text(limits::NAME), "Its name";
        "url" needed address(), "Its address";
        "code" free text(limits::WORD), "Its code in the framework";
        "framework" free text(limits::NAME), "The framework's name";
        "description" free text(limits::DESCRIPTION), "What it means";
        "type" free text(limits::WORD), "A word of the Open Badges 3.0 list of target types, or `ext:` and a word of your own";
    }
    ResultDescription "A kind of result: a grade, a level, a score" {
        "id" needed text(limits::WORD), "Its name within the badge class; results of awards point to it";
        "name" needed text(limits::NAME), "What people call it";
        "type" needed text(limits::WORD), "A word of the Open Badges 3.0 list of result types, or `ext:` and a word of your own";
        "allowedValues" free list(text(limits::RESULT_VALUE), limits::RESULT_VALUES), "The only values it may have, low to high";
        "requiredValue" free text(limits::RESULT_VALUE), "The least value that earns the badge";
        "valueMin" free text(limits::RESULT_VALUE), "The lowest value there is";
        "valueMax" free text(limits::RESULT_VALUE), "The highest value there is";
        "levels" free list(named("ResultLevel"), limits::RESULT_VALUES), "Levels of a rubric, low to high";
    }
    ResultLevel "One level of a rubric" {
        "id" needed text(limits::WORD), "Its name within the badge class";
        "name" needed text(limits::NAME), "What people call it";
        "description" free text(limits::DESCRIPTION), "What it takes";
        "points" free text(limits::RESULT_VALUE), "What it counts";
    }
    Recipient "Who receives an award" {
        "email" free text(limits::EMAIL), "The address it goes to; public documents carry only its salted hash. Leave it out for somebody without one, and give a name";
        "name" free text(limits::NAME), "What to call the person; needed where there is no address";
        "showName" free boolean(true), "Whether the name stands in the signed documents and on the public page";
    }
    AwardRequest "An award to be made" {
        "recipient" needed named("Recipient"), "To whom";
        "narrative" free text(limits::NARRATIVE), "What the recipient did (Markdown)";
        "evidence" free list(named("NewEvidence"), limits::EVIDENCE_ITEMS), "What shows it";
        "results" free list(named("AwardResult"), limits::RESULTS), "Which results were reached";
        "validFrom" free moment(), "Since when it holds; now if unsaid";
        "validUntil" free moment(), "Until when it holds; as the badge class says if unsaid";
        "assessment" free named("Assessment"), "How it was judged";
    }
    EvidenceWords "The words of an item of evidence" {
        "name" free text(limits::NAME), "What it is called";
        "narrative" free text(limits::NARRATIVE), "The text itself, or what there is to say about the rest (Markdown)";
        "genre" free text(limits::WORD), "What sort of work it is";
        "url" free address(), "Where it is, for links";
        "fileName" free text(limits::NAME), "The file's own name";
        "alt" free text(limits::ALT_TEXT), "What the picture shows, for those who do not see it";
        "caption" free text(limits::ALT_TEXT), "Words under the picture";
        "taken" free text(limits::WORD), "When the picture was taken, as people write it";
        "secondAlt" free text(limits::ALT_TEXT), "What the second picture of a pair shows";
        "secondCaption" free text(limits::ALT_TEXT), "Words under the second picture";
        "secondTaken" free text(limits::WORD), "When the second picture was taken";
        "author" free text(limits::NAME), "Who speaks, in a testimonial";
        "authorRole" free text(limits::NAME), "As what they speak";
    }
    AwardResult "A result that was reached" {
        "result" needed text(limits::WORD), "The id of a result description of the badge class";
        "value" free text(limits::RESULT_VALUE), "The value";
        "level" free text(limits::WORD), "The id of a level";
        "status" free word(&["Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"]), "How far it came";
    }
    Assessment "How an award was judged, and by whom" {
        "by" free text(limits::NAME), "Who judged";
        "role" free text(limits::NAME), "As what";
        "how" free text(limits::DESCRIPTION), "How";
    }
    Reason "Why; everyone who sees the award can read it" {
        "reason" needed text(limits::REASON), "The reason, which is public";
    }
    OptionalReason "Why, if there is more to say" {
        "reason" free text(limits::REASON), "The reason, for the audit trail";
    }
    AwardCorrection "What to put right in an award; what is absent stays" {
        "recipient" free named("Recipient"), "To whom it was given; all of it, or nothing";
        "narrative" free text(limits::NARRATIVE), "What the recipient did (Markdown); null takes it away";
        "validUntil" free moment(), "Until when it holds; null is for good";
        "reason" free text(limits::REASON), "What was wrong, for the audit trail";
    }
    ManyAwards "One thing to be done to many awards" {
        "deed" needed word(&["revoke", "suspend", "reinstate", "resend"]), "What; `resend` sends the letter once more";
        "awards" needed list(id(), limits::AWARDS_AT_ONCE), "Which, by their ids";
        "reason" free text(limits::REASON), "Why; needed to revoke and to suspend, and public then";
    }
    ClaimByCode "Who claims a badge" {
        "name" needed text(limits::NAME), "The name as it should stand on the badge";
        "email" free text(limits::EMAIL), "Where the badge is sent; needed where the code says so";
        "showName" needed flag(), "Whether the name may be read by anyone who has the badge's address";
        "answer" free text(limits::NARRATIVE), "The answer to the question, where there is one";
        "showAnswer" free boolean(false), "Whether the answer may be read by anyone";
        "once" needed id(), "An id of your own making; sent twice, it is one claim";
    }
    AccountEdit "What to change of one's own account" {
        "name" needed text(limits::NAME), "What to call the person";
    }
    CommentToKeep "A comment to be kept for use again" {
        "words" needed text(limits::REVIEW_COMMENT), "What it says";
    }
    TokenRequest "A token to be made" {
        "name" needed text(limits::NAME), "What you call it";
        "scopes" needed scopes(), "What it may be used for, at most what your own token may";
        "expiresAt" free moment(), "When it ends; never if unsaid";
    }
    VerifyRequest "Either `url` or `credential`; or, instead of all this, the credential itself" {
        "url" free address(), "Where the badge is";
        "credential" free anything(), "The badge: a JSON document, or a JSON Web Token as a string";
        "recipient" free string(), "An e-mail address, URL or DID that it should belong to";
    }
    VerifyBatch "Many badges at once" {
        "items" needed list(named("VerifyRequest"), MOST_AT_ONCE), "The badges, each as `POST /api/v1/verify` takes it";
    }
    Reports "What the verifications found" {
        "items" needed nested("Report"), "A report for each badge, in their order";
    }
    VerifyForm "A form, as a browser sends it" {
        "file" free binary(), "A badge file: JSON, JWT, PNG or SVG";
        "text" free string(), "A badge as text, or its address";
        "url" free address(), "The address of a badge";
        "recipient" free string(), "An e-mail address, URL or DID that it should belong to";
    }
    AssessmentRule "How applications for a badge are assessed. One way is enough; of one way every look is needed" {
        "open" free boolean(true), "Whether people may apply at present";
        "anyOf" free list(list(named("Look"), limits::ASSESSMENT_LOOKS), limits::ASSESSMENT_WAYS), "The ways to a yes; one assessor if unsaid";
        "evidence" free list(named("EvidenceDemand"), limits::EVIDENCE_DEMANDS), "What has to be shown before an application can be handed in";
        "leastQuizScore" free number(limits::QUIZ_SCORE), "The least score of a quiz, handed in by a program";
    }
    Look "How many people of one kind have to find everything there" {
        "kind" needed word(&["peer", "self", "assessor", "holder", "outside", "machine"]), "Whose look it is";
        "count" free number(limits::ASSESSMENT_COUNT), "How many of them, each another person; one if unsaid";
        "holding" free id(), "The badge class that each of them must hold";
    }
    EvidenceDemand "What has to be shown" {
        "criterion" free text(limits::WORD), "The id of the criterion; any, if unsaid";
        "kinds" free list(word(&["picture", "text", "link", "file", "pair", "testimonial"]), limits::WORD), "The kinds that count; all, if none is named";
        "least" free number(limits::APPLICATION_EVIDENCE), "How many pieces, at least; one if unsaid";
    }
    NewApplication "Somebody who wants a badge, or is proposed for one" {
        "name" needed text(limits::NAME), "What to call the person";
        "email" needed text(limits::EMAIL), "Where to write to: the secret link goes there";
        "showName" free boolean(true), "Whether the name may stand on the badge, where everybody can read it";
        "nominator" free named("Nominator"), "Who proposes them, if they do not apply themselves";
    }
    Nominator "Who proposes somebody, and why" {
        "name" needed text(limits::NAME), "What to call them";
        "email" needed text(limits::EMAIL), "Where to write to";
        "reason" needed text(limits::APPLICATION_WORDS), "Why this person";
    }
    ApplicationEdit "What the earner may change while they still write; what is absent stays" {
        "name" free text(limits::NAME), "What to call the person";
        "showName" free flag(), "Whether the name may stand on the badge";
        "words" free text(limits::APPLICATION_WORDS), "What they say of the whole; empty takes it away";
    }
    NewReview "What somebody says of an application" {
        "decisions" free list(named("CriterionDecision"), limits::CRITERIA_ITEMS), "Point by point";
        "comment" free text(limits::REVIEW_COMMENT), "Of the whole";
    }
    CriterionDecision "What was said of one point" {
        "criterion" needed text(limits::WORD), "The id of the criterion; `whole` for a badge without single ones";
        "finding" needed word(&["met", "not_yet", "not_applicable"]), "What was found";
        "comment" free text(limits::REVIEW_COMMENT), "A word about it";
        "level" free text(limits::WORD), "The id of the rubric level that was reached";
    }
    Ruling "A decision, point by point and of the whole" {
        "outcome" needed word(&["accept", "return", "decline"]), "What becomes of the application";
        "review" free named("NewReview"), "What was found";
        "reason" free text(limits::REVIEW_COMMENT), "What the earner is told, and what the award says of it";
        "revision" free count(), "The revision that was looked at: a decision on what others have said more of since is refused";
    }
    LinkReview "What somebody who was asked says, and by what name" {
        "name" needed text(limits::NAME), "What to call them";
        "review" free named("NewReview"), "What they found";
    }
    MachineReview "What a member or a program says" {
        "review" free named("NewReview"), "What was found";
        "program" free text(limits::NAME), "By what name a program speaks; left out by a person";
    }
    Score "What a quiz gave" {
        "score" needed number(limits::QUIZ_SCORE), "The points";
    }
    Assignment "Who takes care of an application" {
        "account" free id(), "An account that assesses for the issuer; nobody if null";
    }
    Wanted "Whether something is wanted" {
        "wanted" needed flag(), "Whether it is";
    }
    Asked "Somebody to be asked to look" {
        "name" needed text(limits::NAME), "What to call them";
        "email" needed text(limits::EMAIL), "Where the link goes";
    }
}

/// A badge class as it is sent: `suspendable` stands beside the fields of its content.
#[derive(Debug)]
pub(crate) struct BadgeClassDraft;

impl PartialSchema for BadgeClassDraft {
    fn schema() -> Part {
        let about =
            "A badge class as it is sent: its content, and whether its awards can be put on hold";
        let means = "Whether awards made from now on can be put on hold, which costs them readers";
        let suspendable = ("suspendable", false, described(boolean(false), means));
        let read = "The revision you read; the edit is refused if another was saved since";
        let revision = ("revision", false, described(count(), read));
        extended(BadgeContent::schema(), about, vec![suspendable, revision])
    }
}

impl ToSchema for BadgeClassDraft {}

/// An item of evidence as it is sent: its words, what it is, and its files.
#[derive(Debug)]
pub(crate) struct NewEvidence;

impl PartialSchema for NewEvidence {
    fn schema() -> Part {
        let about = "An item of evidence. A text needs `narrative`, a link `url`, a file or picture `file`, \
            a pair both files, a testimonial `narrative` and `author`";
        let kinds = word(&["text", "link", "file", "picture", "pair", "testimonial"]);
        let seen =
            "Who sees it; public if unsaid, and only public items stand in the signed documents";
        let file = "The digest of an uploaded file, or of the first picture of a pair";
        let second = "The digest of the second picture of a pair";
        let more = vec![
            ("kind", true, described(kinds, "What sort of thing it is")),
            (
                "visibility",
                false,
                described(word(&["public", "private"]), seen),
            ),
            ("file", false, described(digest(), file)),
            ("secondFile", false, described(digest(), second)),
        ];
        extended(EvidenceWords::schema(), about, more)
    }
}

impl ToSchema for NewEvidence {}

/// An item of evidence for an application, and which criterion it is for.
#[derive(Debug)]
pub(crate) struct Piece;

impl PartialSchema for Piece {
    fn schema() -> Part {
        let about = "A piece of work, and what it is for";
        let means = "The id of the criterion; the whole if left out";
        let criterion = ("criterion", false, described(text(limits::WORD), means));
        extended(NewEvidence::schema(), about, vec![criterion])
    }
}

impl ToSchema for Piece {}

/// An object with more fields.
fn extended(base: Part, about: &str, more: Vec<(&str, bool, Part)>) -> Part {
    let RefOr::T(Schema::Object(mut object)) = base else {
        return base;
    };
    object.description = Some(about.to_owned());
    for (name, needed, part) in more {
        object.properties.insert(name.to_owned(), part);
        if needed {
            object.required.push(name.to_owned());
        }
    }
    RefOr::T(Schema::Object(object))
}
