-- Forgets the claims of cards that nobody can fetch any more, and with them
-- the offers that nobody took. Whom a card was issued to remains.
UPDATE offer SET claims = NULL
WHERE claims IS NOT NULL AND expires <= ?1 AND coalesce(token_until, 0) <= ?1
