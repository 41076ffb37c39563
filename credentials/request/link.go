package request

import (
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/jose"
)

// Object writes the request as a request object (RFC 9101), signed by the
// signer, or without a signature for a verifier that is known by its address
// (signer nil). It repeats the wallet's nonce, where one was sent.
func (r *Request) Object(signer *Signer, walletNonce string) (string, error) {
	tree, err := r.parameters()
	if err != nil {
		return "", err
	}
	tree["aud"] = staticAudience
	if !r.ExpiresAt.IsZero() {
		tree["exp"] = r.ExpiresAt.Unix()
	}
	if walletNonce != "" {
		tree["wallet_nonce"] = walletNonce
	}
	if r.Mode.InBrowser() {
		tree["expected_origins"] = r.Origins
	}
	if signer == nil {
		return r.unsecured(tree)
	}
	if signer.ClientID != r.ClientID {
		return "", fault.New(KindClientMismatch, "the request is another verifier's")
	}
	payload, err := encoding.EncodeJSON(tree)
	if err != nil {
		return "", err
	}
	header := map[string]any{"typ": typeObject}
	for name, value := range signer.header {
		header[name] = value
	}
	return jose.Sign(signer.key, header, payload)
}

// unsecured writes a JWT without a signature (RFC 7519, 6).
func (r *Request) unsecured(tree map[string]any) (string, error) {
	if prefix, _ := PrefixOf(r.ClientID); prefix != RedirectURI && prefix != PreRegistered || r.Mode.InBrowser() {
		return "", fault.New(KindUnsigned, "%s", prefix)
	}
	payload, err := encoding.EncodeJSON(tree)
	if err != nil {
		return "", err
	}
	header := `{"alg":"none","typ":"` + typeObject + `"}`
	return encoding.EncodeBase64URL([]byte(header)) + "." + encoding.EncodeBase64URL(payload) + ".", nil
}

// Link writes an address that refers to the request object at requestURI; post
// lets wallets send their nonce (section 5.10).
func (r *Request) Link(requestURI string, post bool) string {
	text := "openid4vp://?client_id=" + escape(r.ClientID) + "&request_uri=" + escape(requestURI)
	if post {
		text += "&request_uri_method=post"
	}
	return text
}

// Wrapped writes an address that holds the request object itself.
func (r *Request) Wrapped(object string) string {
	return "openid4vp://?client_id=" + escape(r.ClientID) + "&request=" + object
}
