-- No foreign keys: what happened to a thing outlives the thing.
CREATE TABLE audit_events (
    id uuid NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    account_id uuid,
    action text NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    issuer_id uuid,
    detail text NOT NULL
);
CREATE INDEX audit_events_by_issuer ON audit_events (issuer_id, id);
CREATE INDEX audit_events_by_account ON audit_events (account_id, id);
CREATE INDEX audit_events_by_subject ON audit_events (subject_id, id);
