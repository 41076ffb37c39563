-- Why a wallet was refused: whether the exchange is there at all. ?1 id ?2 now
SELECT mode FROM exchange WHERE id = ?1 AND expires > ?2
