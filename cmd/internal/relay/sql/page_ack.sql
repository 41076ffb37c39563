-- Forgets an answer that has arrived. What remains until the end of the
-- lifetime is a mark that lets a wallet whose reply was lost hear it again.
-- ?1 id ?2 token ?3 now ?4 claim
UPDATE exchange SET token = '', request = '', signed = NULL, wallet_nonce = NULL, body = NULL, claim = NULL
WHERE id = ?1 AND token = ?2 AND expires > ?3 AND claim = ?4
RETURNING 1
