package sdjwt

import (
	"maps"
	"slices"

	"domicile/credentials/claim"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// processed is the outcome of section 7.1 step 3 to 5.
type processed struct {
	payload map[string]any // as signed, digests included
	claims  map[string]any // the Processed SD-JWT Payload
	places  []place        // of each disclosure, in the order of the token
	hash    hashFunc
}

// place says where a disclosure belongs.
type place struct {
	path claim.Path // in the processed claims
	used bool       // a digest refers to it
}

// Claims returns the Processed SD-JWT Payload: the claims in the clear and
// those disclosed, without digests (section 7.1). The tree belongs to the token
// and must not be changed. Times, the issuer and the signature are not judged.
func (t *Token) Claims() (map[string]any, error) {
	p, err := t.process()
	return p.claims, err
}

// Disclosable returns the paths of the claims whose disclosures the token has,
// shorter paths first. All else in its Claims is always visible, or part of one
// of these.
func (t *Token) Disclosable() ([]claim.Path, error) {
	p, err := t.process()
	if err != nil {
		return nil, err
	}
	paths := make([]claim.Path, len(p.places))
	for i, at := range p.places {
		paths[i] = at.path
	}
	slices.SortStableFunc(paths, func(a, b claim.Path) int { return len(a) - len(b) })
	return paths, nil
}

// processClaims runs section 7.1 from step 2.4 on; the signature is the
// caller's to check.
func (t *Token) processClaims() (processed, error) {
	payload, err := encoding.DecodeJSONObject(t.IssuerJWT.Payload)
	if err != nil {
		return processed{}, err
	}
	hash, err := hashOf(payload)
	if err != nil {
		return processed{}, err
	}
	w := &walker{
		disclosures: t.Disclosures,
		index:       make(map[string]int, len(t.Disclosures)),
		seen:        make(map[string]bool),
		places:      make([]place, len(t.Disclosures)),
	}
	for i, d := range t.Disclosures { // step 3.1
		digest := hash(d.Encoded)
		if _, twice := w.index[digest]; twice {
			return processed{}, fault.New(KindDisclosureDuplicateDigest, "disclosure %d is sent twice", i)
		}
		w.index[digest] = i
	}
	claims, err := w.object(payload, nil)
	if err != nil {
		return processed{}, err
	}
	for i, at := range w.places { // step 5
		if !at.used {
			return processed{}, fault.New(KindDisclosureUnreferenced, "no digest refers to disclosure %d", i)
		}
	}
	return processed{payload, claims, w.places, hash}, nil
}

// walker finds digests and puts claims into their places (step 3.2 and 3.3).
// Every disclosure is opened at most once, so the work is bounded by the size
// of the token.
type walker struct {
	disclosures []Disclosure
	index       map[string]int  // digest -> disclosure
	seen        map[string]bool // digests met so far (step 4)
	places      []place
}

func (w *walker) value(v any, path claim.Path) (any, error) {
	// Each disclosure may nest as deeply as one JSON text, and disclosures
	// nest in each other.
	if len(path) > encoding.MaxDepth {
		return nil, fault.New(encoding.KindJSONDepth, "more than %d levels after disclosure", encoding.MaxDepth)
	}
	switch v := v.(type) {
	case map[string]any:
		return w.object(v, path)
	case []any:
		return w.array(v, path)
	}
	return v, nil
}

// object copies an object without its digests and adds what they disclose. Its
// members are taken in order of their names, so that of several defects the
// same one is always reported.
func (w *walker) object(o map[string]any, path claim.Path) (map[string]any, error) {
	out := make(map[string]any, len(o))
	for _, name := range slices.Sorted(maps.Keys(o)) {
		switch {
		case name == nameDigests, name == nameHash && len(path) == 0:
			continue // steps 3.5 and 3.6
		case isReserved(name):
			return nil, fault.New(KindDisclosureReservedName, "%q is used as a claim", name)
		}
		value, err := w.value(o[name], path.Child(name))
		if err != nil {
			return nil, err
		}
		out[name] = value
	}
	digests, err := digestsOf(o)
	if err != nil {
		return nil, err
	}
	for _, digest := range digests {
		if err := w.member(out, digest, path); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// digestsOf reads "_sd", which is an array of strings and nothing else
// (section 4.2.4.1).
func digestsOf(o map[string]any) ([]string, error) {
	if _, present := o[nameDigests]; !present {
		return nil, nil
	}
	digests, _, err := encoding.Strings(o, nameDigests)
	if err != nil {
		return nil, fault.Wrap(KindDisclosureReservedName, err, "_sd is no array of strings")
	}
	return digests, nil
}

// member inserts the claim behind a digest of "_sd" (step 3.3.2).
func (w *walker) member(out map[string]any, digest string, path claim.Path) error {
	i, found, err := w.open(digest)
	if !found || err != nil {
		return err
	}
	d := w.disclosures[i]
	if d.Element {
		return fault.New(KindDisclosureArity, "disclosure %d of a member has no name", i)
	}
	if _, exists := out[d.Name]; exists {
		return fault.New(KindDisclosureNameClash, "disclosure %d names a claim that is there", i)
	}
	at := path.Child(d.Name)
	w.places[i] = place{at, true}
	out[d.Name], err = w.value(d.Value, at)
	return err
}

// array copies an array; elements without a disclosure are left out (step 3.4).
func (w *walker) array(list []any, path claim.Path) ([]any, error) {
	out := make([]any, 0, len(list))
	for _, element := range list {
		at := path.Child(len(out))
		digest, hidden, err := elementDigest(element)
		if err != nil {
			return nil, err
		}
		if hidden {
			i, found, err := w.open(digest)
			if err != nil {
				return nil, err
			}
			if !found {
				continue
			}
			if !w.disclosures[i].Element {
				return nil, fault.New(KindDisclosureArity, "disclosure %d of an element has a name", i)
			}
			w.places[i] = place{at, true}
			element = w.disclosures[i].Value
		}
		value, err := w.value(element, at)
		if err != nil {
			return nil, err
		}
		out = append(out, value)
	}
	return out, nil
}

// elementDigest recognises {"...": digest}: one member only, and a string
// (section 4.2.4.2).
func elementDigest(element any) (digest string, hidden bool, err error) {
	o, ok := element.(map[string]any)
	if !ok {
		return "", false, nil
	}
	v, present := o[nameElement]
	if !present {
		return "", false, nil
	}
	digest, ok = v.(string)
	if !ok || len(o) != 1 {
		return "", false, fault.New(KindDisclosureReservedName, `"..." is no lone digest`)
	}
	return digest, true, nil
}

// open notes a digest, which must occur only once (step 4), and finds its
// disclosure; without one it is ignored (step 3.3.1).
func (w *walker) open(digest string) (index int, found bool, err error) {
	if w.seen[digest] {
		return 0, false, fault.New(KindDisclosureDuplicateDigest, "a digest occurs twice")
	}
	w.seen[digest] = true
	index, found = w.index[digest]
	return index, found, nil
}
