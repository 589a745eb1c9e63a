-- Whether the public page may quote what somebody said who approved a badge.
ALTER TABLE reviewers ADD COLUMN show_words boolean NOT NULL DEFAULT false;
