-- Whether the secret went to the address alone. Links of before were shown to whoever invited, so they prove nothing.
ALTER TABLE invitations ADD COLUMN proves_email boolean NOT NULL DEFAULT false;
