-- One try of one person for one badge. A second try is a row of its own that knows the first.
CREATE TABLE applications (
    id uuid NOT NULL PRIMARY KEY,
    issuer_id uuid NOT NULL REFERENCES issuers (id),
    badge_class_id uuid NOT NULL REFERENCES badge_classes (id),
    version_id uuid NOT NULL REFERENCES badge_class_versions (id),
    state text NOT NULL,
    attempt integer NOT NULL,
    previous_id uuid REFERENCES applications (id),
    applicant_name text NOT NULL,
    applicant_sealed bytea NOT NULL,
    applicant_key bytea NOT NULL CHECK (octet_length(applicant_key) = 32),
    account_id uuid REFERENCES accounts (id),
    nominator_name text,
    nomination text,
    show_name boolean NOT NULL,
    then_and_now boolean NOT NULL,
    words text,
    quiz_score integer,
    ready boolean NOT NULL,
    reason text,
    decided_by uuid REFERENCES accounts (id),
    decided_by_name text,
    decided_at bigint,
    assigned_to uuid REFERENCES accounts (id),
    assertion_id uuid REFERENCES assertions (id),
    revision integer NOT NULL,
    submitted_at bigint,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
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
    id uuid NOT NULL PRIMARY KEY,
    application_id uuid NOT NULL REFERENCES applications (id),
    criterion text,
    position integer NOT NULL,
    kind text NOT NULL,
    visibility text NOT NULL,
    content text NOT NULL,
    blob bytea REFERENCES blobs (digest),
    second_blob bytea REFERENCES blobs (digest),
    kept boolean NOT NULL,
    created_at bigint NOT NULL
);
CREATE INDEX application_evidence_of ON application_evidence (application_id, position);

-- Secret links without an account: the earner's own, and those of the people who are asked to look.
CREATE TABLE application_links (
    id uuid NOT NULL PRIMARY KEY,
    digest bytea NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
    application_id uuid NOT NULL REFERENCES applications (id),
    kind text NOT NULL,
    name text,
    sealed bytea,
    person_key bytea CHECK (octet_length(person_key) = 32),
    created_by uuid REFERENCES accounts (id),
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    closed_at bigint
);
CREATE INDEX application_links_of ON application_links (application_id, id);

CREATE TABLE reviews (
    id uuid NOT NULL PRIMARY KEY,
    application_id uuid NOT NULL REFERENCES applications (id),
    kind text NOT NULL,
    reviewer_name text NOT NULL,
    account_id uuid REFERENCES accounts (id),
    link_id uuid REFERENCES application_links (id),
    person_key bytea CHECK (octet_length(person_key) = 32),
    holds text NOT NULL,
    decisions text NOT NULL,
    supports boolean NOT NULL,
    comment text,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX reviews_of ON reviews (application_id, id);
CREATE INDEX reviews_by_account ON reviews (account_id, application_id);
-- Whoever looks, looks once; a second look replaces the first.
CREATE UNIQUE INDEX reviews_once_an_account ON reviews (application_id, account_id) WHERE account_id IS NOT NULL;
CREATE UNIQUE INDEX reviews_once_a_link ON reviews (application_id, link_id) WHERE link_id IS NOT NULL;
CREATE UNIQUE INDEX reviews_once_a_person ON reviews (application_id, person_key) WHERE person_key IS NOT NULL;

CREATE TABLE saved_comments (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    words text NOT NULL,
    created_at bigint NOT NULL
);
CREATE INDEX saved_comments_of ON saved_comments (account_id, id);
