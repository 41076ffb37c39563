-- Notes what the wallet says became of the card. ?1 notice ?2 token ?3 event
UPDATE offer SET event = ?3 WHERE notice = ?1 AND token = ?2 RETURNING 1
