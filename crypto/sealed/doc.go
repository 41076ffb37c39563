// Package sealed is the vault: an envelope with one random data key behind one
// or more slots, and records encrypted with that key.
//
// Most callers need Create, Open, Vault.Seal and Vault.Unseal. The envelope and
// the records are bytes for the caller to store; the package keeps no state but
// the data key, which Close erases.
//
// A slot wraps the data key with what one person holds. There is one type
// today, a passphrase stretched by Argon2id; others (a passkey, recovery words)
// are further slots of the same envelope, and a reader that does not know a
// slot's type leaves it alone. Changing a passphrase is adding a slot and
// removing one: records stay as they are.
//
// # What is promised
//
// A wrong passphrase, a damaged envelope and a damaged record all fail with
// KindLocked and the same words, whatever byte was changed: whoever has only
// the stored bytes learns nothing by trying. Every part is bound to its place:
// a slot to its vault and its number, the list of slots to the data key, a
// record to its vault and its sequence number, so that nothing can be moved,
// swapped or taken over from another vault. What the package cannot notice is
// that the last records are missing, or that a whole older vault was put back.
//
// # Passphrases
//
// A passphrase is the UTF-8 it is given as. Callers normalise it to NFKC first,
// so that "é" typed on two keyboards is one passphrase: pages with
// String.prototype.normalize, which costs nothing. Doing it here would add
// Unicode's tables to every engine.
//
// # Format, version 1
//
// All in deterministic CBOR (RFC 8949, section 4.2.1); another encoding of the
// same values is refused.
//
//	envelope = {1: 1, 2: vault id (16 bytes), 3: [+ slot], 4: tag (32 bytes)}
//	slot     = {1: type, 2: number, ...}
//	slot of type 1, a passphrase
//	         = {1: 1, 2: number, 3: salt (16 bytes), 4: KiB of memory,
//	            5: passes, 6: threads, 7: nonce (24 bytes),
//	            8: wrapped data key (48 bytes)}
//	record   = [1, nonce (24 bytes), ciphertext]
//
//	slot key   = Argon2id(passphrase, salt, cost), 32 bytes
//	wrapped    = XChaCha20-Poly1305(slot key, nonce, data key,
//	             aad = ["domicile vault slot", 1, vault id, slot without 8])
//	tag        = HMAC-SHA256(HKDF(data key, "domicile vault envelope"),
//	             envelope without 4)
//	ciphertext = XChaCha20-Poly1305(HKDF(data key, "domicile vault record"),
//	             nonce, plain, aad = ["domicile vault record", 1, vault id, seq])
//
// HKDF is with SHA-256 and without salt. Nonces are random; 24 bytes make a
// repetition impossible in practice.
package sealed
