-- A badge that somebody draws before it belongs to an issuer, and whom they mean to give it to.
CREATE TABLE sketches (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    session_id BLOB CHECK (length(session_id) = 16),
    account_id BLOB REFERENCES accounts (id),
    content TEXT NOT NULL,
    badge_class_id BLOB REFERENCES badge_classes (id),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sketches_by_session ON sketches (session_id, id);
CREATE INDEX sketches_by_account ON sketches (account_id, id);
CREATE INDEX sketches_by_age ON sketches (updated_at);
