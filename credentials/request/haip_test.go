package request_test

import (
	"testing"

	"domicile/credentials/request"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/internal/double"
)

// strict holds the wallet to HAIP 1.0.
func strict(v *double.Verifier) { v.Wallet.HAIP = true }

func TestProfileRefusals(t *testing.T) {
	row := func(defect string, client double.Client, way way, spoil func(*double.Verifier)) refusal {
		return refusal{"HAIP: " + defect, client, way, both(strict, spoil), request.KindProfile}
	}
	refuse(t, []refusal{
		row("a fragment", double.ByHash, byGet, mode(request.Fragment)),
		row("posted plain", double.ByHash, byGet, mode(request.DirectPost)),
		row("by value, signed", double.ByHash, wrapped, nothing),
		row("by value, unsigned", double.ByAddress, byValue, nothing),
		row("unsigned", double.ByAddress, byPost, nothing),
		row("a DID", double.ByJWK, byPost, nothing),
		row("a name of a certificate", double.ByName, byGet, nothing),
		row("an attestation", double.ByAttestation, byGet, nothing),
		row("known beforehand, signed", double.BeforeSigned, byGet, nothing),
		row("known beforehand, unsigned", double.Before, byGet, nothing),
		row("a key on X25519", double.ByHash, byGet, metadata(t, func(m map[string]any) { m["jwks"] = jwks(onX25519) })),
		row("no proof of the holder", double.ByHash, byGet, func(v *double.Verifier) { v.Question.Query.Credentials[0].HolderBinding = false }),
		row("another format", double.ByHash, byGet, func(v *double.Verifier) {
			v.Wallet.Formats = nil
			v.Question.Query.Credentials[0].Format = "jwt_vc_json"
		}),
		row("another format beside", double.ByHash, byGet, func(v *double.Verifier) {
			other := double.NameQuery().Credentials[0]
			other.ID, other.Format = "other", "jwt_vc_json"
			v.Question.Query.Credentials = append(v.Question.Query.Credentials, other)
		}),
	})
}

func nothing(*double.Verifier) {}

func TestProfileKept(t *testing.T) {
	for _, way := range []way{byGet, byPost} {
		v := double.NewVerifier(t, double.ByHash)
		strict(v)
		r, err := v.Open(way(v))
		if err != nil || r.Identity.Sure != request.Verified {
			t.Errorf("%+v, %v", r, err)
		}
	}
}

// Through the browser a request may be unsigned; a signed one must be by the hash
// of a certificate, and both are answered encrypted.
func TestProfileInTheBrowser(t *testing.T) {
	for name, c := range map[string]struct {
		client double.Client
		mode   request.Mode
		kind   fault.Kind
	}{
		"signed":             {double.ByHash, request.BrowserJWT, ""},
		"unsigned":           {double.ByAddress, request.BrowserJWT, ""},
		"signed, plain":      {double.ByHash, request.Browser, request.KindProfile},
		"unsigned, plain":    {double.ByAddress, request.Browser, request.KindProfile},
		"signed by a DID":    {double.ByJWK, request.BrowserJWT, request.KindProfile},
		"signed with a name": {double.ByName, request.BrowserJWT, request.KindProfile},
	} {
		v := double.NewVerifier(t, c.client)
		strict(v)
		v.InBrowser(c.mode)
		if _, err := v.OpenBrowser(); fault.KindOf(err) != c.kind {
			t.Errorf("%s: got %v, want %q", name, err, c.kind)
		}
	}
}

// Every algorithm but ES256 is below the profile.
func TestProfileAlgorithm(t *testing.T) {
	v := double.NewVerifier(t, double.ByHash)
	strict(v)
	key, certificate := v.CertifyEdwards()
	id := "x509_hash:" + request.CertificateHash(certificate)
	both(form("client_id", id), claimed("client_id", id))(v)
	v.Header = func(h map[string]any) {
		h["alg"], h["x5c"] = "EdDSA", []any{encoding.EncodeBase64(certificate.Raw), encoding.EncodeBase64(v.Middle.Certificate.Raw)}
	}
	v.SignWith = key
	if _, err := v.Open(byGet(v)); fault.KindOf(err) != request.KindProfile {
		t.Errorf("got %v", err)
	}
	v.Wallet.HAIP = false
	if _, err := v.Open(byGet(v)); err != nil {
		t.Errorf("without the profile: %v", err)
	}
}
