ALTER TABLE invitations DROP COLUMN proves_email;
