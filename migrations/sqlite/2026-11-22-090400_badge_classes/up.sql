CREATE TABLE badge_classes (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    issuer_id BLOB NOT NULL REFERENCES issuers (id),
    state TEXT NOT NULL,
    name TEXT NOT NULL,
    draft TEXT,
    current_version INTEGER,
    suspendable INTEGER NOT NULL CHECK (suspendable IN (0, 1)),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX badge_classes_by_issuer ON badge_classes (issuer_id, id);
CREATE INDEX badge_classes_by_state ON badge_classes (state, id);

-- Written once: an award points at the version under which it was earned.
CREATE TABLE badge_class_versions (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    badge_class_id BLOB NOT NULL REFERENCES badge_classes (id),
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    image_blob BLOB NOT NULL REFERENCES blobs (digest),
    image_png_blob BLOB NOT NULL REFERENCES blobs (digest),
    published_at INTEGER NOT NULL,
    published_by BLOB REFERENCES accounts (id),
    UNIQUE (badge_class_id, number)
) STRICT;
