ALTER TABLE reviews DROP COLUMN results;
