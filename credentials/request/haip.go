package request

import (
	"slices"

	"domicile/crypto/alg"
	"domicile/crypto/fault"
)

// checkProfile holds a request to the High Assurance Interoperability Profile
// 1.0 where the wallet is: fetched by reference, signed by ES256 with a
// certificate that is named by its hash, answered encrypted, with a proof of the
// holder. Through the browser it may be unsigned (HAIP, "OpenID4VP over W3C
// Digital Credentials API").
func (in *input) checkProfile(r *Request) error {
	if !in.wallet.HAIP {
		return nil
	}
	if !r.Mode.Encrypted() {
		return fault.New(KindProfile, "the answer is not to be encrypted")
	}
	if in.origin == "" && in.from == nil {
		return fault.New(KindProfile, "the request did not come by reference")
	}
	if in.origin == "" || in.object != nil {
		if r.Identity.Prefix != CertHash {
			return fault.New(KindProfile, "the verifier is not known by the hash of its certificate")
		}
		if in.object.Algorithm() != alg.ES256 {
			return fault.New(KindProfile, "the request is not signed by ES256")
		}
	}
	if curve := r.Recipient.Key.Curve(); curve != "P-256" {
		return fault.New(KindProfile, "the key to encrypt for is on %s", curve)
	}
	for _, c := range r.Query.Credentials {
		if !c.HolderBinding || !slices.Contains([]string{"dc+sd-jwt", "mso_mdoc"}, c.Format) {
			return fault.New(KindProfile, "a card without a proof of its holder, or of another format")
		}
	}
	return nil
}
