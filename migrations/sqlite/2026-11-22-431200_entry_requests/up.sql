-- People with an account who work nowhere yet and ask to be let in; answered ones are gone.
CREATE TABLE entry_requests (
    account_id BLOB NOT NULL PRIMARY KEY CHECK (length(account_id) = 16) REFERENCES accounts (id) ON DELETE CASCADE,
    badge TEXT NOT NULL,
    people INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX entry_requests_by_age ON entry_requests (created_at, account_id);
-- Those who run the installation are few among many: letters to them read no others.
CREATE INDEX accounts_by_operator ON accounts (is_operator);
