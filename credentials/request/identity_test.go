package request_test

import (
	"crypto/x509"
	"testing"
	"time"

	"domicile/credentials/request"
	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/internal/double"
)

func TestDIDRefusals(t *testing.T) {
	document := func(tweak func(document, method map[string]any)) func(*double.Verifier) {
		return func(v *double.Verifier) {
			v.Document = v.WebDocument()
			tweak(v.Document, v.Document["verificationMethod"].([]any)[0].(map[string]any))
		}
	}
	refuse(t, []refusal{
		{"5.9.3: kid missing", double.ByJWK, byGet, noHeader("kid"), request.KindClientKey},
		{"5.9.3: kid empty", double.ByJWK, byGet, header("kid", ""), request.KindClientKey},
		{"5.9.3: kid without a fragment", double.ByKey, byGet, func(v *double.Verifier) {
			header("kid", v.Signer().ClientID[len("decentralized_identifier:"):])(v)
		}, request.KindClientKey},
		{"5.9.3: kid of another DID", double.ByKey, byGet, func(v *double.Verifier) {
			other, _ := request.SignByKey(v.NewKey())
			header("kid", other.ClientID[len("decentralized_identifier:"):]+"#0")(v)
		}, request.KindClientKey},
		{"5.9.3: kid another DID's, signed by its key", double.ByKey, byGet, func(v *double.Verifier) {
			v.SignWith = v.NewKey()
			other, _ := request.SignByKey(v.SignWith)
			header("kid", other.ClientID[len("decentralized_identifier:"):]+"#0")(v)
		}, request.KindClientKey},
		{"5.9.3: kid of a key that the DID lacks", double.ByJWK, byGet, header("kid", "#1"), request.KindClientKey},
		{"5.9.3: kid a number", double.ByJWK, byGet, header("kid", "0"), request.KindClientKey},
		{"5.9.3: signature of another key", double.ByJWK, byGet, stranger, request.KindSignature},
		{"5.9.3: signature of another key, did:key", double.ByKey, byGet, stranger, request.KindSignature},
		{"5.9.3: signature of another key, did:web", double.ByWeb, byGet, stranger, request.KindSignature},
		{"5.9.3: a key in the header instead", double.ByJWK, byGet, func(v *double.Verifier) {
			v.SignWith = v.NewKey()
			header("jwk", v.SignWith.Public().JWK())(v)
		}, request.KindSignature},
		{"5.9.3: a key in client_metadata instead", double.ByJWK, byGet, func(v *double.Verifier) {
			v.SignWith = v.NewKey()
			metadata(t, func(m map[string]any) {
				keys := double.Part(t, m, "jwks")
				keys["keys"] = append(keys["keys"].([]any), v.SignWith.Public().JWK())
			})(v)
		}, request.KindSignature},
		{"5.9.3: a method that nobody resolves", double.ByJWK, wrapped, both(
			form("client_id", "decentralized_identifier:did:example:123"), claimed("client_id", "decentralized_identifier:did:example:123"),
			header("kid", "did:example:123#0")), request.KindClientKey},
		{"5.9.3: no DID", double.ByJWK, wrapped, both(
			form("client_id", "decentralized_identifier:verifier"), claimed("client_id", "decentralized_identifier:verifier"),
			header("kid", "verifier#0")), request.KindClientKey},
		{"5.9.3: document of another DID", double.ByWeb, byGet, document(func(d, _ map[string]any) { d["id"] = "did:web:evil.example" }), request.KindClientKey},
		{"5.9.3: kid and document of another DID", double.ByWeb, byGet, both(header("kid", "did:web:evil.example#key-1"), document(func(d, m map[string]any) {
			d["id"], m["id"], m["controller"] = "did:web:evil.example", "did:web:evil.example#key-1", "did:web:evil.example"
		})), request.KindClientKey},
		{"5.9.3: document without an id", double.ByWeb, byGet, document(func(d, _ map[string]any) { delete(d, "id") }), request.KindClientKey},
		{"5.9.3: document without methods", double.ByWeb, byGet, document(func(d, _ map[string]any) { delete(d, "verificationMethod") }), request.KindClientKey},
		{"5.9.3: document with another method only", double.ByWeb, byGet, document(func(_, m map[string]any) { m["id"] = "did:web:verifier.example#key-2" }), request.KindClientKey},
		{"5.9.3: document with another key", double.ByWeb, byGet, func(v *double.Verifier) {
			document(func(_, m map[string]any) { m["publicKeyJwk"] = v.NewKey().Public().JWK() })(v)
		}, request.KindSignature},
		{"5.9.3: document whose key is for encryption", double.ByWeb, byGet, func(v *double.Verifier) {
			document(func(_, m map[string]any) { m["publicKeyJwk"] = v.Agreement.JWK("x") })(v)
		}, request.KindClientKey},
		{"5.9.3: did:web on the wallet's machine", double.ByWeb, byGet, web("did:web:localhost%3A8080"), request.KindReferenceAddress},
		{"5.9.3: did:web in the wallet's network", double.ByWeb, byGet, web("did:web:printer.local"), request.KindReferenceAddress},
		{"5.9.3: did:web on the wallet's machine, wrapped", double.ByWeb, wrapped, web("did:web:localhost"), request.KindReferenceAddress},
		{"5.9.3: did:web with a number for a host", double.ByWeb, wrapped, web("did:web:192.168.1.1"), request.KindClientPrefix},
		{"5.9.3: did:web that leaves its path", double.ByWeb, wrapped, web("did:web:verifier.example:..:x"), request.KindClientPrefix},
	})
}

