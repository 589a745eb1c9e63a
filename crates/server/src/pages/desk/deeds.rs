//! What the log says of a deed, in words.

use serde_json::Value;

/// What somebody did, as one tells it: "Gave a badge". A deed without words of its own is said by its name.
pub(crate) fn sentence(action: &str) -> String {
    let words = match action {
        "account.created" => "Made an account",
        "account.letters_off" => "Switched letters about the desk off",
        "account.letters_on" => "Switched letters about the desk on",
        "account.made_operator" => "Made somebody an operator",
        "account.merged" => "Made two accounts one",
        "account.renamed" => "Changed a name",
        "application.accepted" => "Accepted an application",
        "application.assigned" => "Gave an application to somebody",
        "application.begun" => "Began an application",
        "application.declined" => "Declined an application",
        "application.returned" => "Sent an application back",
        "application.reviewed" => "Looked at an application",
        "application.reviewer_asked" => "Asked somebody to look",
        "application.scored" => "Handed in a quiz score",
        "application.submitted" => "Handed in an application",
        "application.tried_again" => "Tried again",
        "application.withdrawn" => "Took an application back",
        "award.claimed" => "Took the badge",
        "award.corrected" => "Corrected an award",
        "award.made" => "Gave a badge",
        "award.reinstated" => "Ended a hold",
        "award.reissued" => "Gave a badge anew",
        "award.resent" => "Sent the letter again",
        "award.revoked" => "Withdrew an award",
        "award.suspended" => "Put an award on hold",
        "badge_class.archived" => "Archived a badge",
        "badge_class.drafted" => "Began a badge",
        "badge_class.duplicated" => "Copied a badge",
        "badge_class.edited" => "Changed a badge",
        "badge_class.published" => "Published a badge",
        "badge_class.remixed" => "Made a version of somebody’s badge",
        "badge_class.unarchived" => "Took a badge out of the archive",
        "batch.awarded" => "Gave badges to many",
        "batch.cancelled" => "Stopped a batch",
        "batch.created" => "Brought in a list",
        "batch.discarded" => "Threw a list away",
        "batch.paused" => "Paused a batch",
        "batch.resumed" => "Let a batch go on",
        "batch.started" => "Started a batch",
        "batch.undone" => "Took a whole batch back",
        "claim.approved" => "Said yes to a claim",
        "claim.declined" => "Said no to a claim",
        "claim_card.withdrawn" => "Withdrew a card",
        "claim_link.asked" => "Asked for a badge by code",
        "claim_link.cards_added" => "Made more cards",
        "claim_link.closed" => "Closed a code",
        "claim_link.created" => "Made a code",
        "claim_link.edited" => "Changed a code",
        "claim_link.paused" => "Paused a code",
        "claim_link.resumed" => "Opened a code again",
        "claim_link.used" => "Claimed a badge by code",
        "endorsement.made" => "Endorsed a badge",
        "endorsement.withdrawn" => "Took an endorsement back",
        "entry.asked" => "Asked to be let in",
        "entry.declined" => "Put a request to be let in aside",
        "entry.granted" => "Let somebody in",
        "framework.removed" => "Took a framework out",
        "framework.taken_in" => "Took a framework in",
        "identity.added" => "Added a way to sign in",
        "identity.removed" => "Removed a way to sign in",
        "invitation.accepted" => "Accepted an invitation",
        "invitation.withdrawn" => "Took an invitation back",
        "invitation.written" => "Invited somebody",
        "issuer.archived" => "Archived the organisation",
        "issuer.created" => "Made the organisation",
        "issuer.edited" => "Changed the organisation",
        "issuer.moved" => "Moved the organisation",
        "issuer.reminders_set" => "Changed the reminders",
        "issuer.unarchived" => "Took the organisation up again",
        "passkey.added" => "Added a passkey",
        "passkey.removed" => "Removed a passkey",
        "review.approved" => "Approved a draft",
        "review.asked" => "Asked for a word on a draft",
        "review.link_renewed" => "Made a new link for a reviewer",
        "review.objected" => "Objected to a draft",
        "review.overridden" => "Published without the approval",
        "review.withdrawn" => "Took a draft back from its reviewers",
        "role.changed" => "Changed a role",
        "role.granted" => "Gave a role",
        "role.removed" => "Took a role away",
        "roster.deleted" => "Forgot a class list",
        "roster.saved" => "Kept a class list",
        "session.all_ended" => "Signed out everywhere",
        "session.began" => "Signed in",
        "session.ended" => "Signed out",
        "signing_key.rotated" => "Changed the signing key",
        "token.created" => "Made a token",
        "token.revoked" => "Ended a token",
        "webhook.created" => "Added a webhook",
        "webhook.disabled" => "Switched a silent webhook off",
        "webhook.edited" => "Changed a webhook",
        "webhook.removed" => "Removed a webhook",
        "webhook.replayed" => "Sent a message again",
        "webhook.secret_changed" => "Changed the secret of a webhook",
        other => return capital(&other.replace(['.', '_'], " ")),
    };
    words.to_owned()
}

