-- Makes an exchange, also in the place of one that has expired. No row where
-- the id is taken.
-- ?1 id ?2 token ?3 terms ?4 mode ?5 live ?6 redirect_uri ?7 request ?8 now ?9 expires
INSERT INTO exchange (id, token, terms, mode, live, redirect_uri, request, expires)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?9)
ON CONFLICT (id) DO UPDATE SET
  token = ?2, terms = ?3, mode = ?4, live = ?5, redirect_uri = ?6, request = ?7, expires = ?9,
  wallet_nonce = NULL, signed = NULL, opened = 0, crowded = 0, body = NULL, answer = NULL,
  code = NULL, claim = NULL, claim_until = 0, version = 1
WHERE expires <= ?8
RETURNING expires
