-- The results that a reviewer gives for the whole of an application, as a JSON list.
ALTER TABLE reviews ADD COLUMN results TEXT NOT NULL DEFAULT '[]';
