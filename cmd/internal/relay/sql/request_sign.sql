-- Keeps the request object that the page signed for the wallet's nonce.
-- ?1 id ?2 token ?3 now ?4 wallet_nonce ?5 request object
UPDATE exchange SET signed = ?5
WHERE id = ?1 AND token = ?2 AND expires > ?3 AND live AND wallet_nonce = ?4 AND answer IS NULL
RETURNING 1
