DROP TABLE claims;
DROP TABLE claim_cards;
DROP TABLE claim_links;
