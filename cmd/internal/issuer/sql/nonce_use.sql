-- Uses a nonce: no row changes where it was used before.
INSERT INTO nonce (digest, expires) VALUES (?1, ?2) ON CONFLICT DO NOTHING
