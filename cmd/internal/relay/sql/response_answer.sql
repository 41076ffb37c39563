-- Takes the first answer. The same again changes nothing and is told what the
-- first was told; another one marks the exchange as crowded. An error
-- (?5 empty) fits each mode, all else only its own.
-- ?1 id ?2 now ?3 body ?4 its digest ?5 mode ?6 a fresh response_code
UPDATE exchange SET
  body    = iif(answer IS NULL, ?3, body),
  code    = iif(answer IS NULL AND redirect_uri <> '', ?6, code),
  crowded = iif(coalesce(answer, ?4) <> ?4, 1, crowded),
  version = version + (answer IS NULL OR (answer <> ?4 AND NOT crowded)),
  answer  = coalesce(answer, ?4)
WHERE id = ?1 AND expires > ?2 AND (?5 = '' OR mode = ?5)
RETURNING answer = ?4, redirect_uri, code
