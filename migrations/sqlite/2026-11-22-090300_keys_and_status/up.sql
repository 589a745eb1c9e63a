-- Never deleted: what a retired key signed is still verified against it.
CREATE TABLE signing_keys (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    issuer_id BLOB NOT NULL REFERENCES issuers (id),
    algorithm TEXT NOT NULL,
    kid TEXT NOT NULL,
    public_jwk TEXT NOT NULL,
    public_multikey TEXT,
    sealed BLOB NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    retired_at INTEGER,
    UNIQUE (issuer_id, kid)
) STRICT;
CREATE INDEX signing_keys_to_sign_with ON signing_keys (issuer_id, algorithm, state, id);

CREATE TABLE status_lists (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    issuer_id BLOB NOT NULL REFERENCES issuers (id),
    number INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    entries INTEGER NOT NULL,
    used INTEGER NOT NULL,
    bits BLOB NOT NULL,
    signed_json TEXT NOT NULL,
    signed_jwt TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (issuer_id, number)
) STRICT;
CREATE INDEX status_lists_by_purpose ON status_lists (issuer_id, purpose, number);