// web gives the verifier another did:web.
func web(id string) func(*double.Verifier) {
	return both(form("client_id", "decentralized_identifier:"+id), claimed("client_id", "decentralized_identifier:"+id), header("kid", id+"#key-1"))
}

func TestRelativeKeyOfADID(t *testing.T) {
	for client, kid := range map[double.Client]string{double.ByJWK: "#0", double.ByWeb: "#key-1"} {
		v := double.NewVerifier(t, client)
		header("kid", kid)(v)
		if _, err := v.Open(byGet(v)); err != nil {
			t.Errorf("%s: %v", client, err)
		}
	}
}

// A tenant of a host, below a path or behind a port, does not speak for the host.
func TestTenantIsNotItsHost(t *testing.T) {
	for id, want := range map[string]string{
		"did:web:verifier.example":               "verifier.example",
		"did:web:verifier.example:mallory":       "verifier.example/mallory/",
		"did:web:verifier.example:.well-known:x": "verifier.example/.well-known/x/",
		"did:web:verifier.example%3A8443":        "verifier.example:8443",
	} {
		v := double.NewVerifier(t, double.ByWeb)
		web(id)(v)
		v.Document = v.WebDocument()
		method := v.Document["verificationMethod"].([]any)[0].(map[string]any)
		v.Document["id"], method["id"], method["controller"] = id, id+"#key-1", id
		if r, err := v.Open(byGet(v)); err != nil || r.Identity.Name != want || r.Identity.Sure != request.Proven {
			t.Errorf("%s: %+v, %v", id, r, err)
		}
	}
}

