-- Ways to claim a badge without being named first: a link with one code for many, or cards with a code each.
CREATE TABLE claim_links (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    issuer_id BLOB NOT NULL REFERENCES issuers (id),
    badge_class_id BLOB NOT NULL REFERENCES badge_classes (id),
    kind TEXT NOT NULL,
    code TEXT UNIQUE,
    title TEXT NOT NULL,
    giver TEXT NOT NULL,
    state TEXT NOT NULL,
    terms TEXT NOT NULL,
    seats INTEGER,
    taken INTEGER NOT NULL,
    opens_at INTEGER,
    closes_at INTEGER,
    used_up_at INTEGER,
    closed_at INTEGER,
    created_by BLOB REFERENCES accounts (id),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX claim_links_by_issuer ON claim_links (issuer_id, id);
CREATE INDEX claim_links_by_badge_class ON claim_links (badge_class_id, id);

CREATE TABLE claim_cards (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    link_id BLOB NOT NULL REFERENCES claim_links (id),
    position INTEGER NOT NULL,
    code TEXT NOT NULL UNIQUE,
    name_sealed BLOB,
    used_at INTEGER,
    withdrawn_at INTEGER,
    UNIQUE (link_id, position)
) STRICT;

CREATE TABLE claims (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    link_id BLOB NOT NULL REFERENCES claim_links (id),
    card_id BLOB REFERENCES claim_cards (id),
    state TEXT NOT NULL,
    once BLOB NOT NULL UNIQUE,
    address_digest BLOB,
    sealed BLOB NOT NULL,
    assertion_id BLOB REFERENCES assertions (id),
    created_at INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by BLOB REFERENCES accounts (id)
) STRICT;
CREATE INDEX claims_by_link ON claims (link_id, state, id);
CREATE INDEX claims_by_card ON claims (card_id) WHERE card_id IS NOT NULL;
CREATE INDEX claims_by_address ON claims (address_digest, id) WHERE address_digest IS NOT NULL;
CREATE INDEX claims_by_assertion ON claims (assertion_id) WHERE assertion_id IS NOT NULL;
