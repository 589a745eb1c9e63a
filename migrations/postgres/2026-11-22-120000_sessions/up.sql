-- A browser that we know again: a signed-in person, or a visitor who keeps a sketch.
CREATE TABLE sessions (
    id uuid NOT NULL PRIMARY KEY,
    digest bytea NOT NULL UNIQUE CHECK (length(digest) = 32),
    account_id uuid REFERENCES accounts (id),
    created_at bigint NOT NULL,
    last_seen_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    revoked_at bigint,
    user_agent text NOT NULL,
    address text NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account_id, id);