// A verifier on this machine may be known by a DID of this machine.
func TestDocumentOnThisMachine(t *testing.T) {
	v := double.NewVerifier(t, double.ByWeb)
	id := "did:web:localhost%3A8080"
	v.Claims = func(c map[string]any) { c["client_id"] = "decentralized_identifier:" + id }
	header("kid", id+"#key-1")(v)
	v.Form = nil
	text := "openid4vp://?client_id=decentralized_identifier:did:web:localhost%253A8080&request_uri=http://localhost:8080/r"
	v.Ask()
	o, err := request.Open(noise(1), text, v.Wallet, v.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Take(v.Serve(*o.Step().Fetch), v.Now); err != nil {
		t.Fatal(err)
	}
	if f := o.Step().Fetch; f == nil || f.URL != "https://localhost:8080/.well-known/did.json" || o.Host() != "localhost" {
		t.Errorf("%+v", o.Step())
	}
}

// certificates presents another chain, signed by the key of its leaf.
func certificates(chain func(v *double.Verifier) []*double.Certified) func(*double.Verifier) {
	return func(v *double.Verifier) {
		parties := chain(v)
		var elements []any
		for _, p := range parties {
			elements = append(elements, encoding.EncodeBase64(p.Certificate.Raw))
		}
		header("x5c", elements)(v)
		if len(parties) > 0 {
			v.SignWith = parties[0].Key
		}
	}
}

func TestCertificateRefusals(t *testing.T) {
	type certified = []*double.Certified
	leaf := func(v *double.Verifier, by *double.Certified, tweaks ...func(*x509.Certificate)) *double.Certified {
		return double.Certify(v.TB(), by, "Evil", func(c *x509.Certificate) {
			c.DNSNames = []string{double.VerifierHost}
			for _, tweak := range tweaks {
				tweak(c)
			}
		})
	}
	ca := func(v *double.Verifier, by *double.Certified, tweaks ...func(*x509.Certificate)) *double.Certified {
		return double.Certify(v.TB(), by, "Authority", func(c *x509.Certificate) {
			double.Authority(c)
			for _, tweak := range tweaks {
				tweak(c)
			}
		})
	}
	over := func(c *x509.Certificate) { c.NotAfter = double.Noon.Add(-time.Second) }
	early := func(c *x509.Certificate) { c.NotBefore = double.Noon.Add(time.Second) }
	row := func(defect string, chain func(v *double.Verifier) certified, kind fault.Kind) refusal {
		return refusal{"5.9.3: " + defect, double.ByName, byGet, certificates(chain), kind}
	}
	refuse(t, []refusal{
		row("an attacker's leaf before a genuine authority", func(v *double.Verifier) certified {
			return certified{leaf(v, nil), v.Middle, v.Root}
		}, request.KindCertificate),
		row("an attacker's leaf that names a genuine authority", func(v *double.Verifier) certified {
			// The same subject as the genuine one, with the attacker's key.
			twin := double.Certify(v.TB(), nil, "Authority for shops", double.Authority)
			return certified{leaf(v, twin), v.Middle}
		}, request.KindCertificate),
		row("a leaf that a genuine leaf has signed", func(v *double.Verifier) certified {
			return certified{leaf(v, v.Leaf), v.Leaf, v.Middle}
		}, request.KindCertificate),
		row("a leaf that signs itself", func(v *double.Verifier) certified { return certified{leaf(v, nil)} }, request.KindCertificate),
		row("a chain to another authority", func(v *double.Verifier) certified {
			other := ca(v, nil)
			return certified{leaf(v, other), other}
		}, request.KindCertificate),
		row("a chain to a twin of the authority", func(v *double.Verifier) certified {
			twin := double.Certify(v.TB(), nil, "Root", double.Authority)
			return certified{leaf(v, twin), twin}
		}, request.KindCertificate),
		row("a chain with a gap", func(v *double.Verifier) certified { return certified{v.Leaf} }, request.KindCertificate),
		row("a chain in another order", func(v *double.Verifier) certified { return certified{v.Leaf, v.Root, v.Middle} }, request.KindCertificate),
		row("a certificate twice", func(v *double.Verifier) certified { return certified{v.Leaf, v.Middle, v.Middle} }, request.KindCertificate),
		row("no certificate", func(*double.Verifier) certified { return nil }, request.KindCertificate),
		row("a leaf that is over", func(v *double.Verifier) certified { return certified{leaf(v, v.Middle, over), v.Middle} }, request.KindCertificate),
		row("a leaf that is not valid yet", func(v *double.Verifier) certified { return certified{leaf(v, v.Middle, early), v.Middle} }, request.KindCertificate),
		row("an authority that is over", func(v *double.Verifier) certified {
			middle := ca(v, v.Root, over)
			return certified{leaf(v, middle), middle}
		}, request.KindCertificate),
		row("an authority without the flag", func(v *double.Verifier) certified {
			middle := ca(v, v.Root, func(c *x509.Certificate) { c.IsCA, c.MaxPathLen = false, 0 })
			return certified{leaf(v, middle), middle}
		}, request.KindCertificate),
		row("an authority without basic constraints", func(v *double.Verifier) certified {
			middle := ca(v, v.Root, func(c *x509.Certificate) { c.IsCA, c.BasicConstraintsValid = false, false })
			return certified{leaf(v, middle), middle}
		}, request.KindCertificate),
		row("an authority that may not sign certificates", func(v *double.Verifier) certified {
			middle := ca(v, v.Root, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageCRLSign })
			return certified{leaf(v, middle), middle}
		}, request.KindCertificate),
		row("more authorities than allowed", func(v *double.Verifier) certified {
			middle := ca(v, v.Root, func(c *x509.Certificate) { c.MaxPathLenZero = true })
			lower := ca(v, middle)
			return certified{leaf(v, lower), lower, middle}
		}, request.KindCertificate),
		row("a leaf that is not for signatures", func(v *double.Verifier) certified {
			return certified{leaf(v, v.Middle, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }), v.Middle}
		}, request.KindCertificate),
		row("a certificate for another name", func(v *double.Verifier) certified {
			return certified{leaf(v, v.Middle, double.For("evil.example")), v.Middle}
		}, request.KindCertificate),
		row("a certificate for a pattern of names", func(v *double.Verifier) certified {
			return certified{leaf(v, v.Middle, double.For("*.example")), v.Middle}
		}, request.KindCertificate),
		row("a certificate without names", func(v *double.Verifier) certified {
			return certified{leaf(v, v.Middle, double.For()), v.Middle}
		}, request.KindCertificate),
		row("the name as the subject only", func(v *double.Verifier) certified {
			return certified{leaf(v, v.Middle, func(c *x509.Certificate) { c.DNSNames, c.Subject.CommonName = nil, double.VerifierHost }), v.Middle}
		}, request.KindCertificate),
		{"5.9.3: signature of another key", double.ByName, byGet, stranger, request.KindSignature},
		{"5.9.3: signature of another key, by hash", double.ByHash, byGet, stranger, request.KindSignature},
		{"5.9.3: x5c missing", double.ByName, byGet, noHeader("x5c"), request.KindCertificate},
		{"5.9.3: x5c a text", double.ByName, byGet, header("x5c", "MIIB"), request.KindCertificate},
		{"5.9.3: x5c no certificate", double.ByHash, byGet, header("x5c", []any{"MIIB"}), request.KindCertificate},
		{"5.9.3: hash of another certificate", double.ByHash, byGet, certificates(func(v *double.Verifier) certified {
			return certified{leaf(v, v.Middle), v.Middle}
		}), request.KindClientKey},
		{"5.9.3: hash of the authority", double.ByHash, wrapped, func(v *double.Verifier) {
			id := "x509_hash:" + request.CertificateHash(v.Middle.Certificate)
			both(form("client_id", id), claimed("client_id", id))(v)
		}, request.KindClientKey},
		{"5.9.3: response_uri on another host", double.ByName, byGet, claimed("response_uri", "https://evil.example/answer"), request.KindReturnMismatch},
		{"5.9.3: response_uri on another name of the certificate", double.ByName, byGet, claimed("response_uri", "https://other.example/answer"), request.KindReturnMismatch},
		{"5.9.3: response_uri below the host", double.ByName, byGet, claimed("response_uri", "https://a.verifier.example/"), request.KindReturnMismatch},
		{"5.9.3: redirect_uri on another host", double.ByName, byGet, both(mode(request.Fragment), claimed("redirect_uri", "https://evil.example/")), request.KindReturnMismatch},
		{"5.9.3: the wallet believes no authority", double.ByName, byGet, func(v *double.Verifier) { v.Wallet.Verifiers.Authorities = nil }, request.KindCertificate},
		{"5.9.3: the wallet believes no authority, by hash", double.ByHash, byGet, func(v *double.Verifier) { v.Wallet.Verifiers.Authorities = nil }, request.KindCertificate},
		{"5.9.3: an identifier that is a pattern of names", double.ByName, wrapped, func(v *double.Verifier) {
			certificates(func(v *double.Verifier) certified {
				return certified{leaf(v, v.Middle, double.For("*.verifier.example")), v.Middle}
			})(v)
			both(form("client_id", "x509_san_dns:*.verifier.example"), claimed("client_id", "x509_san_dns:*.verifier.example"))(v)
		}, request.KindCertificate},
	})
}

