-- Which issuers let nothing be published before others have approved it, and how many must.
CREATE TABLE review_policies (
    issuer_id BLOB NOT NULL PRIMARY KEY CHECK (length(issuer_id) = 16) REFERENCES issuers (id),
    quorum INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
