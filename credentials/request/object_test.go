package request_test

import (
	"strings"
	"testing"

	"domicile/credentials/request"
	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/jose"
	"domicile/internal/double"
)

func TestObjectRefusals(t *testing.T) {
	future := double.Noon.Add(request.Leeway).Unix() + 1
	refuse(t, []refusal{
		{"5: typ missing", double.ByJWK, byGet, noHeader("typ"), request.KindObjectType},
		{"5: typ JWT", double.ByJWK, byGet, header("typ", "JWT"), request.KindObjectType},
		{"5: typ of a key proof", double.ByJWK, byGet, header("typ", "openid4vci-proof+jwt"), request.KindObjectType},
		{"5: typ of a card's proof", double.ByJWK, byGet, header("typ", "kb+jwt"), request.KindObjectType},
		{"5: typ missing of an unsigned one", double.ByAddress, byGet, noHeader("typ"), request.KindObjectType},
		{"5: typ missing of a wrapped one", double.ByAddress, wrapped, noHeader("typ"), request.KindObjectType},
		{"5.7: aud another wallet", double.ByJWK, byGet, claimed("aud", "https://wallet.example"), request.KindAudience},
		{"5.7: aud several wallets", double.ByJWK, byGet, claimed("aud", []any{"https://self-issued.me/v2", "https://wallet.example"}), request.KindAudience},
		{"5.7: aud empty", double.ByJWK, byGet, claimed("aud", ""), request.KindAudience},
		{"5.7: aud another request's address", double.ByJWK, byGet, claimed("aud", double.RequestURI+"0"), request.KindAudience},
		{"5.7: aud an address, but wrapped", double.ByJWK, wrapped, claimed("aud", double.RequestURI), request.KindAudience},
		{"RFC 9101, 4: request in the object", double.ByJWK, byGet, claimed("request", "a.b.c"), request.KindMalformed},
		{"RFC 9101, 4: request_uri in the object", double.ByJWK, byGet, claimed("request_uri", double.RequestURI), request.KindMalformed},
		{"RFC 7519, 4.1.4: exp over", double.ByJWK, byGet, claimed("exp", double.Noon.Unix()-61), request.KindExpired},
		{"RFC 7519, 4.1.4: exp over, unsigned", double.ByAddress, byGet, claimed("exp", double.Noon.Unix()-61), request.KindExpired},
		{"RFC 7519, 4.1.4: exp a text", double.ByJWK, byGet, claimed("exp", "2027-01-01"), request.KindMalformed},
		{"RFC 7519, 4.1.5: nbf in the future", double.ByJWK, byGet, claimed("nbf", future), request.KindMalformed},
		{"RFC 7519, 4.1.6: iat in the future", double.ByJWK, byGet, claimed("iat", future), request.KindMalformed},
		{"RFC 7519, 4.1.6: iat in the future, unsigned", double.ByAddress, byGet, claimed("iat", future), request.KindMalformed},
		{"RFC 7515, 4.1.11: crit unknown", double.ByJWK, byGet, header("crit", []any{"x"}), jose.KindCritUnknown},
		{"RFC 7515, 4.1.11: crit in an unsigned one", double.ByAddress, byGet, header("crit", []any{"x"}), request.KindMalformed},
		{"RFC 8725, 2.1: alg HS256", double.ByJWK, byGet, header("alg", "HS256"), alg.KindNotAllowed},
		{"RFC 8725, 2.1: alg RS256", double.ByJWK, byGet, header("alg", "RS256"), alg.KindNotAllowed},
		{"RFC 8725, 2.1: alg in capitals", double.ByJWK, byGet, header("alg", "NONE"), alg.KindNone},
		{"RFC 8725, 2.1: alg missing", double.ByJWK, byGet, noHeader("alg"), jose.KindHeaderMalformed},
		{"5.10.1: wallet_nonce missing", double.ByJWK, byPost, noClaim("wallet_nonce"), request.KindWalletNonce},
		{"5.10.1: wallet_nonce of another wallet", double.ByJWK, byPost, claimed("wallet_nonce", "AAAAAAAAAAAAAAAAAAAAAA"), request.KindWalletNonce},
		{"5.10.1: wallet_nonce empty", double.ByJWK, byPost, claimed("wallet_nonce", ""), request.KindWalletNonce},
		{"5.10.1: wallet_nonce a list", double.ByJWK, byPost, claimed("wallet_nonce", []any{}), request.KindWalletNonce},
		{"5.10.1: wallet_nonce missing in an unsigned one", double.ByAddress, byPost, noClaim("wallet_nonce"), request.KindWalletNonce},
		{"5.9.3: redirect_uri signed", double.ByAddress, byGet, both(header("alg", "ES256"), stranger), request.KindSignedUnexpected},
		{"5.9.3: redirect_uri of another", double.ByAddress, byGet, claimed("response_uri", "https://evil.example/"), request.KindReturnMismatch},
		{"5.9.3: alg none of a DID", double.ByJWK, byGet, header("alg", "none"), request.KindUnsigned},
		{"5.9.3: alg none of a did:web", double.ByWeb, byGet, header("alg", "none"), request.KindUnsigned},
		{"5.9.3: alg none of a certificate's name", double.ByName, byGet, header("alg", "none"), request.KindUnsigned},
		{"5.9.3: alg none of a certificate's hash", double.ByHash, byPost, header("alg", "none"), request.KindUnsigned},
		{"5.9.3: alg none of an attested one", double.ByAttestation, byGet, header("alg", "none"), request.KindUnsigned},
		{"5.9.2: alg none of one whose keys are known", double.BeforeSigned, byGet, header("alg", "none"), request.KindUnsigned},
	})
}

