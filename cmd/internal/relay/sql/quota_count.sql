-- Counts a request for its address and, while that is within its limit, for
-- everybody: one greedy address must not use up what is there for all.
-- ?1 address's digest ?2 what ?3 window ?4 the address's limit
INSERT INTO quota (who, what, window, count)
SELECT ?1, ?2, ?3, 1
UNION ALL
SELECT '', ?2, ?3, 1
WHERE coalesce((SELECT count FROM quota WHERE who = ?1 AND what = ?2 AND window = ?3), 0) < ?4
ON CONFLICT (who, what, window) DO UPDATE SET count = count + 1
RETURNING who, count
