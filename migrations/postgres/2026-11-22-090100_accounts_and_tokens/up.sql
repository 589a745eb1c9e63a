CREATE TABLE accounts (
    id uuid NOT NULL PRIMARY KEY,
    name text NOT NULL,
    is_operator boolean NOT NULL,
    created_at bigint NOT NULL
);

-- An identity leads to one account only, so it is its own key.
CREATE TABLE account_identities (
    account_id uuid NOT NULL REFERENCES accounts (id),
    kind text NOT NULL,
    value text NOT NULL,
    proved_at bigint,
    PRIMARY KEY (kind, value)
);
CREATE INDEX account_identities_by_account ON account_identities (account_id);

CREATE TABLE api_tokens (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    name text NOT NULL,
    digest bytea NOT NULL UNIQUE CHECK (length(digest) = 32),
    scopes text NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint,
    revoked_at bigint,
    last_used_at bigint
);
CREATE INDEX api_tokens_by_account ON api_tokens (account_id, id);

-- Answers kept for requests that are sent again.
CREATE TABLE idempotency_keys (
    account_id uuid NOT NULL REFERENCES accounts (id),
    key text NOT NULL,
    request_digest bytea NOT NULL CHECK (length(request_digest) = 32),
    status integer NOT NULL,
    location text,
    body text NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
