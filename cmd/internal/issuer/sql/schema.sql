-- One row for each offer, from its making to the card. No bearer secret is
-- stored: codes, tokens and transaction codes are kept as keyed digests.
CREATE TABLE offer (
  code        BLOB PRIMARY KEY,       -- digest of the pre-authorized code
  type        TEXT NOT NULL,          -- id of the configuration
  claims      TEXT,                   -- JSON; NULL once nobody can fetch the card
  subject     TEXT NOT NULL,          -- whom the office made it for
  tx          BLOB NOT NULL,          -- digest of the transaction code
  attempts    INTEGER NOT NULL,       -- wrong transaction codes still allowed
  created     INTEGER NOT NULL,       -- Unix seconds, as all times here
  expires     INTEGER NOT NULL,       -- of the code
  redeemed    INTEGER,                -- when the code was
  retry       BLOB,                   -- digest of the wallet's retry secret
  token       BLOB UNIQUE,            -- digest of the access token
  token_until INTEGER,
  keys        BLOB,                   -- digest of the holder's keys, once given
  copies      INTEGER,
  issued      INTEGER,
  notice      BLOB UNIQUE,            -- digest of the notification_id
  event       TEXT                    -- what the wallet said became of the card
) STRICT, WITHOUT ROWID;

CREATE INDEX offer_issued ON offer (issued DESC) WHERE issued IS NOT NULL;
CREATE INDEX offer_claims ON offer (expires) WHERE claims IS NOT NULL;

-- Nonces that were used, until they would be refused for their age.
CREATE TABLE nonce (
  digest  BLOB PRIMARY KEY,
  expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;
