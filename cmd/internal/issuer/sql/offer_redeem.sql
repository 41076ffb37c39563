-- Redeems a code, or counts a wrong transaction code: one statement, so that
-- guesses sent at once are counted like guesses in a row. A code is redeemed
-- once; the wallet that did it may ask again, with its retry secret, until it
-- has asked for the card. ?1 code ?2 tx ?3 now ?4 token ?5 token_until ?6 retry
UPDATE offer SET
  attempts    = attempts - (tx <> ?2),
  redeemed    = iif(tx = ?2, coalesce(redeemed, ?3), redeemed),
  token       = iif(tx = ?2, ?4, token),
  token_until = iif(tx = ?2, ?5, token_until),
  retry       = iif(tx = ?2, ?6, retry)
WHERE code = ?1 AND expires > ?3 AND attempts > 0
  AND (redeemed IS NULL OR (retry = ?6 AND keys IS NULL))
RETURNING tx = ?2, type
