-- Invitations to a role, by mail to one person or as a link for several.
CREATE TABLE invitations (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    issuer_id BLOB NOT NULL REFERENCES issuers (id),
    role TEXT NOT NULL,
    email TEXT,
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    seats INTEGER NOT NULL CHECK (seats > 0),
    taken INTEGER NOT NULL CHECK (taken >= 0),
    invited_by BLOB REFERENCES accounts (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    withdrawn_at INTEGER
) STRICT;
CREATE INDEX invitations_by_issuer ON invitations (issuer_id, id);
