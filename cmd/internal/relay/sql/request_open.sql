-- Hands out the stored request object and counts it, up to ?3.
-- ?1 id ?2 now ?3 limit
UPDATE exchange SET
  opened  = opened + (opened < ?3),
  version = version + (opened < ?3)
WHERE id = ?1 AND expires > ?2 AND request <> '' AND answer IS NULL
RETURNING request
