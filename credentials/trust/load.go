package trust

import (
	"bytes"
	"crypto/x509"
	"strings"

	"domicile/crypto/did"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/crypto/x5c"
)

// Load reads a source, told apart by its content, and returns its anchors.
// What is not our own trust list has scope live: whoever names a file means
// it. The name is kept as the anchors' Source, and shown.
func Load(name string, data []byte) ([]Anchor, error) {
	if len(data) > encoding.MaxBundle {
		return nil, fault.New(KindSource, "source has more than %d bytes", encoding.MaxBundle)
	}
	anchors, err := load(data)
	for i := range anchors {
		anchors[i].Source = name
		if anchors[i].Name == "" {
			anchors[i].Name = name
		}
	}
	return anchors, err
}

func load(data []byte) ([]Anchor, error) {
	trimmed := bytes.TrimSpace(data)
	if !bytes.HasPrefix(trimmed, []byte("{")) {
		if bytes.Contains(trimmed, []byte("-----BEGIN ")) {
			return loadPEM(trimmed)
		}
		return nil, fault.New(KindSource, "neither PEM nor a JSON object")
	}
	object, err := encoding.DecodeJSONObject(trimmed)
	if err != nil {
		return nil, err
	}
	switch {
	case has(object, listMark):
		return parseList(object)
	case has(object, "keys"), has(object, "kty"):
		return loadJWKSet(object)
	case has(object, "verificationMethod"), has(object, "assertionMethod"):
		return loadDocument(object)
	}
	return nil, fault.New(KindSource, "JSON that is no key set, DID document or trust list")
}

func has(object map[string]any, name string) bool {
	_, present := object[name]
	return present
}

// loadPEM makes an anchor of each certificate: they vouch for different
// issuers, whose names are in them.
func loadPEM(data []byte) ([]Anchor, error) {
	certificates, err := x5c.ParsePEM(data)
	if err != nil {
		return nil, err
	}
	anchors := make([]Anchor, len(certificates))
	for i, certificate := range certificates {
		anchors[i] = Anchor{Name: subject(certificate), Scope: Live, Certificates: certificates[i : i+1 : i+1]}
	}
	return anchors, nil
}

// subject returns the shortest part of a certificate's subject that names it.
func subject(certificate *x509.Certificate) string {
	name := certificate.Subject
	if name.CommonName != "" {
		return name.CommonName
	}
	return strings.Join(append(name.Organization, name.Country...), ", ")
}

func loadJWKSet(object map[string]any) ([]Anchor, error) {
	set, err := keys.JWKSet(object)
	if err != nil {
		return nil, err
	}
	return []Anchor{{ID: set.Issuer, Name: set.Issuer, Scope: Live, Keys: set.Keys}}, nil
}

func loadDocument(object map[string]any) ([]Anchor, error) {
	document, err := did.FromObject(object)
	if err != nil {
		return nil, err
	}
	return []Anchor{{ID: document.ID, Name: document.ID, Scope: Live, Keys: document.Keys}}, nil
}
