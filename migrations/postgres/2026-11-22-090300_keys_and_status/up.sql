-- Never deleted: what a retired key signed is still verified against it.
CREATE TABLE signing_keys (
    id uuid NOT NULL PRIMARY KEY,
    issuer_id uuid NOT NULL REFERENCES issuers (id),
    algorithm text NOT NULL,
    kid text NOT NULL,
    public_jwk text NOT NULL,
    public_multikey text,
    sealed bytea NOT NULL,
    state text NOT NULL,
    created_at bigint NOT NULL,
    retired_at bigint,
    UNIQUE (issuer_id, kid)
);
CREATE INDEX signing_keys_to_sign_with ON signing_keys (issuer_id, algorithm, state, id);

CREATE TABLE status_lists (
    id uuid NOT NULL PRIMARY KEY,
    issuer_id uuid NOT NULL REFERENCES issuers (id),
    number integer NOT NULL,
    purpose text NOT NULL,
    entries integer NOT NULL,
    used integer NOT NULL,
    bits bytea NOT NULL,
    signed_json text NOT NULL,
    signed_jwt text NOT NULL,
    updated_at bigint NOT NULL,
    UNIQUE (issuer_id, number)
);
CREATE INDEX status_lists_by_purpose ON status_lists (issuer_id, purpose, number);
