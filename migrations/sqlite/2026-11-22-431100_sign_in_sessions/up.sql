-- The browser in which a letter was asked for, if something was kept there: what was drawn in it can follow the person to
-- another device. No foreign key: the letter outlives the session, and then there is nothing to follow.
ALTER TABLE sign_ins ADD COLUMN session_id BLOB CHECK (length(session_id) = 16);

-- Of an account's sketches the one that was changed last comes first, for one that follows a letter may have begun earlier.
CREATE INDEX sketches_by_change ON sketches (account_id, updated_at, id);
