-- Files, each once, under the SHA-256 of its bytes.
CREATE TABLE blobs (
    digest bytea NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
    media_type text NOT NULL,
    bytes bytea NOT NULL,
    byte_length bigint NOT NULL,
    width integer,
    height integer,
    created_at bigint NOT NULL,
    -- Until something public shows it, a file has no public address.
    published_at bigint
);
