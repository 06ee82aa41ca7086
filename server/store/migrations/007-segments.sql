-- The row of a contact holds its history, in segments.
ALTER TABLE contacts RENAME COLUMN story TO history;
UPDATE contacts SET history =
  (history - 'stretches') || jsonb_build_object('segments', coalesce(history->'stretches', '[]'::jsonb));
