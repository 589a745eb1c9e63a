-- Addresses that are told what happens, and what they are told: written with the change, sent after it.
CREATE TABLE webhooks (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    issuer_id BLOB NOT NULL REFERENCES issuers (id),
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    covers_below INTEGER NOT NULL CHECK (covers_below IN (0, 1)),
    state TEXT NOT NULL,
    secret_sealed BLOB NOT NULL,
    old_secret_sealed BLOB,
    old_secret_until INTEGER,
    failing_since INTEGER,
    created_by BLOB REFERENCES accounts (id),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX webhooks_by_issuer ON webhooks (issuer_id, id);
CREATE INDEX webhooks_active ON webhooks (state, issuer_id);

CREATE TABLE webhook_deliveries (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    webhook_id BLOB NOT NULL REFERENCES webhooks (id),
    event TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    last_status INTEGER,
    last_answer TEXT,
    last_tried_at INTEGER,
    created_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at, id) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (webhook_id, state, due_at);
CREATE INDEX webhook_deliveries_ended ON webhook_deliveries (ended_at) WHERE ended_at IS NOT NULL;
