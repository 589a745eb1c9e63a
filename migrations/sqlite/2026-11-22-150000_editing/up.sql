-- Counts the saves of a draft, so that of two people who edit it neither overwrites the other unseen.
ALTER TABLE badge_classes ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE badge_classes ADD COLUMN remixed_from BLOB REFERENCES badge_classes (id);
ALTER TABLE badge_classes ADD COLUMN remixed_version INTEGER;
CREATE INDEX badge_classes_by_source ON badge_classes (remixed_from, id);

-- What others may use, one row a published badge class, written when it is published.
CREATE TABLE library_entries (
    badge_class_id BLOB NOT NULL PRIMARY KEY CHECK (length(badge_class_id) = 16) REFERENCES badge_classes (id),
    licence TEXT NOT NULL,
    languages TEXT NOT NULL,
    tags TEXT NOT NULL,
    words TEXT NOT NULL
) STRICT;
CREATE INDEX library_entries_by_licence ON library_entries (licence, badge_class_id);
