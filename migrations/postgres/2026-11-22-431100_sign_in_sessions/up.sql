-- The browser in which a letter was asked for, if something was kept there: what was drawn in it can follow the person to
-- another device. No foreign key: the letter outlives the session, and then there is nothing to follow.
ALTER TABLE sign_ins ADD COLUMN session_id UUID;
