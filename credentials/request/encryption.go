package request

import (
	"slices"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/jose"
	"domicile/crypto/keys"
)

// encryptions are the content encryptions that are supported, the one that is
// the standard's default first (section 5.1).
var encryptions = []string{jose.A128GCM, jose.A256GCM}

// Recipient is whom an answer is encrypted for.
type Recipient struct {
	Key keys.AgreementPublic
	Enc string // jose.A128GCM or jose.A256GCM
}

// readRecipient picks the verifier's key and algorithm (section 8.3): the first
// key that is for encryption and of a kind that is known here. Other keys are
// passed over, as they may be for other wallets.
func readRecipient(r *Request, metadata map[string]any) error {
	if !r.Mode.Encrypted() {
		return nil
	}
	set, _, err := encoding.Object(metadata, "jwks")
	if err != nil {
		return fault.Wrap(KindEncryption, err, "jwks")
	}
	list, _, err := encoding.Array(set, "keys")
	if err != nil || len(list) > MaxKeys {
		return fault.Wrap(KindEncryption, err, "jwks has no list of at most %d keys", MaxKeys)
	}
	enc, err := pickEncryption(metadata)
	if err != nil {
		return err
	}
	for _, item := range list {
		member, _ := item.(map[string]any)
		if algorithm, _, _ := encoding.String(member, "alg"); algorithm == "" {
			continue // alg MUST be present
		}
		if key, err := keys.ParseAgreementPublicJWK(member); err == nil {
			r.Recipient = &Recipient{key, enc}
			return nil
		}
	}
	return fault.New(KindEncryption, "no key to encrypt the answer for")
}

func pickEncryption(metadata map[string]any) (string, error) {
	values, present, err := encoding.Strings(metadata, "encrypted_response_enc_values_supported")
	if err != nil {
		return "", fault.Wrap(KindEncryption, err, "encrypted_response_enc_values_supported")
	}
	if !present {
		return jose.A128GCM, nil
	}
	for _, value := range values {
		if slices.Contains(encryptions, value) {
			return value, nil
		}
	}
	return "", fault.New(KindEncryption, "no content encryption that both sides have")
}
