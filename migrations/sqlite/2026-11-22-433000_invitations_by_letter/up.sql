-- Whether the secret went to the address alone. Links of before were shown to whoever invited, so they prove nothing.
ALTER TABLE invitations ADD COLUMN proves_email INTEGER NOT NULL DEFAULT 0 CHECK (proves_email IN (0, 1));
