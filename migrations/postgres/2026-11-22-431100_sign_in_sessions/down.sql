DROP INDEX sketches_by_change;
ALTER TABLE sign_ins DROP COLUMN session_id;
