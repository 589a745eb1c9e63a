-- Files, each once, under the SHA-256 of its bytes.
CREATE TABLE blobs (
    digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL,
    byte_length INTEGER NOT NULL,
    width INTEGER,
    height INTEGER,
    created_at INTEGER NOT NULL,
    -- Until something public shows it, a file has no public address.
    published_at INTEGER
) STRICT;
