-- Forgets an exchange at once. ?1 id ?2 token ?3 now
DELETE FROM exchange WHERE id = ?1 AND token = ?2 AND expires > ?3 RETURNING 1
