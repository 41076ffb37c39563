-- Forgets the windows that are over. ?1 the present window
DELETE FROM quota WHERE window < ?1
