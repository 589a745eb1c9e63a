-- Many awards at once: what was pasted or uploaded, row by row, and how far it has come.
CREATE TABLE batches (
    id uuid NOT NULL PRIMARY KEY,
    issuer_id uuid NOT NULL REFERENCES issuers (id),
    badge_class_id uuid NOT NULL REFERENCES badge_classes (id),
    title text NOT NULL,
    state text NOT NULL,
    problem text,
    layout text NOT NULL,
    narrative text,
    mailing text NOT NULL,
    note text,
    duplicates text NOT NULL,
    total_rows integer NOT NULL,
    awarded_rows integer NOT NULL,
    failed_rows integer NOT NULL,
    mailed_through integer NOT NULL,
    starts_at bigint,
    started_at bigint,
    finished_at bigint,
    lease uuid,
    leased_until bigint,
    created_by uuid REFERENCES accounts (id),
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX batches_by_issuer ON batches (issuer_id, id);
CREATE INDEX batches_by_badge_class ON batches (badge_class_id, id);
-- The few that have work before them.
CREATE INDEX batches_at_work ON batches (state, id)
    WHERE state IN ('scheduled', 'running', 'mailing');

-- The words of a row are sealed: they hold names and addresses.
CREATE TABLE batch_rows (
    batch_id uuid NOT NULL REFERENCES batches (id),
    number integer NOT NULL,
    state text NOT NULL,
    twin text,
    problem text,
    recipient_key bytea CHECK (length(recipient_key) = 16),
    sealed bytea NOT NULL,
    PRIMARY KEY (batch_id, number)
);
CREATE INDEX batch_rows_by_state ON batch_rows (batch_id, state, number);
CREATE INDEX batch_rows_by_recipient ON batch_rows (batch_id, recipient_key, number);

-- Class lists. Their lines are sealed as well.
CREATE TABLE rosters (
    id uuid NOT NULL PRIMARY KEY,
    issuer_id uuid NOT NULL REFERENCES issuers (id),
    name text NOT NULL,
    people integer NOT NULL,
    sealed bytea NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE UNIQUE INDEX rosters_by_name ON rosters (issuer_id, name);

-- No foreign key from a row of a batch: the unique index alone says that a row is awarded once.
ALTER TABLE assertions ADD COLUMN batch_id uuid REFERENCES batches (id);
ALTER TABLE assertions ADD COLUMN batch_row integer;
ALTER TABLE assertions ADD COLUMN recipient_key bytea CHECK (length(recipient_key) = 16);
ALTER TABLE assertions ADD COLUMN corrected_at bigint;
ALTER TABLE assertions ADD COLUMN replaces_id uuid REFERENCES assertions (id);
CREATE UNIQUE INDEX assertions_of_batch ON assertions (batch_id, batch_row) WHERE batch_id IS NOT NULL;
CREATE INDEX assertions_by_recipient ON assertions (issuer_id, recipient_key);
CREATE INDEX assertions_replacing ON assertions (replaces_id) WHERE replaces_id IS NOT NULL;

-- What an award said before it was corrected.
CREATE TABLE superseded_documents (
    assertion_id uuid NOT NULL REFERENCES assertions (id),
    format text NOT NULL,
    revision integer NOT NULL,
    body text NOT NULL,
    digest bytea NOT NULL CHECK (length(digest) = 32),
    key_id uuid REFERENCES signing_keys (id),
    created_at bigint NOT NULL,
    superseded_at bigint NOT NULL,
    PRIMARY KEY (assertion_id, format, revision)
);
