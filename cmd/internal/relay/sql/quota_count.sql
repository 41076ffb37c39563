-- Counts a request for its address and for everybody.
-- ?1 address's digest ?2 what ?3 window
INSERT INTO quota (who, what, window, count) VALUES (?1, ?2, ?3, 1), ('', ?2, ?3, 1)
ON CONFLICT (who, what, window) DO UPDATE SET count = count + 1
RETURNING who, count
