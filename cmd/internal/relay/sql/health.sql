-- Whether the tables are there.
SELECT count(*) FROM exchange WHERE id = '' AND expires > 0
