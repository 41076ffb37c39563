DELETE FROM nonce WHERE expires <= ?1
