package request

import (
	"slices"

	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// checkFormats refuses a request of which no part could ever be answered by this
// wallet (section 8.5, vp_formats_not_supported).
func (in *input) checkFormats(r *Request) error {
	if in.wallet.Formats == nil {
		return nil
	}
	for _, c := range r.Query.Credentials {
		_, reads := r.Formats[c.Format]
		if slices.Contains(in.wallet.Formats, c.Format) && (r.Formats == nil || reads) {
			return nil
		}
	}
	return fault.New(KindFormats, "no format that both sides have")
}

// Takes reports whether the verifier reads a card of this format whose issuer
// and holder sign with these algorithms (annex B.3.4). An algorithm that is empty
// is not looked at; a verifier that does not say takes any.
func (r *Request) Takes(format, issuer, holder string) bool {
	if r.Formats == nil {
		return true
	}
	accepted, named, err := encoding.Object(r.Formats, format)
	if err != nil || !named {
		return false
	}
	return lists(accepted, "sd-jwt_alg_values", issuer) && lists(accepted, "kb-jwt_alg_values", holder)
}

func lists(accepted map[string]any, name, algorithm string) bool {
	values, present, err := encoding.Strings(accepted, name)
	if err != nil {
		return false
	}
	return !present || algorithm == "" || slices.ContainsFunc(values, func(value string) bool { return sameAlgorithm(value, algorithm) })
}

// sameAlgorithm compares by the registry: RFC 9864 gave some algorithms a second
// name.
func sameAlgorithm(a, b string) bool {
	one, err := alg.ByJOSE(a)
	other, err2 := alg.ByJOSE(b)
	return err == nil && err2 == nil && one == other
}
