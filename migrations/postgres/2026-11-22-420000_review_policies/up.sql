-- Which issuers let nothing be published before others have approved it, and how many must.
CREATE TABLE review_policies (
    issuer_id uuid NOT NULL PRIMARY KEY REFERENCES issuers (id),
    quorum integer NOT NULL,
    updated_at bigint NOT NULL
);
