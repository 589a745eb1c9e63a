-- Addresses that are told what happens, and what they are told: written with the change, sent after it.
CREATE TABLE webhooks (
    id uuid NOT NULL PRIMARY KEY,
    issuer_id uuid NOT NULL REFERENCES issuers (id),
    url text NOT NULL,
    events text NOT NULL,
    covers_below boolean NOT NULL,
    state text NOT NULL,
    secret_sealed bytea NOT NULL,
    old_secret_sealed bytea,
    old_secret_until bigint,
    failing_since bigint,
    created_by uuid REFERENCES accounts (id),
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX webhooks_by_issuer ON webhooks (issuer_id, id);
CREATE INDEX webhooks_active ON webhooks (state, issuer_id);

CREATE TABLE webhook_deliveries (
    id uuid NOT NULL PRIMARY KEY,
    webhook_id uuid NOT NULL REFERENCES webhooks (id),
    event text NOT NULL,
    body text NOT NULL,
    state text NOT NULL,
    due_at bigint NOT NULL,
    attempts integer NOT NULL,
    last_status integer,
    last_answer text,
    last_tried_at bigint,
    created_at bigint NOT NULL,
    ended_at bigint
);
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at, id) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (webhook_id, state, due_at);
CREATE INDEX webhook_deliveries_ended ON webhook_deliveries (ended_at) WHERE ended_at IS NOT NULL;
