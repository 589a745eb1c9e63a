-- Sessions that nobody used for long, found without reading the rest.
CREATE INDEX sessions_by_last_use ON sessions (last_seen_at);
