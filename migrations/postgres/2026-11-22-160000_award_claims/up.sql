-- That somebody said of an award: it is mine. An award without a row waits to be claimed.
CREATE TABLE award_claims (
    assertion_id uuid NOT NULL PRIMARY KEY REFERENCES assertions (id),
    claimed_at bigint NOT NULL,
    account_id uuid REFERENCES accounts (id),
    how text NOT NULL
);
CREATE INDEX award_claims_by_account ON award_claims (account_id, assertion_id) WHERE account_id IS NOT NULL;
