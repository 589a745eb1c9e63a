CREATE TABLE badge_classes (
    id uuid NOT NULL PRIMARY KEY,
    issuer_id uuid NOT NULL REFERENCES issuers (id),
    state text NOT NULL,
    name text NOT NULL,
    draft text,
    current_version integer,
    suspendable boolean NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX badge_classes_by_issuer ON badge_classes (issuer_id, id);
CREATE INDEX badge_classes_by_state ON badge_classes (state, id);

-- Written once: an award points at the version under which it was earned.
CREATE TABLE badge_class_versions (
    id uuid NOT NULL PRIMARY KEY,
    badge_class_id uuid NOT NULL REFERENCES badge_classes (id),
    number integer NOT NULL,
    name text NOT NULL,
    content text NOT NULL,
    image_blob bytea NOT NULL REFERENCES blobs (digest),
    image_png_blob bytea NOT NULL REFERENCES blobs (digest),
    published_at bigint NOT NULL,
    published_by uuid REFERENCES accounts (id),
    UNIQUE (badge_class_id, number)
);
