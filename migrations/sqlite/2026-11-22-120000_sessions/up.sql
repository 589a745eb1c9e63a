-- A browser that we know again: a signed-in person, or a visitor who keeps a sketch.
CREATE TABLE sessions (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    account_id BLOB REFERENCES accounts (id),
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    user_agent TEXT NOT NULL,
    address TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_by_account ON sessions (account_id, id);
