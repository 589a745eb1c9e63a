ALTER TABLE issuers DROP COLUMN archived_at;
