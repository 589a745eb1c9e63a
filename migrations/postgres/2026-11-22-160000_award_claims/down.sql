DROP TABLE award_claims;
