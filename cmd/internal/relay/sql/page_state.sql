-- What the page sees. ?1 id ?2 token ?3 now
SELECT version, opened, crowded, wallet_nonce, answer IS NOT NULL, claim_until > ?3, expires
FROM exchange WHERE id = ?1 AND token = ?2 AND expires > ?3
