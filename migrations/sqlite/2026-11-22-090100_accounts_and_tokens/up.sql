CREATE TABLE accounts (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL,
    is_operator INTEGER NOT NULL CHECK (is_operator IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;

-- An identity leads to one account only, so it is its own key.
CREATE TABLE account_identities (
    account_id BLOB NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    proved_at INTEGER,
    PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_identities_by_account ON account_identities (account_id);

CREATE TABLE api_tokens (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    scopes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER,
    last_used_at INTEGER
) STRICT;
CREATE INDEX api_tokens_by_account ON api_tokens (account_id, id);

-- Answers kept for requests that are sent again.
CREATE TABLE idempotency_keys (
    account_id BLOB NOT NULL REFERENCES accounts (id),
    key TEXT NOT NULL,
    request_digest BLOB NOT NULL CHECK (length(request_digest) = 32),
    status INTEGER NOT NULL,
    location TEXT,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, key)
) STRICT;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
