CREATE TABLE issuers (
    id uuid NOT NULL PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    parent_id uuid REFERENCES issuers (id),
    kind text NOT NULL,
    name text NOT NULL,
    description text NOT NULL,
    url text NOT NULL,
    email text NOT NULL,
    image_blob bytea REFERENCES blobs (digest),
    palette text NOT NULL,
    linkedin_id text,
    compatibility_proof boolean NOT NULL,
    jwt_algorithm text NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX issuers_by_parent ON issuers (parent_id, id);

CREATE TABLE memberships (
    account_id uuid NOT NULL REFERENCES accounts (id),
    issuer_id uuid NOT NULL REFERENCES issuers (id),
    role text NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (account_id, issuer_id)
);
CREATE INDEX memberships_by_issuer ON memberships (issuer_id);
