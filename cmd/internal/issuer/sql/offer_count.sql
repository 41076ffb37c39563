SELECT count(*) FROM offer WHERE issued IS NOT NULL
