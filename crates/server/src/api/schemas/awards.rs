//! Awards, and what is done to them.

use accolade_issuing::limits;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::{PartialSchema, ToSchema};

use super::parts::{
    address, boolean, described, digest, field, id, list, moment, named, text, word,
};
use super::{Part, extended};

shapes! {
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
        "results" free list(named("AwardResult"), limits::RESULTS), "Which results were reached; all of them, or nothing";
        "validUntil" free moment(), "Until when it holds; null is for good";
        "reason" free text(limits::REASON), "What was wrong, for the audit trail";
    }
    ManyAwards "One thing to be done to many awards" {
        "deed" needed word(&["revoke", "suspend", "reinstate", "resend"]), "What; `resend` sends the letter once more";
        "awards" needed list(id(), limits::AWARDS_AT_ONCE), "Which, by their ids";
        "reason" free text(limits::REASON), "Why; needed to revoke and to suspend, and public then";
    }
}

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
