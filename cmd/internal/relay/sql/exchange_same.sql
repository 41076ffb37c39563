-- The exchange that the same page made of the same terms.
-- ?1 id ?2 token ?3 terms ?4 now
SELECT expires FROM exchange WHERE id = ?1 AND token = ?2 AND terms = ?3 AND expires > ?4