func TestToleratedChains(t *testing.T) {
	for name, chain := range map[string]func(*double.Verifier) []*double.Certified{
		"the root sent too": func(v *double.Verifier) []*double.Certified { return []*double.Certified{v.Leaf, v.Middle, v.Root} },
		"a leaf by the root itself": func(v *double.Verifier) []*double.Certified {
			return []*double.Certified{double.Certify(t, v.Root, "Bar Möbius", double.For("VERIFIER.example"))}
		},
	} {
		v := double.NewVerifier(t, double.ByName)
		certificates(chain)(v)
		if r, err := v.Open(byGet(v)); err != nil || r.Identity.By != "Root" {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A certificate that is named by its hash may answer anywhere.
	v := double.NewVerifier(t, double.ByHash)
	v.Question.ReturnURL = "https://elsewhere.example/answer"
	if _, err := v.Open(byGet(v)); err != nil {
		t.Error(err)
	}
}

func TestAttestationRefusals(t *testing.T) {
	claim := func(name string, value any) func(*double.Verifier) {
		return statement(func(_, c map[string]any) { c[name] = value })
	}
	none := func(name string) func(*double.Verifier) {
		return statement(func(_, c map[string]any) { delete(c, name) })
	}
	row := func(defect string, spoil func(*double.Verifier), kind fault.Kind) refusal {
		return refusal{defect, double.ByAttestation, byGet, spoil, kind}
	}
	refuse(t, []refusal{
		row("12: typ missing", statement(func(h, _ map[string]any) { delete(h, "typ") }), request.KindAttestation),
		row("12: typ JWT", statement(func(h, _ map[string]any) { h["typ"] = "JWT" }), request.KindAttestation),
		row("12: typ of a registration", statement(func(h, _ map[string]any) { h["typ"] = "verifier-registration+jwt" }), request.KindAttestation),
		row("12: iss missing", none("iss"), request.KindClientUnknown),
		row("5.9.3: a registrar that nobody believes", claim("iss", "https://evil.example"), request.KindClientUnknown),
		row("5.9.3: the wallet believes no registrar", func(v *double.Verifier) { v.Wallet.Verifiers.Registrars = nil }, request.KindClientUnknown),
		row("5.9.3: sub another verifier", func(v *double.Verifier) {
			other := "verifier_attestation:somebody"
			both(form("client_id", other), claimed("client_id", other))(v)
		}, request.KindAttestation),
		row("12: exp missing", none("exp"), request.KindAttestation),
		row("12: exp over", claim("exp", double.Noon.Unix()-61), request.KindAttestation),
		row("12: exp a text", claim("exp", "never"), request.KindAttestation),
		row("12: nbf in the future", claim("nbf", double.Noon.Unix()+61), request.KindAttestation),
		row("12: iat in the future", claim("iat", double.Noon.Unix()+61), request.KindAttestation),
		row("12: cnf missing", none("cnf"), request.KindAttestation),
		row("12: cnf without a jwk", claim("cnf", map[string]any{"kid": "1"}), request.KindAttestation),
		row("12: cnf with no key", claim("cnf", map[string]any{"jwk": map[string]any{"kty": "EC"}}), request.KindAttestation),
		row("12: cnf with a private key", func(v *double.Verifier) {
			statement(func(_, c map[string]any) { c["cnf"] = map[string]any{"jwk": v.Key.JWK()} })(v)
		}, request.KindAttestation),
		row("5.9.3: signature of another key", stranger, request.KindSignature),
		row("5.9.3: the attested key of another", func(v *double.Verifier) {
			other := v.NewKey()
			statement(func(_, c map[string]any) { c["cnf"] = map[string]any{"jwk": other.Public().JWK()} })(v)
		}, request.KindSignature),
		row("5.9.3: attestation signed by another key", func(v *double.Verifier) { v.StatementKey = v.NewKey() }, request.KindAttestation),
		row("5.9.3: attestation signed by the verifier", func(v *double.Verifier) { v.StatementKey = v.Key }, request.KindAttestation),
		row("5.9.3: attestation not signed", func(v *double.Verifier) {
			h, c := double.Unforge(t, v.Attestation())
			h["alg"] = "none"
			header("jwt", double.Forge(t, h, c, keys.Private{}))(v)
		}, request.KindAttestation),
		row("5.9.3: jwt missing in the header", noHeader("jwt"), request.KindAttestation),
		row("5.9.3: jwt an object", header("jwt", map[string]any{}), request.KindAttestation),
		row("5.9.3: jwt no token", header("jwt", "x"), request.KindAttestation),
		row("5.9.3: response_uri that is not attested", claimed("response_uri", double.AnswerURI+"/other"), request.KindReturnMismatch),
		row("5.9.3: response_uri attested with another ending", claim("redirect_uris", []any{double.AnswerURI + "/"}), request.KindReturnMismatch),
		row("5.9.3: no address attested", claim("redirect_uris", []any{}), request.KindReturnMismatch),
		row("5.9.3: addresses a text", claim("redirect_uris", double.AnswerURI), request.KindAttestation),
	})
}

func TestToleratedAttestations(t *testing.T) {
	for name, spoil := range map[string]func(*double.Verifier){
		"no addresses":      statement(func(_, c map[string]any) { delete(c, "redirect_uris") }),
		"no iat":            statement(func(_, c map[string]any) { delete(c, "iat") }),
		"unknown claims":    statement(func(_, c map[string]any) { c["x"] = []any{1} }),
		"exp in the leeway": statement(func(_, c map[string]any) { c["exp"] = double.Noon.Unix() - 59 }),
		"typ in full":       statement(func(h, _ map[string]any) { h["typ"] = "application/verifier-attestation+jwt" }),
	} {
		v := double.NewVerifier(t, double.ByAttestation)
		spoil(v)
		if _, err := v.Open(byGet(v)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// knownMetadata gives the wallet the metadata of a verifier that sends its own.
func knownMetadata(v *double.Verifier) {
	v.Wallet.Verifiers.Clients[0].Metadata = map[string]any{"client_name": "As listed"}
}

func TestRefusalsOfVerifiersKnownBeforehand(t *testing.T) {
	refuse(t, []refusal{
		{"5.9.2: unknown", double.Before, byGet, func(v *double.Verifier) { v.Wallet.Verifiers.Clients = nil }, request.KindClientUnknown},
		{"5.9.2: another prefix that is not known", double.Before, wrapped, both(form("client_id", "did:example:1"), claimed("client_id", "did:example:1")), request.KindClientUnknown},
		{"5.9.2: an address without a prefix", double.Before, wrapped, both(form("client_id", double.AnswerURI), claimed("client_id", double.AnswerURI)), request.KindClientUnknown},
		{"14.3.1: an address that is not listed", double.Before, byGet, claimed("response_uri", double.AnswerURI+"2"), request.KindReturnMismatch},
		{"14.3.1: an address listed with another ending", double.BeforeSigned, byGet, claimed("response_uri", double.AnswerURI+"/"), request.KindReturnMismatch},
		{"14.3.1: no address", double.Before, byGet, noClaim("response_uri"), request.KindReturnAddress},
		{"5.9.2: signature of another key", double.BeforeSigned, byGet, stranger, request.KindSignature},
		{"5.9.2: the name of another key", double.BeforeSigned, byGet, header("kid", "key-2"), request.KindClientKey},
		{"5.9.2: signed, and no key is known", double.Before, byGet, both(header("alg", "ES256"), stranger), request.KindClientKey},
		{"5.9.2: unsigned by value, and keys are known", double.BeforeSigned, byValue, func(*double.Verifier) {}, request.KindUnsigned},
		{"8.5: metadata of one whose metadata are known", double.Before, byGet, knownMetadata, request.KindClientMetadata},
		{"8.5: metadata of one whose metadata are known, signed", double.BeforeSigned, byPost, knownMetadata, request.KindClientMetadata},
	})
}

// The metadata of a verifier that is known beforehand are those that are known.
func TestMetadataKnownBeforehand(t *testing.T) {
	v := double.NewVerifier(t, double.BeforeSigned)
	noClaim("client_metadata")(v)
	v.Wallet.Verifiers.Clients[0].Metadata = map[string]any{
		"client_name": "As listed", "jwks": map[string]any{"keys": []any{v.Agreement.JWK("listed")}},
		"encrypted_response_enc_values_supported": []any{"A256GCM"},
	}
	r, err := v.Open(byGet(v))
	if err != nil {
		t.Fatal(err)
	}
	if r.VerifierName != "As listed" || r.Recipient.Key.ID != "listed" || r.Recipient.Enc != "A256GCM" {
		t.Errorf("%+v", r)
	}
}

func TestSignerRefusals(t *testing.T) {
	v := double.NewVerifier(t, double.ByName)
	for defect, c := range map[string]struct {
		err  func() error
		kind fault.Kind
	}{
		"no certificate": {func() error { _, err := request.SignByCertificate(v.Key, nil, request.CertHash, ""); return err }, request.KindCertificate},
		"key of another": {func() error {
			_, err := request.SignByCertificate(v.NewKey(), v.Chain(), request.CertHash, "")
			return err
		}, request.KindClientKey},
		"name of another": {func() error {
			_, err := request.SignByCertificate(v.Key, v.Chain(), request.SANDNS, "x.example")
			return err
		}, request.KindCertificate},
		"DID without a key":       {func() error { _, err := request.SignByDID(v.Key, "did:web:verifier.example"); return err }, request.KindClientKey},
		"no DID":                  {func() error { _, err := request.SignByDID(v.Key, "key-1"); return err }, request.KindClientKey},
		"prefix known beforehand": {func() error { _, err := request.SignRegistered(v.Key, "x509_hash:x", ""); return err }, request.KindClientPrefix},
		"attestation without a sub": {func() error {
			w := double.NewVerifier(t, double.ByAttestation)
			statement(func(_, c map[string]any) { delete(c, "sub") })(w)
			_, err := request.SignByAttestation(w.Key, w.Attestation())
			return err
		}, request.KindAttestation},
	} {
		if err := c.err(); fault.KindOf(err) != c.kind {
			t.Errorf("%s: got %v, want %s", defect, err, c.kind)
		}
	}
	if _, err := request.SignByAttestation(v.Key, "x"); err == nil {
		t.Error("an attestation that is no token")
	}
}

// Every algorithm of the registry signs requests.
func TestAlgorithmsOfRequests(t *testing.T) {
	for _, algorithm := range []alg.Algorithm{alg.ES256, alg.ES384, alg.ES256K, alg.EdDSA} {
		v := double.NewVerifier(t, double.ByJWK)
		key, err := keys.Generate(double.Rand(string(algorithm)), algorithm)
		if err != nil {
			t.Fatal(err)
		}
		v.Key = key
		if _, err := v.Open(byGet(v)); err != nil {
			t.Errorf("%s: %v", algorithm, err)
		}
	}
}
