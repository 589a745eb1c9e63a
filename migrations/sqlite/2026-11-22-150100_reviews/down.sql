DROP TABLE endorsements;
DROP TABLE review_comments;
DROP TABLE reviewers;
DROP TABLE review_requests;
