-- Whether the link went by letter alone, and when it was made anew. Links of before were shown to whoever asked.
ALTER TABLE reviewers ADD COLUMN by_letter boolean NOT NULL DEFAULT false;
ALTER TABLE reviewers ADD COLUMN renewed_at bigint;
