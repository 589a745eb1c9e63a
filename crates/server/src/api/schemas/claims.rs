//! Claim links, claims and reminders.

use accolade_issuing::limits;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::{PartialSchema, ToSchema};

use super::Part;
use super::parts::{anything, boolean, count, described, field, flag, id, moment, text, word};

shapes! {
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
    ClaimByCode "Who claims a badge" {
        "name" needed text(limits::NAME), "The name as it should stand on the badge";
        "email" free text(limits::EMAIL), "Where the badge is sent; needed where the code says so";
        "showName" needed flag(), "Whether the name may be read by anyone who has the badge's address";
        "answer" free text(limits::NARRATIVE), "The answer to the question, where there is one";
        "showAnswer" free boolean(false), "Whether the answer may be read by anyone";
        "once" needed id(), "An id of your own making; sent twice, it is one claim";
    }
}
