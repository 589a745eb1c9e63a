DROP TABLE signed_documents;
DROP TABLE evidence;
DROP TABLE assertions;
