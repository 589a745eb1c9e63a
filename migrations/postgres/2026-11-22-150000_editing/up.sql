-- Counts the saves of a draft, so that of two people who edit it neither overwrites the other unseen.
ALTER TABLE badge_classes ADD COLUMN revision integer NOT NULL DEFAULT 0;
ALTER TABLE badge_classes ADD COLUMN remixed_from uuid REFERENCES badge_classes (id);
ALTER TABLE badge_classes ADD COLUMN remixed_version integer;
CREATE INDEX badge_classes_by_source ON badge_classes (remixed_from, id);

-- What others may use, one row a published badge class, written when it is published.
CREATE TABLE library_entries (
    badge_class_id uuid NOT NULL PRIMARY KEY REFERENCES badge_classes (id),
    licence text NOT NULL,
    languages text NOT NULL,
    tags text NOT NULL,
    words text NOT NULL
);
CREATE INDEX library_entries_by_licence ON library_entries (licence, badge_class_id);
