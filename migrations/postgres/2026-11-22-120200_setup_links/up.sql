-- The one-time link by which the first operator sets the site up.
CREATE TABLE setup_links (
    digest bytea NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    used_at bigint
);
