-- Who is told by letter of what waits at their desk: a row for everybody who ever held a role.
CREATE TABLE desk_letters (
    account_id BLOB NOT NULL PRIMARY KEY CHECK (length(account_id) = 16) REFERENCES accounts (id),
    is_off INTEGER NOT NULL CHECK (is_off IN (0, 1)),
    written_at INTEGER,
    look_at INTEGER NOT NULL
) STRICT;
CREATE INDEX desk_letters_due ON desk_letters (is_off, look_at);
INSERT INTO desk_letters (account_id, is_off, look_at) SELECT DISTINCT account_id, 0, 0 FROM memberships;
