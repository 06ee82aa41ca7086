-- What the field is called in core/tenant.ts.
ALTER TABLE tenant RENAME COLUMN strangers TO unknown_sources;
ALTER TABLE tenant ALTER COLUMN unknown_sources SET DEFAULT 'accept';
UPDATE tenant SET unknown_sources = CASE unknown_sources WHEN 'refused' THEN 'reject' ELSE 'accept' END;
