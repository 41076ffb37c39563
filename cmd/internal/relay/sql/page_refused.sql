-- Why a claim was refused. ?1 id ?2 token ?3 now ?4 response_code, empty for none
SELECT body IS NOT NULL, coalesce(code, '') = ?4
FROM exchange WHERE id = ?1 AND token = ?2 AND expires > ?3
