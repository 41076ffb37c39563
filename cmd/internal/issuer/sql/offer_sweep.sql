-- Removes offers that never became a card.
DELETE FROM offer WHERE claims IS NULL AND issued IS NULL
