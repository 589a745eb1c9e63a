CREATE TABLE assertions (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    issuer_id BLOB NOT NULL REFERENCES issuers (id),
    badge_class_id BLOB NOT NULL REFERENCES badge_classes (id),
    version_id BLOB NOT NULL REFERENCES badge_class_versions (id),
    state TEXT NOT NULL,
    state_reason TEXT,
    state_changed_at INTEGER,
    recipient_kind TEXT NOT NULL,
    recipient_hash TEXT NOT NULL,
    recipient_salt TEXT NOT NULL,
    recipient_sealed BLOB,
    recipient_name TEXT,
    subject_urn TEXT NOT NULL,
    narrative TEXT,
    result TEXT,
    assessment TEXT,
    valid_from INTEGER NOT NULL,
    valid_until INTEGER,
    status_list_id BLOB NOT NULL REFERENCES status_lists (id),
    status_index INTEGER NOT NULL,
    suspension_list_id BLOB REFERENCES status_lists (id),
    suspension_index INTEGER,
    created_by BLOB REFERENCES accounts (id),
    created_at INTEGER NOT NULL,
    CHECK ((suspension_list_id IS NULL) = (suspension_index IS NULL))
) STRICT;
-- Ids grow with time, so these two also serve "newest first".
CREATE INDEX assertions_by_issuer ON assertions (issuer_id, id);
CREATE INDEX assertions_by_badge_class ON assertions (badge_class_id, id);
-- Few awards are ever taken back: the revocation list finds them without passing the others.
CREATE INDEX assertions_not_standing ON assertions (issuer_id, id) WHERE state <> 'issued';
CREATE INDEX assertions_not_standing_anywhere ON assertions (id) WHERE state <> 'issued';
CREATE UNIQUE INDEX assertions_status_place ON assertions (status_list_id, status_index);
CREATE UNIQUE INDEX assertions_suspension_place
    ON assertions (suspension_list_id, suspension_index) WHERE suspension_list_id IS NOT NULL;

CREATE TABLE evidence (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    assertion_id BLOB NOT NULL REFERENCES assertions (id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    visibility TEXT NOT NULL,
    content TEXT NOT NULL,
    blob BLOB REFERENCES blobs (digest),
    second_blob BLOB REFERENCES blobs (digest),
    UNIQUE (assertion_id, position)
) STRICT;

-- The exact text that was signed, never a JSON column, which may reorder it.
CREATE TABLE signed_documents (
    assertion_id BLOB NOT NULL REFERENCES assertions (id),
    format TEXT NOT NULL,
    body TEXT NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    key_id BLOB REFERENCES signing_keys (id),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (assertion_id, format)
) STRICT;
