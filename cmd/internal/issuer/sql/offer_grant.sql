-- What an access token is good for.
SELECT type FROM offer WHERE token = ?1 AND token_until > ?2 AND claims IS NOT NULL
