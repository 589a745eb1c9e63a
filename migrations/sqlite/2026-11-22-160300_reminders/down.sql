DROP INDEX assertions_by_end;
DROP TABLE reminders;
DROP TABLE reminder_settings;
