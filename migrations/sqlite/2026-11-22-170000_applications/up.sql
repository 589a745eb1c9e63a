-- One try of one person for one badge. A second try is a row of its own that knows the first.
CREATE TABLE applications (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    issuer_id BLOB NOT NULL REFERENCES issuers (id),
    badge_class_id BLOB NOT NULL REFERENCES badge_classes (id),
    version_id BLOB NOT NULL REFERENCES badge_class_versions (id),
    state TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    previous_id BLOB REFERENCES applications (id),
    applicant_name TEXT NOT NULL,
    applicant_sealed BLOB NOT NULL,
    applicant_key BLOB NOT NULL CHECK (length(applicant_key) = 32),
    account_id BLOB REFERENCES accounts (id),
    nominator_name TEXT,
    nomination TEXT,
    show_name INTEGER NOT NULL CHECK (show_name IN (0, 1)),
    then_and_now INTEGER NOT NULL CHECK (then_and_now IN (0, 1)),
    words TEXT,
    quiz_score INTEGER,
    ready INTEGER NOT NULL CHECK (ready IN (0, 1)),
    reason TEXT,
    decided_by BLOB REFERENCES accounts (id),
    decided_by_name TEXT,
    decided_at INTEGER,
    assigned_to BLOB REFERENCES accounts (id),
    assertion_id BLOB REFERENCES assertions (id),
    revision INTEGER NOT NULL,
    submitted_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX applications_by_issuer ON applications (issuer_id, id);
-- The queue: the one who has waited longest comes first.
CREATE INDEX applications_waiting ON applications (issuer_id, state, submitted_at, id);
CREATE INDEX applications_counted ON applications (issuer_id, badge_class_id, state);
CREATE INDEX applications_by_badge_class ON applications (badge_class_id, id);
CREATE INDEX applications_by_applicant ON applications (applicant_key, badge_class_id, id);
CREATE INDEX applications_by_account ON applications (account_id, id);
-- A try is followed by one try at most, and an award comes from one try at most.
CREATE UNIQUE INDEX applications_by_previous ON applications (previous_id) WHERE previous_id IS NOT NULL;
CREATE UNIQUE INDEX applications_by_assertion ON applications (assertion_id) WHERE assertion_id IS NOT NULL;

CREATE TABLE application_evidence (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    application_id BLOB NOT NULL REFERENCES applications (id),
    criterion TEXT,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    visibility TEXT NOT NULL,
    content TEXT NOT NULL,
    blob BLOB REFERENCES blobs (digest),
    second_blob BLOB REFERENCES blobs (digest),
    kept INTEGER NOT NULL CHECK (kept IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX application_evidence_of ON application_evidence (application_id, position);

-- Secret links without an account: the earner's own, and those of the people who are asked to look.
CREATE TABLE application_links (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    application_id BLOB NOT NULL REFERENCES applications (id),
    kind TEXT NOT NULL,
    name TEXT,
    sealed BLOB,
    person_key BLOB CHECK (person_key IS NULL OR length(person_key) = 32),
    created_by BLOB REFERENCES accounts (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;
CREATE INDEX application_links_of ON application_links (application_id, id);

CREATE TABLE reviews (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    application_id BLOB NOT NULL REFERENCES applications (id),
    kind TEXT NOT NULL,
    reviewer_name TEXT NOT NULL,
    account_id BLOB REFERENCES accounts (id),
    link_id BLOB REFERENCES application_links (id),
    person_key BLOB CHECK (person_key IS NULL OR length(person_key) = 32),
    holds TEXT NOT NULL,
    decisions TEXT NOT NULL,
    supports INTEGER NOT NULL CHECK (supports IN (0, 1)),
    comment TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reviews_of ON reviews (application_id, id);
CREATE INDEX reviews_by_account ON reviews (account_id, application_id);
-- Whoever looks, looks once; a second look replaces the first.
CREATE UNIQUE INDEX reviews_once_an_account ON reviews (application_id, account_id) WHERE account_id IS NOT NULL;
CREATE UNIQUE INDEX reviews_once_a_link ON reviews (application_id, link_id) WHERE link_id IS NOT NULL;
CREATE UNIQUE INDEX reviews_once_a_person ON reviews (application_id, person_key) WHERE person_key IS NOT NULL;

CREATE TABLE saved_comments (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    words TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX saved_comments_of ON saved_comments (account_id, id);
