-- Letters with a link and a code, by which somebody shows that an address is theirs.
CREATE TABLE sign_ins (
    id uuid NOT NULL PRIMARY KEY,
    email text NOT NULL,
    account_id uuid REFERENCES accounts (id),
    ticket_digest bytea NOT NULL UNIQUE CHECK (length(ticket_digest) = 32),
    link_digest bytea NOT NULL UNIQUE CHECK (length(link_digest) = 32),
    code_digest bytea NOT NULL CHECK (length(code_digest) = 32),
    onward text NOT NULL,
    tries integer NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    used_at bigint
);
CREATE INDEX sign_ins_by_email ON sign_ins (email, created_at);
CREATE INDEX sign_ins_by_age ON sign_ins (expires_at);
