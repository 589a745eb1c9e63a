-- After how many days an issuer reminds, and whom it has reminded: each award once of each thing.
CREATE TABLE reminder_settings (
    issuer_id uuid NOT NULL PRIMARY KEY REFERENCES issuers (id),
    unclaimed_days integer,
    expiring_days integer,
    updated_at bigint NOT NULL
);

CREATE TABLE reminders (
    assertion_id uuid NOT NULL REFERENCES assertions (id),
    kind text NOT NULL,
    sent_at bigint NOT NULL,
    PRIMARY KEY (assertion_id, kind)
);
CREATE INDEX assertions_by_end ON assertions (issuer_id, valid_until, id) WHERE valid_until IS NOT NULL;
