DROP TABLE library_entries;
DROP INDEX badge_classes_by_source;
ALTER TABLE badge_classes DROP COLUMN remixed_version;
ALTER TABLE badge_classes DROP COLUMN remixed_from;
ALTER TABLE badge_classes DROP COLUMN revision;
