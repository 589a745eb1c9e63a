//! The tables as diesel sees them. A test compares this file with both migrated databases.

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    sketches (id) {
        id -> Id,
        session_id -> Nullable<Id>,
        account_id -> Nullable<Id>,
        content -> Text,
        badge_class_id -> Nullable<Id>,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    accounts (id) {
        id -> Id,
        name -> Text,
        is_operator -> Bool,
        created_at -> BigInt,
        merged_into -> Nullable<Id>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    account_identities (kind, value) {
        account_id -> Id,
        kind -> Text,
        value -> Text,
        proved_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    issuers (id) {
        id -> Id,
        slug -> Text,
        parent_id -> Nullable<Id>,
        kind -> Text,
        name -> Text,
        description -> Text,
        url -> Text,
        email -> Text,
        image_blob -> Nullable<Binary>,
        palette -> Text,
        linkedin_id -> Nullable<Text>,
        compatibility_proof -> Bool,
        jwt_algorithm -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
        archived_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    memberships (account_id, issuer_id) {
        account_id -> Id,
        issuer_id -> Id,
        role -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    badge_classes (id) {
        id -> Id,
        issuer_id -> Id,
        state -> Text,
        name -> Text,
        draft -> Nullable<Text>,
        current_version -> Nullable<Integer>,
        suspendable -> Bool,
        created_at -> BigInt,
        updated_at -> BigInt,
        revision -> Integer,
        remixed_from -> Nullable<Id>,
        remixed_version -> Nullable<Integer>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    badge_class_versions (id) {
        id -> Id,
        badge_class_id -> Id,
        number -> Integer,
        name -> Text,
        content -> Text,
        image_blob -> Binary,
        image_png_blob -> Binary,
        published_at -> BigInt,
        published_by -> Nullable<Id>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    assertions (id) {
        id -> Id,
        issuer_id -> Id,
        badge_class_id -> Id,
        version_id -> Id,
        state -> Text,
        state_reason -> Nullable<Text>,
        state_changed_at -> Nullable<BigInt>,
        recipient_kind -> Text,
        recipient_hash -> Text,
        recipient_salt -> Text,
        recipient_sealed -> Nullable<Binary>,
        recipient_name -> Nullable<Text>,
        subject_urn -> Text,
        narrative -> Nullable<Text>,
        result -> Nullable<Text>,
        assessment -> Nullable<Text>,
        valid_from -> BigInt,
        valid_until -> Nullable<BigInt>,
        status_list_id -> Id,
        status_index -> Integer,
        suspension_list_id -> Nullable<Id>,
        suspension_index -> Nullable<Integer>,
        created_by -> Nullable<Id>,
        created_at -> BigInt,
        batch_id -> Nullable<Id>,
        batch_row -> Nullable<Integer>,
        recipient_key -> Nullable<Binary>,
        corrected_at -> Nullable<BigInt>,
        replaces_id -> Nullable<Id>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    evidence (id) {
        id -> Id,
        assertion_id -> Id,
        position -> Integer,
        kind -> Text,
        visibility -> Text,
        content -> Text,
        blob -> Nullable<Binary>,
        second_blob -> Nullable<Binary>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    signed_documents (assertion_id, format) {
        assertion_id -> Id,
        format -> Text,
        body -> Text,
        digest -> Binary,
        key_id -> Nullable<Id>,
        created_at -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    signing_keys (id) {
        id -> Id,
        issuer_id -> Id,
        algorithm -> Text,
        kid -> Text,
        public_jwk -> Text,
        public_multikey -> Nullable<Text>,
        sealed -> Binary,
        state -> Text,
        created_at -> BigInt,
        retired_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    status_lists (id) {
        id -> Id,
        issuer_id -> Id,
        number -> Integer,
        purpose -> Text,
        entries -> Integer,
        used -> Integer,
        bits -> Binary,
        signed_json -> Text,
        signed_jwt -> Text,
        updated_at -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    blobs (digest) {
        digest -> Binary,
        media_type -> Text,
        bytes -> Binary,
        byte_length -> BigInt,
        width -> Nullable<Integer>,
        height -> Nullable<Integer>,
        created_at -> BigInt,
        published_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    api_tokens (id) {
        id -> Id,
        account_id -> Id,
        name -> Text,
        digest -> Binary,
        scopes -> Text,
        created_at -> BigInt,
        expires_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
        last_used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    audit_events (id) {
        id -> Id,
        at -> BigInt,
        account_id -> Nullable<Id>,
        action -> Text,
        subject_kind -> Text,
        subject_id -> Id,
        issuer_id -> Nullable<Id>,
        detail -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    idempotency_keys (account_id, key) {
        account_id -> Id,
        key -> Text,
        request_digest -> Binary,
        status -> Integer,
        location -> Nullable<Text>,
        body -> Text,
        created_at -> BigInt,
    }
}

// Applications and their assessment.
diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    applications (id) {
        id -> Id,
        issuer_id -> Id,
        badge_class_id -> Id,
        version_id -> Id,
        state -> Text,
        attempt -> Integer,
        previous_id -> Nullable<Id>,
        applicant_name -> Text,
        applicant_sealed -> Binary,
        applicant_key -> Binary,
        account_id -> Nullable<Id>,
        nominator_name -> Nullable<Text>,
        nomination -> Nullable<Text>,
        show_name -> Bool,
        then_and_now -> Bool,
        words -> Nullable<Text>,
        quiz_score -> Nullable<Integer>,
        ready -> Bool,
        reason -> Nullable<Text>,
        decided_by -> Nullable<Id>,
        decided_by_name -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        assigned_to -> Nullable<Id>,
        assertion_id -> Nullable<Id>,
        revision -> Integer,
        submitted_at -> Nullable<BigInt>,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    application_evidence (id) {
        id -> Id,
        application_id -> Id,
        criterion -> Nullable<Text>,
        position -> Integer,
        kind -> Text,
        visibility -> Text,
        content -> Text,
        blob -> Nullable<Binary>,
        second_blob -> Nullable<Binary>,
        kept -> Bool,
        created_at -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    application_links (id) {
        id -> Id,
        digest -> Binary,
        application_id -> Id,
        kind -> Text,
        name -> Nullable<Text>,
        sealed -> Nullable<Binary>,
        person_key -> Nullable<Binary>,
        created_by -> Nullable<Id>,
        created_at -> BigInt,
        expires_at -> BigInt,
        closed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    reviews (id) {
        id -> Id,
        application_id -> Id,
        kind -> Text,
        reviewer_name -> Text,
        account_id -> Nullable<Id>,
        link_id -> Nullable<Id>,
        person_key -> Nullable<Binary>,
        holds -> Text,
        decisions -> Text,
        supports -> Bool,
        comment -> Nullable<Text>,
        created_at -> BigInt,
        updated_at -> BigInt,
        results -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    saved_comments (id) {
        id -> Id,
        account_id -> Id,
        words -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    mails (id) {
        id -> Id,
        sealed -> Binary,
        state -> Text,
        bundle_id -> Nullable<Id>,
        due_at -> BigInt,
        attempts -> Integer,
        last_error -> Nullable<Text>,
        created_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

// Getting in: sessions, letters to sign in with.

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    sessions (id) {
        id -> Id,
        digest -> Binary,
        account_id -> Nullable<Id>,
        created_at -> BigInt,
        last_seen_at -> BigInt,
        expires_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
        user_agent -> Text,
        address -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    sign_ins (id) {
        id -> Id,
        email -> Text,
        account_id -> Nullable<Id>,
        ticket_digest -> Binary,
        link_digest -> Binary,
        code_digest -> Binary,
        onward -> Text,
        tries -> Integer,
        created_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
        session_id -> Nullable<Id>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    setup_links (digest) {
        digest -> Binary,
        created_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    invitations (id) {
        id -> Id,
        issuer_id -> Id,
        role -> Text,
        email -> Nullable<Text>,
        digest -> Binary,
        seats -> Integer,
        taken -> Integer,
        invited_by -> Nullable<Id>,
        created_at -> BigInt,
        expires_at -> BigInt,
        withdrawn_at -> Nullable<BigInt>,
        proves_email -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    passkeys (id) {
        id -> Id,
        account_id -> Id,
        credential -> Binary,
        algorithm -> Integer,
        public_key -> Binary,
        counter -> BigInt,
        name -> Text,
        created_at -> BigInt,
        last_used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    entry_requests (account_id) {
        account_id -> Id,
        badge -> Text,
        people -> Integer,
        created_at -> BigInt,
    }
}

diesel::joinable!(account_identities -> accounts (account_id));
diesel::joinable!(assertions -> badge_class_versions (version_id));
diesel::joinable!(badge_classes -> issuers (issuer_id));

diesel::allow_tables_to_appear_in_same_query!(
    accounts,
    account_identities,
    issuers,
    memberships,
    badge_classes,
    badge_class_versions,
    assertions,
    evidence,
    signed_documents,
    signing_keys,
    status_lists,
    blobs,
    api_tokens,
    audit_events,
    idempotency_keys,
    applications,
    application_evidence,
    application_links,
    reviews,
    saved_comments,
    mails,
);

// Claiming: taken awards, links, cards, claims.

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    award_claims (assertion_id) {
        assertion_id -> Id,
        claimed_at -> BigInt,
        account_id -> Nullable<Id>,
        how -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    claim_links (id) {
        id -> Id,
        issuer_id -> Id,
        badge_class_id -> Id,
        kind -> Text,
        code -> Nullable<Text>,
        title -> Text,
        giver -> Text,
        state -> Text,
        terms -> Text,
        seats -> Nullable<Integer>,
        taken -> Integer,
        opens_at -> Nullable<BigInt>,
        closes_at -> Nullable<BigInt>,
        used_up_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
        created_by -> Nullable<Id>,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    claim_cards (id) {
        id -> Id,
        link_id -> Id,
        position -> Integer,
        code -> Text,
        name_sealed -> Nullable<Binary>,
        used_at -> Nullable<BigInt>,
        withdrawn_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    claims (id) {
        id -> Id,
        link_id -> Id,
        card_id -> Nullable<Id>,
        state -> Text,
        once -> Binary,
        address_digest -> Nullable<Binary>,
        sealed -> Binary,
        assertion_id -> Nullable<Id>,
        created_at -> BigInt,
        decided_at -> Nullable<BigInt>,
        decided_by -> Nullable<Id>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(award_claims, assertions);
diesel::allow_tables_to_appear_in_same_query!(claim_links, claim_cards, claims);

// Webhooks and reminders.

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    webhooks (id) {
        id -> Id,
        issuer_id -> Id,
        url -> Text,
        events -> Text,
        covers_below -> Bool,
        state -> Text,
        secret_sealed -> Binary,
        old_secret_sealed -> Nullable<Binary>,
        old_secret_until -> Nullable<BigInt>,
        failing_since -> Nullable<BigInt>,
        created_by -> Nullable<Id>,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    webhook_deliveries (id) {
        id -> Id,
        webhook_id -> Id,
        event -> Text,
        body -> Text,
        state -> Text,
        due_at -> BigInt,
        attempts -> Integer,
        last_status -> Nullable<Integer>,
        last_answer -> Nullable<Text>,
        last_tried_at -> Nullable<BigInt>,
        created_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    reminder_settings (issuer_id) {
        issuer_id -> Id,
        unclaimed_days -> Nullable<Integer>,
        expiring_days -> Nullable<Integer>,
        updated_at -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    reminders (assertion_id, kind) {
        assertion_id -> Id,
        kind -> Text,
        sent_at -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    review_policies (issuer_id) {
        issuer_id -> Id,
        quorum -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    desk_letters (account_id) {
        account_id -> Id,
        is_off -> Bool,
        written_at -> Nullable<BigInt>,
        look_at -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(webhooks, webhook_deliveries);
diesel::allow_tables_to_appear_in_same_query!(reminders, assertions);
diesel::allow_tables_to_appear_in_same_query!(reminders, award_claims);

// The library, review, endorsements, frameworks.

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    library_entries (badge_class_id) {
        badge_class_id -> Id,
        licence -> Text,
        languages -> Text,
        tags -> Text,
        words -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    review_requests (id) {
        id -> Id,
        badge_class_id -> Id,
        round -> Integer,
        state -> Text,
        content -> Text,
        message -> Nullable<Text>,
        quorum -> Integer,
        deadline -> Nullable<BigInt>,
        version_number -> Nullable<Integer>,
        override_reason -> Nullable<Text>,
        created_by -> Nullable<Id>,
        created_at -> BigInt,
        closed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    reviewers (id) {
        id -> Id,
        request_id -> Id,
        name -> Text,
        role -> Nullable<Text>,
        email -> Nullable<Text>,
        token_digest -> Binary,
        answer -> Nullable<Text>,
        words -> Nullable<Text>,
        show_publicly -> Bool,
        answered_at -> Nullable<BigInt>,
        created_at -> BigInt,
        show_words -> Bool,
        by_letter -> Bool,
        renewed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    review_comments (id) {
        id -> Id,
        request_id -> Id,
        reviewer_id -> Id,
        target -> Text,
        body -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    endorsements (id) {
        id -> Id,
        badge_class_id -> Id,
        version_number -> Integer,
        endorser_id -> Id,
        comment -> Nullable<Text>,
        document -> Text,
        key_id -> Id,
        created_by -> Nullable<Id>,
        created_at -> BigInt,
        withdrawn_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    frameworks (id) {
        id -> Id,
        issuer_id -> Id,
        name -> Text,
        url -> Nullable<Text>,
        publisher -> Nullable<Text>,
        language -> Nullable<Text>,
        licence -> Nullable<Text>,
        format -> Text,
        items -> Integer,
        created_by -> Nullable<Id>,
        created_at -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    framework_items (framework_id, position) {
        framework_id -> Id,
        position -> Integer,
        code -> Nullable<Text>,
        name -> Text,
        description -> Nullable<Text>,
        url -> Text,
        kind -> Nullable<Text>,
        words -> Text,
    }
}

diesel::joinable!(review_requests -> badge_classes (badge_class_id));
diesel::allow_tables_to_appear_in_same_query!(review_requests, badge_classes);
diesel::joinable!(library_entries -> badge_classes (badge_class_id));
diesel::allow_tables_to_appear_in_same_query!(library_entries, badge_classes);

// Awarding: batches, class lists, what was said before a correction.

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    batches (id) {
        id -> Id,
        issuer_id -> Id,
        badge_class_id -> Id,
        title -> Text,
        state -> Text,
        problem -> Nullable<Text>,
        layout -> Text,
        narrative -> Nullable<Text>,
        mailing -> Text,
        note -> Nullable<Text>,
        duplicates -> Text,
        total_rows -> Integer,
        awarded_rows -> Integer,
        failed_rows -> Integer,
        mailed_through -> Integer,
        starts_at -> Nullable<BigInt>,
        started_at -> Nullable<BigInt>,
        finished_at -> Nullable<BigInt>,
        lease -> Nullable<Id>,
        leased_until -> Nullable<BigInt>,
        created_by -> Nullable<Id>,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    batch_rows (batch_id, number) {
        batch_id -> Id,
        number -> Integer,
        state -> Text,
        twin -> Nullable<Text>,
        problem -> Nullable<Text>,
        recipient_key -> Nullable<Binary>,
        sealed -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    rosters (id) {
        id -> Id,
        issuer_id -> Id,
        name -> Text,
        people -> Integer,
        sealed -> Binary,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Id;

    superseded_documents (assertion_id, format, revision) {
        assertion_id -> Id,
        format -> Text,
        revision -> Integer,
        body -> Text,
        digest -> Binary,
        key_id -> Nullable<Id>,
        created_at -> BigInt,
        superseded_at -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(batches, batch_rows);
diesel::allow_tables_to_appear_in_same_query!(batch_rows, assertions);
