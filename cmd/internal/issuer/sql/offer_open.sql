-- Whether an offer can still be redeemed.
SELECT type FROM offer WHERE code = ?1 AND expires > ?2 AND redeemed IS NULL AND attempts > 0
