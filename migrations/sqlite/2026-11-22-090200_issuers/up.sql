CREATE TABLE issuers (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    slug TEXT NOT NULL UNIQUE,
    parent_id BLOB REFERENCES issuers (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    url TEXT NOT NULL,
    email TEXT NOT NULL,
    image_blob BLOB REFERENCES blobs (digest),
    palette TEXT NOT NULL,
    linkedin_id TEXT,
    compatibility_proof INTEGER NOT NULL CHECK (compatibility_proof IN (0, 1)),
    jwt_algorithm TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX issuers_by_parent ON issuers (parent_id, id);

CREATE TABLE memberships (
    account_id BLOB NOT NULL REFERENCES accounts (id),
    issuer_id BLOB NOT NULL REFERENCES issuers (id),
    role TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, issuer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_by_issuer ON memberships (issuer_id);
