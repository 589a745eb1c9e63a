-- Letters with a link and a code, by which somebody shows that an address is theirs.
CREATE TABLE sign_ins (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    email TEXT NOT NULL,
    account_id BLOB REFERENCES accounts (id),
    ticket_digest BLOB NOT NULL UNIQUE CHECK (length(ticket_digest) = 32),
    link_digest BLOB NOT NULL UNIQUE CHECK (length(link_digest) = 32),
    code_digest BLOB NOT NULL CHECK (length(code_digest) = 32),
    onward TEXT NOT NULL,
    tries INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX sign_ins_by_email ON sign_ins (email, created_at);
CREATE INDEX sign_ins_by_age ON sign_ins (expires_at);
