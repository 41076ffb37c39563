-- Frees the space of what has expired. ?1 now
DELETE FROM exchange WHERE expires <= ?1
