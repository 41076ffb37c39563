-- One row for each exchange, from the page's request to the end of its
-- lifetime. No secret is stored that opens anything: ids, tokens and claims are
-- SHA-256 digests in base64url. All times are Unix seconds.
CREATE TABLE exchange (
  id           TEXT PRIMARY KEY NOT NULL,   -- digest of the id in the address
  token        TEXT NOT NULL,               -- digest of the page's token; empty once acknowledged
  terms        TEXT NOT NULL,               -- digest of what the page asked for, so that asking again is known
  mode         TEXT NOT NULL,               -- response mode, OpenID4VP 1.0, 8.2 and 8.3.1
  live         INTEGER NOT NULL,            -- 1: the page signs for the wallet's nonce
  redirect_uri TEXT NOT NULL,               -- where the wallet is sent after its answer; empty for nowhere
  request      TEXT NOT NULL,               -- request object, or empty
  wallet_nonce TEXT,                        -- the first one that a wallet sent
  signed       TEXT,                        -- request object for that nonce
  opened       INTEGER NOT NULL DEFAULT 0,  -- how often a wallet fetched the request
  crowded      INTEGER NOT NULL DEFAULT 0,  -- 1: a second wallet came
  body         TEXT,                        -- the answer, padded; NULL before it and once acknowledged
  answer       TEXT,                        -- digest of the answer, so that sending again is known
  code         TEXT,                        -- response_code
  claim        TEXT,                        -- digest of the claim token
  claim_until  INTEGER NOT NULL DEFAULT 0,
  version      INTEGER NOT NULL DEFAULT 1,  -- counts what the page wants to hear of
  expires      INTEGER NOT NULL
) STRICT;

CREATE INDEX exchange_expires ON exchange (expires);

-- How much an address, or everybody, has asked for in a window of ten minutes.
-- An address is kept as a keyed digest, and the key changes every day.
CREATE TABLE quota (
  who    TEXT NOT NULL,
  what   TEXT NOT NULL,
  window INTEGER NOT NULL,  -- Unix seconds, divided by 600
  count  INTEGER NOT NULL,
  PRIMARY KEY (who, what, window)
) STRICT, WITHOUT ROWID;
