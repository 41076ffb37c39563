-- Looks whether the page has signed for a nonce. ?1 id ?2 now ?3 wallet_nonce
SELECT signed FROM exchange WHERE id = ?1 AND expires > ?2 AND wallet_nonce = ?3 AND answer IS NULL
