DROP TABLE saved_comments;
DROP TABLE reviews;
DROP TABLE application_links;
DROP TABLE application_evidence;
DROP TABLE applications;
