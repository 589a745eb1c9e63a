ALTER TABLE reviewers DROP COLUMN show_words;
