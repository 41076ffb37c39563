-- Gives the answer to one claim token, and for a while to no other.
-- ?1 id ?2 token ?3 now ?4 claim ?5 until ?6 response_code, empty for none
UPDATE exchange SET
  version     = version + (coalesce(claim, '') <> ?4),
  claim       = ?4,
  claim_until = ?5
WHERE id = ?1 AND token = ?2 AND expires > ?3 AND body IS NOT NULL
  AND (claim IS NULL OR claim = ?4 OR claim_until <= ?3) AND coalesce(code, '') = ?6
RETURNING body
