-- A draft sent to others for their word. Each round keeps the text that was judged in it.
CREATE TABLE review_requests (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    badge_class_id BLOB NOT NULL REFERENCES badge_classes (id),
    round INTEGER NOT NULL,
    state TEXT NOT NULL,
    content TEXT NOT NULL,
    message TEXT,
    quorum INTEGER NOT NULL,
    deadline INTEGER,
    version_number INTEGER,
    override_reason TEXT,
    created_by BLOB REFERENCES accounts (id),
    created_at INTEGER NOT NULL,
    closed_at INTEGER,
    UNIQUE (badge_class_id, round)
) STRICT;

CREATE TABLE reviewers (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    request_id BLOB NOT NULL REFERENCES review_requests (id),
    name TEXT NOT NULL,
    role TEXT,
    email TEXT,
    token_digest BLOB NOT NULL UNIQUE,
    answer TEXT,
    words TEXT,
    show_publicly INTEGER NOT NULL CHECK (show_publicly IN (0, 1)),
    answered_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reviewers_by_request ON reviewers (request_id, id);

CREATE TABLE review_comments (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    request_id BLOB NOT NULL REFERENCES review_requests (id),
    reviewer_id BLOB NOT NULL REFERENCES reviewers (id),
    target TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX review_comments_by_request ON review_comments (request_id, id);

-- One organisation's signed word on a badge class.
CREATE TABLE endorsements (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    badge_class_id BLOB NOT NULL REFERENCES badge_classes (id),
    version_number INTEGER NOT NULL,
    endorser_id BLOB NOT NULL REFERENCES issuers (id),
    comment TEXT,
    document TEXT NOT NULL,
    key_id BLOB NOT NULL REFERENCES signing_keys (id),
    created_by BLOB REFERENCES accounts (id),
    created_at INTEGER NOT NULL,
    withdrawn_at INTEGER,
    UNIQUE (badge_class_id, version_number, endorser_id)
) STRICT;
CREATE INDEX endorsements_by_endorser ON endorsements (endorser_id, id);
