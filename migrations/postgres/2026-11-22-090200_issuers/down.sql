DROP TABLE memberships;
DROP TABLE issuers;
