-- Whether the public page may quote what somebody said who approved a badge.
ALTER TABLE reviewers ADD COLUMN show_words INTEGER NOT NULL DEFAULT 0 CHECK (show_words IN (0, 1));
