//! What waits, in words: on the desk and in the letter about it.

use accolade_issuing::waiting::Kind;

/// "applications wait for a decision", to follow the number.
pub(crate) fn words(kind: Kind, number: u64) -> &'static str {
    let (one, many) = match kind {
        Kind::Applications => (
            "application waits for a decision",
            "applications wait for a decision",
        ),
        Kind::Claims => ("claim waits for a yes", "claims wait for a yes"),
        Kind::ReadyDrafts => ("draft waits to be published", "drafts wait to be published"),
        Kind::EndingReviews => (
            "review ends without enough yeses",
            "reviews end without enough yeses",
        ),
        Kind::StoppedBatches => ("batch has stopped", "batches have stopped"),
        Kind::DraftBatches => ("batch is not started yet", "batches are not started yet"),
        Kind::Reviews => (
            "draft is with its reviewers",
            "drafts are with their reviewers",
        ),
    };
    if number == 1 { one } else { many }
}
