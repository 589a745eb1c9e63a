-- Ways to claim a badge without being named first: a link with one code for many, or cards with a code each.
CREATE TABLE claim_links (
    id uuid NOT NULL PRIMARY KEY,
    issuer_id uuid NOT NULL REFERENCES issuers (id),
    badge_class_id uuid NOT NULL REFERENCES badge_classes (id),
    kind text NOT NULL,
    code text UNIQUE,
    title text NOT NULL,
    giver text NOT NULL,
    state text NOT NULL,
    terms text NOT NULL,
    seats integer,
    taken integer NOT NULL,
    opens_at bigint,
    closes_at bigint,
    used_up_at bigint,
    closed_at bigint,
    created_by uuid REFERENCES accounts (id),
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX claim_links_by_issuer ON claim_links (issuer_id, id);
CREATE INDEX claim_links_by_badge_class ON claim_links (badge_class_id, id);

CREATE TABLE claim_cards (
    id uuid NOT NULL PRIMARY KEY,
    link_id uuid NOT NULL REFERENCES claim_links (id),
    position integer NOT NULL,
    code text NOT NULL UNIQUE,
    name_sealed bytea,
    used_at bigint,
    withdrawn_at bigint,
    UNIQUE (link_id, position)
);

CREATE TABLE claims (
    id uuid NOT NULL PRIMARY KEY,
    link_id uuid NOT NULL REFERENCES claim_links (id),
    card_id uuid REFERENCES claim_cards (id),
    state text NOT NULL,
    once bytea NOT NULL UNIQUE,
    address_digest bytea,
    sealed bytea NOT NULL,
    assertion_id uuid REFERENCES assertions (id),
    created_at bigint NOT NULL,
    decided_at bigint,
    decided_by uuid REFERENCES accounts (id)
);
CREATE INDEX claims_by_link ON claims (link_id, state, id);
CREATE INDEX claims_by_card ON claims (card_id) WHERE card_id IS NOT NULL;
CREATE INDEX claims_by_address ON claims (address_digest, id) WHERE address_digest IS NOT NULL;
CREATE INDEX claims_by_assertion ON claims (assertion_id) WHERE assertion_id IS NOT NULL;
