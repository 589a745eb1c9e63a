ALTER TABLE reviewers DROP COLUMN renewed_at;
ALTER TABLE reviewers DROP COLUMN by_letter;
