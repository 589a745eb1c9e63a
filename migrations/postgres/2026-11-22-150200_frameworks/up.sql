-- Frameworks of skills that an issuer took in, to pick alignments from.
CREATE TABLE frameworks (
    id uuid NOT NULL PRIMARY KEY,
    issuer_id uuid NOT NULL REFERENCES issuers (id),
    name text NOT NULL,
    url text,
    publisher text,
    language text,
    licence text,
    format text NOT NULL,
    items integer NOT NULL,
    created_by uuid REFERENCES accounts (id),
    created_at bigint NOT NULL
);
CREATE INDEX frameworks_by_issuer ON frameworks (issuer_id, id);

CREATE TABLE framework_items (
    framework_id uuid NOT NULL REFERENCES frameworks (id),
    position integer NOT NULL,
    code text,
    name text NOT NULL,
    description text,
    url text NOT NULL,
    kind text,
    words text NOT NULL,
    PRIMARY KEY (framework_id, position)
);
