-- Many awards at once: what was pasted or uploaded, row by row, and how far it has come.
CREATE TABLE batches (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    issuer_id BLOB NOT NULL REFERENCES issuers (id),
    badge_class_id BLOB NOT NULL REFERENCES badge_classes (id),
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    problem TEXT,
    layout TEXT NOT NULL,
    narrative TEXT,
    mailing TEXT NOT NULL,
    note TEXT,
    duplicates TEXT NOT NULL,
    total_rows INTEGER NOT NULL,
    awarded_rows INTEGER NOT NULL,
    failed_rows INTEGER NOT NULL,
    mailed_through INTEGER NOT NULL,
    starts_at INTEGER,
    started_at INTEGER,
    finished_at INTEGER,
    lease BLOB CHECK (length(lease) = 16),
    leased_until INTEGER,
    created_by BLOB REFERENCES accounts (id),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX batches_by_issuer ON batches (issuer_id, id);
CREATE INDEX batches_by_badge_class ON batches (badge_class_id, id);
-- The few that have work before them.
CREATE INDEX batches_at_work ON batches (state, id)
    WHERE state IN ('scheduled', 'running', 'mailing');

-- The words of a row are sealed: they hold names and addresses.
CREATE TABLE batch_rows (
    batch_id BLOB NOT NULL REFERENCES batches (id),
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    twin TEXT,
    problem TEXT,
    recipient_key BLOB CHECK (length(recipient_key) = 16),
    sealed BLOB NOT NULL,
    PRIMARY KEY (batch_id, number)
) STRICT;
CREATE INDEX batch_rows_by_state ON batch_rows (batch_id, state, number);
CREATE INDEX batch_rows_by_recipient ON batch_rows (batch_id, recipient_key, number);

-- Class lists. Their lines are sealed as well.
CREATE TABLE rosters (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    issuer_id BLOB NOT NULL REFERENCES issuers (id),
    name TEXT NOT NULL,
    people INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX rosters_by_name ON rosters (issuer_id, name);

-- No foreign key from a row of a batch: the unique index alone says that a row is awarded once.
ALTER TABLE assertions ADD COLUMN batch_id BLOB REFERENCES batches (id);
ALTER TABLE assertions ADD COLUMN batch_row INTEGER;
ALTER TABLE assertions ADD COLUMN recipient_key BLOB CHECK (length(recipient_key) = 16);
ALTER TABLE assertions ADD COLUMN corrected_at INTEGER;
ALTER TABLE assertions ADD COLUMN replaces_id BLOB REFERENCES assertions (id);
CREATE UNIQUE INDEX assertions_of_batch ON assertions (batch_id, batch_row) WHERE batch_id IS NOT NULL;
CREATE INDEX assertions_by_recipient ON assertions (issuer_id, recipient_key);
CREATE INDEX assertions_replacing ON assertions (replaces_id) WHERE replaces_id IS NOT NULL;

-- What an award said before it was corrected.
CREATE TABLE superseded_documents (
    assertion_id BLOB NOT NULL REFERENCES assertions (id),
    format TEXT NOT NULL,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    key_id BLOB REFERENCES signing_keys (id),
    created_at INTEGER NOT NULL,
    superseded_at INTEGER NOT NULL,
    PRIMARY KEY (assertion_id, format, revision)
) STRICT;
