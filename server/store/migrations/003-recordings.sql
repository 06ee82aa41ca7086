-- A contact may have several recordings; of one that is deleted, the row stays.
ALTER TABLE recordings ADD COLUMN id text;
UPDATE recordings SET id = contact;
ALTER TABLE recordings DROP CONSTRAINT recordings_pkey;
ALTER TABLE recordings ADD PRIMARY KEY (id);
CREATE INDEX recordings_of_contact ON recordings (contact);

-- When it ended, ms since the epoch: how long it is kept counts from there.
ALTER TABLE recordings ADD COLUMN ended_at bigint;
UPDATE recordings SET ended_at = (SELECT coalesce(c.ended_at, c.arrived_at) FROM contacts c WHERE c.id = contact);
UPDATE recordings SET ended_at = (extract(epoch FROM now()) * 1000)::bigint WHERE ended_at IS NULL;
ALTER TABLE recordings ALTER COLUMN ended_at SET NOT NULL;

-- Of the sound before it was encrypted, in hexadecimal; NULL for recordings of older programs.
ALTER TABLE recordings ADD COLUMN sha256 text;
ALTER TABLE recordings ADD COLUMN format text NOT NULL DEFAULT 'wav';
ALTER TABLE recordings ADD COLUMN encrypted boolean NOT NULL DEFAULT false;
-- Who spoke how much of it: left, right, both, neither, from 0 to 1.
ALTER TABLE recordings ADD COLUMN speech jsonb;
ALTER TABLE recordings ADD COLUMN deleted_at bigint;
ALTER TABLE recordings ADD COLUMN deleted_why text;
CREATE INDEX recordings_kept ON recordings (ended_at) WHERE deleted_at IS NULL;

-- Legal hold: while it is there, no recording of the contact is deleted.
ALTER TABLE contacts ADD COLUMN hold_by text;
ALTER TABLE contacts ADD COLUMN hold_at bigint;
ALTER TABLE contacts ADD COLUMN hold_note text;

-- The caller's own leg, by which its sound is told of.
ALTER TABLE contacts ADD COLUMN leg text;
CREATE INDEX contacts_of_leg ON contacts (leg);
