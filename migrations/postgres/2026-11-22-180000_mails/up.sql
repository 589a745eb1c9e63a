-- Letters on their way out. They are written in the transaction that gives the reason for them, and sent after it.
CREATE TABLE mails (
    id uuid NOT NULL PRIMARY KEY,
    sealed bytea NOT NULL,
    state text NOT NULL,
    bundle_id uuid,
    due_at bigint NOT NULL,
    attempts integer NOT NULL,
    last_error text,
    created_at bigint NOT NULL,
    ended_at bigint
);
CREATE INDEX mails_waiting ON mails (due_at, id) WHERE state = 'waiting';
CREATE INDEX mails_by_bundle ON mails (bundle_id) WHERE bundle_id IS NOT NULL;
CREATE INDEX mails_ended ON mails (ended_at) WHERE ended_at IS NOT NULL;
