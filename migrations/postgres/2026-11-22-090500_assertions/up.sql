CREATE TABLE assertions (
    id uuid NOT NULL PRIMARY KEY,
    issuer_id uuid NOT NULL REFERENCES issuers (id),
    badge_class_id uuid NOT NULL REFERENCES badge_classes (id),
    version_id uuid NOT NULL REFERENCES badge_class_versions (id),
    state text NOT NULL,
    state_reason text,
    state_changed_at bigint,
    recipient_kind text NOT NULL,
    recipient_hash text NOT NULL,
    recipient_salt text NOT NULL,
    recipient_sealed bytea,
    recipient_name text,
    subject_urn text NOT NULL,
    narrative text,
    result text,
    assessment text,
    valid_from bigint NOT NULL,
    valid_until bigint,
    status_list_id uuid NOT NULL REFERENCES status_lists (id),
    status_index integer NOT NULL,
    suspension_list_id uuid REFERENCES status_lists (id),
    suspension_index integer,
    created_by uuid REFERENCES accounts (id),
    created_at bigint NOT NULL,
    CHECK ((suspension_list_id IS NULL) = (suspension_index IS NULL))
);
-- Ids grow with time, so these two also serve "newest first".
CREATE INDEX assertions_by_issuer ON assertions (issuer_id, id);
CREATE INDEX assertions_by_badge_class ON assertions (badge_class_id, id);
-- Few awards are ever taken back: the revocation list finds them without passing the others.
CREATE INDEX assertions_not_standing ON assertions (issuer_id, id) WHERE state <> 'issued';
CREATE INDEX assertions_not_standing_anywhere ON assertions (id) WHERE state <> 'issued';
CREATE UNIQUE INDEX assertions_status_place ON assertions (status_list_id, status_index);
CREATE UNIQUE INDEX assertions_suspension_place
    ON assertions (suspension_list_id, suspension_index) WHERE suspension_list_id IS NOT NULL;

CREATE TABLE evidence (
    id uuid NOT NULL PRIMARY KEY,
    assertion_id uuid NOT NULL REFERENCES assertions (id),
    position integer NOT NULL,
    kind text NOT NULL,
    visibility text NOT NULL,
    content text NOT NULL,
    blob bytea REFERENCES blobs (digest),
    second_blob bytea REFERENCES blobs (digest),
    UNIQUE (assertion_id, position)
);

-- The exact text that was signed, never a JSON column, which may reorder it.
CREATE TABLE signed_documents (
    assertion_id uuid NOT NULL REFERENCES assertions (id),
    format text NOT NULL,
    body text NOT NULL,
    digest bytea NOT NULL CHECK (length(digest) = 32),
    key_id uuid REFERENCES signing_keys (id),
    created_at bigint NOT NULL,
    PRIMARY KEY (assertion_id, format)
);
