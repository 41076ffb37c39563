-- Whether an access token was ever given out.
SELECT 1 FROM offer WHERE token = ?1
