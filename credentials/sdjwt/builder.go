package sdjwt

import (
	"encoding/binary"
	"io"
	"maps"
	"slices"

	"domicile/credentials/claim"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// saltSize is the number of random bytes of a salt (section 9.3).
const saltSize = 16

// builder takes a tree of claims apart, innermost claims first.
type builder struct {
	rand        io.Reader
	hash        hashFunc
	hashName    string
	hidden      map[string]bool // key of path
	decoys      map[string]int  // key of path
	disclosures []string        // each with its tilde
}

func newBuilder(rand io.Reader, tree map[string]any, frame Frame) (*builder, error) {
	b := &builder{rand: rand, hashName: frame.Hash, hidden: map[string]bool{}, decoys: map[string]int{}}
	if b.hashName == "" {
		b.hashName = DefaultHash
	}
	var err error
	if b.hash, err = hashByName(b.hashName); err != nil {
		return nil, err
	}
	for _, path := range frame.Paths {
		if err := b.hide(tree, path); err != nil {
			return nil, err
		}
	}
	for _, d := range frame.Decoys {
		if err := b.addDecoys(tree, d); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func (b *builder) hide(tree map[string]any, path claim.Path) error {
	found, err := claim.Resolve(tree, path)
	if err != nil {
		return fault.Wrap(KindFrame, err, "a path to hide")
	}
	for _, f := range found {
		if isGuarded(f.Path) || f.Path[0] == "aud" && len(f.Path) == 1 {
			return fault.New(KindDisclosureForbidden, "%s controls validity", f.Path)
		}
		b.hidden[pathKey(f.Path)] = true
	}
	return nil
}

func (b *builder) addDecoys(tree map[string]any, d Decoys) error {
	if d.Count < 0 || d.Count > MaxDisclosures {
		return fault.New(KindFrame, "%d decoys", d.Count)
	}
	found := []claim.Found{{Value: tree}}
	if len(d.At) > 0 {
		var err error
		if found, err = claim.Resolve(tree, d.At); err != nil {
			return fault.Wrap(KindFrame, err, "a place for decoys")
		}
	}
	for _, f := range found {
		switch f.Value.(type) {
		case map[string]any, []any:
			b.decoys[pathKey(f.Path)] += d.Count
		default:
			return fault.New(KindFrame, "decoys in a plain value")
		}
	}
	return nil
}

// pathKey tells concrete paths apart; Path.String does not.
func pathKey(path claim.Path) string {
	key, err := encoding.EncodeJSON(path)
	if err != nil {
		panic("sdjwt: a path of strings and integers has no JSON form: " + err.Error())
	}
	return string(key)
}

func (b *builder) value(v any, path claim.Path) (any, error) {
	switch v := v.(type) {
	case map[string]any:
		return b.object(v, path)
	case []any:
		return b.array(v, path)
	}
	return v, nil
}

func (b *builder) object(o map[string]any, path claim.Path) (map[string]any, error) {
	out := make(map[string]any, len(o)+1)
	var digests []string
	for _, name := range slices.Sorted(maps.Keys(o)) {
		at := path.Child(name)
		value, err := b.value(o[name], at)
		if err != nil {
			return nil, err
		}
		if !b.hidden[pathKey(at)] {
			out[name] = value
			continue
		}
		digest, err := b.disclose(name, value)
		if err != nil {
			return nil, err
		}
		digests = append(digests, digest)
	}
	for range b.decoys[pathKey(path)] {
		digest, err := b.decoy()
		if err != nil {
			return nil, err
		}
		digests = append(digests, digest)
	}
	if len(digests) > 0 {
		slices.Sort(digests) // hides the order of the claims (section 4.2.4.1)
		out[nameDigests] = digests
	}
	return out, nil
}

func (b *builder) array(list []any, path claim.Path) ([]any, error) {
	out := make([]any, 0, len(list))
	for i, element := range list {
		at := path.Child(i)
		value, err := b.value(element, at)
		if err != nil {
			return nil, err
		}
		if b.hidden[pathKey(at)] {
			digest, err := b.disclose(value)
			if err != nil {
				return nil, err
			}
			value = map[string]any{nameElement: digest}
		}
		out = append(out, value)
	}
	for range b.decoys[pathKey(path)] {
		digest, err := b.decoy()
		if err != nil {
			return nil, err
		}
		position, err := b.draw(len(out) + 1)
		if err != nil {
			return nil, err
		}
		out = slices.Insert(out, position, any(map[string]any{nameElement: digest}))
	}
	return out, nil
}

// disclose makes the disclosure of [name, value] or of [value] under a fresh
// salt, and returns its digest.
func (b *builder) disclose(parts ...any) (string, error) {
	salt, err := b.random(saltSize)
	if err != nil {
		return "", err
	}
	text, err := encodeDisclosure(append([]any{encoding.EncodeBase64URL(salt)}, parts...)...)
	if err != nil {
		return "", err
	}
	b.disclosures = append(b.disclosures, text+"~")
	return b.hash(text), nil
}

// decoy hashes random bytes with the function of the other digests.
func (b *builder) decoy() (string, error) {
	noise, err := b.random(2 * saltSize)
	if err != nil {
		return "", err
	}
	return b.hash(encoding.EncodeBase64URL(noise)), nil
}

// draw returns a number below n. The bias of the remainder is below 2^-50.
func (b *builder) draw(n int) (int, error) {
	raw, err := b.random(8)
	if err != nil {
		return 0, err
	}
	return int(binary.BigEndian.Uint64(raw) % uint64(n)), nil
}

func (b *builder) random(size int) ([]byte, error) {
	raw := make([]byte, size)
	if _, err := io.ReadFull(b.rand, raw); err != nil {
		return nil, fault.Wrap(KindFrame, err, "no randomness for salts")
	}
	return raw, nil
}