// What is no request object at all.
func TestNotAnObject(t *testing.T) {
	v := double.NewVerifier(t, double.ByAddress)
	object := v.Object("")
	parts := strings.Split(object, ".")
	encode := func(text string) string { return encoding.EncodeBase64URL([]byte(text)) }
	for defect, c := range map[string]struct {
		object string
		kind   fault.Kind
	}{
		"empty":                                {"", request.KindMalformed},
		"a word":                               {"word", request.KindMalformed},
		"an unsigned one with a signature":     {object + "AAAA", request.KindMalformed},
		"an unsigned one without its last dot": {strings.TrimSuffix(object, "."), request.KindMalformed},
		"header no JSON":                       {encode("x") + "." + parts[1] + ".", encoding.KindJSONSyntax},
		"header a list":                        {encode("[]") + "." + parts[1] + ".", encoding.KindJSONNotObject},
		"header not base64url":                 {"e=" + "." + parts[1] + ".", encoding.KindBase64URLPadding},
		"header with a member twice":           {encode(`{"alg":"none","alg":"ES256"}`) + "." + parts[1] + ".", encoding.KindJSONDuplicateKey},
		"payload a list":                       {parts[0] + "." + encode("[]") + ".", encoding.KindJSONNotObject},
		"payload with a member twice":          {parts[0] + "." + encode(`{"nonce":"a","nonce":"b"}`) + ".", encoding.KindJSONDuplicateKey},
		"payload not base64url":                {parts[0] + ".+.", encoding.KindBase64URLCharacter},
		"encrypted":                            {encode(`{"alg":"ECDH-ES","enc":"A128GCM","typ":"oauth-authz-req+jwt"}`) + ".a.b.c.d", jose.KindTokenSegments},
		"too long":                             {parts[0] + "." + strings.Repeat("A", request.MaxRequest) + ".", request.KindTooLong},
	} {
		t.Run(defect, func(t *testing.T) {
			o, err := request.Open(noise(1), v.Reference(false), v.Wallet, v.Now)
			if err != nil {
				t.Fatal(err)
			}
			reply := request.Reply{Status: 200, Headers: map[string]string{"content-type": "application/oauth-authz-req+jwt"}, Body: c.object}
			if err := o.Take(reply, v.Now); fault.KindOf(err) != c.kind {
				t.Errorf("got %v, want %s", err, c.kind)
			}
		})
	}
}

func TestToleratedObjects(t *testing.T) {
	for name, spoil := range map[string]func(*double.Verifier){
		"typ as a whole media type": header("typ", "application/oauth-authz-req+jwt"),
		"typ in capitals":           header("typ", "OAuth-Authz-Req+JWT"),
		"aud missing":               noClaim("aud"),
		"aud as a list":             claimed("aud", []any{"https://self-issued.me/v2"}),
		"aud the object's address":  claimed("aud", double.RequestURI),
		"exp missing":               noClaim("exp"),
		"iat within the leeway":     claimed("iat", double.Noon.Unix()+60),
		"response_mode missing":     both(mode(request.Fragment), noClaim("response_mode")),
		"white space around": func(v *double.Verifier) {
			v.Reply = func(r *request.Reply) { r.Body = "\n" + r.Body + "\r\n" }
		},
		"media type of any JWT, with a parameter": func(v *double.Verifier) {
			v.Reply = func(r *request.Reply) { r.Headers["content-type"] = "Application/JWT; charset=utf-8" }
		},
	} {
		v := double.NewVerifier(t, double.ByJWK)
		spoil(v)
		if _, err := v.Open(byGet(v)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A signature covers all of it: no change of a letter of header, claims or
// signature is read.
func TestMangledObject(t *testing.T) {
	v := double.NewVerifier(t, double.ByJWK)
	object, text := v.Object(""), v.Ask().Link(double.RequestURI, false)
	for i := range object {
		if object[i] == '.' {
			continue
		}
		changed := []byte(object)
		changed[i] ^= 1
		o, err := request.Open(noise(1), text, v.Wallet, v.Now)
		if err != nil {
			t.Fatal(err)
		}
		reply := request.Reply{Status: 200, Headers: map[string]string{"content-type": "application/oauth-authz-req+jwt"}, Body: string(changed)}
		if err := o.Take(reply, v.Now); fault.KindOf(err) == "" {
			t.Errorf("a change of letter %d: %v", i, err)
		}
	}
}

// A verifier's own mistakes do not get out.
func TestObjectIsNotWrittenForAnother(t *testing.T) {
	v, w := double.NewVerifier(t, double.ByJWK), double.NewVerifier(t, double.ByName)
	if _, err := v.Ask().Object(w.Signer(), ""); fault.KindOf(err) != request.KindClientMismatch {
		t.Errorf("signed by another client: %v", err)
	}
	if _, err := v.Ask().Object(nil, ""); fault.KindOf(err) != request.KindUnsigned {
		t.Errorf("a DID unsigned: %v", err)
	}
	page := double.NewVerifier(t, double.ByAddress)
	page.InBrowser(request.Browser)
	if _, err := page.Ask().Object(nil, ""); fault.KindOf(err) != request.KindUnsigned {
		t.Errorf("A.3.2: an object without a signature for the browser: %v", err)
	}
}
