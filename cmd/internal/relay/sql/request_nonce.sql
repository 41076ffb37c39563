-- Takes a wallet's nonce. The first is kept; another one marks the exchange as
-- crowded; where the page does not sign live, nothing changes.
-- ?1 id ?2 now ?3 wallet_nonce
UPDATE exchange SET
  wallet_nonce = iif(live, coalesce(wallet_nonce, ?3), NULL),
  opened       = opened + (live AND wallet_nonce IS NULL),
  crowded      = iif(live AND coalesce(wallet_nonce, ?3) <> ?3, 1, crowded),
  version      = version + (live AND (wallet_nonce IS NULL OR (wallet_nonce <> ?3 AND NOT crowded)))
WHERE id = ?1 AND expires > ?2 AND answer IS NULL
RETURNING live, coalesce(wallet_nonce, '') = ?3, signed
