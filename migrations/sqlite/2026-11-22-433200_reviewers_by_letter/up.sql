-- Whether the link went by letter alone, and when it was made anew. Links of before were shown to whoever asked.
ALTER TABLE reviewers ADD COLUMN by_letter INTEGER NOT NULL DEFAULT 0 CHECK (by_letter IN (0, 1));
ALTER TABLE reviewers ADD COLUMN renewed_at INTEGER;
