-- That somebody said of an award: it is mine. An award without a row waits to be claimed.
CREATE TABLE award_claims (
    assertion_id BLOB NOT NULL PRIMARY KEY CHECK (length(assertion_id) = 16) REFERENCES assertions (id),
    claimed_at INTEGER NOT NULL,
    account_id BLOB REFERENCES accounts (id),
    how TEXT NOT NULL
) STRICT;
CREATE INDEX award_claims_by_account ON award_claims (account_id, assertion_id) WHERE account_id IS NOT NULL;
