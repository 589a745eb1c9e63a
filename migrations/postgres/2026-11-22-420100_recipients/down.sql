DROP INDEX assertions_by_recipient;
CREATE INDEX assertions_by_recipient ON assertions (issuer_id, recipient_key);
