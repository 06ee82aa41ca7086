-- The node that sets the caller's language was called speak.
UPDATE flows SET nodes = (
  SELECT jsonb_object_agg(
    name,
    CASE WHEN node ->> 'kind' = 'speak' THEN node || '{"kind": "language"}' ELSE node END
  )
  FROM jsonb_each(nodes) AS each (name, node)
)
WHERE jsonb_path_exists(nodes, '$.*.kind ? (@ == "speak")');
