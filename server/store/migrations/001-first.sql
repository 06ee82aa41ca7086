CREATE TABLE tenant (
  id text PRIMARY KEY
);

CREATE TABLE queues (
  id text PRIMARY KEY,
  name jsonb NOT NULL,
  strategy text NOT NULL,
  ring_seconds integer NOT NULL,
  wrap_up_seconds integer NOT NULL,
  announce_seconds integer NOT NULL,
  service_level_seconds integer NOT NULL,
  music text NOT NULL,
  dispositions jsonb NOT NULL
);

CREATE TABLE flows (
  id text PRIMARY KEY,
  name jsonb NOT NULL,
  language text NOT NULL,
  start text NOT NULL,
  nodes jsonb NOT NULL
);

CREATE TABLE hotlines (
  number text PRIMARY KEY,
  name jsonb NOT NULL,
  flow text NOT NULL REFERENCES flows (id)
);

CREATE TABLE people (
  id text PRIMARY KEY,
  name text NOT NULL,
  role text NOT NULL,
  queues jsonb NOT NULL,
  phone text,
  password_hash text NOT NULL,
  -- The password is the published one of the demo data.
  demo boolean NOT NULL DEFAULT false
);

-- A projection of the journal: one row for each contact that was opened, told up to the projection's cursor.
CREATE TABLE contacts (
  id text PRIMARY KEY,
  arrived_at bigint NOT NULL,
  -- NULL while the contact is open.
  ended_at bigint,
  caller text NOT NULL,
  agents text[] NOT NULL,
  story jsonb NOT NULL
);
CREATE INDEX contacts_newest ON contacts (arrived_at DESC);
CREATE INDEX contacts_of_caller ON contacts (caller, arrived_at DESC);
CREATE INDEX contacts_of_agent ON contacts USING gin (agents);

CREATE TABLE recordings (
  contact text PRIMARY KEY,
  -- Path below DATA_DIR.
  file text NOT NULL,
  seconds double precision NOT NULL,
  bytes bigint NOT NULL
);

-- How far the journal has been told: the seq of the last event that the rows know of.
CREATE TABLE projection (
  name text PRIMARY KEY,
  seq bigint NOT NULL
);
INSERT INTO projection VALUES ('records', 0);

CREATE TABLE audit (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  at bigint NOT NULL,
  who text NOT NULL,
  action text NOT NULL,
  target text NOT NULL,
  change jsonb NOT NULL
);
CREATE INDEX audit_newest ON audit (at DESC);
