DROP INDEX accounts_by_operator;
DROP TABLE entry_requests;
