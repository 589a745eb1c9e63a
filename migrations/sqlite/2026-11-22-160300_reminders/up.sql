-- After how many days an issuer reminds, and whom it has reminded: each award once of each thing.
CREATE TABLE reminder_settings (
    issuer_id BLOB NOT NULL PRIMARY KEY CHECK (length(issuer_id) = 16) REFERENCES issuers (id),
    unclaimed_days INTEGER,
    expiring_days INTEGER,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE reminders (
    assertion_id BLOB NOT NULL REFERENCES assertions (id),
    kind TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    PRIMARY KEY (assertion_id, kind)
) STRICT;
CREATE INDEX assertions_by_end ON assertions (issuer_id, valid_until, id) WHERE valid_until IS NOT NULL;
