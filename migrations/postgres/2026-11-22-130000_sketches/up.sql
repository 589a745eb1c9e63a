-- A badge that somebody draws before it belongs to an issuer, and whom they mean to give it to.
CREATE TABLE sketches (
    id uuid NOT NULL PRIMARY KEY,
    session_id uuid,
    account_id uuid REFERENCES accounts (id),
    content text NOT NULL,
    badge_class_id uuid REFERENCES badge_classes (id),
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX sketches_by_session ON sketches (session_id, id);
CREATE INDEX sketches_by_account ON sketches (account_id, id);
CREATE INDEX sketches_by_age ON sketches (updated_at);
