package trust

import (
	"crypto/x509"
	"time"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/crypto/x5c"
)

// listMark is the member by which a trust list is known; its value is the
// version of the form.
const (
	listMark    = "domicile_trust_list"
	listVersion = 1
)

// MaxAnchors bounds a trust list: the whole of Europe has some thousand
// signers of health certificates.
const MaxAnchors = 8192

// ParseList reads our trust list:
//
//	{"domicile_trust_list": 1, "epoch": 7,
//	 "issued": "2026-11-01T00:00:00Z", "expires": "2026-12-01T00:00:00Z",
//	 "anchors": [{
//	   "id": "https://meridia.example", "name": "Republic of Meridia",
//	   "scope": "live", "types": ["urn:example:card:1"],
//	   "from": "2026-01-01T00:00:00Z", "until": "2030-01-01T00:00:00Z",
//	   "keys": [JWK...], "certificates": ["base64 of DER"...]}]}
//
// types, from, until, keys and certificates may be absent, but one of the last
// two must not be empty. The epoch is positive and rises with every edition.
func ParseList(data []byte) ([]Anchor, error) {
	object, err := encoding.DecodeJSONObject(data)
	if err != nil {
		return nil, err
	}
	return parseList(object)
}

func parseList(object map[string]any) ([]Anchor, error) {
	info, err := parseListInfo(object)
	if err != nil {
		return nil, err
	}
	list, _, err := encoding.Array(object, "anchors")
	if err != nil {
		return nil, err
	}
	if len(list) == 0 || len(list) > MaxAnchors {
		return nil, fault.New(KindList, "list has %d anchors, not 1 to %d", len(list), MaxAnchors)
	}
	anchors := make([]Anchor, 0, len(list))
	seen := map[string]bool{}
	for _, item := range list {
		member, ok := item.(map[string]any)
		if !ok {
			return nil, fault.New(KindList, "anchors holds something else than objects")
		}
		anchor, err := parseAnchor(member)
		if err != nil {
			return nil, err
		}
		if seen[anchor.ID] {
			return nil, fault.New(KindList, "two anchors have the same id")
		}
		seen[anchor.ID] = true
		anchor.List = info
		anchors = append(anchors, anchor)
	}
	return anchors, nil
}

func parseListInfo(object map[string]any) (ListInfo, error) {
	version, _, err := encoding.Int(object, listMark)
	if err != nil {
		return ListInfo{}, err
	}
	epoch, _, err := encoding.Int(object, "epoch")
	if err != nil {
		return ListInfo{}, err
	}
	if version != listVersion || epoch < 1 {
		return ListInfo{}, fault.New(KindList, "list is not of version %d, or has no epoch", listVersion)
	}
	issued, hasIssued, err := timeMember(object, "issued")
	if err != nil {
		return ListInfo{}, err
	}
	expires, hasExpires, err := timeMember(object, "expires")
	if err != nil {
		return ListInfo{}, err
	}
	if !hasIssued || !hasExpires || !expires.After(issued) {
		return ListInfo{}, fault.New(KindList, "list does not say from when until when it is good")
	}
	return ListInfo{epoch, issued, expires}, nil
}

func parseAnchor(object map[string]any) (Anchor, error) {
	var texts [3]string
	for i, name := range []string{"id", "name", "scope"} {
		value, _, err := encoding.String(object, name)
		if err != nil {
			return Anchor{}, err
		}
		if value == "" {
			return Anchor{}, fault.New(KindList, "an anchor lacks %q", name)
		}
		texts[i] = value
	}
	a := Anchor{ID: texts[0], Name: texts[1], Scope: Scope(texts[2])}
	if a.Scope != Test && a.Scope != Live {
		return Anchor{}, fault.New(KindList, "an anchor's scope is neither test nor live")
	}
	if err := parseBounds(object, &a); err != nil {
		return Anchor{}, err
	}
	return a, parseMaterial(object, &a)
}

func parseBounds(object map[string]any, a *Anchor) error {
	var err error
	var limited bool
	if a.Types, limited, err = encoding.Strings(object, "types"); err != nil {
		return err
	}
	if limited && len(a.Types) == 0 {
		// Without the member an anchor is for any type: whoever took the last
		// one out of the list meant none.
		return fault.New(KindList, "an anchor's types are none")
	}
	if a.From, _, err = timeMember(object, "from"); err != nil {
		return err
	}
	if a.Until, _, err = timeMember(object, "until"); err != nil {
		return err
	}
	if !a.From.IsZero() && !a.Until.IsZero() && !a.Until.After(a.From) {
		return fault.New(KindList, "an anchor ends before it begins")
	}
	return nil
}

// parseMaterial reads keys and certificates.
func parseMaterial(object map[string]any, a *Anchor) (err error) {
	if a.Keys, err = parseKeys(object); err != nil {
		return err
	}
	if a.Certificates, err = parseCertificatesOf(object, "certificates"); err != nil {
		return err
	}
	if len(a.Keys)+len(a.Certificates) == 0 {
		return fault.New(KindList, "an anchor has neither keys nor certificates")
	}
	return nil
}

// parseKeys reads the member "keys". Keys that are not ours are not left out here
// as in a foreign JWK set: the list's author wrote it for us.
func parseKeys(object map[string]any) ([]keys.Named, error) {
	list, _, err := encoding.Array(object, "keys")
	if err != nil {
		return nil, err
	}
	var named []keys.Named
	seen := map[string]bool{}
	for _, item := range list {
		member, ok := item.(map[string]any)
		if !ok {
			return nil, fault.New(KindList, "keys holds something else than objects")
		}
		key, err := keys.ParsePublicJWK(member)
		if err != nil {
			return nil, err
		}
		kid, _, err := encoding.String(member, "kid")
		if err != nil {
			return nil, err
		}
		if kid != "" && seen[kid] {
			return nil, fault.New(keys.KindDuplicate, "two keys of one party have the same kid")
		}
		seen[kid] = true
		named = append(named, keys.Named{ID: kid, Public: key})
	}
	return named, nil
}

func parseCertificatesOf(object map[string]any, name string) ([]*x509.Certificate, error) {
	texts, _, err := encoding.Strings(object, name)
	if err != nil {
		return nil, err
	}
	certificates := make([]*x509.Certificate, 0, len(texts))
	for _, text := range texts {
		one, err := x5c.ParseChain([]string{text})
		if err != nil {
			return nil, err
		}
		certificates = append(certificates, one[0])
	}
	return certificates, nil
}

func timeMember(object map[string]any, name string) (time.Time, bool, error) {
	text, present, err := encoding.String(object, name)
	if err != nil || !present {
		return time.Time{}, false, err
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, false, fault.New(KindList, "%s is not a date and time of RFC 3339", name)
	}
	return at.UTC(), true, nil
}
