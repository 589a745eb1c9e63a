-- An organisation that gives no new badges; everything it gave stays where it is.
ALTER TABLE issuers ADD COLUMN archived_at bigint;
