-- Ties the card to the holder's keys. The same keys may ask again, because the
-- reply may have been lost; others may not.
-- ?1 token ?2 now ?3 keys ?4 copies ?5 notice
UPDATE offer SET
  keys = ?3, copies = ?4, issued = coalesce(issued, ?2), notice = ?5
WHERE token = ?1 AND token_until > ?2 AND claims IS NOT NULL AND (keys IS NULL OR keys = ?3)
RETURNING claims, issued
