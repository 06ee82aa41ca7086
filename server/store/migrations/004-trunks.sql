-- SIP trunks, who may be called by them, and whether a stranger may call a hotline: shapes of core/trunk.ts. The
-- passwords in it are sealed with the installation's key.
ALTER TABLE tenant ADD COLUMN trunks jsonb NOT NULL DEFAULT '[]';
ALTER TABLE tenant ADD COLUMN outbound jsonb;
ALTER TABLE tenant ADD COLUMN strangers text NOT NULL DEFAULT 'welcome';
