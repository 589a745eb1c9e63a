-- No foreign keys: what happened to a thing outlives the thing.
CREATE TABLE audit_events (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    at INTEGER NOT NULL,
    account_id BLOB,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    issuer_id BLOB,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_events_by_issuer ON audit_events (issuer_id, id);
CREATE INDEX audit_events_by_account ON audit_events (account_id, id);
CREATE INDEX audit_events_by_subject ON audit_events (subject_id, id);
