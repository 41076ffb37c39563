package offer

import (
	"net/url"
	"strings"

	"domicile/crypto/did"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// KeyLookup finds the keys by which an issuer's cards are checked, where nobody
// has pinned them: from its JWT VC Issuer Metadata (SD-JWT VC section 4), or from
// its DID. A did:key and a did:jwk need no request.
//
// Such keys say no more than that a card is from the owner of that address. They
// do for a wallet, which was sent there by an offer; a verifier never looks up.
type KeyLookup struct {
	issuer  string
	origin  *url.URL
	request *Request
	keysAt  *url.URL // set while jwks_uri is being fetched
	keys    []keys.Named
	none    bool
}

// LookUpKeys begins to look for the keys of the issuer that a card names in
// "iss".
func (s *Session) LookUpKeys(issuer string) (*KeyLookup, error) {
	origin, err := parseIdentifier(s.state.Offer.Issuer)
	if err != nil {
		return nil, err
	}
	l := &KeyLookup{issuer: issuer, origin: origin}
	if strings.HasPrefix(issuer, "did:") {
		return l, l.startDID()
	}
	if _, err := parseIdentifier(issuer); err != nil {
		return nil, err
	}
	at, err := parseFrom(origin, issuer)
	if err != nil {
		return nil, err
	}
	l.request = get(strings.TrimSuffix(wellKnown(at, "jwt-vc-issuer"), "/"))
	return l, nil
}

func (l *KeyLookup) startDID() error {
	if !strings.HasPrefix(l.issuer, "did:web:") {
		document, err := did.Resolve(l.issuer)
		l.keys = document.Keys
		return err
	}
	address, err := did.WebURL(l.issuer)
	if err != nil {
		return err
	}
	if _, err := parseFrom(l.origin, address); err != nil {
		return err
	}
	l.request = get(address)
	return nil
}

// Issuer is the issuer whose keys are looked for.
func (l *KeyLookup) Issuer() string { return l.issuer }

// Request is the request to send next; nil once Keys are there.
func (l *KeyLookup) Request() *Request { return l.request }

// Keys are the issuer's keys.
func (l *KeyLookup) Keys() []keys.Named { return l.keys }

// None reports that the issuer answered, and publishes nothing where its keys
// are looked for. OpenID4VCI does not oblige it to.
func (l *KeyLookup) None() bool { return l.none }

// Next takes the answer to Request. An error of kind offer_network leaves the
// lookup where it was.
func (l *KeyLookup) Next(r Response) error {
	if l.keysAt == nil && (r.Status == 404 || r.Status == 410) {
		l.none, l.request = true, nil
		return nil
	}
	o, err := l.object(r)
	if err != nil {
		return err
	}
	switch {
	case l.keysAt != nil:
		return l.takeSet(o)
	case strings.HasPrefix(l.issuer, "did:"):
		return l.takeDocument(o)
	}
	return l.takeMetadata(o)
}

// object is that of Response, but a DID document and a key set may be of their
// own media type.
func (l *KeyLookup) object(r Response) (map[string]any, error) {
	if media := strings.ToLower(r.Headers["content-type"]); strings.Contains(media, "+json") {
		r.Headers = map[string]string{"content-type": "application/json"}
	}
	return r.object()
}

func (l *KeyLookup) takeDocument(o map[string]any) error {
	document, err := did.FromObject(o)
	if err != nil {
		return err
	}
	if document.ID != l.issuer {
		return fault.New(KindIssuerMismatch, "the DID document is another issuer's")
	}
	l.keys, l.request = document.Keys, nil
	return nil
}

// takeMetadata reads JWT VC Issuer Metadata: the issuer, and exactly one of jwks
// and jwks_uri.
func (l *KeyLookup) takeMetadata(o map[string]any) error {
	name, err := required(o, "issuer", KindMetadata)
	if err != nil {
		return err
	}
	if name != l.issuer {
		return fault.New(KindIssuerMismatch, "the key metadata are another issuer's")
	}
	set, inline, err := encoding.Object(o, "jwks")
	if err != nil {
		return fault.Wrap(KindMetadata, err, "jwks")
	}
	address, err := endpoint(o, l.origin, "jwks_uri")
	switch {
	case err != nil:
		return err
	case inline == (address != ""):
		return fault.New(KindMetadata, "not exactly one of jwks and jwks_uri")
	case inline:
		return l.takeSet(set)
	}
	if l.keysAt, err = url.Parse(address); err != nil {
		return fault.Wrap(KindMetadata, err, "jwks_uri")
	}
	l.request = get(address)
	return nil
}

func (l *KeyLookup) takeSet(o map[string]any) error {
	if _, isSet := o["keys"]; !isSet {
		return fault.New(KindMetadata, "the key set has no keys")
	}
	set, err := keys.JWKSet(o)
	if err != nil {
		return err
	}
	l.keys, l.request = set.Keys, nil
	return nil
}
