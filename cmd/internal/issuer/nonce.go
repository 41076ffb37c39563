package issuer

import (
	"context"
	"crypto/hmac"
	"encoding/binary"
	"net/http"
	"time"

	"domicile/crypto/encoding"
)

// A c_nonce is when it was made, 16 random bytes and a digest of both, so that
// handing nonces out costs no memory; only used ones are remembered, until they
// are too old to be used again.
const nonceSize = 8 + 16 + 16

// postNonce hands out a nonce (section 7).
func (i *Issuer) postNonce(*http.Request) (reply, error) {
	salt, err := i.random(16)
	if err != nil {
		return reply{}, err
	}
	raw, err := encoding.DecodeBase64URL(salt)
	if err != nil {
		return reply{}, err
	}
	body := append(binary.BigEndian.AppendUint64(nil, uint64(i.now().Unix())), raw...)
	body = append(body, i.secrets.digest("nonce", string(body))[:16]...)
	return reply{status: http.StatusOK, body: map[string]any{"c_nonce": encoding.EncodeBase64URL(body)}}, nil
}

// spendNonce reports whether a nonce is ours, young and unused; it is used then.
func (i *Issuer) spendNonce(ctx context.Context, nonce string, now time.Time) (bool, error) {
	raw, err := encoding.DecodeBase64URL(nonce)
	if err != nil || len(raw) != nonceSize {
		return false, nil
	}
	body, mac := raw[:nonceSize-16], raw[nonceSize-16:]
	if !hmac.Equal(mac, i.secrets.digest("nonce", string(body))[:16]) {
		return false, nil
	}
	made := time.Unix(int64(binary.BigEndian.Uint64(body)), 0)
	until := made.Add(NonceLifetime)
	if now.After(until) || made.After(now.Add(ProofLeeway)) {
		return false, nil
	}
	return i.store.useNonce(ctx, i.secrets.digest("used nonce", nonce), until.Add(ProofLeeway))
}