/// Who does such a thing without an account; nobody but the operator does the others.
pub(crate) fn by_link(action: &str) -> Option<&'static str> {
    match action {
        "award.claimed"
        | "application.begun"
        | "application.submitted"
        | "application.tried_again"
        | "application.withdrawn"
        | "claim_link.asked"
        | "claim_link.used" => Some("The earner"),
        "application.reviewed" | "review.approved" | "review.objected" => {
            Some("Somebody who was asked")
        }
        _ => None,
    }
}

/// What else an event says, as terms and values; what it says nothing of is left out.
///
/// `detail` is the event's JSON object; anything else has no particulars.
pub(crate) fn particulars(detail: &str) -> Vec<(String, String)> {
    let Ok(Value::Object(members)) = serde_json::from_str(detail) else {
        return Vec::new();
    };
    members
        .iter()
        .filter_map(|(key, value)| Some((term(key), said(value)?)))
        .collect()
}

/// The place of the page about a thing, for those kinds that have one.
pub(crate) fn page_of(kind: &str, id: &str) -> Option<String> {
    let under = match kind {
        "assertion" => "awards",
        "badge_class" => "badges",
        "batch" => "batches",
        "claim_link" => "claims",
        "application" => "applications",
        "webhook" => "webhooks",
        _ => return None,
    };
    Some(format!("/desk/{under}/{id}"))
}

/// "badgeClass" as "Badge", "firstRow" as "First row".
fn term(key: &str) -> String {
    match key {
        "badgeClass" => return "Badge".to_owned(),
        "token" => return "With the token".to_owned(),
        _ => {}
    }
    let mut spaced = String::with_capacity(key.len() + 2);
    for letter in key.chars() {
        if letter.is_uppercase() {
            spaced.push(' ');
            spaced.extend(letter.to_lowercase());
        } else {
            spaced.push(if letter == '_' { ' ' } else { letter });
        }
    }
    capital(&spaced)
}

fn said(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(true) => Some("yes".to_owned()),
        Value::Bool(false) => Some("no".to_owned()),
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deed_is_told_in_words_and_an_unknown_one_by_its_name() {
        assert_eq!(sentence("award.made"), "Gave a badge");
        assert_eq!(sentence("thing.put_away"), "Thing put away");
    }

    #[test]
    fn an_earner_needs_no_account_and_a_key_is_changed_by_none_of_them() {
        assert_eq!(by_link("award.claimed"), Some("The earner"));
        assert_eq!(by_link("signing_key.rotated"), None);
    }

    #[test]
    fn particulars_leave_out_what_is_not_said() {
        let detail = r#"{"firstRow":1,"reason":null,"supports":false,"name":""}"#;

        let told = particulars(detail);

        let expected = [("First row", "1"), ("Supports", "no")];
        assert_eq!(
            told,
            expected.map(|(term, value)| (term.to_owned(), value.to_owned()))
        );
    }

    #[test]
    fn what_is_no_object_has_no_particulars() {
        assert!(particulars("[]").is_empty());
        assert!(particulars("no JSON").is_empty());
    }
}
