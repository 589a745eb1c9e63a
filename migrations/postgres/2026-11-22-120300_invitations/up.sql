-- Invitations to a role, by mail to one person or as a link for several.
CREATE TABLE invitations (
    id uuid NOT NULL PRIMARY KEY,
    issuer_id uuid NOT NULL REFERENCES issuers (id),
    role text NOT NULL,
    email text,
    digest bytea NOT NULL UNIQUE CHECK (length(digest) = 32),
    seats integer NOT NULL CHECK (seats > 0),
    taken integer NOT NULL CHECK (taken >= 0),
    invited_by uuid REFERENCES accounts (id),
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    withdrawn_at bigint
);
CREATE INDEX invitations_by_issuer ON invitations (issuer_id, id);
