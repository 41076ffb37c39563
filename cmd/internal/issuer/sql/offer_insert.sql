-- Makes an offer, unless too many are waiting. ?9 is that limit.
INSERT INTO offer (code, type, claims, subject, tx, attempts, created, expires)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
WHERE (SELECT count(*) FROM offer WHERE claims IS NOT NULL) < ?9
