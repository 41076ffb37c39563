package main

import (
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"domicile/credentials/dcql"
	"domicile/credentials/request"
	"domicile/crypto/alg"
	"domicile/crypto/did"
	"domicile/crypto/keys"
	"domicile/crypto/x5c"
)

// asker are the flags that say who asks.
type asker struct {
	signKey, certificate, prefix, nameDNS string
	did, attestation, clientID            string
}

// maxExchange is how long a relay keeps an exchange.
const maxExchange = 10 * time.Minute

// preRegistered is the name of the missing prefix (section 5.9.2).
const preRegistered = "pre-registered"

func (a *asker) flags(flags *pflag.FlagSet) {
	flags.StringVar(&a.signKey, "sign-key", "", "the private key that signs the request, a JWK (FILE)")
	flags.StringVar(&a.certificate, "certificate", "", "its certificate and those above it, PEM (FILE)")
	flags.StringVar(&a.nameDNS, "name-dns", "", "be known by this name of the certificate, which must be the relay's host (HOST)")
	flags.StringVar(&a.did, "did", "", "be known by a DID: the URL of the key in it (did:...#...)")
	flags.StringVar(&a.attestation, "attestation", "", "be known by a registrar's attestation of the key, a JWT (FILE)")
	flags.StringVar(&a.clientID, "client-id", "", "be known beforehand by this identifier, with --sign-key or without a signature (ID)")
	flags.StringVar(&a.prefix, "client-prefix", "", "the sort of identifier, where the other flags do not say it: redirect_uri (by value and unsigned),\ndecentralized_identifier, x509_hash, x509_san_dns, verifier_attestation or "+preRegistered)
}

// sort is the prefix that the other flags stand for, "" where they say nothing.
func (a *asker) sort() string {
	switch {
	case a.certificate != "" && a.nameDNS != "":
		return string(request.SANDNS)
	case a.certificate != "":
		return string(request.CertHash)
	case a.attestation != "":
		return string(request.Attested)
	case a.clientID != "":
		return preRegistered
	case a.did != "", a.signKey != "":
		return string(request.DID)
	}
	return ""
}

// check refuses flags that do not go together.
func (a *asker) check() error {
	named := 0
	for _, flag := range []string{a.certificate, a.did, a.attestation, a.clientID} {
		if flag != "" {
			named++
		}
	}
	needsKey := a.certificate != "" || a.did != "" || a.attestation != ""
	switch meant := a.sort(); {
	case named > 1:
		return usage("one of --certificate, --did, --attestation and --client-id says who asks, not several")
	case needsKey && a.signKey == "":
		return usage("the key that signs is missing: name it with --sign-key")
	case a.nameDNS != "" && a.certificate == "":
		return usage("--name-dns is a name in a --certificate")
	case a.prefix != "" && !slices.Contains(prefixNames, a.prefix):
		return usage("--client-prefix is one of %s", strings.Join(prefixNames, ", "))
	case a.prefix == string(request.RedirectURI) && meant != "":
		return usage("a verifier that is known by its address does not sign, and has no other identifier")
	case a.prefix == string(request.SANDNS) && a.nameDNS == "":
		return usage("--client-prefix x509_san_dns needs --certificate and --name-dns")
	case a.prefix != "" && meant != "" && a.prefix != meant, a.needsMore():
		return usage("--client-prefix %s does not go with the other flags that say who asks", a.prefix)
	}
	return nil
}

// needsMore reports whether a prefix stands alone that cannot.
func (a *asker) needsMore() bool {
	alone := []string{"", string(request.RedirectURI), string(request.DID)}
	return a.sort() == "" && !slices.Contains(alone, a.prefix)
}

var prefixNames = []string{string(request.RedirectURI), string(request.DID), string(request.CertHash), string(request.SANDNS), string(request.Attested), preRegistered}

// identity is who asks. Without a signer the request is not signed; without a
// client identifier either, the verifier is known by the address of its answer.
type identity struct {
	signer   *request.Signer
	clientID string
	prefix   request.Prefix
	alg      alg.Algorithm
}

func (i identity) byAddress() bool { return i.clientID == "" }

// identity reads who asks. Over a relay it is by default a key made for the
// request: it links no two requests, and lets each wallet's nonce be signed.
func (a *asking) identity(t *terminal) (identity, error) {
	if a.prefix == string(request.RedirectURI) || a.relay == "" && a.prefix == "" && a.sort() == "" {
		return identity{prefix: request.RedirectURI}, nil
	}
	if a.clientID != "" && a.signKey == "" {
		return identity{clientID: a.clientID}, a.checkRegistered()
	}
	key, err := a.key(t)
	if err != nil {
		return identity{}, err
	}
	signer, err := a.signer(key)
	if err != nil {
		return identity{}, usage("the verifier cannot sign its request: %s", err)
	}
	prefix, _ := request.PrefixOf(signer.ClientID)
	return identity{signer, signer.ClientID, prefix, key.Algorithm()}, nil
}

func (a *asker) checkRegistered() error {
	if prefix, _ := request.PrefixOf(a.clientID); prefix != request.PreRegistered {
		return usage("--client-id %s begins with the prefix %s, which is not for a verifier known beforehand", a.clientID, prefix)
	}
	return nil
}

func (a *asker) key(t *terminal) (keys.Private, error) {
	if a.signKey == "" {
		return keys.Generate(rand.Reader, alg.ES256)
	}
	key, err := readPrivateKey(t, a.signKey)
	if err != nil {
		return key, usage("--sign-key %s: %s", a.signKey, err)
	}
	return key, nil
}

func (a *asker) signer(key keys.Private) (*request.Signer, error) {
	switch {
	case a.certificate != "":
		data, err := readFile(a.certificate)
		if err != nil {
			return nil, err
		}
		chain, err := x5c.ParsePEM(data)
		if err != nil {
			return nil, err
		}
		return request.SignByCertificate(key, chain, request.Prefix(a.sort()), a.nameDNS)
	case a.did != "":
		return a.signByDID(key)
	case a.attestation != "":
		data, err := readFile(a.attestation)
		if err != nil {
			return nil, err
		}
		return request.SignByAttestation(key, strings.TrimSpace(string(data)))
	case a.clientID != "":
		return request.SignRegistered(key, a.clientID, "")
	}
	return request.SignByKey(key)
}

// signByDID refuses a DID that is known not to hold the key: wallets would. What
// a did:web holds is only known to its host.
func (a *asker) signByDID(key keys.Private) (*request.Signer, error) {
	signer, err := request.SignByDID(key, a.did)
	if err != nil {
		return nil, err
	}
	id, _, err := did.Split(a.did)
	if err != nil || strings.HasPrefix(id, "did:web:") {
		return signer, err
	}
	document, err := did.Resolve(id)
	if err != nil {
		return nil, err
	}
	if held, known := document.Key(a.did); !known || !held.Equal(key.Public()) {
		return nil, usage("%s is not the key of --sign-key", a.did)
	}
	return signer, nil
}

// checkProfile refuses what a wallet that is held to HAIP 1.0 would, before
// anybody is asked.
func checkProfile(who identity, query dcql.Query) error {
	switch {
	case who.prefix != request.CertHash:
		return usage("--haip needs a verifier that is known by the hash of its certificate: --sign-key and --certificate")
	case who.alg != alg.ES256:
		return usage("--haip needs a key for ES256")
	}
	for _, c := range query.Credentials {
		if !c.HolderBinding || c.Format != "dc+sd-jwt" && c.Format != "mso_mdoc" {
			return usage("--haip: %q asks for a card without a proof of its holder, or of another format", c.ID)
		}
	}
	return nil
}
