-- Frameworks of skills that an issuer took in, to pick alignments from.
CREATE TABLE frameworks (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    issuer_id BLOB NOT NULL REFERENCES issuers (id),
    name TEXT NOT NULL,
    url TEXT,
    publisher TEXT,
    language TEXT,
    licence TEXT,
    format TEXT NOT NULL,
    items INTEGER NOT NULL,
    created_by BLOB REFERENCES accounts (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX frameworks_by_issuer ON frameworks (issuer_id, id);

CREATE TABLE framework_items (
    framework_id BLOB NOT NULL REFERENCES frameworks (id),
    position INTEGER NOT NULL,
    code TEXT,
    name TEXT NOT NULL,
    description TEXT,
    url TEXT NOT NULL,
    kind TEXT,
    words TEXT NOT NULL,
    PRIMARY KEY (framework_id, position)
) STRICT;
