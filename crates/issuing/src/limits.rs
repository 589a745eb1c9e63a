//! Every limit on input, by name: validation uses them, the API reference prints them.

/// A limit and what it bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Stable name.
    pub name: &'static str,
    /// The most that is allowed.
    pub value: usize,
    /// What is counted, for the reference.
    pub meaning: &'static str,
}

macro_rules! limits {
    ($($constant:ident = $value:expr, $name:literal, $meaning:literal;)*) => {
        $(#[doc = $meaning] pub const $constant: Limit = Limit { name: $name, value: $value, meaning: $meaning };)*
        const TABLE: &[Limit] = &[$($constant),*];
    };
}

limits! {
    NAME = 200, "name", "characters in the name of an issuer, a badge class, a person or a token";
    SLUG = 63, "slug", "characters in an issuer's slug: a to z, 0 to 9 and single hyphens between";
    DESCRIPTION = 2_000, "description", "characters in a description or a claim";
    NARRATIVE = 20_000, "narrative", "characters in a criteria, award or evidence narrative (Markdown)";
    CRITERIA_ITEM = 500, "criteria_item", "characters in one criterion or its hint";
    CRITERIA_ITEMS = 50, "criteria_items", "criteria of one badge class";
    WORD = 100, "word", "characters in a tag, a genre, a palette, a level, a code or a local id";
    TAGS = 30, "tags", "tags of one badge class";
    ALIGNMENTS = 30, "alignments", "alignments of one badge class";
    RESULTS = 20, "results", "result descriptions of one badge class, and results of one award";
    RESULT_VALUES = 50, "result_values", "allowed values or levels of one result description";
    RESULT_VALUE = 200, "result_value", "characters in one result value";
    TRANSLATIONS = 20, "translations", "languages of one badge class besides its own";
    RELATED = 20, "related", "badges before, and badges beside, one badge class";
    REVIEWERS = 20, "reviewers", "people asked for their word in one round of review";
    REVIEW_WORDS = 4_000, "review_words", "characters in a word to reviewers, in an answer or in a comment";
    REVIEW_COMMENTS = 100, "review_comments", "comments of one reviewer in one round";
    FRAMEWORK_BYTES = 32 * 1024 * 1024, "framework_bytes", "bytes in an imported framework of skills";
    FRAMEWORK_ITEMS = 50_000, "framework_items", "items of one imported framework";
    FRAMEWORKS = 50, "frameworks", "imported frameworks of one issuer";
    ALT_TEXT = 500, "alt_text", "characters in the alternative text of a picture";
    URL = 2_000, "url", "characters in a web address (http or https only)";
    EMAIL = 254, "email", "characters in an e-mail address";
    REASON = 1_000, "reason", "characters in the reason of a revocation or suspension";
    EVIDENCE_ITEMS = 20, "evidence_items", "pieces of evidence of one award";
    VALIDITY_DAYS = 36_500, "validity_days", "days that an award may be valid";
    STUDY_LOAD_HOURS = 100_000, "study_load_hours", "hours of study load";
    IMAGE_BYTES = 5 * 1024 * 1024, "image_bytes", "bytes in an uploaded picture (PNG, JPEG, WebP or SVG)";
    FILE_BYTES = 10 * 1024 * 1024, "file_bytes", "bytes in an uploaded evidence file";
    PASTED = 100_000, "pasted", "characters of names and addresses pasted into a sketch";
    IDEMPOTENCY_KEY = 255, "idempotency_key", "characters in an Idempotency-Key";
    CLAIM_SEATS = 100_000, "claim_seats", "seats of one claim link";
    CLAIM_CARDS = 1_000, "claim_cards", "cards of one sheet";
    CLAIM_ADDRESSES = 500, "claim_addresses", "addresses and domains that a claim link is for";
    CLAIM_EVIDENCE = 5, "claim_evidence", "pieces of evidence that a claim link adds to every award";
    APPLICATION_EVIDENCE = 18, "application_evidence", "pieces of evidence of one application";
    APPLICATION_BYTES = 60 * 1024 * 1024, "application_bytes", "bytes in all files of one application";
    APPLICATION_WORDS = 4_000, "application_words", "characters that an earner says of the whole, or a nominator of the earner";
    REVIEW_COMMENT = 2_000, "review_comment", "characters in the comment of a review, or on one of its points";
    ASSESSMENT_WAYS = 5, "assessment_ways", "ways to a yes in the rule of one badge class";
    ASSESSMENT_LOOKS = 5, "assessment_looks", "kinds of look in one way";
    ASSESSMENT_COUNT = 10, "assessment_count", "people of one kind who must look";
    EVIDENCE_DEMANDS = 50, "evidence_demands", "demands on the evidence in the rule of one badge class";
    QUIZ_SCORE = 1_000_000, "quiz_score", "points in a quiz";
    APPLICATION_LINKS = 20, "application_links", "people who are asked by link to look at one application";
    SAVED_COMMENTS = 100, "saved_comments", "comments that one assessor keeps for use again";
    APPLICATIONS_AT_ONCE = 200, "applications_at_once", "applications accepted in one go";
    AWARDS_AT_ONCE = 1_000, "awards_at_once", "awards changed in one go";
    BATCH_ROWS = 200_000, "batch_rows", "rows of one batch of awards";
    BATCH_BYTES = 20 * 1024 * 1024, "batch_bytes", "bytes in a table of recipients";
    BATCH_NOTE = 2_000, "batch_note", "characters of one's own in the mail to the recipients of a batch";
    ROSTER_PEOPLE = 2_000, "roster_people", "people of one class list";
    REMINDER_DAYS = 365, "reminder_days", "days after an award, or before its end, that a reminder waits";
    WEBHOOKS = 20, "webhooks", "webhooks of one issuer";
    INVITATION_SEATS = 500, "invitation_seats", "people that one invitation link is good for";
    INVITATION_DAYS = 90, "invitation_days", "days that an invitation is open";
    PASSKEYS = 20, "passkeys", "passkeys of one account";
    IDENTITIES = 20, "identities", "e-mail addresses and other sign-ins of one account";
    ISSUER_DEPTH = 8, "issuer_depth", "levels of issuers below each other";
}

/// All limits, for the reference.
pub fn all() -> &'static [Limit] {
    TABLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_has_a_name_of_its_own() {
        let names: std::collections::BTreeSet<_> = all().iter().map(|limit| limit.name).collect();

        assert_eq!(names.len(), all().len());
    }
}
