package did

import (
	"strings"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// MaxMethods bounds the verification methods of a document, and its assertion
// methods: each key may cost a verification.
const MaxMethods = 64

// Document is what of a DID document concerns signatures.
type Document struct {
	// ID is the DID that the document speaks for.
	ID string
	// Keys are those of assertionMethod, in order, each with the absolute URL
	// of its verification method.
	Keys []keys.Named
}

// Key returns the key whose method has that URL, absolute or a bare fragment
// ("#key-1").
func (d Document) Key(url string) (keys.Public, bool) {
	url = absolute(d.ID, url)
	for _, key := range d.Keys {
		if key.ID == url {
			return key.Public, true
		}
	}
	return keys.Public{}, false
}

// ParseDocument reads a DID document in JSON (DID Core 1.0, section 6.2).
func ParseDocument(data []byte) (Document, error) {
	object, err := encoding.DecodeJSONObject(data)
	if err != nil {
		return Document{}, err
	}
	return FromObject(object)
}

// FromObject is ParseDocument for an object that is decoded already.
//
// Keys of types that are not ours, and references to methods of other DIDs
// that cannot be resolved here, are left out; a document that keeps no key is
// refused, as is one with a malformed key, a private one, or two methods of one
// id.
func FromObject(object map[string]any) (Document, error) {
	id, present, err := encoding.String(object, "id")
	if err != nil {
		return Document{}, err
	}
	if _, _, bad := split(id); !present || bad != nil {
		return Document{}, fault.New(KindDocument, "id is missing or no DID")
	}
	methods, err := methodsOf(object, id)
	if err != nil {
		return Document{}, err
	}
	assertions, err := array(object, "assertionMethod")
	if err != nil {
		return Document{}, err
	}
	document := Document{ID: id}
	for _, item := range assertions {
		if err := document.add(item, methods); err != nil {
			return Document{}, err
		}
	}
	if len(document.Keys) == 0 {
		return Document{}, fault.New(KindNoKey, "assertionMethod lists no key of ours")
	}
	return document, nil
}

func methodsOf(object map[string]any, id string) (map[string]map[string]any, error) {
	list, err := array(object, "verificationMethod")
	if err != nil {
		return nil, err
	}
	methods := make(map[string]map[string]any, len(list))
	for _, item := range list {
		method, ok := item.(map[string]any)
		if !ok {
			return nil, fault.New(KindDocument, "verificationMethod holds something else than objects")
		}
		url, err := methodURL(method, id)
		if err != nil {
			return nil, err
		}
		if methods[url] != nil {
			return nil, fault.New(KindDocument, "two verification methods have the same id")
		}
		methods[url] = method
	}
	return methods, nil
}

// add takes one element of assertionMethod: a method by its URL, or embedded
// (DID Core 1.0, section 5.3).
func (d *Document) add(item any, methods map[string]map[string]any) error {
	var method map[string]any
	var url string
	switch item := item.(type) {
	case string:
		url = absolute(d.ID, item)
		if method = methods[url]; method == nil {
			return d.addForeign(url)
		}
	case map[string]any:
		var err error
		if url, err = methodURL(item, d.ID); err != nil {
			return err
		}
		if methods[url] != nil {
			return fault.New(KindDocument, "an embedded method has the id of another one")
		}
		method = item
	default:
		return fault.New(KindDocument, "assertionMethod holds something else than methods")
	}
	key, err := methodKey(method)
	if kind := fault.KindOf(err); kind == keys.KindTypeUnknown || kind == keys.KindConflict {
		return nil
	} else if err != nil {
		return err
	}
	return d.append(keys.Named{ID: url, Public: key})
}

func (d *Document) append(key keys.Named) error {
	if _, known := d.Key(key.ID); known {
		return fault.New(KindDocument, "assertionMethod lists a method twice")
	}
	d.Keys = append(d.Keys, key)
	return nil
}

// addForeign takes the key of another DID where that DID holds it itself.
func (d *Document) addForeign(url string) error {
	other, _, err := Split(url)
	if err != nil {
		return fault.Wrap(KindDocument, err, "assertionMethod refers to something else than a method")
	}
	// An error says that the other DID does not hold a key of ours itself,
	// which is no defect of this document.
	document, _ := Resolve(other)
	if key, ok := document.Key(url); ok {
		return d.append(keys.Named{ID: url, Public: key})
	}
	return nil
}

// methodKey reads publicKeyJwk or publicKeyMultibase. A method with both is
// refused, because two readers could take different keys from it (Controlled
// Identifiers 1.0, section 2.2). A method with neither is of an older type
// (publicKeyBase58, blockchainAccountId).
func methodKey(method map[string]any) (keys.Public, error) {
	jwk, hasJWK, err := encoding.Object(method, "publicKeyJwk")
	if err != nil {
		return keys.Public{}, err
	}
	multikey, hasMultikey, err := encoding.String(method, "publicKeyMultibase")
	switch {
	case err != nil:
		return keys.Public{}, err
	case hasJWK && hasMultikey:
		return keys.Public{}, fault.New(KindDocument, "a method has two forms of its key")
	case hasJWK:
		return keys.ParsePublicJWK(jwk)
	case hasMultikey:
		return keys.ParseMultikey(multikey)
	}
	return keys.Public{}, fault.New(keys.KindTypeUnknown, "a method has neither publicKeyJwk nor publicKeyMultibase")
}

func methodURL(method map[string]any, id string) (string, error) {
	url, present, err := encoding.String(method, "id")
	if err != nil {
		return "", err
	}
	url = absolute(id, url)
	if _, fragment, bad := Split(url); !present || bad != nil || fragment == "" {
		return "", fault.New(KindDocument, "a verification method's id is missing or no DID URL with a fragment")
	}
	return url, nil
}

func absolute(id, url string) string {
	if strings.HasPrefix(url, "#") {
		return id + url
	}
	return url
}

func array(object map[string]any, name string) ([]any, error) {
	list, _, err := encoding.Array(object, name)
	if err == nil && len(list) > MaxMethods {
		err = fault.New(KindDocument, "%s has more than %d members", name, MaxMethods)
	}
	return list, err
}
