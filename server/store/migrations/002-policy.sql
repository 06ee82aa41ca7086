-- The rules for serving move from the queues into one policy, which has a version.
ALTER TABLE tenant ADD COLUMN skills jsonb NOT NULL DEFAULT '[]';
ALTER TABLE tenant ADD COLUMN policy jsonb;
ALTER TABLE tenant ADD COLUMN trial jsonb;

UPDATE tenant SET policy = jsonb_build_object(
  'version', 'plain',
  'queues', (
    SELECT coalesce(jsonb_agg(jsonb_build_object(
      'queue', id,
      'strategy', strategy,
      'priority', 0,
      'ageing', 1,
      'weight', 1,
      'skills', '{}'::jsonb,
      'relax', '[]'::jsonb,
      'preferredSeconds', 0,
      'ringSeconds', ring_seconds,
      'wrapUpSeconds', wrap_up_seconds,
      'announce', jsonb_build_object(
        'everySeconds', announce_seconds, 'position', true, 'wait', false, 'roundToSeconds', 60),
      'limits', '[]'::jsonb
    ) ORDER BY id), '[]'::jsonb) FROM queues
  ),
  'agents', jsonb_build_object(
    'missesToNotReady', 1,
    'restSeconds', jsonb_build_object('rejected', 5, 'noAnswer', 10, 'unreachable', 10))
);
ALTER TABLE tenant ALTER COLUMN policy SET NOT NULL;

ALTER TABLE queues DROP COLUMN strategy;
ALTER TABLE queues DROP COLUMN ring_seconds;
ALTER TABLE queues DROP COLUMN wrap_up_seconds;
ALTER TABLE queues DROP COLUMN announce_seconds;

-- What routing knows of a person beside the queues: tiers, skills, weight, capacity, cap, own customers.
ALTER TABLE people ADD COLUMN routing jsonb NOT NULL DEFAULT '{}';
