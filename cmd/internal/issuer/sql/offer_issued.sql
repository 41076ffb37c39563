-- The office's own list, newest first.
SELECT issued, type, copies, subject, coalesce(event, '') FROM offer
WHERE issued IS NOT NULL ORDER BY issued DESC, code LIMIT ?1
