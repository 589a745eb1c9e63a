-- Who is told by letter of what waits at their desk: a row for everybody who ever held a role.
CREATE TABLE desk_letters (
    account_id uuid NOT NULL PRIMARY KEY REFERENCES accounts (id),
    is_off boolean NOT NULL,
    written_at bigint,
    look_at bigint NOT NULL
);
CREATE INDEX desk_letters_due ON desk_letters (is_off, look_at);
INSERT INTO desk_letters (account_id, is_off, look_at) SELECT DISTINCT account_id, false, 0 FROM memberships;
