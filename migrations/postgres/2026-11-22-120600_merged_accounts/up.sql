-- The account into which another was merged; the row stays, for the audit trail names it.
ALTER TABLE accounts ADD COLUMN merged_into uuid;
