-- A draft sent to others for their word. Each round keeps the text that was judged in it.
CREATE TABLE review_requests (
    id uuid NOT NULL PRIMARY KEY,
    badge_class_id uuid NOT NULL REFERENCES badge_classes (id),
    round integer NOT NULL,
    state text NOT NULL,
    content text NOT NULL,
    message text,
    quorum integer NOT NULL,
    deadline bigint,
    version_number integer,
    override_reason text,
    created_by uuid REFERENCES accounts (id),
    created_at bigint NOT NULL,
    closed_at bigint,
    UNIQUE (badge_class_id, round)
);

CREATE TABLE reviewers (
    id uuid NOT NULL PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES review_requests (id),
    name text NOT NULL,
    role text,
    email text,
    token_digest bytea NOT NULL UNIQUE,
    answer text,
    words text,
    show_publicly boolean NOT NULL,
    answered_at bigint,
    created_at bigint NOT NULL
);
CREATE INDEX reviewers_by_request ON reviewers (request_id, id);

CREATE TABLE review_comments (
    id uuid NOT NULL PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES review_requests (id),
    reviewer_id uuid NOT NULL REFERENCES reviewers (id),
    target text NOT NULL,
    body text NOT NULL,
    created_at bigint NOT NULL
);
CREATE INDEX review_comments_by_request ON review_comments (request_id, id);

-- One organisation's signed word on a badge class.
CREATE TABLE endorsements (
    id uuid NOT NULL PRIMARY KEY,
    badge_class_id uuid NOT NULL REFERENCES badge_classes (id),
    version_number integer NOT NULL,
    endorser_id uuid NOT NULL REFERENCES issuers (id),
    comment text,
    document text NOT NULL,
    key_id uuid NOT NULL REFERENCES signing_keys (id),
    created_by uuid REFERENCES accounts (id),
    created_at bigint NOT NULL,
    withdrawn_at bigint,
    UNIQUE (badge_class_id, version_number, endorser_id)
);
CREATE INDEX endorsements_by_endorser ON endorsements (endorser_id, id);
