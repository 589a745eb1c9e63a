-- Awards of one person in the order of the list, so that a search for them reads no others.
DROP INDEX assertions_by_recipient;
CREATE INDEX assertions_by_recipient ON assertions (issuer_id, recipient_key, id);
